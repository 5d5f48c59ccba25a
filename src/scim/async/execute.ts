// Executes a kept write against the engine and tells what came of it, operation by operation (RFC 9967 §2.5.1). Must not know who keeps requests.

import { DirectoryFailure } from '../../directory/failure';
import { isJsonArray, isJsonObject, objectOf, type JsonObject } from '../../directory/json';
import type { BulkJob } from '../bulk/job';
import type { ScimEngine } from '../engine';
import { asScimFailure, internalError } from '../errors';
import { ScimFailure } from '../failure';
import { isStream, type Answer, type ScimRequest } from '../request';
import type { Completion, DoneOperation } from '../security-events/async-claims';
import type { KeptWrite } from './asked';

export interface Executed {
  readonly answer: Answer;
  /** One, or one for each operation of a bulk request, in their order (RFC 9967 §2.5.1.2). */
  readonly completions: readonly Omit<Completion, 'doneAt'>[];
  /** What went wrong, where the answer does not tell. */
  readonly bugs: readonly unknown[];
}

/** @throws DirectoryFailure where nothing was done and a later try may do it */
export async function executeWrite(
  engine: ScimEngine,
  write: KeptWrite,
  request: ScimRequest,
): Promise<Executed> {
  return write.place.kind === 'bulk' ? executeBulk(engine, request) : executeOne(engine, write, request);
}

async function executeOne(engine: ScimEngine, write: KeptWrite, request: ScimRequest): Promise<Executed> {
  const { requestId } = request.actor;
  try {
    const answer = await perform(engine, write, request);
    const { ETag: version, Location, 'Content-Location': place } = answer.headers;
    const location = Location ?? place ?? locationOf(write, request);
    const operation: DoneOperation = {
      method: write.method,
      status: String(answer.status),
      ...(version === undefined ? {} : { version }),
      ...(location === undefined ? {} : { location }),
    };
    return {
      answer,
      completions: [{ txn: requestId, uri: uriOf(location, write, request), operation }],
      bugs: [],
    };
  } catch (error) {
    if (error instanceof DirectoryFailure && (error.code === 'unavailable' || error.code === 'busy'))
      throw error;
    const known = asScimFailure(error);
    const failure = known ?? internalError(requestId);
    const location = locationOf(write, request);
    const operation: DoneOperation = {
      method: write.method,
      status: String(failure.status),
      ...(location === undefined ? {} : { location }),
      response: { ...failure.toJSON() },
    };
    return {
      answer: { status: failure.status, headers: failure.headers, body: { ...failure.toJSON() } },
      completions: [{ txn: requestId, uri: uriOf(location, write, request), operation }],
      bugs: known === undefined ? [error] : [],
    };
  }
}

function perform(engine: ScimEngine, { method, place }: KeptWrite, request: ScimRequest): Promise<Answer> {
  if (place.kind === 'me') {
    const { replace, patch, remove } = engine.me;
    return method === 'DELETE' ? remove(request) : method === 'PUT' ? replace(request) : patch(request);
  }
  const handlers = place.kind === 'resources' ? engine.writable(place.type) : undefined;
  // The customer's own types are configuration: one may be gone since.
  if (place.kind !== 'resources' || handlers === undefined)
    throw new ScimFailure(404, undefined, 'there is nothing at this path any more');
  if (place.id === undefined) return handlers.create(request);
  if (method === 'DELETE') return handlers.remove(request, place.id);
  return method === 'PUT' ? handlers.replace(request, place.id) : handlers.patch(request, place.id);
}

