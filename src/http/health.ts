// Whether the process lives and whether it can serve; open to everybody, so it says no more than that.

import type { RequestHandler } from 'express';

/** 200 while the process runs at all. */
export const livez: RequestHandler = (_request, response) => {
  response.status(200).json({ status: 'live' });
};

/** 200 when the database answers and its indexes stand, else 503. */
export function readyz(ping: () => Promise<boolean>): RequestHandler {
  return async (_request, response) => {
    const isReady = await ping();
    if (!isReady) response.setHeader('Retry-After', '5');
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'the database is away' });
  };
}
