// POST /Bulk as an HTTP request: counted by its operations before any work, and a line in the request log for each of them.

import type { Response } from 'express';
import type { RequestLog } from '../directory/request-log';
import type { Logger } from '../log/logger';
import { redactUrl } from '../log/redact-url';
import type { BulkJob } from '../scim/bulk/job';
import type { Observe } from '../scim/bulk/step';
import type { ScimEngine } from '../scim/engine';
import type { Answer, ScimRequest } from '../scim/request';
import type { Connection } from './connection';
import { localsOf } from './locals';
import type { RateLimiter } from './rate-limit';
import { URL_LENGTH_MAX } from './request-log';

/** Where the operations of bulk requests leave their lines. */
export interface OperationLog {
  readonly logger: Logger;
  readonly requestLog: RequestLog;
}

interface BulkOptions {
  readonly rateLimiter: RateLimiter;
  readonly operationLog: OperationLog;
}

/** @throws ScimFailure 400 and 413 for the request as a whole, 429 by the connection's rate limit, 503 */
export async function answerBulk(
  { rateLimiter, operationLog }: BulkOptions,
  engine: ScimEngine,
  request: ScimRequest,
  response: Response,
): Promise<Answer> {
  const { connection } = localsOf(response);
  if (connection === undefined) throw new Error('a bulk request without connection came past authentication');
  const job = engine.bulk(request);
  await admitBulk(rateLimiter, job, connection);
  return job.run(logOperations(operationLog, connection, { request, basePath: response.req.baseUrl }));
}

/** @throws ScimFailure 429 by the connection's rate limit */
export async function admitBulk(
  rateLimiter: RateLimiter,
  { others, disables }: Pick<BulkJob, 'others' | 'disables'>,
  connection: Connection,
): Promise<void> {
  if (others > 0) await rateLimiter.admit(connection, others, false);
  if (disables > 0) await rateLimiter.admit(connection, disables, true);
}

/** One line as a request of its own would leave it; its request id is the bulk request's with the operation's position. */
function logOperations(
  { logger, requestLog }: OperationLog,
  connection: Connection,
  { request, basePath }: { readonly request: ScimRequest; readonly basePath: string },
): Observe {
  return ({ requestId, method, path, outcome, at, durationMs }) => {
    const { failure, bug, status } = outcome;
    const fields = {
      requestId,
      customer: connection.customer.id,
      connection: connection.name,
      client: request.actor.client,
      method,
      url: redactUrl(`${basePath}${path}`).slice(0, URL_LENGTH_MAX),
      status,
      durationMs,
      scimType: failure?.scimType ?? null,
      detail: failure?.detail ?? null,
    };
    if (bug !== undefined) {
      const error = bug instanceof Error ? (bug.stack ?? bug.message) : typeof bug;
      logger.error('internal error', { requestId, error });
    }
    logger[status >= 500 ? 'error' : 'info']('request', fields);
    requestLog.append({ at, ...fields });
  };
}
