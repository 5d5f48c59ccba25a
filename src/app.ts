// Every middleware and mount, in order: what a request meets on its way. Services come in as arguments; nothing is kept here.

import express, { type Express } from 'express';
import type { RequestLog } from './directory/request-log';
import { authenticate } from './http/authenticate';
import type { Connection } from './http/connection';
import { failureHandler } from './http/failure-handler';
import { livez, readyz } from './http/health';
import { logRequests } from './http/request-log';
import { limitRequest, type HttpLimits } from './http/request-limits';
import { scimEndpoint } from './http/scim-endpoint';
import type { Logger } from './log/logger';
import { createScimEngine } from './scim/engine';
import { ScimFailure } from './scim/failure';
import type { Services } from './scim/resources/services';
import type { PublishedSchemas } from './scim/schema/definitions';

export interface AppOptions {
  readonly services: Services;
  readonly published: PublishedSchemas;
  readonly connections: readonly Connection[];
  readonly requestLog: RequestLog;
  readonly logger: Logger;
  readonly limits: HttpLimits;
  /** Base of every location, without a slash at its end; never taken from a request. */
  readonly publicUrl: string;
  readonly isAvailable: () => boolean;
  readonly ping: () => Promise<boolean>;
}

const SCIM_PATH = '/scim/v2';

export function createApp(options: AppOptions): Express {
  const { services, published, logger, limits } = options;
  const baseUrl = `${options.publicUrl}${SCIM_PATH}`;
  const engine = createScimEngine(services, published, baseUrl);
  const mustBeKnown = authenticate(options.connections, services.now);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // What is open without a token is open in its one spelling.
  app.enable('case sensitive routing');
  app.enable('strict routing');
  // SCIMMY must see no client's text: what it finds in `request.query` is always empty.
  app.set('query parser', () => ({}));

  app.use(logRequests(logger, options.requestLog, services.now));
  app.use(limitRequest(limits));
  app.get('/livez', livez);
  app.get('/readyz', readyz(options.ping));
  app.use(
    SCIM_PATH,
    scimEndpoint({
      engine,
      published,
      baseUrl,
      limits,
      isAvailable: options.isAvailable,
      authenticate: mustBeKnown,
    }),
  );
  app.use(mustBeKnown);
  app.use(() => {
    throw new ScimFailure(404, undefined, `there is nothing at this path; SCIM is under ${SCIM_PATH}`);
  });
  app.use(failureHandler(logger));
  return app;
}
