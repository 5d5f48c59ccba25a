// Owns what the bare floor does with a request about groups. Must not know HTTP.
import type { JsonObject } from '../../../src/directory/json';
import {
  floorDocument,
  listAnswer,
  membersOf,
  shownGroup,
  type FloorAnswer,
  type FloorDocument,
  type FloorRequest,
  type FloorStore,
} from './store';

const NOT_FOUND: FloorAnswer = { status: 404, json: { status: '404' } };

export async function handleGroups(store: FloorStore, request: FloorRequest): Promise<FloorAnswer> {
  const { method, id, query, body = {} } = request;
  if (method === 'POST') return created(store, body);
  if (id === undefined) return found(store, query.get('filter') ?? '');
  if (method === 'GET') return one(store, id, query.get('excludedAttributes') !== 'members');
  if (method === 'PUT') return replaced(store, id, body);
  await Promise.all([patchMembers(store, id, body), touch(store, id)]);
  return { status: 204 };
}

function shown(store: FloorStore, group: FloorDocument | null): FloorAnswer {
  return group === null ? NOT_FOUND : { status: 200, json: shownGroup(store, group) };
}

async function one(store: FloorStore, id: string, isWhole: boolean): Promise<FloorAnswer> {
  const [group, members] = await Promise.all([
    store.groups.findOne({ _id: id }),
    isWhole ? readMembers(store, id) : [],
  ]);
  if (group === null) return NOT_FOUND;
  const json = shownGroup(store, group);
  return { status: 200, json: members.length === 0 ? json : { ...json, members } };
}

async function readMembers(store: FloorStore, id: string): Promise<readonly JsonObject[]> {
  const rows = await store.members.find(membersOf(id)).toArray();
  const ids = rows.map(({ _id }) => _id.slice(id.length + 1));
  const people = store.users.find({ _id: { $in: ids } }, { projection: { 'resource.displayName': 1 } });
  return (await people.toArray()).map(({ _id, resource }) => ({
    value: _id,
    $ref: `${store.baseUrl}/Users/${_id}`,
    display: resource['displayName'] ?? '',
    type: 'User',
  }));
}

async function found(store: FloorStore, filter: string): Promise<FloorAnswer> {
  const [, attribute = '', value = ''] = /^(\w+) eq "(.*)"$/.exec(filter) ?? [];
  const groups = await store.groups.find({ [`resource.${attribute}`]: value }).toArray();
  return listAnswer(
    groups.map((group) => shownGroup(store, group)),
    groups.length,
  );
}

async function created(store: FloorStore, { members, ...resource }: JsonObject): Promise<FloorAnswer> {
  const group = floorDocument(resource);
  await Promise.all([store.groups.insertOne(group), addMembers(store, group._id, idsIn(members))]);
  return { status: 201, json: shownGroup(store, group) };
}

/** Only the difference is written. */
async function replaced(
  store: FloorStore,
  id: string,
  { members, ...resource }: JsonObject,
): Promise<FloorAnswer> {
  const rows = await store.members.find(membersOf(id)).toArray();
  const held = new Set(rows.map(({ _id }) => _id.slice(id.length + 1)));
  const wanted = new Set(idsIn(members));
  const gone = [...held].filter((member) => !wanted.has(member));
  const [group] = await Promise.all([
    touch(store, id, { resource }),
    addMembers(
      store,
      id,
      [...wanted].filter((member) => !held.has(member)),
    ),
    removeMembers(store, id, gone),
  ]);
  return shown(store, group);
}

async function patchMembers(store: FloorStore, id: string, body: JsonObject): Promise<void> {
  const operations = body['Operations'] as readonly JsonObject[];
  for (const { op, value } of operations)
    await (op === 'add' ? addMembers : removeMembers)(store, id, idsIn(value));
}

function touch(store: FloorStore, id: string, change: JsonObject = {}): Promise<FloorDocument | null> {
  const lastModified = new Date().toISOString();
  return store.groups.findOneAndUpdate(
    { _id: id },
    { $set: { ...change, lastModified }, $inc: { version: 1 } },
    { returnDocument: 'after' },
  );
}

function idsIn(members: unknown): readonly string[] {
  return ((members ?? []) as readonly { readonly value: string }[]).map(({ value }) => value);
}

async function addMembers(store: FloorStore, id: string, members: readonly string[]): Promise<void> {
  if (members.length === 0) return;
  const rows = members.map((member) => ({ _id: `${id}/${member}` }));
  if (rows.length === 1) await store.members.insertOne(rows[0] ?? { _id: '' });
  else await store.members.insertMany(rows, { ordered: false });
}

async function removeMembers(store: FloorStore, id: string, members: readonly string[]): Promise<void> {
  if (members.length === 0) return;
  await store.members.deleteMany({ _id: { $in: members.map((member) => `${id}/${member}`) } });
}
