// Owns what the bare floor does with a request about people. Must not know HTTP.
import type { mongo } from 'mongoose';
import type { JsonObject } from '../../../src/directory/json';
import { COMPLEX_FILTER } from '../firm';
import {
  floorDocument,
  listAnswer,
  shownUser,
  type FloorAnswer,
  type FloorDocument,
  type FloorRequest,
  type FloorStore,
} from './store';

const PAGE = 100;
const NOT_FOUND: FloorAnswer = { status: 404, json: { status: '404' } };
const BULK_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
/** The complex filter in MongoDB's words; no index serves it. */
const COMPLEX: mongo.Filter<FloorDocument> = {
  'resource.active': true,
  $or: [{ 'resource.title': /associate/i }, { 'resource.userType': /^partner$/i }],
  'resource.name.familyName': { $not: /^dupont/i },
  'resource.emails': { $elemMatch: { type: 'work', value: /@ajuba\.example$/i } },
};

export async function handleUsers(store: FloorStore, request: FloorRequest): Promise<FloorAnswer> {
  const { method, id, body = {} } = request;
  if (method === 'POST') {
    const document = floorDocument(body);
    await store.users.insertOne(document);
    return { status: 201, json: shownUser(store, document) };
  }
  if (id === undefined) return list(store, request.query);
  if (method === 'GET') return shown(store, await store.users.findOne({ _id: id }));
  const change = method === 'PUT' ? { resource: body } : patched(body);
  const lastModified = new Date().toISOString();
  const after = await store.users.findOneAndUpdate(
    { _id: id },
    { $set: { ...change, lastModified }, $inc: { version: 1 } },
    { returnDocument: 'after' },
  );
  return shown(store, after);
}

/** Every operation replaces one attribute. */
function patched(body: JsonObject): JsonObject {
  const operations = body['Operations'] as readonly { readonly path: string; readonly value: JsonObject }[];
  return Object.fromEntries(operations.map(({ path, value }) => [`resource.${path}`, value]));
}

function shown(store: FloorStore, document: FloorDocument | null): FloorAnswer {
  return document === null ? NOT_FOUND : { status: 200, json: shownUser(store, document) };
}

async function list(store: FloorStore, query: URLSearchParams): Promise<FloorAnswer> {
  const filter = query.get('filter');
  const count = Number(query.get('count') ?? PAGE);
  const cursor = query.get('cursor');
  if (cursor !== null) return pageAfter(store, cursor, count);
  const startIndex = Number(query.get('startIndex') ?? 1);
  const where = filter === null ? {} : filterOf(filter);
  const key = /^(?:userName|externalId) eq /.test(filter ?? '');
  const found = store.users.find(where).sort(key ? {} : { _id: 1 });
  const [documents, total] = await Promise.all([
    found
      .skip(startIndex - 1)
      .limit(count)
      .toArray(),
    key ? undefined : store.users.countDocuments(where),
  ]);
  const resources = documents.map((document) => shownUser(store, document));
  return listAnswer(resources, total ?? resources.length, startIndex);
}

async function pageAfter(store: FloorStore, cursor: string, count: number): Promise<FloorAnswer> {
  const [documents, total] = await Promise.all([
    store.users
      .find(cursor === '' ? {} : { _id: { $gt: cursor } })
      .sort({ _id: 1 })
      .limit(count)
      .toArray(),
    cursor === '' ? store.users.countDocuments() : store.users.estimatedDocumentCount(),
  ]);
  const { json } = listAnswer(
    documents.map((document) => shownUser(store, document)),
    total,
  );
  return { status: 200, json: { ...(json as JsonObject), nextCursor: documents.at(-1)?._id ?? null } };
}

function filterOf(filter: string): mongo.Filter<FloorDocument> {
  if (filter === COMPLEX_FILTER) return COMPLEX;
  const [, attribute = '', value = ''] = /^(\w+) eq "(.*)"$/.exec(filter) ?? [];
  return { [`resource.${attribute}`]: value };
}

export async function handleBulk(store: FloorStore, { body = {} }: FloorRequest): Promise<FloorAnswer> {
  const operations = body['Operations'] as readonly { readonly bulkId: string; readonly data: JsonObject }[];
  const documents = operations.map(({ data }) => floorDocument(data));
  await store.users.insertMany(documents);
  const done = operations.map(({ bulkId }, index) => ({
    location: `${store.baseUrl}/Users/${documents[index]?._id ?? ''}`,
    method: 'POST',
    bulkId,
    version: 'W/"1"',
    status: '201',
  }));
  return { status: 200, json: { schemas: [BULK_RESPONSE], Operations: done } };
}
