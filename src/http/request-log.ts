// One line for every request, into the process's log and into the request log; sees headers and status, never a body.

import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { RequestLog } from '../directory/request-log';
import { clientKind } from '../log/client-kind';
import type { Logger } from '../log/logger';
import { redactUrl } from '../log/redact-url';
import { localsOf } from './locals';

/** Longer URLs are refused or say nothing more; anybody can send them, so the log keeps their beginning. */
export const URL_LENGTH_MAX = 2_048;

/** Gives the request its id, which the answer carries too, and logs it when it is over, however it ends. */
export function logRequests(logger: Logger, requestLog: RequestLog, now: () => Date): RequestHandler {
  return (request, response, next) => {
    const at = now();
    const start = process.hrtime.bigint();
    localsOf(response).requestId = randomUUID();
    response.setHeader('X-Request-Id', localsOf(response).requestId);
    response.once('close', () => {
      const durationMs = Number((process.hrtime.bigint() - start) / 10_000n) / 100;
      logOne(logger, requestLog, { request, response, at, durationMs });
    });
    next();
  };
}

interface Finished {
  readonly request: Request;
  readonly response: Response;
  readonly at: Date;
  readonly durationMs: number;
}

function logOne(
  logger: Logger,
  requestLog: RequestLog,
  { request, response, at, durationMs }: Finished,
): void {
  const { requestId, connection, refusal } = localsOf(response);
  const entry = {
    at,
    requestId,
    customer: connection?.customer.id ?? null,
    connection: connection?.name ?? null,
    client: clientKind(request.headers),
    method: request.method,
    url: redactUrl(request.originalUrl).slice(0, URL_LENGTH_MAX),
    // A client that went away before the answer was complete got none.
    status: response.writableFinished ? response.statusCode : 499,
    durationMs,
    scimType: refusal?.scimType ?? null,
    detail: refusal?.detail ?? null,
  };
  const { at: _at, ...fields } = entry;
  if (entry.url.startsWith('/livez') || entry.url.startsWith('/readyz')) logger.debug('request', fields);
  else {
    logger[isFault(response.statusCode) ? 'error' : 'info']('request', fields);
    requestLog.append(entry);
  }
}

/** 501 says what is not offered (RFC 7644 §3.11): a client that asks for it again and again is no fault of the gateway. */
function isFault(status: number): boolean {
  return status >= 500 && status !== 501;
}
