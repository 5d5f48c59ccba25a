// When in the chain of a SCIM request the rate limit is asked: before its body where that says enough, else after it.

import type { Request, RequestHandler } from 'express';
import type { JsonValue } from '../directory/json';
import { disables } from '../scim/disabling';
import type { Connection } from './connection';
import { localsOf } from './locals';
import type { RateLimiter } from './rate-limit';

/** By what a request says of itself before its body is read. */
type Kind =
  /** DELETE disables, or takes away what gave access. */
  | 'disable'
  /** Only the body says whether it disables somebody. */
  | 'untold'
  /** Counts its operations itself. */
  | 'bulk'
  | 'ordinary';

/** A group disables nobody, and its body may be large: it is counted before it is read. */
function kindOf({ method, path }: Pick<Request, 'method' | 'path'>): Kind {
  if (method === 'DELETE') return 'disable';
  const isGroup = /^\/Groups(?:\/|$)/.test(path);
  if ((method === 'PUT' || method === 'PATCH') && !isGroup) return 'untold';
  return method === 'POST' && /^\/Bulk\/?$/.test(path) ? 'bulk' : 'ordinary';
}

export function limitBeforeBody(limiter: RateLimiter): RequestHandler {
  return limitStep((request, connection) => {
    const kind = kindOf(request);
    return kind === 'untold' || kind === 'bulk'
      ? limiter.admitBody(connection)
      : limiter.admit(connection, 1, kind === 'disable');
  });
}

export function limitAfterBody(limiter: RateLimiter): RequestHandler {
  return limitStep(async (request, connection) => {
    if (kindOf(request) !== 'untold') return;
    await limiter.admit(connection, 1, disables(request.body as JsonValue | undefined));
  });
}

function limitStep(ask: (request: Request, connection: Connection) => Promise<void>): RequestHandler {
  return async (request, response, next) => {
    const { connection } = localsOf(response);
    if (connection === undefined) throw new Error('a request without connection came past authentication');
    await ask(request, connection);
    next();
  };
}
