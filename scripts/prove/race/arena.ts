// Owns what conflicts between simultaneous requests need: sending them at once, and asking afterwards what was shown, stored and told.
import type { mongo } from 'mongoose';
import { sameJson } from '../../../src/directory/event';
import type { JsonObject } from '../../../src/directory/json';
import { collectionsOf, type EventDocument } from '../../../src/store/documents';
import type { Chance } from '../random';
import type { ScimAnswer, ScimClient } from '../scim-client';

const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const DELAY_MS_MAX = 4;

export interface Arena {
  /** Each request takes one of them by chance. */
  readonly clients: readonly [ScimClient, ...ScimClient[]];
  readonly database: mongo.Db;
  readonly chance: Chance;
  /** An empty group for members to be added to. */
  readonly group: string;
}

/** Versions without a gap, and each event takes up what the one before left: no write was lost under another. */
export async function chainFaults(arena: Arena, id: string, versions: number): Promise<readonly string[]> {
  const events = await told(arena, id);
  const faults = events.length === versions ? [] : [`${events.length} events instead of ${versions}`];
  let known: JsonObject = {};
  for (const [index, { version, before, after }] of events.entries()) {
    if (version !== index + 1) faults.push(`event ${index + 1} has version ${version}`);
    for (const [attribute, value] of Object.entries(before))
      if (!sameJson(known[attribute], value))
        faults.push(`version ${version} did not see ${attribute} as it was`);
    const gone = Object.keys(before).filter((attribute) => !(attribute in after));
    const kept = Object.entries(known).filter(([attribute]) => !gone.includes(attribute));
    known = { ...Object.fromEntries(kept), ...after };
  }
  return faults;
}

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

/** In any order, from any client, at most a few milliseconds apart. */
export async function atOnce(
  { clients, chance }: Arena,
  requests: readonly Sent[],
): Promise<readonly ScimAnswer[]> {
  return Promise.all(
    requests.map(async ({ method, path, body, headers }) => {
      const client = chance.oneOf(clients);
      const delayMs = chance.below(DELAY_MS_MAX * 10) / 10;
      if (delayMs >= 1) await new Promise((resolve) => setTimeout(resolve, delayMs));
      return client.send(method, path, body, headers);
    }),
  );
}

export async function created(
  { clients }: Arena,
  name: string,
): Promise<{ readonly id: string; readonly etag: string }> {
  const answer = await clients[0].send('POST', '/Users', person(name));
  if (answer.status !== 201) throw new Error(`POST /Users: ${answer.status} ${JSON.stringify(answer.body)}`);
  return { id: (answer.body as { readonly id: string }).id, etag: answer.headers.etag ?? '' };
}

export async function shown({ clients, chance }: Arena, id: string, type = 'Users'): Promise<JsonObject> {
  return (await chance.oneOf(clients).send('GET', `/${type}/${id}`)).body as JsonObject;
}

export function told({ database }: Arena, resourceId: string): Promise<readonly EventDocument[]> {
  return collectionsOf(database).events.find({ resourceId }).sort({ version: 1 }).toArray();
}

export function unexpected(answers: readonly ScimAnswer[], expected: readonly number[]): readonly string[] {
  return answers
    .filter(({ status }) => !expected.includes(status))
    .map(({ status, body }) => `answered ${status}: ${JSON.stringify(body)}`);
}

export function person(name: string): JsonObject {
  return {
    schemas: [USER_SCHEMA],
    userName: `${name}@ajuba.example`,
    name: { givenName: 'Robin', familyName: 'Ashworth' },
  };
}

export function replaced(path: string, value: string): object {
  return { schemas: [PATCH_SCHEMA], Operations: [{ op: 'Replace', path, value }] };
}
