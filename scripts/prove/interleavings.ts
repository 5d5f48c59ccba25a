// Owns small conflicts between two requests about one person, sent at the same moment, and what must be true after both. Must not know how the gateways were started.
import type { mongo } from 'mongoose';
import { sameJson } from '../../src/directory/event';
import type { JsonObject } from '../../src/directory/json';
import { collectionsOf, type EventDocument } from '../../src/store/documents';
import { addMembers } from './membership';
import type { Chance } from './random';
import type { ScimAnswer, ScimClient } from './scim-client';

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

export type Conflict = (arena: Arena, name: string) => Promise<readonly string[]>;

/** By the names that reliability.md gives them. */
export const CONFLICTS: Readonly<Record<string, Conflict>> = {
  'C5 PATCH against PATCH of other attributes': patchAgainstPatch,
  'C5 PATCH against PUT': patchAgainstPut,
  'C5 PATCH against PUT, both with If-Match': conditional,
  'C6 disable against profile update': disableAgainstUpdate,
  'C7 DELETE against PATCH': deleteAgainstPatch,
  'C7 DELETE against member add': deleteAgainstMemberAdd,
};

/** Acknowledges changes of people without making them: with this client every conflict must be found wrong. */
function forgetful(client: ScimClient): ScimClient {
  return {
    ...client,
    send: (method, path, body, headers) =>
      path.startsWith('/Users/') && (method === 'PATCH' || method === 'DELETE')
        ? Promise.resolve({
            status: method === 'PATCH' ? 200 : 204,
            headers: {},
            body: undefined,
            bytes: 0,
            ms: 0,
          })
        : client.send(method, path, body, headers),
  };
}

/** The names of the conflicts in which the checks did not notice that changes were acknowledged and not made. */
export async function unnoticedForgetting(arena: Arena): Promise<readonly string[]> {
  const clients = [forgetful(arena.clients[0])] as const;
  const unnoticed: string[] = [];
  for (const [index, [what, conflict]] of Object.entries(CONFLICTS).entries())
    if ((await conflict({ ...arena, clients }, `forgotten-${arena.group}-${index}`)).length === 0)
      unnoticed.push(what);
  return unnoticed;
}

async function patchAgainstPatch(arena: Arena, name: string): Promise<readonly string[]> {
  const { id } = await created(arena, name);
  const answers = await atOnce(arena, [
    { method: 'PATCH', path: `/Users/${id}`, body: replaced('title', 'Partner') },
    { method: 'PATCH', path: `/Users/${id}`, body: replaced('nickName', 'Ash') },
  ]);
  const user = await shown(arena, id);
  return [
    ...unexpected(answers, [200]),
    ...(user['title'] === 'Partner' && user['nickName'] === 'Ash'
      ? []
      : [`one was lost: ${JSON.stringify(user)}`]),
    ...(await chainFaults(arena, id, 3)),
  ];
}

/** A PUT takes away what it does not name, so the title is there only if it came last; the rest of the PUT always is. */
async function patchAgainstPut(arena: Arena, name: string): Promise<readonly string[]> {
  const { id } = await created(arena, name);
  const answers = await atOnce(arena, [
    { method: 'PATCH', path: `/Users/${id}`, body: replaced('title', 'Partner') },
    { method: 'PUT', path: `/Users/${id}`, body: { ...person(name), nickName: 'Ash' } },
  ]);
  const user = await shown(arena, id);
  const last = (await told(arena, id)).at(-1);
  const title = last?.operation === 'patch' ? 'Partner' : undefined;
  return [
    ...unexpected(answers, [200]),
    ...(user['nickName'] === 'Ash' && user['title'] === title
      ? []
      : [`neither order: ${JSON.stringify(user)}`]),
    ...(await chainFaults(arena, id, 3)),
  ];
}

async function conditional(arena: Arena, name: string): Promise<readonly string[]> {
  const { id, etag } = await created(arena, name);
  const headers = { 'if-match': etag };
  const answers = await atOnce(arena, [
    { method: 'PATCH', path: `/Users/${id}`, body: replaced('title', 'Partner'), headers },
    { method: 'PUT', path: `/Users/${id}`, body: { ...person(name), nickName: 'Ash' }, headers },
  ]);
  const statuses = answers.map(({ status }) => status).toSorted();
  return [
    ...(statuses[0] === 200 && statuses[1] === 412 ? [] : [`answered ${statuses.join(' and ')}`]),
    ...(await chainFaults(arena, id, 2)),
  ];
}

