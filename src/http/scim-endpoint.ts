// The SCIM base as a chain of named steps: from an authenticated HTTP request to the engine and back.

import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Actor } from '../directory/event';
import type { JsonValue } from '../directory/json';
import { clientKind } from '../log/client-kind';
import { refuseFilter } from '../scim/discovery';
import type { ScimEngine, TypeName } from '../scim/engine';
import { unavailable } from '../scim/errors';
import type { Answer, ScimRequest } from '../scim/request';
import type { PublishedSchemas } from '../scim/schema/definitions';
import { scimmyRouters, type Dispatched } from '../scim/scimmy/routers';
import { writeAnswer } from './answer';
import { queryOf } from './authenticate';
import { readJsonBody } from './json-body';
import { localsOf } from './locals';
import type { HttpLimits } from './request-limits';
import { assertMethod, scimPath } from './scim-paths';

export interface ScimEndpointOptions {
  readonly engine: ScimEngine;
  readonly published: PublishedSchemas;
  readonly baseUrl: string;
  readonly limits: HttpLimits;
  readonly isAvailable: () => boolean;
  readonly authenticate: RequestHandler;
}

export function scimEndpoint(options: ScimEndpointOptions): Router {
  const { engine, published, limits, isAvailable } = options;
  const router = express.Router({ caseSensitive: true });
  const shortBody = readJsonBody(limits.bodyBytesMax, limits.jsonDepthMax);
  const groupBody = readJsonBody(limits.groupBodyBytesMax, limits.jsonDepthMax);

  // RFC 7643 §5: open, because it tells how to authenticate and holds no customer's data.
  router.get('/ServiceProviderConfig', (request, response) => {
    refuseFilter(new URLSearchParams(queryOf(request)));
    return writeAnswer(response, engine.serviceProviderConfig());
  });
  router.use((_request, _response, next) => {
    next(isAvailable() ? undefined : unavailable());
  });
  router.use(options.authenticate);
  router.use((request, _response, next) => {
    assertMethod(scimPath(request.path), request.method);
    next();
  });
  router.get(['/Schemas', '/Schemas/:id', '/ResourceTypes', '/ResourceTypes/:id'], (request, response) =>
    writeAnswer(response, discover(options, request, response)),
  );
  router.use('/Groups', groupBody);
  router.use('/Users', shortBody);
  router.use('/.search', shortBody);
  router.post(['/.search', '/Users/.search', '/Groups/.search'], async (request, response) => {
    const path = scimPath(request.path);
    if (path.kind === 'search') {
      await writeAnswer(response, await engine.search(path.type, scimRequest(options, request, response)));
    }
  });
  router.use(sendAnswers);
  router.use(scimmyRouters(published, (request) => dispatcher(options, request)));
  return router;
}

function discover({ engine }: ScimEndpointOptions, request: Request, response: Response): Answer {
  refuseFilter(new URLSearchParams(queryOf(request)));
  const path = scimPath(request.path);
  if (path.kind === 'resourceTypes') return engine.resourceTypes(path.id);
  return engine.schemas(customerOf(response), path.kind === 'schemas' ? path.id : undefined);
}

/**
 * SCIMMY's routers end with `res.send(value)`; here the value is an Answer or what went wrong, and one writer writes
 * both. Failures travel as values, because SCIMMY's error handler would answer them wrongly.
 */
const sendAnswers: RequestHandler = (_request, response, next) => {
  response.send = (sent: unknown) => {
    if (!isSettled(sent)) next(new Error('SCIMMY answered by itself'));
    else if ('error' in sent) next(sent.error);
    else writeAnswer(response, sent.answer).catch(next);
    return response;
  };
  next();
};

type Settled = { readonly answer: Answer } | { readonly error: unknown };

function isSettled(sent: unknown): sent is Settled {
  return typeof sent === 'object' && sent !== null && ('answer' in sent || 'error' in sent);
}

async function settled(work: () => Promise<Answer>): Promise<Settled> {
  try {
    return { answer: await work() };
  } catch (error) {
    return { error };
  }
}

function dispatcher(
  options: ScimEndpointOptions,
  request: Request,
): (typeName: string) => Dispatched<Settled> {
  return (typeName) => {
    const type: TypeName = typeName === 'Group' ? 'Group' : 'User';
    const handlers = options.engine.resources[type];
    const asked = (): ScimRequest => scimRequest(options, request, request.res as Response);
    return {
      read: (id) =>
        settled(() => (id === undefined ? options.engine.list([type], asked()) : handlers.get(asked(), id))),
      write: (id) =>
        settled(() => (id === undefined ? handlers.create(asked()) : handlers.replace(asked(), id))),
      patch: (id) => settled(() => handlers.patch(asked(), id)),
      dispose: (id) => settled(() => handlers.remove(asked(), id)),
    };
  };
}

function scimRequest({ baseUrl }: ScimEndpointOptions, request: Request, response: Response): ScimRequest {
  const actor: Actor = {
    connection: localsOf(response).connection?.name ?? '',
    client: clientKind(request.headers),
    requestId: localsOf(response).requestId,
  };
  return {
    customer: customerOf(response),
    actor,
    baseUrl,
    query: new URLSearchParams(queryOf(request)),
    body: request.body as JsonValue | undefined,
    ifMatch: request.get('If-Match'),
    ifNoneMatch: request.get('If-None-Match'),
  };
}

function customerOf(response: Response): ScimRequest['customer'] {
  const { connection } = localsOf(response);
  if (connection === undefined) throw new Error('a request without customer came past authentication');
  return connection.customer;
}
