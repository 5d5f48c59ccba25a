// Whatever goes wrong under /admin becomes JSON that says what to do; a bug becomes a 500 that only the log explains.

import type { ErrorRequestHandler, Response } from 'express';
import { AdminFailure } from '../../admin/failure';
import { asScimFailure } from '../../scim/errors';
import type { Logger } from '../../log/logger';
import { localsOf } from '../locals';

interface Told {
  readonly status: number;
  readonly problem: string;
  readonly detail: string;
  readonly retryAfter: string | undefined;
}

export function adminFailureHandler(logger: Logger): ErrorRequestHandler {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows an error handler by its four parameters
  return (error: unknown, _request, response, _next) => {
    const told = toldOf(error) ?? internal(logger, response, error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { status, problem, detail, retryAfter } = told;
    localsOf(response).refusal = { scimType: null, detail };
    if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
    response.status(status).json({ error: { status, problem, detail } });
  };
}

function toldOf(error: unknown): Told | undefined {
  if (error instanceof AdminFailure) {
    const { status, problem, detail, retryAfterSeconds } = error;
    return { status, problem, detail, retryAfter: retryAfterSeconds?.toString() };
  }
  // The directory refuses admins with the words and the status with which it refuses identity providers.
  const failure = asScimFailure(error);
  if (failure === undefined) return undefined;
  const { status, scimType, detail, headers } = failure;
  return { status, problem: scimType ?? 'refused', detail, retryAfter: headers['Retry-After'] };
}

function internal(logger: Logger, response: Response, error: unknown): Told {
  const { requestId } = localsOf(response);
  logger.error('internal error', {
    requestId,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  const detail = `Something went wrong in the gateway; its log says what, under the request id ${requestId}.`;
  return { status: 500, problem: 'internal', detail, retryAfter: undefined };
}