async function disableAgainstUpdate(arena: Arena, name: string): Promise<readonly string[]> {
  const { id } = await created(arena, name);
  const update = arena.chance.oneOf<Sent>([
    { method: 'PATCH', path: `/Users/${id}`, body: replaced('title', 'Partner') },
    { method: 'PUT', path: `/Users/${id}`, body: { ...person(name), title: 'Partner' } },
  ]);
  const answers = await atOnce(arena, [
    { method: 'PATCH', path: `/Users/${id}`, body: replaced('active', 'False') },
    update,
  ]);
  const user = await shown(arena, id);
  return [
    ...unexpected(answers, [200]),
    ...(user['active'] === false ? [] : ['the user is enabled']),
    ...(user['title'] === 'Partner' ? [] : ['the profile update was lost']),
    ...(await chainFaults(arena, id, 3)),
  ];
}

async function deleteAgainstPatch(arena: Arena, name: string): Promise<readonly string[]> {
  const { id } = await created(arena, name);
  const [deleted, patched] = await atOnce(arena, [
    { method: 'DELETE', path: `/Users/${id}` },
    {
      method: 'PATCH',
      path: `/Users/${id}`,
      body: replaced('active', arena.chance.oneOf(['true', 'false'])),
    },
  ]);
  return [
    ...unexpected(deleted === undefined ? [] : [deleted], [204]),
    ...unexpected(patched === undefined ? [] : [patched], [200, 404]),
    ...(await resurrectionFaults(arena, id)),
  ];
}

async function deleteAgainstMemberAdd(arena: Arena, name: string): Promise<readonly string[]> {
  const { id } = await created(arena, name);
  const answers = await atOnce(arena, [
    { method: 'DELETE', path: `/Users/${id}` },
    { method: 'PATCH', path: `/Groups/${arena.group}`, body: addMembers([id]) },
  ]);
  const { members = [] } = (await shown(arena, arena.group, 'Groups')) as { readonly members?: JsonObject[] };
  return [
    ...unexpected(answers, [204]),
    ...(members.some(({ value }) => value === id) ? ['the group shows the deleted person'] : []),
    ...(await resurrectionFaults(arena, id)),
  ];
}

async function resurrectionFaults(arena: Arena, id: string): Promise<readonly string[]> {
  const again = await arena.chance.oneOf(arena.clients).send('GET', `/Users/${id}`);
  const document = await collectionsOf(arena.database).users.findOne({ _id: id });
  const last = (await told(arena, id)).at(-1);
  return [
    ...(again.status === 404 ? [] : [`GET after DELETE answers ${again.status}`]),
    ...(document?.live === false && !document.signInEnabled ? [] : ['the stored person is live or enabled']),
    ...(last?.operation === 'delete' ? [] : [`the last event is ${String(last?.operation)}, not delete`]),
    ...(await chainFaults(arena, id, document?.version ?? 0)),
  ];
}

/** Versions without a gap, and each event takes up what the one before left: no write was lost under another. */
async function chainFaults(arena: Arena, id: string, versions: number): Promise<readonly string[]> {
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

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

/** In any order, from any client, at most a few milliseconds apart. */
async function atOnce({ clients, chance }: Arena, requests: readonly Sent[]): Promise<readonly ScimAnswer[]> {
  return Promise.all(
    requests.map(async ({ method, path, body, headers }) => {
      const client = chance.oneOf(clients);
      const delayMs = chance.below(DELAY_MS_MAX * 10) / 10;
      if (delayMs >= 1) await new Promise((resolve) => setTimeout(resolve, delayMs));
      return client.send(method, path, body, headers);
    }),
  );
}

async function created(
  { clients }: Arena,
  name: string,
): Promise<{ readonly id: string; readonly etag: string }> {
  const answer = await clients[0].send('POST', '/Users', person(name));
  if (answer.status !== 201) throw new Error(`POST /Users: ${answer.status} ${JSON.stringify(answer.body)}`);
  return { id: (answer.body as { readonly id: string }).id, etag: answer.headers.etag ?? '' };
}

async function shown({ clients, chance }: Arena, id: string, type = 'Users'): Promise<JsonObject> {
  return (await chance.oneOf(clients).send('GET', `/${type}/${id}`)).body as JsonObject;
}

function told({ database }: Arena, resourceId: string): Promise<readonly EventDocument[]> {
  return collectionsOf(database).events.find({ resourceId }).sort({ version: 1 }).toArray();
}

function unexpected(answers: readonly ScimAnswer[], expected: readonly number[]): readonly string[] {
  return answers
    .filter(({ status }) => !expected.includes(status))
    .map(({ status, body }) => `answered ${status}: ${JSON.stringify(body)}`);
}

function person(name: string): JsonObject {
  return {
    schemas: [USER_SCHEMA],
    userName: `${name}@ajuba.example`,
    name: { givenName: 'Robin', familyName: 'Ashworth' },
  };
}

function replaced(path: string, value: string): object {
  return { schemas: [PATCH_SCHEMA], Operations: [{ op: 'Replace', path, value }] };
}
