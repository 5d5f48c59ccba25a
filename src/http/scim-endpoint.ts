// The SCIM base as a chain of named steps: from an authenticated HTTP request to the engine and back.

import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Actor } from '../directory/event';
import type { JsonValue } from '../directory/json';
import { clientKind } from '../log/client-kind';
import { refuseFilter } from '../scim/discovery';
import { isTypeName, isWritable, type ScimEngine, type TypeName } from '../scim/engine';
import { unavailable } from '../scim/errors';
import type { Answer, ResourceHandlers, ScimRequest } from '../scim/request';
import type { PublishedSchemas } from '../scim/schema/definitions';
import { scimmyRouters, type Dispatch } from '../scim/scimmy/routers';
import { writeAnswer } from './answer';
import { queryOf } from './authenticate';
import { readJsonBody } from './json-body';
import { localsOf } from './locals';
import type { HttpLimits } from './request-limits';
import { assertMethod, scimPath, type ScimPath } from './scim-paths';

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

  // While the database is away every answer says so, the open one too: no client may take half a service for a whole one.
  router.use((_request, _response, next) => {
    next(isAvailable() ? undefined : unavailable());
  });
  // RFC 7643 §5: open, because it tells how to authenticate and holds no customer's data.
  router.get('/ServiceProviderConfig', (request, response) => {
    refuseFilter(new URLSearchParams(queryOf(request)));
    return writeAnswer(response, engine.serviceProviderConfig());
  });
  router.use(options.authenticate);
  router.use((request, _response, next) => {
    assertMethod(scimPath(request.path), request.method);
    next();
  });
  router.use('/Groups', groupBody);
  router.use(['/Users', '/Libraries', '/Roles', '/.search'], shortBody);
  // By the path as it was understood, not by a pattern: `/Users/%2Esearch` must not slip through to SCIMMY.
  router.use(async (request, response, next) => {
    const path = scimPath(request.path);
    if (path.kind === 'resources' || path.kind === 'notImplemented') next();
    else await writeAnswer(response, await answerBeside(options, path, request, response));
  });
  router.use(sendAnswers);
  router.use(scimmyRouters(published, (request) => dispatcher(options, request)));
  return router;
}

/** What is no operation on one resource type: search and discovery. */
async function answerBeside(
  options: ScimEndpointOptions,
  path: Exclude<ScimPath, { readonly kind: 'resources' | 'notImplemented' }>,
  request: Request,
  response: Response,
): Promise<Answer> {
  const { engine } = options;
  if (path.kind === 'search') return engine.search(path.type, scimRequest(options, request, response));
  refuseFilter(new URLSearchParams(queryOf(request)));
  if (path.kind === 'schemas') return engine.schemas(customerOf(response), path.id);
  return path.kind === 'resourceTypes' ? engine.resourceTypes(path.id) : engine.serviceProviderConfig();
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

function dispatcher(options: ScimEndpointOptions, request: Request): Dispatch<Settled> {
  const { engine } = options;
  const asked = (): ScimRequest => scimRequest(options, request, request.res as Response);
  return {
    read: (name, id) =>
      settled(() => {
        const type = typeNamed(name);
        return id === undefined ? engine.list([type], asked()) : engine.resources[type].get(asked(), id);
      }),
    write: (name, id) =>
      settled(() => {
        const handlers = writableHandlers(engine, name);
        return id === undefined ? handlers.create(asked()) : handlers.replace(asked(), id);
      }),
    patch: (name, id) => settled(() => writableHandlers(engine, name).patch(asked(), id)),
    dispose: (name, id) => settled(() => writableHandlers(engine, name).remove(asked(), id)),
  };
}

function typeNamed(name: string): TypeName {
  if (isTypeName(name)) return name;
  throw new Error(`schemas/resource-types.json names ${name}, which nothing serves`);
}

function writableHandlers({ resources }: ScimEngine, name: string): ResourceHandlers {
  const type = typeNamed(name);
  if (isWritable(type)) return resources[type];
  throw new Error(`a write to ${type} came past its 405`);
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
    me: localsOf(response).connection?.user ?? null,
    ifMatch: request.get('If-Match'),
    ifNoneMatch: request.get('If-None-Match'),
  };
}

function customerOf(response: Response): ScimRequest['customer'] {
  const { connection } = localsOf(response);
  if (connection === undefined) throw new Error('a request without customer came past authentication');
  return connection.customer;
}
