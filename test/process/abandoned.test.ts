// Transactions whose client was killed: they hold up nobody for long, and living ones are left alone.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createAbandonedSweep } from '../../src/store/abandoned';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { startTestGateway, type TestGateway } from '../http/gateway';
import { testDatabaseUri } from '../setup/database';

const APP_NAME = String(CLIENT_OPTIONS.appName);
/** MongoDB itself ends such a transaction after 60 s. */
const FREE_WITHIN_MS = 5_000;

/** Changes a group in a transaction and keeps it open until it is told to commit; tells on standard output. */
const HOLDER = `
  const { mongo } = require('mongoose');
  const [uri, appName, database, group] = process.argv.slice(1);
  const client = new mongo.MongoClient(uri, { appName });
  const session = client.startSession();
  (async () => {
    session.startTransaction();
    const groups = client.db(database).collection('groups');
    await groups.updateOne({ _id: group }, { $set: { held: true } }, { session });
    console.log('held');
    process.stdin.once('data', async () => {
      await session.commitTransaction().then(() => console.log('committed'), (error) => console.log(error.message));
      process.exit();
    });
  })();`;

let gateway: TestGateway;
let group: string;
const holders: ChildProcess[] = [];

beforeAll(async () => {
  gateway = await startTestGateway();
  const answer = await call('POST', '/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Partners',
  });
  group = ((await answer.json()) as { id: string }).id;
});

afterAll(async () => {
  for (const holder of holders) holder.kill('SIGKILL');
  await createAbandonedSweep(gateway.database.client, APP_NAME)();
  await gateway.close();
});

it('a write that meets a transaction of a killed process is made all the same', async () => {
  const holder = await startHolder();
  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
  const since = Date.now();
  const answer = await call('PATCH', `/Groups/${group}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'externalId', value: 'changed' }],
  });
  expect(answer.status).toBe(200);
  expect(Date.now() - since).toBeLessThan(FREE_WITHIN_MS);
});

it('a transaction of a living process is not ended', async () => {
  const holder = await startHolder();
  await createAbandonedSweep(gateway.database.client, APP_NAME)();
  holder.stdin?.write('commit\n');
  expect(await nextLine(holder)).toBe('committed');
});

it('a sweep that the database does not allow is no failure', async () => {
  const refusing = {
    db: () => ({ aggregate: () => ({ toArray: () => Promise.reject(new Error('no right')) }) }),
  };
  await expect(createAbandonedSweep(refusing as never, APP_NAME)()).resolves.toBeUndefined();
});

async function startHolder(): Promise<ChildProcess> {
  const args = ['-e', HOLDER, testDatabaseUri(), APP_NAME, gateway.database.databaseName, group];
  const holder = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  holders.push(holder);
  expect(await nextLine(holder)).toBe('held');
  return holder;
}

async function nextLine(holder: ChildProcess): Promise<string> {
  const [chunk] = (await once(holder.stdout ?? holder, 'data')) as [Buffer];
  return chunk.toString().trim();
}

function call(method: string, path: string, body: object): Promise<Response> {
  return fetch(gateway.baseUrl + path, {
    method,
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  });
}
