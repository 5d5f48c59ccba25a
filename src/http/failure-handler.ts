// The last handler: whatever went wrong becomes a SCIM error; a bug becomes a 500 that only the log explains.

import type { ErrorRequestHandler } from 'express';
import type { Logger } from '../log/logger';
import { asScimFailure, internalError } from '../scim/errors';
import { writeFailure } from './answer';
import { localsOf } from './locals';

export function failureHandler(logger: Logger): ErrorRequestHandler {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows an error handler by its four parameters
  return (error: unknown, _request, response, _next) => {
    const { requestId } = localsOf(response);
    const failure = asScimFailure(error);
    if (failure === undefined) {
      logger.error('internal error', {
        requestId,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
    if (response.headersSent) response.destroy();
    else writeFailure(response, failure ?? internalError(requestId));
  };
}
