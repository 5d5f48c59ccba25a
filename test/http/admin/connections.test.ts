// Connections that admins make and change while the gateway runs, against two gateways on one database: what opens, what is refused and how soon.

import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from '../gateway';
import { adminClient, type AdminAnswer, type AskAdmin } from './admin-client';

const secret = (): string => randomBytes(32).toString('hex');
const ADMIN_TOKEN = secret();
const FILE_TOKEN = secret();
const CLIENT_SECRET = secret();

const OPTIONS: TestGatewayOptions = {
  token: secret(),
  file: {
    customers: [
      {
        id: 'ajuba',
        connections: [
          { name: 'okta', token: { env: 'FILE_TOKEN' } },
          { name: 'entra', oauth: { clientId: 'entra-ajuba', secrets: [{ env: 'CLIENT_SECRET' }] } },
        ],
      },
      { id: 'other', connections: [{ name: 'idp', token: { env: 'OTHER_TOKEN' } }] },
      { id: 'default' },
    ],
  },
  env: { ADMIN_TOKEN, FILE_TOKEN, CLIENT_SECRET, OTHER_TOKEN: secret() },
};

/** What a change may take to be known everywhere. */
const KNOWN_WITHIN_MS = 1_000;

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly words: string;
  readonly lastSeen: string | null;
  readonly requests24h: number;
  readonly tokens: readonly {
    readonly id: string;
    readonly state: string;
    readonly lastUsed: string | null;
  }[];
  readonly client: { readonly id: string; readonly state: string } | null;
}
interface Made {
  readonly connection: Shown;
  readonly token: { readonly id: string; readonly text: string };
}

let first: TestGateway;
let second: TestGateway;
let third: TestGateway | undefined;
let admin: AskAdmin;

beforeAll(async () => {
  first = await startTestGateway(OPTIONS);
  second = await startTestGateway(OPTIONS);
  admin = adminClient(first.rootUrl, ADMIN_TOKEN, 'ajuba');
});
afterAll(async () => {
  await third?.close();
  await second.close();
  await first.close();
});

function statusOf(gateway: TestGateway, token: string, path = '/Users?count=1'): Promise<number> {
  const headers = { Authorization: `Bearer ${token}` };
  return fetch(`${gateway.baseUrl}${path}`, { headers }).then(({ status }) => status);
}

async function create(name: string, more: object = {}): Promise<Made> {
  const answer = await admin('connections.create', { name, kind: 'other', ...more });
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
  return answer.body as unknown as Made;
}

async function shown(id: string, ask = admin): Promise<Shown> {
  return (await ask('connections.show', { connection: id })).body['connection'] as Shown;
}

/** Asks until the answer is as it should be, for as long as a change may take. */
async function within<T>(ask: () => Promise<T>, expected: T, ms = KNOWN_WITHIN_MS): Promise<void> {
  const deadline = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer === expected || Date.now() > deadline) {
      expect(answer).toEqual(expected);
      return;
    }
    await sleep(20);
  }
}

const refusal = ({ status, body }: AdminAnswer): unknown => [status, body.error.problem];

