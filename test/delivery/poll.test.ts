// Security events fetched by a receiver (RFC 8936): what it gets, again and no more, and who gets nothing.

import { rawRequest, created, person, scimClient, type Answered, type ScimClient } from '../http/scim-client';
import { EVENT, secret, startWhole, testDatabase, until, verified, type WholeGateway } from './whole-gateway';

const tokens = { ajuba: secret(), other: secret(), ajubaPoll: secret(), otherPoll: secret() };
const db = testDatabase();
let gateway: WholeGateway;
let client: ScimClient;
let otherClient: ScimClient;

const customer = (id: string, variable: string): object => ({
  id,
  connections: [{ name: 'idp', token: { env: variable } }],
  eventStreams: [
    {
      id: `${id}-hr`,
      audience: `aud-${id}`,
      delivery: { poll: { token: { env: `${variable}_POLL` } } },
      events: ['prov:create:notice', 'prov:deactivate'],
    },
  ],
});

beforeAll(async () => {
  const file = { customers: [customer('ajuba', 'AJUBA'), customer('other', 'OTHER')] };
  gateway = await startWhole(db, file, {
    AJUBA: tokens.ajuba,
    OTHER: tokens.other,
    AJUBA_POLL: tokens.ajubaPoll,
    OTHER_POLL: tokens.otherPoll,
  });
  client = scimClient({ baseUrl: gateway.baseUrl, token: tokens.ajuba });
  otherClient = scimClient({ baseUrl: gateway.baseUrl, token: tokens.other });
});

afterAll(async () => {
  await gateway.close();
  await db.drop();
});

interface Polled extends Answered {
  readonly sets: Readonly<Record<string, string>>;
}

async function poll(asked: object, stream = 'ajuba-hr', token = tokens.ajubaPoll): Promise<Polled> {
  const answered = await rawRequest(gateway.rootUrl, {
    method: 'POST',
    path: `/security-events/streams/${stream}/poll`,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(asked),
  });
  return { ...answered, sets: (answered.body['sets'] ?? {}) as Polled['sets'] };
}

const AT_ONCE = { returnImmediately: true };

/** Acknowledges all there is. */
async function emptyStream(): Promise<void> {
  for (let ack: readonly string[] = []; ;) {
    const { sets } = await poll({ ...AT_ONCE, ack });
    ack = Object.keys(sets);
    if (ack.length === 0) return;
  }
}

async function peopleTold(...names: readonly string[]): Promise<readonly string[]> {
  const people: string[] = [];
  for (const name of names) people.push((await created(client, '/Users', person(name))).id);
  await until('tokens that wait', async () =>
    Object.keys((await poll(AT_ONCE)).sets).length >= names.length ? true : undefined,
  );
  return people;
}

