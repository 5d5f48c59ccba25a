// Every middleware and mount, in order: what a request meets on its way. Services come in as arguments; nothing is kept here.

import express, { type Express } from 'express';
import type { AsyncRequestStore } from './directory/async-request';
import { UNMINDED_WORK, type BeginMassWork } from './directory/mass-work';
import type { RequestLog } from './directory/request-log';
import type { UsedAssertions } from './directory/used-assertions';
import { adminEndpoint, type AdminEndpointOptions } from './http/admin/endpoint';
import { adminHeaders } from './http/admin/headers';
import { authorization, type AuthorizationOptions } from './http/authorization';
import type { ConnectionRegistry } from './http/connection';
import { documentation } from './http/documentation';
import { failureHandler } from './http/failure-handler';
import { livez, readyz } from './http/health';
import { onlyReads } from './http/only-reads';
import { logRequests } from './http/request-log';
import { createLimitCounts, type LimitCounts } from './http/limit-counts';
import { createRateLimiter } from './http/rate-limit';
import { limitRequest, type HttpLimits } from './http/request-limits';
import { scimEndpoint } from './http/scim-endpoint';
import { securityEvents, type SecurityEventsOptions } from './http/security-events';
import { hiddenNamesOf } from './log/hidden-names';
import type { Logger } from './log/logger';
import { openApiDocument } from './openapi/document';
import { createScimEngines } from './scim/engines';
import { ScimFailure } from './scim/failure';
import type { Services } from './scim/resources/services';
import type { PublishedTo } from './scim/schema/definitions';
import { hiddenOf } from './scim/schema/hidden';

export interface AppOptions {
  readonly services: Services;
  readonly published: PublishedTo;
  readonly connections: ConnectionRegistry;
  readonly oauthClients: AuthorizationOptions['oauthClients'];
  readonly usedAssertions: UsedAssertions;
  readonly asyncRequests: AsyncRequestStore;
  readonly events: Pick<SecurityEventsOptions, 'polledStreams' | 'eventStreams' | 'eventKeys' | 'polling'>;
  readonly admin: Pick<
    AdminEndpointOptions,
    'customers' | 'access' | 'sessions' | 'contextOf' | 'consoleFolder'
  >;
  readonly requestLog: RequestLog;
  readonly logger: Logger;
  readonly limits: HttpLimits;
  /** Shared by the processes of one gateway; absent: this one counts for itself. */
  readonly limitCounts?: LimitCounts;
  /** Base of every location, without a slash at its end; never taken from a request. */
  readonly publicUrl: string;
  /** Told of bodies with many members. */
  readonly beginMassWork?: BeginMassWork;
  readonly isAvailable: () => boolean;
  readonly ping: () => Promise<boolean>;
}

export const SCIM_PATH = '/scim/v2';

export function createApp(options: AppOptions): Express {
  const { services, published, logger, limits, limitCounts = createLimitCounts() } = options;
  const baseUrl = `${options.publicUrl}${SCIM_PATH}`;
  const engines = createScimEngines(services, published, baseUrl);
  const { mustBeKnown, endpoints } = authorization({
    ...options,
    limitCounts,
    scimBase: baseUrl,
    keyRing: services.keys,
    now: services.now,
    newId: services.newId,
  });

  const requestLogging = {
    logger,
    requestLog: options.requestLog,
    now: services.now,
    hiddenOf: hiddenNamesOf(hiddenOf(published)),
  };
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // What is open without a token is open in its one spelling.
  app.enable('case sensitive routing');
  app.enable('strict routing');
  // SCIMMY must see no client's text: what it finds in `request.query` is always empty.
  app.set('query parser', () => ({}));

  app.use(logRequests(requestLogging));
  app.use('/admin', adminHeaders(options.publicUrl));
  app.use(limitRequest(limits));
  app.use(
    SCIM_PATH,
    scimEndpoint({
      engines,
      published: published.everybody,
      baseUrl,
      limits,
      isAvailable: options.isAvailable,
      authenticate: mustBeKnown,
      rateLimiter: createRateLimiter(limitCounts),
      operationLog: requestLogging,
      asyncRequests: options.asyncRequests,
      ending: options.events.polling.ending,
      beginMassWork: options.beginMassWork ?? UNMINDED_WORK,
    }),
  );
  app.route('/livez').get(livez).all(mustBeKnown, onlyReads);
  app.route('/readyz').get(readyz(options.ping)).all(mustBeKnown, onlyReads);
  app.use(documentation(() => openApiOf(options), mustBeKnown));
  app.use(endpoints);
  app.use(securityEvents({ ...options, ...options.events }));
  app.use(
    adminEndpoint({
      ...options,
      ...options.admin,
      limitCounts,
      now: services.now,
      ending: options.events.polling.ending,
    }),
  );
  app.use(mustBeKnown);
  app.use(() => {
    throw new ScimFailure(404, undefined, `there is nothing at this path; SCIM is under ${SCIM_PATH}`);
  });
  app.use(failureHandler(logger));
  return app;
}

/** Open to everybody, so it tells of nobody's own schemas. */
function openApiOf({ published, services, publicUrl }: AppOptions): ReturnType<typeof openApiDocument> {
  return openApiDocument({
    published: published.everybody,
    limits: services.limits,
    publicUrl,
    scimPath: SCIM_PATH,
  });
}
