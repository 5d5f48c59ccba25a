// POST /Bulk as an HTTP request: counted by its operations before any work, and a line in the request log for each of them.

import type { Response } from 'express';
import { redactUrl } from '../log/redact-url';
import type { BulkJob } from '../scim/bulk/job';
import type { Observe } from '../scim/bulk/step';
import type { ScimEngine } from '../scim/engine';
import { refusedBy } from '../scim/refused-by';
import type { Answer, ScimRequest } from '../scim/request';
import type { Connection } from './connection';
import { localsOf } from './locals';
import type { RateLimiter } from './rate-limit';
import { requestDetails } from './request-details';
import { actionOf, URL_LENGTH_MAX, type RequestLogging } from './request-log';

/** Where the operations of bulk requests leave their lines. */
export type OperationLog = Omit<RequestLogging, 'now'>;

/** The operation lies in the body of its request, which is counted there. */
const OPERATION_BYTES = 1_024;

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
  return job.run(logOperations(operationLog, connection, { request, response }));
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
  { logger, requestLog, hiddenOf }: OperationLog,
  connection: Connection,
  { request, response }: { readonly request: ScimRequest; readonly response: Response },
): Observe {
  const bulk = {
    customer: connection.customer.id,
    connection: connection.name,
    client: request.actor.client,
  };
  const further = {
    token: localsOf(response).token ?? null,
    admin: null,
    address: response.req.socket.remoteAddress ?? null,
  };
  const hidden = hiddenOf(bulk.customer);
  return ({ requestId, method, path, type, data, outcome, at, durationMs }) => {
    const { failure, bug, status, resource, tolerances } = outcome;
    const url = redactUrl(`${response.req.baseUrl}${path}`).slice(0, URL_LENGTH_MAX);
    const scimType = failure?.scimType ?? null;
    const fields = {
      ...{ requestId, ...bulk, method, url, status, durationMs },
      ...{ scimType, detail: failure?.detail ?? null },
    };
    if (bug !== undefined) {
      const error = bug instanceof Error ? (bug.stack ?? bug.message) : typeof bug;
      logger.error('internal error', { requestId, error });
    }
    logger[status >= 500 ? 'error' : 'info']('request', fields);
    const about = { resourceType: type ?? null, resourceId: resource?.id ?? null };
    const place = type === undefined ? undefined : ({ kind: 'resources', type, id: resource?.id } as const);
    const rule = failure === undefined ? null : refusedBy({ status, scimType, rule: failure.rule });
    requestLog.append(
      { at, ...fields, ...further, ...about, action: actionOf(place, method), rule, tolerances },
      {
        bytes: OPERATION_BYTES,
        make: () =>
          requestDetails({
            ...{ method, ...about, hidden, body: data },
            isRefused: failure !== undefined,
            answer: failure && { ...failure.toJSON() },
          }),
      },
    );
  };
}
