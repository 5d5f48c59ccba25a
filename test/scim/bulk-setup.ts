// A directory that only writes down what bulk operations ask of it, for the tests of bulk requests without database.

import { join } from 'node:path';
import type { Customer, Rules } from '../../src/directory/customer';
import { DirectoryFailure } from '../../src/directory/failure';
import type { JsonObject, JsonValue } from '../../src/directory/json';
import { readBulk } from '../../src/scim/bulk/job';
import type { OperationDone } from '../../src/scim/bulk/step';
import { ScimFailure } from '../../src/scim/failure';
import { DEFAULT_PROFILE } from '../../src/scim/profile';
import type { Answer, ResourceHandlers, ScimLimits, ScimRequest } from '../../src/scim/request';
import { readPublishedSchemas } from '../../src/scim/schema/published';
import { compileSchemaMap, typeNamed } from '../../src/scim/schema/schema-map';
import { LIMITS } from './filter/resource-types';

export const BASE = 'https://gateway.example/scim/v2';
const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const MAP = compileSchemaMap(readPublishedSchemas(join(__dirname, '..', '..', 'schemas')));

const RULES = { membershipsOnDisable: 'keep', massDisable: { mode: 'warn' } } as Rules;

/** An operation that creates a person. */
export function user(bulkId: string, more: object = {}): object {
  return { method: 'POST', path: '/Users', bulkId, data: { userName: bulkId, ...more } };
}

/** An operation that creates a group. */
export function group(bulkId: string, ...members: readonly string[]): object {
  const data = { displayName: bulkId, members: members.map((value) => ({ value })) };
  return { method: 'POST', path: '/Groups', bulkId, data };
}

export interface Call {
  /** `POST /Users`, `PATCH /Groups/7` */
  readonly call: string;
  readonly body: JsonValue | undefined;
  readonly ifMatch: string | undefined;
  readonly requestId: string;
}

export interface Ran {
  readonly status: number;
  readonly Operations: readonly JsonObject[];
  readonly calls: readonly Call[];
  readonly done: readonly OperationDone[];
}

export type Mishap = (call: Call) => Error | undefined;

export interface AtOnce {
  readonly mishap?: Mishap;
  /** Awaited by each operation before it ends. */
  readonly hold?: (call: Call) => Promise<void>;
  readonly rules?: Partial<Rules>;
  readonly operationsMax?: number;
}

/** The id of what is created is its externalId, userName or displayName in capitals. */
export function ran(body: JsonValue, mishap?: Mishap, operationsMax?: number): Promise<Ran> {
  return ranAtOnce(body, { ...(mishap && { mishap }), ...(operationsMax && { operationsMax }) });
}

/** The same, with a word in when operations end. */
export async function ranAtOnce(
  body: JsonValue,
  { mishap = () => undefined, hold, rules, operationsMax = 200 }: AtOnce,
): Promise<Ran> {
  const calls: Call[] = [];
  const done: OperationDone[] = [];
  const types = new Map(
    ['User', 'Group'].map((name) => {
      const type = typeNamed(MAP, name);
      const handlers = recording(type.endpoint, calls, { mishap, hold });
      return [type.endpoint, { type, handlers, bytesMax: 20_000 }] as const;
    }),
  );
  const role = { type: typeNamed(MAP, 'Role'), handlers: undefined, bytesMax: 20_000 };
  const job = readBulk(
    {
      limits: { ...LIMITS, operationsMax } as ScimLimits,
      now: () => new Date(0),
      typeAt: (endpoint) => types.get(endpoint) ?? (endpoint === '/Roles' ? role : undefined),
    },
    requestOf(body, rules),
  );
  const { status, body: answer } = await job.run((one) => done.push(one));
  const { Operations } = answer as unknown as { readonly Operations: readonly JsonObject[] };
  return { status, Operations, calls, done };
}

export function bulk(Operations: readonly object[], more: object = {}): JsonValue {
  return JSON.parse(JSON.stringify({ schemas: [BULK_REQUEST], Operations, ...more })) as JsonValue;
}

export const refusal = (status = 409): Error => new ScimFailure(status, undefined, 'refused by the test');
export const outage = (): Error => new DirectoryFailure('unavailable', 'the database is away');

function requestOf(body: JsonValue, rules: Partial<Rules> = {}): ScimRequest {
  return {
    customer: { id: 'firm', rules: { ...RULES, ...rules } } as Customer,
    actor: { connection: 'idp', client: 'other', requestId: 'request' },
    profile: DEFAULT_PROFILE,
    baseUrl: BASE,
    query: new URLSearchParams(),
    body,
    me: null,
    ifMatch: undefined,
    ifNoneMatch: undefined,
  };
}

function recording(
  endpoint: string,
  calls: Call[],
  { mishap, hold }: { readonly mishap: Mishap; readonly hold: AtOnce['hold'] | undefined },
): ResourceHandlers {
  const versions = new Map<string, number>();
  const answer = async (
    method: string,
    { body, ifMatch, actor }: ScimRequest,
    id?: string,
  ): Promise<Answer> => {
    const place = id === undefined ? endpoint : `${endpoint}/${id}`;
    const call = { call: `${method} ${place}`, body, ifMatch, requestId: actor.requestId };
    calls.push(call);
    const error = mishap(call);
    await hold?.(call);
    if (error !== undefined) throw error;
    if (method === 'DELETE') return { status: 204, headers: {}, body: undefined };
    const made = id ?? nameOf(body).toUpperCase();
    const version = (versions.get(made) ?? 0) + 1;
    versions.set(made, version);
    const headers = { ETag: `W/"${version}"`, Location: `${BASE}${endpoint}/${made}` };
    return { status: id === undefined ? 201 : 200, headers, body: undefined };
  };
  const absent = (): never => {
    throw new Error('a bulk request reads nothing');
  };
  return {
    find: absent,
    get: absent,
    create: (request) => answer('POST', request),
    replace: (request, id) => answer('PUT', request, id),
    patch: (request, id) => answer('PATCH', request, id),
    remove: (request, id) => answer('DELETE', request, id),
  };
}

function nameOf(body: JsonValue | undefined): string {
  const { externalId, userName, displayName } = body as Readonly<Record<string, string | undefined>>;
  return externalId ?? userName ?? displayName ?? '';
}
