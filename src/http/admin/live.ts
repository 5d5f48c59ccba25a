// Writes events to a browser as they come (server-sent events, WHATWG HTML §9.2); knows nothing of what they say.

import type { Response } from 'express';
import { once } from 'node:events';

/** Shorter than the patience of proxies; also how a connection that is dead is noticed. */
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;

/** Ends when the events end: when the reader is gone or the gateway stops. */
export async function writeEvents(response: Response, events: AsyncIterable<unknown>): Promise<void> {
  response.status(200).setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  // Proxies that collect an answer would hold events back.
  response.setHeader('X-Accel-Buffering', 'no');
  // A HEAD has no body to wait for.
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  response.write(`retry: ${RETRY_MS}\n\n`);
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  try {
    for await (const event of events) {
      if (response.destroyed) break;
      // A slow reader is waited for, so that nothing piles up here.
      const isTaken = response.write(`data: ${JSON.stringify(event)}\n\n`);
      if (!isTaken) await roomOrEnd(response);
    }
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

/** Listens no longer than it waits: a reader who is slow a thousand times must not leave a thousand listeners. */
async function roomOrEnd(response: Response): Promise<void> {
  // Nothing more is told of one that is gone.
  if (response.destroyed) return;
  const over = new AbortController();
  const { signal } = over;
  const either = Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  await either.finally(() => {
    over.abort();
  });
}
