// Writes that are accepted and done later (`Prefer: respond-async`, RFC 9967 §2.5.1): the 202, the status resource, the completion event, and exactly one effect whatever happens in between.

import { decodeJwt } from 'jose';
import {
  created,
  expectRefusal,
  person,
  scimClient,
  type Answered,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import {
  EVENT,
  secret,
  startReceiver,
  startWhole,
  testDatabase,
  until,
  type Claims,
  type TestReceiver,
  type WholeGateway,
} from './whole-gateway';

const tokens = { AJUBA: secret(), OTHER: secret() };
const db = testDatabase();
let receiver: TestReceiver;
let gateway: WholeGateway;
let client: ScimClient;

/** Gateways that accept and execute nothing: each step of their workers comes after the test. */
const NEVER = { lookEveryMs: 3_600_000 };
const ASYNC = { Prefer: 'respond-async' };

function file(): object {
  const connections = (name: string): object => [{ name: 'idp', token: { env: name } }];
  const delivery = { push: { endpoint: receiver.url } };
  return {
    customers: [
      {
        id: 'ajuba',
        connections: connections('AJUBA'),
        eventStreams: [{ id: 'done', audience: 'client', delivery, events: ['misc:asyncresp'] }],
      },
      { id: 'other', connections: connections('OTHER') },
    ],
  };
}

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startWhole(db, file(), tokens);
  client = scimClient({ baseUrl: gateway.baseUrl, token: tokens.AJUBA });
});

afterAll(async () => {
  await gateway.close();
  await receiver.close();
  await db.drop();
});

const statusOf = async (txn: string, through = client): Promise<Body> =>
  (await through.get(`/Requests/${txn}`)).body;

/** The status once it is done. */
async function done(accepted: Answered, through = client): Promise<Body & { Operations: Body[] }> {
  const txn = accepted.headers['set-txn'] ?? '';
  return until(`the end of ${accepted.status} ${txn}`, async () => {
    const status = await statusOf(txn, through);
    return status['status'] === 'done' ? (status as Body & { Operations: Body[] }) : undefined;
  });
}

async function completion(txn: string): Promise<Claims> {
  return until(`the completion event of ${txn}`, () =>
    receiver.pushes.map(({ token }) => decodeJwt<Claims>(token)).find((claims) => claims.txn === txn),
  );
}

