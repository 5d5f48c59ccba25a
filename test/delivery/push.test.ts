// Provisioning events pushed to a receiver (RFC 9967 §2, RFC 8935): what it is told, in which order, and what happens when it does not take it.

import { decodeJwt } from 'jose';
import { created, person, scimClient, type ScimClient } from '../http/scim-client';
import {
  EVENT,
  secret,
  startReceiver,
  startWhole,
  testDatabase,
  until,
  verified,
  type Claims,
  type TestReceiver,
  type WholeGateway,
} from './whole-gateway';

const AUDIENCE = 'https://receiver.example/events';
const tokens = { ajuba: secret(), other: secret() };
const authorization = `Bearer ${secret()}`;
const db = testDatabase();

let receiver: TestReceiver;
let full: TestReceiver;
let gateway: WholeGateway;
let client: ScimClient;
let other: ScimClient;

function file(): object {
  const push = (endpoint: string): object => ({ push: { endpoint, authorization: { env: 'RECEIVER' } } });
  return {
    customers: [
      {
        id: 'ajuba',
        connections: [{ name: 'idp', token: { env: 'AJUBA' } }],
        eventStreams: [
          { id: 'notices', audience: AUDIENCE, delivery: push(receiver.url) },
          {
            id: 'replica',
            audience: 'replica',
            delivery: { push: { endpoint: full.url } },
            events: ['prov:create:full', 'prov:patch:full', 'prov:put:full', 'prov:delete'],
          },
        ],
      },
      { id: 'other', connections: [{ name: 'idp', token: { env: 'OTHER' } }] },
    ],
  };
}

const env = { AJUBA: tokens.ajuba, OTHER: tokens.other, RECEIVER: authorization };

beforeAll(async () => {
  receiver = await startReceiver();
  full = await startReceiver();
  gateway = await startWhole(db, file(), env);
  client = scimClient({ baseUrl: gateway.baseUrl, token: tokens.ajuba });
  other = scimClient({ baseUrl: gateway.baseUrl, token: tokens.other });
});

afterAll(async () => {
  await gateway.close();
  await receiver.close();
  await full.close();
  await db.drop();
});

/** The claims of everything that the receiver was sent about the resource. */
function toldOf(from: TestReceiver, id: string): readonly Claims[] {
  return from.pushes
    .map(({ token }) => decodeJwt<Claims>(token))
    .filter(({ sub_id }) => sub_id.uri.endsWith(`/${id}`));
}

async function untilTold(from: TestReceiver, id: string, count: number): Promise<readonly Claims[]> {
  return until(`${count} events of ${id}`, () => {
    const told = toldOf(from, id);
    return told.length >= count ? told : undefined;
  });
}

