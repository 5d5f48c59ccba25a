// Members in mass through a real process: streamed in and out, refused as ever, and never half there after kill -9.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { startGatewayProcess, type GatewayProcess } from '../../scripts/prove/gateway-process';
import { exchange, withMembers, type StreamedAnswer } from '../../scripts/prove/largest-group/exchange';
import { largestGroup, seedPlainPeople, type Step } from '../../scripts/prove/largest-group/requests';
import { collectionsOf } from '../../src/store/documents';
import { CLIENT_OPTIONS } from '../../src/store/open-store';

/** More than one transaction takes, in bodies that are read as they arrive. */
const SIZE = 12_000;
const LARGER = 100_000;
const MEMORY_MB_MAX = 300;
const SEEN_WITHIN_MS = 30_000;
const GROUP =
  '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Everybody","members":[';

let folder: string;
let gateway: GatewayProcess;
let connection: mongo.MongoClient;

async function start(): Promise<void> {
  gateway = await startGatewayProcess({ dataDir: join(folder, 'data') });
  connection = new mongo.MongoClient(gateway.databaseUri, CLIENT_OPTIONS);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-mass-'));
  await start();
}, 60_000);

afterAll(async () => {
  await connection.close();
  await gateway.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 100 });
});

describe('a group of 12,000', () => {
  it('is written, read, listed and deleted exactly as asked, in 300 MB', async () => {
    const steps: Step[] = [];
    const scene = { gateway, database: connection.db(), size: SIZE };
    const faults = await largestGroup(scene, (step) => steps.push(step));
    expect(faults).toEqual([]);
    expect(steps.filter(({ peakMb }) => peakMb > MEMORY_MB_MAX)).toEqual([]);
  }, 240_000);

  it('is refused where a member is a group, and where one is none', async () => {
    const people = await seedPlainPeople(connection.db(), SIZE, 'refused');
    const nested = await post('Nested', []);
    const id = /"id":"([^"]+)"/.exec(nested.start)?.[1] ?? '';
    const withGroup = await post('With a group', [...people, id]);
    expect([withGroup.status, withGroup.start]).toEqual([400, expect.stringContaining('no nested groups')]);
    const withNothing = await exchange(gateway, {
      method: 'POST',
      path: '/Groups',
      body: withMembers(GROUP, people, ',{"display":"nobody"}]}'),
    });
    expect([withNothing.status, withNothing.start]).toEqual([400, expect.stringContaining('id of a user')]);
    const twice = await exchange(gateway, {
      method: 'POST',
      path: '/Groups',
      body: withMembers(GROUP, people, ',{"value":"a","value":"b"}]}'),
    });
    expect([twice.status, twice.start]).toEqual([400, expect.stringContaining('more than once')]);
  }, 120_000);

  it('has all of its new members or none after kill -9 in the midst of a PUT', async () => {
    const people = await seedPlainPeople(connection.db(), SIZE, 'killed');
    const made = await post('Killed', []);
    const group = /"id":"([^"]+)"/.exec(made.start)?.[1] ?? '';
    const { memberships } = collectionsOf(connection.db());
    const setsBefore = await memberships.distinct('set', { customer: 'default' });
    const body = withMembers(GROUP.replace('Everybody', 'Killed'), people, ']}');
    const cut = exchange(gateway, { method: 'PUT', path: `/Groups/${group}`, body }).catch(() => undefined);
    const deadline = Date.now() + SEEN_WITHIN_MS;
    // The set is written aside now: some of its rows are there, and the group does not have it.
    while ((await memberships.distinct('set', { customer: 'default' })).length === setsBefore.length) {
      if (Date.now() > deadline) throw new Error('nothing was written aside');
      await sleep(2);
    }
    await connection.close();
    await gateway.kill9Group();
    await cut;
    await start();
    const after = collectionsOf(connection.db());
    const kept = await after.groups.findOne({ _id: group });
    const rows = await after.memberships.countDocuments({ customer: 'default', set: kept?.memberSet ?? '' });
    const told = await after.events.find({ customer: 'default', resourceId: group }).toArray();
    const moved = told.map((event) => event.moved?.added ?? event.membersAdded.length);
    expect([moved, rows]).toEqual(rows === 0 ? [[0], 0] : [[0, SIZE], SIZE]);
    const again = await exchange(gateway, { method: 'PUT', path: `/Groups/${group}`, body });
    expect([again.status, again.members]).toEqual([200, SIZE]);
  }, 120_000);
});

describe('a group of 100,000 in a process with 80 MB of heap', () => {
  // A process that held a body, a list of members or an answer whole would end here for want of memory.
  it('is written, read and changed by a body of which little is held at a time', async () => {
    const small = await startGatewayProcess({
      dataDir: join(folder, 'small'),
      nodeOptions: ['--max-old-space-size=80'],
    });
    const other = new mongo.MongoClient(small.databaseUri, CLIENT_OPTIONS);
    try {
      const people = await seedPlainPeople(other.db(), LARGER);
      const body = withMembers(GROUP, people, ']}');
      const made = await exchange(small, { method: 'POST', path: '/Groups', body });
      expect([made.status, made.members]).toEqual([201, LARGER]);
      const path = `/Groups/${/"id":"([^"]+)"/.exec(made.start)?.[1] ?? ''}`;
      const fewer = people.filter((_, index) => index % 10 !== 3);
      const put = await exchange(small, { method: 'PUT', path, body: withMembers(GROUP, fewer, ']}') });
      expect([put.status, put.members]).toEqual([200, fewer.length]);
    } finally {
      await other.close();
      expect(await small.stop()).toBe(0);
    }
  }, 240_000);
});

function post(name: string, members: readonly string[]): Promise<StreamedAnswer> {
  const body = withMembers(GROUP.replace('Everybody', name), members, ']}');
  return exchange(gateway, { method: 'POST', path: '/Groups', body });
}