describe('a write with Prefer: respond-async', () => {
  it('is answered 202 without a body, with Set-Txn, Preference-Applied and the place of its status (RFC 9967 §2.5.1.1)', async () => {
    const accepted = await client.post('/Users', person('async1'), ASYNC);
    const txn = accepted.headers['set-txn'] ?? '';
    expect([accepted.status, accepted.text]).toEqual([202, '']);
    expect(accepted.headers).toMatchObject({
      'preference-applied': 'respond-async',
      location: `${gateway.baseUrl}/Requests/${txn}`,
      'x-request-id': txn,
    });
    const status = await done(accepted);
    const location = status.Operations[0]?.['location'];
    expect(status).toMatchObject({
      ...{ id: txn, status: 'done', method: 'POST', path: '/Users' },
      Operations: [{ method: 'POST', status: '201', version: 'W/"1"', response: { userName: 'async1' } }],
      expires: expect.any(String) as string,
    });
    expect((await client.get(String(location).slice(gateway.baseUrl.length))).body['userName']).toBe(
      'async1',
    );
  });

  it('is told by a completion event with the same txn (RFC 9967 §2.5.1.3)', async () => {
    const { id } = await created(client, '/Users', person('async2'));
    const accepted = await client.patch(
      `/Users/${id}`,
      [{ op: 'replace', path: 'title', value: 'Later' }],
      ASYNC,
    );
    const claims = await completion(accepted.headers['set-txn'] ?? '');
    expect(claims).toMatchObject({
      aud: ['client'],
      sub_id: { format: 'scim', uri: `/Users/${id}` },
      events: {
        [`${EVENT}misc:asyncresp`]: {
          ...{ method: 'PATCH', status: '200', version: 'W/"2"' },
          location: `${gateway.baseUrl}/Users/${id}`,
        },
      },
    });
  });

  it('that fails is told with the error in "response" (RFC 9967 §2.5.1.3)', async () => {
    await created(client, '/Users', person('async3'));
    const accepted = await client.post('/Users', person('async3'), ASYNC);
    expect(accepted.status).toBe(202);
    const claims = await completion(accepted.headers['set-txn'] ?? '');
    expect(claims.sub_id.uri).toBe('/Users');
    expect(claims.events[`${EVENT}misc:asyncresp`]).toMatchObject({
      ...{ method: 'POST', status: '409' },
      response: { scimType: 'uniqueness', status: '409' },
    });
    expect((await done(accepted)).Operations).toMatchObject([{ status: '409', response: { status: '409' } }]);
  });

  it('keeps the order of one customer’s requests', async () => {
    const { id } = await created(client, '/Users', person('async4'));
    const titles = Array.from({ length: 8 }, (_none, index) => `title ${index}`);
    const accepted: Answered[] = [];
    for (const value of titles) {
      accepted.push(await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value }], ASYNC));
    }
    const versions = await Promise.all(
      accepted.map(async (one) => (await done(one)).Operations[0]?.['version']),
    );
    expect(versions).toEqual(titles.map((_title, index) => `W/"${index + 2}"`));
  });

  it('of Bulk is told operation by operation, by txn and index (RFC 9967 §2.5.1.2)', async () => {
    const bulk = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      failOnErrors: 1,
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'one', data: person('async5') },
        { method: 'DELETE', path: '/Users/nobody' },
        { method: 'POST', path: '/Users', bulkId: 'two', data: person('async6') },
      ],
    };
    const accepted = await client.post('/Bulk', bulk, ASYNC);
    expect(accepted.status).toBe(202);
    const txn = accepted.headers['set-txn'] ?? '';
    const told = await Promise.all([0, 1, 2].map((index) => completion(`${txn}:${index}`)));
    expect(told.map(({ events }) => events[`${EVENT}misc:asyncresp`])).toMatchObject([
      { method: 'POST', bulkId: 'one', status: '201' },
      { method: 'DELETE', status: '404', response: { status: '404' } },
      { method: 'POST', bulkId: 'two', status: '424' },
    ]);
    expect(told[0]?.sub_id.uri).toMatch(/^\/Users\/[\w-]+$/);
  });

  it('that is done within the time the client would wait is answered as ever (RFC 7240 §4.3)', async () => {
    const answered = await client.post('/Users', person('async7'), { Prefer: 'respond-async, wait=10' });
    expect(answered.status).toBe(201);
    expect(answered.headers).not.toHaveProperty('preference-applied');
    expect(answered.body).toMatchObject({ userName: 'async7' });
    expect(answered.headers['location']).toBe(answered.body.meta.location);
  });

  it('keeps no password between acceptance and execution', async () => {
    const accepted = await client.post('/Users', person('async8', { password: 'Tops3cret!' }), ASYNC);
    await done(accepted);
    // Given twice, and none of them in its usual spelling: refused when it is executed, but kept until then.
    const twice = { op: 'replace', Path: 'displayName', path: ' Password', Value: 'Tops3cret!' };
    await done(await client.patch('/Users/any', [twice], ASYNC));
    const kept = await db.database.collection('asyncRequests').find().toArray();
    expect(JSON.stringify(kept)).not.toContain('Tops3cret!');
  });

  it('without the preference, and of a read with it, is answered at once as ever', async () => {
    const plain = await client.post('/Users', person('async9'), { Prefer: 'return=minimal' });
    expect([plain.status, plain.headers['set-txn']]).toEqual([201, undefined]);
    const read = await client.get('/Users', ASYNC);
    expect([read.status, read.headers['preference-applied']]).toEqual([200, undefined]);
  });
});

