// The SCIM base as a chain of named steps: from an authenticated HTTP request to the engine and back.

import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { AsyncRequestStore } from '../directory/async-request';
import type { Actor } from '../directory/event';
import type { JsonValue } from '../directory/json';
import type { BeginMassWork } from '../directory/mass-work';
import { clientKind } from '../log/client-kind';
import { refuseFilter } from '../scim/discovery';
import type { ScimEngine } from '../scim/engine';
import type { ScimEngines } from '../scim/engines';
import { unavailable } from '../scim/errors';
import { DEFAULT_PROFILE } from '../scim/profile';
import { schemasUnder, withConformance } from '../scim/profiled-discovery';
import type { Answer, ResourceHandlers, ScimRequest } from '../scim/request';
import type { PublishedSchemas } from '../scim/schema/definitions';
import type { TypeName, TypeTable } from '../scim/type-table';
import { scimmyRouters, type Dispatch } from '../scim/scimmy/routers';
import { writeAnswer } from './answer';
import { acceptAsync, answerStatus } from './async-step';
import { queryOf } from './authenticate';
import { answerBulk, type OperationLog } from './bulk';
import { readJsonBody } from './json-body';
import { readLargeGroupBody } from './large-group-body';
import { localsOf } from './locals';
import { keepToProfile, profileAsked } from './profile-steps';
import { answerMe } from './me';
import { takeMethod } from './method-step';
import { answerOwn } from './own-dispatch';
import type { RateLimiter } from './rate-limit';
import { limitAfterBody, limitBeforeBody } from './rate-limit-steps';
import { inOrder } from './in-order';
import type { HttpLimits } from './request-limits';
import type { ScimPath } from './scim-paths';
import { writesNeedScope } from './write-scope';

export interface ScimEndpointOptions {
  readonly engines: ScimEngines;
  readonly published: PublishedSchemas;
  readonly baseUrl: string;
  readonly limits: HttpLimits;
  readonly isAvailable: () => boolean;
  readonly authenticate: RequestHandler;
  readonly rateLimiter: RateLimiter;
  readonly operationLog: OperationLog;
  readonly asyncRequests: AsyncRequestStore;
  readonly ending: AbortSignal;
  readonly beginMassWork: BeginMassWork;
}

export function scimEndpoint(options: ScimEndpointOptions): Router {
  const { engines, published, limits, isAvailable } = options;
  const router = express.Router({ caseSensitive: true });
  const shortBody = readJsonBody(limits.bodyBytesMax, limits.jsonDepthMax);
  const groupBody = readLargeGroupBody(
    limits,
    (response) => engines.of(customerOf(response)).largeMembers(),
    options.beginMassWork,
  );
  const bulkBody = readJsonBody(limits.bulkBodyBytesMax, limits.jsonDepthMax, 'maxPayloadSize');

  // While the database is away every answer says so, the open one too: no client may take half a service for a whole one.
  router.use((_request, _response, next) => {
    next(isAvailable() ? undefined : unavailable());
  });
  // RFC 7643 §5: open, because it tells how to authenticate and holds no customer's data.
  router.get('/ServiceProviderConfig', async (request, response) => {
    const query = new URLSearchParams(queryOf(request));
    refuseFilter(query);
    const profile = await profileAsked(options.authenticate, request, response);
    await writeAnswer(response, withConformance(engines.shared.serviceProviderConfig(query), profile));
  });
  router.use(
    inOrder(
      options.authenticate,
      writesNeedScope,
      limitBeforeBody(options.rateLimiter),
      takeMethod(engines),
      keepToProfile,
      (request, response, next) => {
        const place = placeOf(response);
        const isOfGroups = 'type' in place && place.type === 'Group';
        const read = place.kind === 'bulk' ? bulkBody : isOfGroups ? groupBody : shortBody;
        void read(request, response, next);
      },
      limitAfterBody(options.rateLimiter),
      acceptAsync(options, (response) => scimRequest(options, response.req, response)),
      // By the path as it was understood, not by a pattern: `/Users/%2Esearch` must not slip through to SCIMMY.
      async (request, response, next) => {
        const { types } = engines.of(customerOf(response));
        const place = placeOf(response);
        if (place.kind === 'resources' && !isDispatchedHere(types, place.type)) next();
        else await writeAnswer(response, await answerBeside(options, place, request, response));
      },
    ),
  );
  router.use(sendAnswers);
  router.use(scimmyRouters(published, (request) => dispatcher(options, request)));
  return router;
}

/**
 * Measured: on its way through SCIMMY's routers a GET costs 0.31 ms of the 0.70 that it costs in all, so the types that
 * connectors ask for all day do not go there; nor do a customer's own, which SCIMMY does not know.
 */
function isDispatchedHere(types: TypeTable, type: TypeName): boolean {
  return type === 'User' || type === 'Group' || types.isOwn(type);
}

/** What SCIMMY's routers do not dispatch: search, bulk, /Me, discovery, people, groups and the customer's own types. */
async function answerBeside(
  options: ScimEndpointOptions,
  path: ScimPath,
  request: Request,
  response: Response,
): Promise<Answer> {
  const engine = options.engines.of(customerOf(response));
  if (path.kind === 'resources') {
    return answerOwn(engine, { ...path, method: request.method }, scimRequest(options, request, response));
  }
  if (path.kind === 'search') return engine.search(path.type, scimRequest(options, request, response));
  if (path.kind === 'base') return engine.list(engine.types.names, scimRequest(options, request, response));
  if (path.kind === 'bulk')
    return answerBulk(options, engine, scimRequest(options, request, response), response);
  if (path.kind === 'me') return answerMe(engine, request.method, scimRequest(options, request, response));
  if (path.kind === 'request') return answerStatus(options, scimRequest(options, request, response), path.id);
  const query = new URLSearchParams(queryOf(request));
  refuseFilter(query);
  if (path.kind === 'schemas') {
    const { profile } = scimRequest(options, request, response);
    return schemasUnder(await engine.schemas(customerOf(response), path.id), profile);
  }
  return path.kind === 'resourceTypes' ? engine.resourceTypes(path.id) : engine.serviceProviderConfig(query);
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
  const response = request.res as Response;
  const engine = options.engines.of(customerOf(response));
  const asked = (): ScimRequest => scimRequest(options, request, response);
  return {
    read: (name, id) =>
      settled(() => {
        const handlers = engine.resources[name];
        if (handlers === undefined) throw new Error(`nothing serves ${name}`);
        return id === undefined ? engine.list([name], asked()) : handlers.get(asked(), id);
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

function writableHandlers(engine: ScimEngine, name: string): ResourceHandlers {
  const handlers = engine.writable(name);
  if (handlers !== undefined) return handlers;
  throw new Error(`a write to ${name} came past its 405`);
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
    profile: localsOf(response).connection?.profile ?? DEFAULT_PROFILE,
    baseUrl,
    query: new URLSearchParams(queryOf(request)),
    body: request.body as JsonValue | undefined,
    me: localsOf(response).connection?.user ?? null,
    ifMatch: request.get('If-Match'),
    ifNoneMatch: request.get('If-None-Match'),
    onTolerance: (tolerance) => (localsOf(response).tolerances ??= new Set()).add(tolerance),
  };
}

/** As the method step understood it. */
function placeOf(response: Response): ScimPath {
  const { place } = localsOf(response);
  if (place === undefined)
    throw new Error('a request whose path nobody understood came past the method step');
  return place;
}

function customerOf(response: Response): ScimRequest['customer'] {
  const { connection } = localsOf(response);
  if (connection === undefined) throw new Error('a request without customer came past authentication');
  return connection.customer;
}