describe('a connection made in the console', () => {
  it('opens at once in every gateway, and only the people of its customer', async () => {
    const { token } = await create('opens');
    for (const gateway of [first, second]) expect(await statusOf(gateway, token.text)).toBe(200);
    const headers = { Authorization: `Bearer ${token.text}`, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada' });
    const { id } = (await (
      await fetch(`${first.baseUrl}/Users`, { method: 'POST', headers, body })
    ).json()) as {
      id: string;
    };
    expect(await statusOf(second, token.text, `/Users/${id}`)).toBe(200);
    expect(await statusOf(second, OPTIONS.env?.['OTHER_TOKEN'] ?? '', `/Users/${id}`)).toBe(404);
  });

  it('is nobody’s with a token that was never made, and not another customer’s to see or change', async () => {
    const { connection, token } = await create('mine');
    const other = adminClient(first.rootUrl, ADMIN_TOKEN, 'other');
    const named = { connection: connection.id };
    expect(refusal(await other('connections.show', named))).toEqual([404, 'notFound']);
    expect(refusal(await other('connections.revoke', { ...named, token: token.id }))).toEqual([
      404,
      'notFound',
    ]);
    expect((await other('connections.list')).text).not.toContain('mine');
    const wrong = token.text.slice(0, -1) + (token.text.endsWith('a') ? 'b' : 'a');
    expect(await statusOf(second, wrong)).toBe(401);
    expect(await statusOf(second, token.text)).toBe(200);
  });

  it('shows its token once, and its digest never: in no answer, no log and no document', async () => {
    const { connection, token } = await create('once');
    await statusOf(first, token.text, `/Users/${token.text}?filter=userName+eq+%22${token.text}%22`);
    const named = { connection: connection.id };
    const answers = await Promise.all([
      admin('connections.list'),
      admin('connections.show', named),
      admin('connections.waiting', named),
      admin('connections.rotate', named),
      admin('connections.revoke', { ...named, token: token.id }),
    ]);
    const texts = answers.map(({ text }) => text).join('\n');
    const digest = createHash('sha256').update(token.text).digest('hex');
    expect(texts).toContain(token.id);
    expect(texts).not.toContain(token.text);
    expect(texts).not.toContain(digest);
    expect(first.logLines().join('\n')).not.toContain(token.text.slice(0, 20));
    await within(
      () => first.database.collection('requests').countDocuments({ connection: 'once', status: 404 }),
      1,
      3_000,
    );
    const kept = await Promise.all(
      ['connections', 'events', 'requests'].map((name) => first.database.collection(name).find().toArray()),
    );
    expect(JSON.stringify(kept).includes(token.text.slice(0, 20))).toBe(false);
    expect(JSON.stringify(kept).includes(token.text.toLowerCase())).toBe(false);
    expect(JSON.stringify(kept[1])).not.toContain(digest);
    expect(JSON.stringify(kept[0])).toContain(digest);
  });

  it('takes no name that is taken, neither by another one nor in the file', async () => {
    await create('taken');
    for (const name of ['taken', 'Taken', 'okta']) {
      const answer = await admin('connections.create', { name, kind: 'okta' });
      expect([answer.status, answer.body.error.detail]).toEqual([409, expect.stringContaining('already')]);
    }
    const both = await Promise.all(
      ['race', 'race'].map((name) => admin('connections.create', { name, kind: 'okta' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('keeps by another name when it was heard of, and how much', async () => {
    const { connection, token } = await create('first-name');
    await statusOf(first, token.text);
    await within(() => shown(connection.id).then(({ requests24h }) => requests24h), 1, 5_000);
    await admin('connections.rename', { connection: connection.id, name: 'second-name' });
    const renamed = await shown(connection.id);
    expect(renamed).toMatchObject({ name: 'second-name', requests24h: 1 });
    expect([renamed.lastSeen, renamed.tokens[0]?.lastUsed]).toEqual([expect.any(String), expect.any(String)]);
  });

  it('leaves an event of each change, with the admin’s name', async () => {
    const { connection, token } = await create('told');
    await admin('connections.rename', { connection: connection.id, name: 'told-again' });
    await admin('connections.revoke', { connection: connection.id, token: token.id });
    await admin('connections.revoke', { connection: connection.id, token: token.id });
    const events = await first.database
      .collection('events')
      .find({ customer: 'ajuba', resourceId: connection.id })
      .sort({ version: 1 })
      .toArray();
    expect(events).toHaveLength(3);
    for (const event of events)
      expect(event).toMatchObject({ resourceType: 'Connection', operation: 'configure' });
    expect(events[1]).toMatchObject({ before: { name: 'told' }, after: { name: 'told-again' } });
    expect((events[0]?.['actor'] as { client: string }).client).not.toBe('');
  });
});

describe('a token', () => {
  it('that is revoked in one gateway is refused in another within a second, and the other token is not', async () => {
    const { connection, token } = await create('revoked');
    const next = (await admin('connections.rotate', { connection: connection.id })).body as unknown as Made;
    for (const text of [token.text, next.token.text]) expect(await statusOf(second, text)).toBe(200);
    expect((await admin('connections.revoke', { connection: connection.id, token: token.id })).status).toBe(
      200,
    );
    await within(() => statusOf(second, token.text), 401);
    await within(() => statusOf(first, token.text), 401);
    expect(await statusOf(second, next.token.text)).toBe(200);
  });

  it('is one of two at most, until one of them is revoked', async () => {
    const { connection, token } = await create('two');
    const named = { connection: connection.id };
    expect((await admin('connections.rotate', named)).status).toBe(200);
    expect(refusal(await admin('connections.rotate', named))).toEqual([409, 'conflict']);
    expect((await shown(connection.id)).tokens).toHaveLength(2);
    await admin('connections.revoke', { ...named, token: token.id });
    const both = await Promise.all([admin('connections.rotate', named), admin('connections.rotate', named)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('opens until its end and not a moment longer; an end that is over is refused', async () => {
    const { connection, token } = await create('ends');
    const named = { connection: connection.id, token: token.id };
    const past = await admin('connections.expire', { ...named, expires: '2020-01-01T00:00:00Z' });
    expect([past.status, await statusOf(second, token.text)]).toEqual([400, 200]);
    const end = Date.now() + 400;
    await admin('connections.expire', { ...named, expires: new Date(end).toISOString() });
    await within(() => statusOf(second, token.text), 401, KNOWN_WITHIN_MS + 400);
    expect(Date.now()).toBeGreaterThanOrEqual(end);
    expect((await shown(connection.id)).tokens[0]?.state).toBe('expired');
  });

  it('that is over shows in the log of its customer as whose it was', async () => {
    const { connection, token } = await create('over');
    await admin('connections.revoke', { connection: connection.id, token: token.id });
    await within(() => statusOf(first, token.text), 401);
    const refused = { customer: 'ajuba', connection: 'over', token: token.id, status: 401 };
    await within(() => first.database.collection('requests').countDocuments(refused, { limit: 1 }), 1, 3_000);
    expect((await shown(connection.id)).words).toMatch(/every token is revoked/);
  });

  it('of a connection that was removed opens nothing; its name may be given again', async () => {
    const { connection, token } = await create('removed');
    expect(await statusOf(second, token.text)).toBe(200);
    expect((await admin('connections.remove', { connection: connection.id })).status).toBe(200);
    await within(() => statusOf(second, token.text), 401);
    expect(refusal(await admin('connections.show', { connection: connection.id }))).toEqual([
      404,
      'notFound',
    ]);
    const again = await create('removed');
    expect(await statusOf(second, again.token.text)).toBe(200);
    expect(await statusOf(second, token.text)).toBe(401);
  });
});

describe('a connection of the configuration', () => {
  const named = { connection: 'file-okta' };

  it('gets a second token here, has its first one revoked, and stays so after a restart', async () => {
    const next = (await admin('connections.rotate', named)).body as unknown as Made;
    expect(await statusOf(second, FILE_TOKEN)).toBe(200);
    const [configured] = (await shown('file-okta')).tokens;
    await admin('connections.revoke', { ...named, token: configured?.id ?? '' });
    await within(() => statusOf(second, FILE_TOKEN), 401);
    third = await startTestGateway(OPTIONS);
    expect(await statusOf(third, FILE_TOKEN)).toBe(401);
    expect(await statusOf(third, next.token.text)).toBe(200);
  });

  it('can neither be renamed nor removed', async () => {
    expect(refusal(await admin('connections.rename', { ...named, name: 'x' }))).toEqual([409, 'conflict']);
    expect(refusal(await admin('connections.remove', named))).toEqual([409, 'conflict']);
  });

  it('has its OAuth client shut out, its access tokens too, and let in again without those', async () => {
    const ofClient = { connection: 'file-entra', token: 'client-entra-ajuba' };
    const before = await accessToken();
    expect(await statusOf(second, before.token)).toBe(200);
    await admin('connections.revoke', ofClient);
    await within(() => statusOf(second, before.token), 401);
    expect((await accessToken()).status).toBe(401);
    await admin('connections.readmit', ofClient);
    await within(async () => (await accessToken()).status, 200);
    expect(await statusOf(second, (await accessToken()).token)).toBe(200);
    expect(await statusOf(second, before.token)).toBe(401);
  });

  it('is read strictly in every gateway once that is switched on, and as configured when it is switched back', async () => {
    const { token } = (await admin('connections.rotate', named)).body as unknown as Made;
    const flag = '/Users?count=1&aadOptscim062020';
    expect(await statusOf(second, token.text, flag)).toBe(200);
    await admin('connections.profile', { ...named, profile: 'strict' });
    await within(() => statusOf(second, token.text, flag), 400);
    await admin('connections.profile', { ...named, tolerances: { 'parameter-ignored': 'allow' } });
    await within(() => statusOf(second, token.text, flag), 200);
    const back = await admin('connections.profile', { ...named, profile: 'configured' });
    expect(back.body['connection']).toMatchObject({ profile: 'default', toleranceSwitches: 0 });
    const unknown = await admin('connections.profile', { ...named, tolerances: { 'no-such': 'allow' } });
    expect([unknown.status, unknown.body.error.detail]).toEqual([400, expect.stringContaining('path-less')]);
  });
});

describe('setting a connection up', () => {
  it('is seen live: nothing yet, the test of the connection, the first person', async () => {
    const { connection, token } = await create('wizard', { kind: 'entra' });
    const waiting = async (): Promise<{ stage: string; requests: readonly object[] }> =>
      (await admin('connections.waiting', { connection: connection.id })).body as unknown as Awaited<
        ReturnType<typeof waiting>
      >;
    expect(await waiting()).toMatchObject({ stage: 'waiting', requests: [] });
    await statusOf(second, token.text, '/Users?filter=userName+eq+%22nobody%22');
    await within(async () => (await waiting()).stage, 'tested', 3_000);
    expect((await waiting()).requests[0]).toMatchObject({
      method: 'GET',
      what: 'search for people',
      status: 200,
    });
    const headers = { Authorization: `Bearer ${token.text}`, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'eve' });
    await fetch(`${second.baseUrl}/Users`, { method: 'POST', headers, body });
    await within(async () => (await waiting()).stage, 'synced', 3_000);
    const row = await shown(connection.id);
    expect([row.state, row.requests24h > 0, row.tokens[0]?.lastUsed === row.lastSeen]).toEqual([
      'working',
      true,
      true,
    ]);
  });

  it.each(['entra', 'okta', 'other'])(
    'has a guide for %s with what is to be pasted and what each attribute does',
    async (kind) => {
      const { body } = await admin('connections.guide', { kind });
      const steps = body['steps'] as readonly { copy: string | null }[];
      expect(steps.map(({ copy }) => copy)).toContain(first.baseUrl);
      expect(body['baseUrl']).toBe(first.baseUrl);
      const targets = (body['mapping'] as readonly { target: string }[]).map(({ target }) => target);
      expect(targets).toEqual(
        expect.arrayContaining([
          'userName',
          'active',
          'urn:ietf:params:scim:schemas:extension:imanage:2.0:User:role',
        ]),
      );
    },
  );

  it('maps only attributes that the gateway has', async () => {
    const headers = { Authorization: `Bearer ${OPTIONS.env?.['OTHER_TOKEN'] ?? ''}` };
    const schemas = await (await fetch(`${first.baseUrl}/Schemas`, { headers })).json();
    const { Resources } = schemas as {
      Resources: readonly { id: string; attributes: readonly { name: string }[] }[];
    };
    const known = new Set(
      Resources.flatMap(({ id, attributes }) => attributes.map(({ name }) => `${id}:${name}`)),
    );
    const { body } = await admin('connections.guide', { kind: 'other' });
    for (const { target } of body['mapping'] as readonly { target: string }[]) {
      if (target.startsWith('urn:')) expect(known).toContain(target);
    }
  });
});

async function accessToken(): Promise<{ status: number; token: string }> {
  const response = await fetch(`${second.rootUrl}/oauth2/token`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`entra-ajuba:${CLIENT_SECRET}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  const { access_token: token = '' } = (await response.json()) as { access_token?: string };
  return { status: response.status, token };
}
