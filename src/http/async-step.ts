// The step at which a write leaves the chain when its client would rather not wait (`Prefer: respond-async`, RFC 9967 §2.5.1): kept, and answered 202. Must not know who executes it.

import type { RequestHandler, Response } from 'express';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AsyncRequestStore } from '../directory/async-request';
import { isJsonObject } from '../directory/json';
import { kept, type AskedPlace } from '../scim/async/asked';
import { answerOf, requestStatus } from '../scim/async/status';
import type { ScimEngines } from '../scim/engines';
import { badRequest } from '../scim/failure';
import { hasLargeMembers } from '../scim/patch/large-members';
import type { Answer, ScimRequest } from '../scim/request';
import { writeAnswer } from './answer';
import { admitBulk } from './bulk';
import type { Connection } from './connection';
import { localsOf } from './locals';
import { preferencesOf } from './prefer';
import type { RateLimiter } from './rate-limit';
import { scimPath } from './scim-paths';

export interface AsyncStepOptions {
  readonly engines: ScimEngines;
  readonly rateLimiter: RateLimiter;
  readonly baseUrl: string;
  readonly asyncRequests: AsyncRequestStore;
  /** Whoever waits for an answer is told 202 now: the process ends. */
  readonly ending: AbortSignal;
}

const WRITES: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** However long a client would wait (`wait`, RFC 7240 §4.3): load balancers cut off at 60 s. */
const WAIT_S_MAX = 20;
const LOOK_EVERY_MS = 100;

/**
 * Stands behind everything that can be refused at once: token, scope, path, method, media type, size, JSON, rate. Without
 * the preference nothing changes.
 *
 * @throws ScimFailure 400 and 413 for a body that no execution could take
 */
export function acceptAsync(
  options: AsyncStepOptions,
  scimRequest: (response: Response) => ScimRequest,
): RequestHandler {
  return async (request, response, next) => {
    const preferences = preferencesOf(request.get('Prefer'));
    const place = preferences.respondAsync
      ? placeOf(options, request.method, request.path, response)
      : undefined;
    if (place === undefined) {
      next();
      return;
    }
    const asked = scimRequest(response);
    const write = { method: request.method, place, path: request.path.replace(/\/$/, '') };
    const accepted = { id: asked.actor.requestId, customer: asked.customer.id, asked: kept(write, asked) };
    if (hasLargeMembers(asked.body) || !options.asyncRequests.fits(accepted)) {
      // Answered when it is done, as RFC 9967 §2.5.1.1 allows; so nothing of it is counted or refused here.
      next();
      return;
    }
    await assertExecutable(options, request.method, place, { request: asked, response });
    await options.asyncRequests.accept(accepted);
    const done =
      preferences.waitS === undefined
        ? undefined
        : await awaitAnswer(options, asked, { response, waitS: Math.min(preferences.waitS, WAIT_S_MAX) });
    if (done !== undefined) await writeAnswer(response, done);
    else acknowledge(response, `${options.baseUrl}/Requests/${asked.actor.requestId}`);
  };
}

/** GET /Requests/{txn}: what became of it. @throws ScimFailure 404, also for what another customer asked */
export async function answerStatus(
  { asyncRequests, baseUrl }: Pick<AsyncStepOptions, 'asyncRequests' | 'baseUrl'>,
  { customer }: ScimRequest,
  id: string,
): Promise<Answer> {
  return requestStatus(await asyncRequests.status(customer.id, id), id, baseUrl);
}

/** Undefined for a request that writes nothing: it is answered as ever. */
function placeOf(
  { engines }: AsyncStepOptions,
  method: string,
  path: string,
  response: Response,
): AskedPlace | undefined {
  if (!WRITES.has(method)) return undefined;
  const place = scimPath(path, engines.of(connectionOf(response).customer).types);
  if (place.kind === 'resources') return { kind: 'resources', type: place.type, id: place.id };
  return place.kind === 'bulk' || place.kind === 'me' ? { kind: place.kind } : undefined;
}

function connectionOf(response: Response): Connection {
  const { connection } = localsOf(response);
  if (connection === undefined) throw new Error('a request without connection came past authentication');
  return connection;
}

async function assertExecutable(
  { engines, rateLimiter }: AsyncStepOptions,
  method: string,
  place: AskedPlace,
  { request, response }: { readonly request: ScimRequest; readonly response: Response },
): Promise<void> {
  if (method !== 'DELETE' && !isJsonObject(request.body))
    throw badRequest('invalidSyntax', 'the body is one JSON object');
  if (place.kind !== 'bulk') return;
  await admitBulk(rateLimiter, engines.of(request.customer).bulk(request), connectionOf(response));
}

/** It is accepted, whatever happens here: where nothing can be read, the client asks for its status later. */
async function awaitAnswer(
  { asyncRequests, ending }: Pick<AsyncStepOptions, 'asyncRequests' | 'ending'>,
  { customer, actor }: ScimRequest,
  { response, waitS }: { readonly response: Response; readonly waitS: number },
): Promise<Answer | undefined> {
  const deadline = Date.now() + waitS * 1_000;
  while (Date.now() < deadline && !ending.aborted && !response.destroyed) {
    const outcome = await asyncRequests.outcome(customer.id, actor.requestId).catch(() => null);
    if (outcome !== null) return answerOf(outcome);
    await sleep(LOOK_EVERY_MS);
  }
  return undefined;
}

/** RFC 9967 §2.5.1.1: no body, whatever the client accepts. */
function acknowledge(response: Response, location: string): void {
  response.status(202);
  response.setHeader('Set-Txn', localsOf(response).requestId);
  response.setHeader('Preference-Applied', 'respond-async');
  response.setHeader('Location', location);
  response.setHeader('Cache-Control', 'no-store');
  response.end();
}
