// The bare floor: a node:http server on the MongoDB driver that stores and returns the JSON that the gateway would, and nothing else.
//
// No validation, no event, no authentication, no transaction, no rule of iManage. It is what a team would write to be fast: one
// indexed look-up or one write for each request where that is possible, acknowledged as the gateway's own are (majority, journal).
// Where a choice stood open it took what measured best: members are rows named `GROUP/MEMBER` and the group is counted on beside
// them. An array in the group's document, with $push or $addToSet, is about as fast at 1,000 members and takes 15 times as long at
// 10,000, because the document is written anew with each member. In other things it is let off: it matches letter by letter, shows
// nobody's groups, and answers a changed group with 204 where the gateway shows a small one.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { handleGroups } from './floor/groups';
import { handleBulk, handleUsers } from './floor/users';
import { createFloorStore, type FloorAnswer, type FloorRequest, type FloorStore } from './floor/store';

/** As process arguments: port, URI. */
async function main(): Promise<void> {
  const [port = '0', uri = ''] = process.argv.slice(2);
  const client = new mongo.MongoClient(uri, CLIENT_OPTIONS);
  await client.connect();
  const store = createFloorStore(client.db(), `http://127.0.0.1:${port}/scim/v2`);
  await store.prepare();
  const server = createServer((request, response) => {
    answer(store, request, response).catch((error: unknown) => {
      response.writeHead(500).end(error instanceof Error ? error.stack : String(error));
    });
  });
  server.keepAliveTimeout = 65_000;
  server.listen(Number(port), '127.0.0.1');
  process.once('SIGTERM', () => {
    server.closeAllConnections();
    void client.close().finally(() => process.exit());
  });
  process.once('disconnect', () => process.exit());
}

async function answer(store: FloorStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const body = method === 'GET' ? undefined : ((await readJson(request)) as FloorRequest['body']);
  const queryAt = url.indexOf('?');
  const path = queryAt < 0 ? url : url.slice(0, queryAt);
  const query = new URLSearchParams(queryAt < 0 ? '' : url.slice(queryAt + 1));
  const [, , , type, id] = path.split('/');
  const asked = { method, query, body, ...(id === undefined ? {} : { id }) };
  const { status, json } = await route(type)(store, asked);
  if (json === undefined) {
    response.writeHead(status).end();
    return;
  }
  const text = JSON.stringify(json);
  const headers = { 'content-type': 'application/scim+json', 'content-length': Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}

function route(type: string | undefined): (store: FloorStore, request: FloorRequest) => Promise<FloorAnswer> {
  if (type === 'Users') return handleUsers;
  if (type === 'Groups') return handleGroups;
  if (type === 'Bulk') return handleBulk;
  return () => Promise.resolve({ status: 200, json: {} });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

void main();
