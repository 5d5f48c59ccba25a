// Owns small conflicts between two requests about one person, sent at the same moment, and what must be true after both. Must not know how the gateways were started.
import type { JsonObject } from '../../../src/directory/json';
import { collectionsOf } from '../../../src/store/documents';
import { addMembers } from '../membership';
import type { ScimClient } from '../scim-client';
import {
  atOnce,
  chainFaults,
  created,
  person,
  replaced,
  shown,
  told,
  unexpected,
  type Arena,
  type Sent,
} from './arena';

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
    // A group that is still small is shown (RFC 7644 §3.5.2).
    ...unexpected(answers, [200, 204]),
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