describe('a write with Prefer: respond-async that can be refused at once', () => {
  const USERS = { path: '/Users', method: 'POST' };
  it.each([
    ['unknown token', 401, { ...USERS, headers: { Authorization: 'Bearer nobody' } }],
    ['unknown path', 404, { method: 'POST', path: '/Nothing' }],
    ['method that the path does not take', 405, { method: 'DELETE', path: '/Users' }],
    ['another media type', 415, { ...USERS, headers: { 'Content-Type': 'text/plain' }, body: '{}' }],
    ['text that is no JSON', 400, { ...USERS, body: '{' }],
    ['a body that is no object', 400, { ...USERS, body: '[]' }],
    ['a body that is too large', 413, { ...USERS, body: JSON.stringify(' '.repeat(1_100_000)) }],
    ['a bulk request without operations', 400, { method: 'POST', path: '/Bulk', body: '{}' }],
  ])('is refused at once: %s', async (_what, status, { method, path, ...sent }) => {
    const headers = {
      'Content-Type': 'application/scim+json',
      ...ASYNC,
      ...('headers' in sent ? sent.headers : {}),
    };
    const answered = await client.send(method, path, {
      headers,
      ...('body' in sent ? { body: sent.body } : {}),
    });
    expect([answered.status, answered.headers['set-txn']]).toEqual([status, undefined]);
  });
});

describe('GET /Requests/{txn}', () => {
  it('is 404 for another customer, and for what never was', async () => {
    const accepted = await client.post('/Users', person('mine'), ASYNC);
    const other = scimClient({ baseUrl: gateway.baseUrl, token: tokens.OTHER });
    const path = `/Requests/${accepted.headers['set-txn'] ?? ''}`;
    expectRefusal(await other.get(path), 404, undefined, 'does not exist');
    expectRefusal(await client.get('/Requests/never'), 404, undefined, 'does not exist');
    expect((await client.get(path)).status).toBe(200);
  });
});

interface Kept {
  readonly _id: string;
  readonly asked: string;
  readonly waiting?: true;
  readonly effects?: readonly string[];
}

describe('an accepted request', () => {
  it('is done by another gateway where the first one ended before, and expires some time after', async () => {
    const [idle] = await Promise.all([startWhole(db, file(), tokens, NEVER), gateway.close()]);
    const through = scimClient({ baseUrl: idle.baseUrl, token: tokens.AJUBA });
    const accepted = await through.post('/Users', person('restart'), ASYNC);
    const txn = accepted.headers['set-txn'] ?? '';
    expect(await statusOf(txn, through)).toMatchObject({ status: 'pending' });
    await idle.close();
    gateway = await startWhole(db, file(), tokens);
    client = scimClient({ baseUrl: gateway.baseUrl, token: tokens.AJUBA });
    const { Operations, ...status } = await done(accepted);
    expect(Operations).toMatchObject([{ status: '201' }]);
    expect(Date.parse(String(status['expires']))).toBeGreaterThan(Date.now() + 23 * 3_600_000);
  });

  it('has one effect, and the answer of it, where a gateway died between the write and its note', async () => {
    const { id } = await created(client, '/Users', person('crash'));
    const requests = db.database.collection<Kept>('asyncRequests');
    const leases = db.database.collection<{ _id: string; holder: string; until: Date }>('leases');
    const lease = { holder: 'other', until: new Date(Date.now() + 3_600_000) };
    const writes = [
      () => client.post('/Users', person('crash2'), ASYNC),
      () =>
        client.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Once' }], {
          ...ASYNC,
          'If-Match': 'W/"1"',
        }),
      () => client.delete(`/Users/${id}`, ASYNC),
    ];
    for (const write of writes) {
      await until('a free lease', async () =>
        (await leases.findOne({ _id: 'asyncRequests/ajuba' })) === null ? true : undefined,
      );
      await leases.insertOne({ _id: 'asyncRequests/ajuba', ...lease });
      const accepted = await write();
      const _id = accepted.headers['set-txn'] ?? '';
      const { asked } = (await requests.findOne({ _id })) ?? {};
      await leases.deleteOne({ _id: 'asyncRequests/ajuba' });
      const first = await done(accepted);
      const events = await db.database.collection('events').countDocuments({ customer: 'ajuba' });
      // As if the process had died after its write: nobody has heard of the outcome.
      await requests.updateOne(
        { _id },
        {
          $set: { waiting: true, asked: asked ?? '', effects: [`${_id}#1`] },
          $unset: { outcome: 1, expires: 1, doneAt: 1 },
        },
      );
      const second = await done(accepted);
      const result = ({ Operations: [operation] }: typeof second): unknown[] =>
        ['method', 'status', 'location', 'version'].map((name) => operation?.[name]);
      expect(result(second)).toEqual(result(first));
      expect(await db.database.collection('events').countDocuments({ customer: 'ajuba' })).toBe(events);
    }
  });
});