describe('a pushed Security Event Token', () => {
  it('is signed with the published key, for its receiver, and tells the subject and the transaction (RFC 9967 §2.1, RFC 8417 §2.2)', async () => {
    const answered = await client.post('/Users', person('first', { externalId: 'ext-1' }));
    const { id } = answered.body;
    await untilTold(receiver, id, 1);
    const push = receiver.pushes.find(({ token }) => decodeJwt<Claims>(token).sub_id.uri === `/Users/${id}`);
    const claims = await verified(gateway, push?.token ?? '', AUDIENCE);
    expect(claims).toMatchObject({
      iss: gateway.rootUrl,
      aud: [AUDIENCE],
      txn: answered.headers['x-request-id'],
      sub_id: { format: 'scim', uri: `/Users/${id}`, id, externalId: 'ext-1' },
    });
    expect(claims).not.toHaveProperty('sub');
    expect(claims.iat).toBeGreaterThanOrEqual(claims.toe ?? Infinity);
    expect(push?.headers).toMatchObject({
      'content-type': 'application/secevent+jwt',
      accept: 'application/json',
      authorization,
    });
    await expect(verified(gateway, push?.token ?? '', 'https://somebody.else')).rejects.toThrow(/aud/);
  });

  it('names what changed and holds no value of it, as a notice (RFC 9967 §2.4)', async () => {
    const { id } = await created(client, '/Users', person('notice'));
    const title = [{ op: 'replace', path: 'title', value: 'Very secret title' }];
    await client.patch(`/Users/${id}`, title);
    await client.put(`/Users/${id}`, person('notice', { displayName: 'Renamed' }));
    const told = await untilTold(receiver, id, 3);
    expect(told.map(({ events }) => events)).toEqual([
      {
        [`${EVENT}prov:create:notice`]: {
          version: 'W/"1"',
          attributes: expect.arrayContaining(['id', 'userName', 'emails', 'active']) as string[],
        },
      },
      { [`${EVENT}prov:patch:notice`]: { version: 'W/"2"', attributes: ['title'] } },
      {
        [`${EVENT}prov:put:notice`]: {
          version: 'W/"3"',
          attributes: expect.arrayContaining(['displayName', 'title']) as string[],
        },
      },
    ]);
    expect(JSON.stringify(told)).not.toContain('Very secret title');
    expect(JSON.stringify(told)).not.toContain('@firm.example');
  });

  it('tells a disable as deactivate and an enable as activate, beside the change itself (RFC 9967 §2.4.5, §2.4.6)', async () => {
    const { id } = await created(client, '/Users', person('leaver'));
    await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
    await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: true }]);
    const [, disabled, enabled] = await untilTold(receiver, id, 3);
    const notice = { version: expect.any(String) as string, attributes: ['active'] };
    expect(disabled?.events).toEqual({
      [`${EVENT}prov:patch:notice`]: notice,
      [`${EVENT}prov:deactivate`]: {},
    });
    expect(enabled?.events).toEqual({ [`${EVENT}prov:patch:notice`]: notice, [`${EVENT}prov:activate`]: {} });
  });

  it('tells a DELETE as delete without attributes, and a return as create and activate (RFC 9967 §2.4.4)', async () => {
    const { id } = await created(client, '/Users', person('returner', { externalId: 'ext-r' }));
    await client.delete(`/Users/${id}`);
    await created(client, '/Users', person('returner', { externalId: 'ext-r' }));
    const [, gone, back] = await untilTold(receiver, id, 3);
    expect(gone?.events).toEqual({ [`${EVENT}prov:delete`]: {} });
    expect(gone?.sub_id['externalId']).toBe('ext-r');
    expect(Object.keys(back?.events ?? {})).toEqual([`${EVENT}prov:create:notice`, `${EVENT}prov:activate`]);
  });

  it('tells who came and left as a patch of the group', async () => {
    const { id: member } = await created(client, '/Users', person('member'));
    const { id } = await created(client, '/Groups', { displayName: 'Team' });
    await client.patch(`/Groups/${id}`, [{ op: 'add', path: 'members', value: [{ value: member }] }]);
    const [, joined] = await untilTold(receiver, id, 2);
    expect(joined?.events[`${EVENT}prov:patch:notice`]).toMatchObject({ attributes: ['members'] });
    const [, whole] = await untilTold(full, id, 2);
    expect(whole?.events[`${EVENT}prov:patch:full`]).toMatchObject({
      data: { Operations: [{ op: 'add', path: 'members', value: [{ value: member, type: 'User' }] }] },
    });
  });

  it('holds the whole resource after a create and a PUT, and the operations of a PATCH, in a full stream (RFC 9967 §2.4)', async () => {
    const { id } = await created(
      client,
      '/Users',
      person('whole', { password: 'Tops3cret!', title: 'Clerk' }),
    );
    await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Partner' }]);
    await client.put(`/Users/${id}`, person('whole', { nickName: 'W' }));
    const told = await untilTold(full, id, 3);
    expect(told.map(({ events }) => events)).toMatchObject([
      { [`${EVENT}prov:create:full`]: { data: { id, userName: 'whole', title: 'Clerk', active: true } } },
      {
        [`${EVENT}prov:patch:full`]: {
          data: { Operations: [{ op: 'replace', path: 'title', value: 'Partner' }] },
        },
      },
      { [`${EVENT}prov:put:full`]: { data: { id, userName: 'whole', nickName: 'W' } } },
    ]);
    const put = told[2]?.events[`${EVENT}prov:put:full`]?.['data'];
    expect(put).not.toHaveProperty('title');
    expect(JSON.stringify(told)).not.toMatch(/password|Tops3cret/);
  });

  it('tells nothing of another customer', async () => {
    const { id } = await created(other, '/Users', person('stranger'));
    const { id: ours } = await created(client, '/Users', person('afterwards'));
    await untilTold(receiver, ours, 1);
    expect(toldOf(receiver, id)).toEqual([]);
  });
});