describe('POST /security-events/streams/{id}/poll', () => {
  afterEach(emptyStream);

  it('gives the sets by jti, each signed for the stream, and only the events it names (RFC 8936 §2.3)', async () => {
    const [id] = await peopleTold('poll1');
    await client.patch(`/Users/${id ?? ''}`, [{ op: 'replace', path: 'title', value: 'untold' }]);
    await client.patch(`/Users/${id ?? ''}`, [{ op: 'replace', path: 'active', value: false }]);
    const answered = await until('two sets', async () => {
      const polled = await poll(AT_ONCE);
      return Object.keys(polled.sets).length === 2 ? polled : undefined;
    });
    expect(answered.status).toBe(200);
    expect(answered.headers['content-type']).toMatch(/^application\/json(;|$)/);
    const claims = await Promise.all(
      Object.values(answered.sets).map((token) => verified(gateway, token, 'aud-ajuba')),
    );
    expect(claims.map(({ jti }) => jti)).toEqual(Object.keys(answered.sets));
    expect(claims.map(({ events }) => Object.keys(events))).toEqual([
      [`${EVENT}prov:create:notice`],
      [`${EVENT}prov:deactivate`],
    ]);
  });

  it('gives what was not acknowledged again, and what was never again (RFC 8936 §2.4)', async () => {
    await peopleTold('poll2', 'poll3');
    const first = await poll(AT_ONCE);
    const [acknowledged = '', kept = ''] = Object.keys(first.sets);
    const second = await poll({ ...AT_ONCE, ack: [acknowledged, 'no-such-jti'] });
    expect(second.sets).toEqual({ [kept]: first.sets[kept] });
    expect((await poll({ ...AT_ONCE, ack: [kept] })).sets).toEqual({});
  });

  it('gives at most maxEvents, oldest first, and says that there are more; 0 acknowledges only (RFC 8936 §2.2)', async () => {
    await peopleTold('poll4', 'poll5');
    const all = Object.keys((await poll(AT_ONCE)).sets);
    const one = await poll({ ...AT_ONCE, maxEvents: 1 });
    expect(one.body).toEqual({ sets: one.sets, moreAvailable: true });
    expect(Object.keys(one.sets)).toEqual(all.slice(0, 1));
    expect((await poll({ maxEvents: 0, ack: all })).body).toEqual({ sets: {} });
    expect((await poll(AT_ONCE)).body).toEqual({ sets: {} });
  });

  it('parks what the receiver reports as wrong, and says so in the log (RFC 8936 §2.4)', async () => {
    await peopleTold('poll6');
    const [jti = ''] = Object.keys((await poll(AT_ONCE)).sets);
    const setErrs = { [jti]: { err: 'invalid_key', description: 'unknown kid' } };
    expect((await poll({ ...AT_ONCE, setErrs })).sets).toEqual({});
    expect(gateway.logLines().some((line) => line.includes(jti) && line.includes('unknown kid'))).toBe(true);
  });

  it('holds a poll open until there is something, and answers an empty one after a while (RFC 8936 §2.2)', async () => {
    const waiting = poll({});
    await created(client, '/Users', person('poll7'));
    // On a slow machine the wait may be over before the person is there; then the next poll finds it.
    const { sets } = await waiting;
    expect(Object.keys({ ...sets, ...(await poll({})).sets })).toHaveLength(1);
    await emptyStream();
    expect((await poll({})).sets).toEqual({});
  });

  it.each([
    ['a list', []],
    ['maxEvents below 0', { maxEvents: -1 }],
    ['returnImmediately as a text', { returnImmediately: 'true' }],
    ['ack as a text', { ack: 'jti' }],
    ['an error without err', { setErrs: { jti: {} } }],
    [
      'more errors than a receiver can have found',
      {
        setErrs: Object.fromEntries(Array.from({ length: 1_001 }, (_none, at) => [`jti${at}`, { err: 'x' }])),
      },
    ],
  ])('refuses %s, 400, and does nothing of it', async (_what, body) => {
    const answered = await poll(body);
    expect(answered.status).toBe(400);
    expect(answered.body).toMatchObject({
      err: 'invalid_request',
      description: expect.any(String) as string,
    });
  });

  it.each([
    ['the token of another customer’s stream', 'ajuba-hr', () => tokens.otherPoll],
    ['the token of a SCIM connection', 'ajuba-hr', () => tokens.ajuba],
    ['a stream that does not exist', 'nobody', () => tokens.ajubaPoll],
  ])('refuses %s, 401, and tells nothing', async (_what, stream, token) => {
    const answered = await poll(AT_ONCE, stream, token());
    expect(answered.status).toBe(401);
    expect(answered.headers['www-authenticate']).toMatch(/^Bearer/);
    expect(answered.body).toEqual({
      err: 'authentication_failed',
      description: expect.any(String) as string,
    });
  });

  it('lets nobody acknowledge for another customer', async () => {
    await created(otherClient, '/Users', person('theirs'));
    const theirs = await until('the other customer’s token', async () => {
      const { sets } = await poll(AT_ONCE, 'other-hr', tokens.otherPoll);
      return Object.keys(sets).length === 1 ? sets : undefined;
    });
    await poll({ ...AT_ONCE, ack: Object.keys(theirs), setErrs: {} });
    expect((await poll(AT_ONCE, 'other-hr', tokens.otherPoll)).sets).toEqual(theirs);
  });
});

describe('GET /.well-known/jwks.json', () => {
  it('gives the public key, and no private part of it', async () => {
    const answered = await rawRequest(gateway.rootUrl, { path: '/.well-known/jwks.json' });
    expect(answered.body['keys']).toEqual([
      {
        ...{ kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256' },
        ...{
          kid: expect.any(String) as string,
          x: expect.any(String) as string,
          y: expect.any(String) as string,
        },
      },
    ]);
  });
});

describe('GET /ServiceProviderConfig', () => {
  it('tells the events and that requests are done later for who asks (RFC 9967 §4)', async () => {
    const { body } = await client.get('/ServiceProviderConfig?attributes=securityEvents');
    expect(body['securityEvents']).toEqual({
      asyncRequest: 'request',
      eventUris: expect.arrayContaining([
        `${EVENT}prov:create:notice`,
        `${EVENT}prov:delete`,
        `${EVENT}misc:asyncresp`,
      ]) as string[],
    });
    // Strict clients refuse the whole document for a member that they do not know.
    expect((await client.get('/ServiceProviderConfig')).body['securityEvents']).toBeUndefined();
  });
});
