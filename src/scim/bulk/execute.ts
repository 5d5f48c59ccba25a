// Executes one operation of a bulk request as a request of its own would be: with its own actor, answer and refusal. Must not know the others.

import { DirectoryFailure } from '../../directory/failure';
import type { JsonValue } from '../../directory/json';
import { asScimFailure, internalError } from '../errors';
import type { ScimFailure } from '../failure';
import type { Answer, ScimRequest } from '../request';
import type { BulkOperation } from './operation';
import type { Made } from './references';
import type { Outcome } from './step';

export interface Resolved extends Pick<BulkOperation, 'method' | 'type' | 'handlers' | 'version'> {
  /** Undefined for POST. */
  readonly id: string | undefined;
  readonly data: JsonValue | undefined;
}

/** Nothing of the resource is shown, so no groups and no members are read for it. */
const QUERY = new URLSearchParams('attributes=id');

/** @returns how it ended; never throws */
export async function execute(request: ScimRequest, operation: Resolved): Promise<Outcome> {
  const { method, type, handlers, id, version } = operation;
  const tolerances = new Set<string>();
  const asked = {
    ...request,
    onTolerance: (tolerance: string) => tolerances.add(tolerance),
    query: QUERY,
    isAnswerUnread: true,
    body: operation.data,
    ifMatch: version,
    ifNoneMatch: undefined,
  };
  const resource = id === undefined ? undefined : resourceAt(request, type.endpoint, id);
  try {
    if (id === undefined) return succeeded(await handlers.create(asked), undefined, tolerances);
    if (method === 'PUT') return succeeded(await handlers.replace(asked, id), resource, tolerances);
    if (method === 'PATCH') return succeeded(await handlers.patch(asked, id), resource, tolerances);
    return succeeded(await handlers.remove(asked, id), resource, tolerances);
  } catch (error) {
    const failure = asScimFailure(error);
    return {
      ...refused(failure ?? internalError(request.actor.requestId), resource),
      tolerances: [...tolerances],
      bug: failure === undefined ? error : undefined,
      isAway: error instanceof DirectoryFailure && error.code === 'unavailable',
    };
  }
}

/** An operation that came to nothing. */
export function refused(failure: ScimFailure, resource: Made | undefined): Outcome {
  return {
    ...{ status: failure.status, resource, version: undefined, failure, tolerances: [] },
    ...{ bug: undefined, isAway: false },
  };
}

export function resourceAt({ baseUrl }: ScimRequest, endpoint: string, id: string): Made {
  return { id, location: `${baseUrl}${endpoint}/${encodeURIComponent(id)}` };
}

function succeeded(
  { status, headers }: Answer,
  known: Made | undefined,
  tolerances: ReadonlySet<string>,
): Outcome {
  return {
    status,
    resource: known ?? madeAt(headers['Location']),
    version: headers['ETag'],
    failure: undefined,
    tolerances: [...tolerances],
    bug: undefined,
    isAway: false,
  };
}

function madeAt(location: string | undefined): Made {
  if (location === undefined) throw new Error('a resource was created without a location');
  return { id: decodeURIComponent(location.slice(location.lastIndexOf('/') + 1)), location };
}