describe('push delivery', () => {
  const sent = (id: string): readonly string[] => toldOf(receiver, id).map(({ jti }) => jti ?? '');

  it('sends a token again, letter by letter the same, until it is acknowledged with 202, and the next ones after it (RFC 8935 §2.2)', async () => {
    receiver.answerNext(
      { status: 500 },
      { status: 200 },
      { status: 302, location: full.url },
      { status: 429 },
    );
    const before = receiver.pushes.length;
    const { id } = await created(client, '/Users', person('patience'));
    const { id: next } = await created(client, '/Users', person('patience2'));
    await untilTold(receiver, next, 1);
    const pushes = receiver.pushes.slice(before);
    expect(new Set(pushes.slice(0, 5).map(({ token }) => token)).size).toBe(1);
    expect(sent(id)).toHaveLength(5);
    expect(sent(next)).toHaveLength(1);
    expect(toldOf(full, id)).toHaveLength(1);
  });

  it('parks a token that the receiver refuses with 400, says so, and goes on (RFC 8935 §2.3)', async () => {
    receiver.answerNext({ status: 400, body: { err: 'invalid_request', description: 'no such\nevent' } });
    const { id } = await created(client, '/Users', person('poison'));
    const { id: next } = await created(client, '/Users', person('healthy'));
    await untilTold(receiver, next, 1);
    expect(sent(id)).toHaveLength(1);
    const [jti = ''] = sent(id);
    const parked = await db.database.collection<{ _id: string }>('eventTokens').findOne({ _id: jti });
    expect(parked).toMatchObject({ state: 'refused', refusal: { err: 'invalid_request' } });
    const line = gateway.logLines().find((text) => text.includes(jti) && text.includes('is parked'));
    expect(line).toContain('invalid_request');
  });

  it('waits where the receiver refuses the gateway rather than the token (RFC 8935 §2.4)', async () => {
    const denied = { status: 400, body: { err: 'authentication_failed', description: 'who are you?' } };
    receiver.answerNext(denied, denied);
    const { id } = await created(client, '/Users', person('denied'));
    await until('taken at last', () => (sent(id).length === 3 ? true : undefined));
    const { id: next } = await created(client, '/Users', person('admitted'));
    await untilTold(receiver, next, 1);
    expect(await db.database.collection('eventTokens').countDocuments({ state: 'refused' })).toBe(1);
  });

  it('keeps the order of the versions of a resource', async () => {
    const { id } = await created(client, '/Users', person('versions'));
    for (let count = 0; count < 15; count += 1) {
      await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: `title ${count}` }]);
    }
    const told = await untilTold(receiver, id, 16);
    const versions = told.map(({ events }) => Object.values(events)[0]?.['version']);
    expect(versions).toEqual(versions.map((_version, index) => `W/"${index + 1}"`));
  });
});

describe('two gateways on one database', () => {
  const LEASE = 'eventStream/ajuba/notices';

  it('tell each event once, and one goes on where the other ended', async () => {
    const second = await startWhole(db, file(), env);
    const { id } = await created(client, '/Users', person('takeover'));
    await untilTold(receiver, id, 1);
    // Whichever has the stream: what was accepted while the first one ends is told by the second.
    const ending = gateway.close();
    const throughSecond = scimClient({ baseUrl: second.baseUrl, token: tokens.ajuba });
    const { id: later } = await created(throughSecond, '/Users', person('afterTakeover'));
    await untilTold(receiver, later, 1);
    await Promise.all([ending, second.close()]);
    // What is committed while no gateway tells is told by the next one.
    gateway = await startWhole(db, file(), env);
    client = scimClient({ baseUrl: gateway.baseUrl, token: tokens.ajuba });
    const { id: last } = await created(client, '/Users', person('restarted'));
    await untilTold(receiver, last, 1);
    const told = [id, later, last].map((resource) => toldOf(receiver, resource).length);
    expect(told).toEqual([1, 1, 1]);
  });

  it('one takes over after the lease where the other died without a word', async () => {
    await db.database
      .collection<{ _id: string; holder: string; until: Date }>('leases')
      .updateOne({ _id: LEASE }, { $set: { holder: 'dead', until: new Date(Date.now() + 300) } });
    const { id } = await created(client, '/Users', person('orphan'));
    await untilTold(receiver, id, 1);
    await until('another holder', async () => {
      const lease = await db.database
        .collection<{ _id: string; holder: string }>('leases')
        .findOne({ _id: LEASE });
      return lease?.holder === 'dead' ? undefined : true;
    });
  });
});