async function executeBulk(engine: ScimEngine, request: ScimRequest): Promise<Executed> {
  const given = operationsOf(request);
  const job = readOrRefusal(engine, request);
  if (job instanceof ScimFailure) return refusedWhole(job, given, request);
  const { requestId } = request.actor;
  const paths = new Map<number, string>();
  const bugs: unknown[] = [];
  const cutOff: string[] = [];
  const answer = await job.run(({ requestId: operationId, path, outcome }) => {
    // The bulk request's id with the position, which counts from 1.
    paths.set(Number(operationId.slice(requestId.length + 1)) - 1, path);
    if (outcome.bug !== undefined) bugs.push(outcome.bug);
    if (outcome.failure?.status === 503) cutOff.push(operationId);
  });
  // Nobody waits for the answer: the next execution finds what this one did, and does the rest.
  if (cutOff.length > 0)
    throw new DirectoryFailure('unavailable', `the database was away for ${cutOff.length} operations`);
  const results = resultsOf(answer);
  const processed = [...paths.keys()].sort((a, b) => a - b);
  const places = new Map(processed.map((index, at) => [index, at] as const));
  const completions = given.map((operation, index) => {
    const at = places.get(index) ?? -1;
    const result =
      at === -1 ? refusedOperation(operation, leftUndone()) : (results[at] as unknown as DoneOperation);
    const uri = paths.get(index) ?? textOf(operation, 'path') ?? '/';
    return {
      txn: `${requestId}:${index}`,
      uri: relative(result.location, request) ?? uri,
      operation: result,
    };
  });
  return { answer, completions, bugs };
}

/** What was accepted under other limits is refused for good: tried again for ever, it would hold up all that come after it. */
function readOrRefusal(engine: ScimEngine, request: ScimRequest): BulkJob | ScimFailure {
  try {
    return engine.bulk(request);
  } catch (error) {
    if (error instanceof ScimFailure) return error;
    throw error;
  }
}

function refusedWhole(
  failure: ScimFailure,
  given: readonly JsonObject[],
  { actor: { requestId } }: ScimRequest,
): Executed {
  const completions = given.map((operation, index) => ({
    txn: `${requestId}:${index}`,
    uri: textOf(operation, 'path') ?? '/',
    operation: refusedOperation(operation, failure),
  }));
  const answer = { status: failure.status, headers: failure.headers, body: { ...failure.toJSON() } };
  return { answer, completions, bugs: [] };
}

/** Every operation is told of, also one that `failOnErrors` left undone (RFC 9967 §2.5.1.2). */
function leftUndone(): ScimFailure {
  return new ScimFailure(424, undefined, 'not done: as many operations failed as failOnErrors allows');
}

function refusedOperation(operation: JsonObject, failure: ScimFailure): DoneOperation {
  const bulkId = textOf(operation, 'bulkId');
  return {
    method: textOf(operation, 'method')?.toUpperCase() ?? '',
    ...(bulkId === undefined ? {} : { bulkId }),
    status: String(failure.status),
    response: { ...failure.toJSON() },
  };
}

function resultsOf({ body }: Answer): readonly JsonObject[] {
  const operations = body === undefined || isStream(body) ? undefined : body['Operations'];
  return isJsonArray(operations) ? operations.filter(isJsonObject) : [];
}

function operationsOf({ body }: ScimRequest): readonly JsonObject[] {
  const found = Object.entries(objectOf(body)).find(([name]) => name.toLowerCase() === 'operations')?.[1];
  return isJsonArray(found) ? found.filter(isJsonObject) : [];
}

function textOf(operation: JsonObject, wanted: string): string | undefined {
  const found = Object.entries(operation).find(([name]) => name.toLowerCase() === wanted.toLowerCase())?.[1];
  return typeof found === 'string' ? found : undefined;
}

function locationOf({ place, path }: KeptWrite, { baseUrl }: ScimRequest): string | undefined {
  return place.kind === 'resources' && place.id !== undefined ? `${baseUrl}${path}` : undefined;
}

/** RFC 9967 §2.1: the path after the SCIM base; of what was not created, that of its type. */
function uriOf(location: string | undefined, { path }: KeptWrite, request: ScimRequest): string {
  return relative(location, request) ?? path;
}

function relative(location: string | undefined, { baseUrl }: ScimRequest): string | undefined {
  return location?.startsWith(baseUrl) === true ? location.slice(baseUrl.length) : undefined;
}
