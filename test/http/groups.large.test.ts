// A group of 2,500 over real HTTP: streamed, complete, and never in the way of other requests.

import { get as httpGet } from 'node:http';
import type { mongo } from 'mongoose';
import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  eventsOf,
  person,
  requestLine,
  scimClient,
  type Answered,
  type Body,
  type ScimClient,
} from './scim-client';

const SIZE = 2_500;

let gateway: TestGateway;
let client: ScimClient;
let ids: readonly string[];
let group: Body;

beforeAll(async () => {
  gateway = await startTestGateway();
  client = scimClient(gateway);
  ids = await manyPeople(SIZE);
  group = await created(client, '/Groups', {
    displayName: 'Everybody',
    members: ids.map((value) => ({ value })),
  });
});

afterAll(() => gateway.close());

/** Copies of one person that was created in earnest: creating each over HTTP would take longer than the test. */
async function manyPeople(size: number): Promise<readonly string[]> {
  const { id } = await created(client, '/Users', person('copied'));
  const users = gateway.database.collection<mongo.Document & { _id: string }>('users');
  const original = await users.findOne({ _id: id });
  const names = Array.from({ length: size }, (_, number) => `copy-${String(number).padStart(5, '0')}`);
  const copies = names.map((name) => {
    const text = JSON.stringify(original).replaceAll(id, `${id}-${name}`).replaceAll('copied', name);
    return JSON.parse(text) as mongo.Document & { _id: string };
  });
  await users.insertMany(copies);
  return copies.map(({ _id }) => _id);
}

const memberIds = ({ body }: Answered): readonly string[] => (body.members ?? []).map(({ value }) => value);

describe('a group of 2,500 members', () => {
  it('is answered whole by POST, GET and in a list, every member once', async () => {
    expect((group.members ?? []).map(({ value }) => value)).toEqual(ids);
    const got = await client.get(`/Groups/${group.id}`);
    expect(memberIds(got)).toEqual(ids);
    expect(got.headers['transfer-encoding']).toBe('chunked');
    const listed = await client.get('/Groups?filter=displayName%20eq%20%22everybody%22');
    expect(listed.body.Resources).toEqual([got.body]);
    const reduced = await client.get(`/Groups/${group.id}?attributes=members.value`);
    expect(reduced.body.members).toEqual(ids.map((value) => ({ value })));
  });

  it('is left alone by a list without members and by a PATCH of one', async () => {
    const { body } = await client.get('/Groups?excludedAttributes=members');
    expect(body.Resources).toMatchObject([{ displayName: 'Everybody' }]);
    const [first = ''] = ids;
    const answered = await client.patch(`/Groups/${group.id}`, [
      { op: 'remove', path: `members[value eq "${first}"]` },
    ]);
    expect([answered.status, answered.text]).toEqual([204, '']);
    expect(memberIds(await client.get(`/Groups/${group.id}`))).toEqual(ids.slice(1));
    expect((await eventsOf(gateway.database, group.id)).at(-1)).toMatchObject({
      membersRemoved: [first],
      membersAdded: [],
    });
    await client.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: [{ value: first }] }]);
  });

  it('is replaced by exactly the members that a PUT names', async () => {
    const kept = ids.filter((_, index) => index % 2 === 0);
    const members = kept.map((value) => ({ value }));
    const { body } = await client.put(`/Groups/${group.id}`, { displayName: 'Everybody', members });
    expect((body.members ?? []).map(({ value }) => value)).toEqual(kept);
    const event = (await eventsOf(gateway.database, group.id)).at(-1);
    expect(event?.['membersRemoved']).toHaveLength(SIZE / 2);
    const all = ids.map((value) => ({ value }));
    await client.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: all }]);
    expect(memberIds(await client.get(`/Groups/${group.id}`))).toEqual(ids);
  });

  it('is not read for HEAD beyond its first piece', async () => {
    const head = await client.send('HEAD', `/Groups/${group.id}`);
    expect([head.status, head.text, head.headers['etag']]).toEqual([
      200,
      '',
      (await client.get(`/Groups/${group.id}`)).headers['etag'],
    ]);
  });

  it('that a client stops reading is logged as unanswered, and is no internal error', async () => {
    const headers = { Authorization: `Bearer ${gateway.token}` };
    const requestIds = await Promise.all(
      Array.from({ length: 5 }, () =>
        abandoned(`${gateway.baseUrl}/Groups?count=1&x=${'x'.repeat(10)}`, headers),
      ),
    );
    for (const requestId of requestIds) {
      const line = await requestLine(gateway.database, {
        headers: { 'x-request-id': requestId },
      } as unknown as Answered);
      expect([200, 499]).toContain(line['status']);
    }
    expect(gateway.logLines().filter((line) => line.includes('internal error'))).toEqual([]);
    expect((await client.get('/Groups?count=0')).status).toBe(200);
  });
});

/** Asks, reads the head of the answer and goes away. */
function abandoned(url: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = httpGet(url, { headers }, (response) => {
      response.destroy();
      resolve(String(response.headers['x-request-id']));
    });
    request.on('error', reject);
  });
}
