// Two whole gateways on one database: what raises an alert and what does not, how it ends, and who is told of it, over the admin API and a receiver and mail server of the test's own.

import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { adminClient, type AdminAnswer, type AskAdmin } from '../http/admin/admin-client';
import { created, person, scimClient, type Body, type ScimClient } from '../http/scim-client';
import { startMailServer, type TestMailServer } from './mail-server';
import {
  secret,
  startReceiver,
  startWhole,
  testDatabase,
  until,
  type TestReceiver,
  type WholeGateway,
} from './whole-gateway';

const DISABLE = [{ op: 'replace', path: 'active', value: false }];
const TEST_MS_MAX = 30_000;
const SIGNING = `whsec_${randomBytes(32).toString('base64')}`;

interface AlertBody {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly message: string;
  readonly remedy: string;
  readonly count: number;
  readonly connection: string | null;
  readonly person: { readonly id: string | null; readonly name: string } | null;
  readonly ended: string | null;
  readonly notices: readonly { readonly target: string; readonly state: string; readonly tries: number }[];
}

const database = testDatabase();
const adminToken = secret();
const tokens = { firm: secret(), told: secret() };
let gateways: readonly WholeGateway[];
let receiver: TestReceiver;
let mail: TestMailServer;
let firm: ScimClient;
let told: ScimClient;
let ask: AskAdmin;
let askTold: AskAdmin;

beforeAll(async () => {
  receiver = await startReceiver();
  mail = await startMailServer();
  const connection = (name: string, variable: string): object => ({ name, token: { env: variable } });
  const file = {
    customers: [
      {
        id: 'firm',
        connections: [connection('okta', 'TOKEN_FIRM')],
        // Nobody is disabled beyond the first: the others are refused.
        rules: { massDisable: { mode: 'hold', count: 1, percent: 1 } },
        alerts: { incompleteMinutes: 30 },
      },
      {
        id: 'told',
        name: 'Told & Partners',
        connections: [connection('entra', 'TOKEN_TOLD')],
        rules: { massDisable: { mode: 'hold', count: 1, percent: 1 } },
        notices: {
          webhook: { url: receiver.url, secret: { env: 'HOOK_SECRET' } },
          email: { smtp: { env: 'MAIL' }, from: 'gateway@told.example', to: ['it@told.example'] },
        },
      },
    ],
  };
  const env = {
    ADMIN_TOKEN: adminToken,
    TOKEN_FIRM: tokens.firm,
    TOKEN_TOLD: tokens.told,
    HOOK_SECRET: SIGNING,
    MAIL: `smtp://127.0.0.1:${mail.port}`,
  };
  const pace = { watchEveryMs: 30, countEveryMs: 30, noticeFailingMs: 0 };
  const start = (): Promise<WholeGateway> => startWhole(database, file, env, pace);
  const first = await start();
  gateways = [first, await start()];
  firm = scimClient({ ...first, token: tokens.firm });
  told = scimClient({ ...first, token: tokens.told });
  ask = adminClient(first.rootUrl, adminToken, 'firm');
  askTold = adminClient(first.rootUrl, adminToken, 'told');
}, TEST_MS_MAX);

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  await receiver.close();
  await mail.close();
  await database.drop();
}, TEST_MS_MAX);

async function alerts(asking: AskAdmin, query: object = {}): Promise<readonly AlertBody[]> {
  const { body, status, text } = await asking('alerts.list', query);
  if (status !== 200) throw new Error(text);
  return body['rows'] as readonly AlertBody[];
}

function alertOn(asking: AskAdmin, kind: string, meets: (alert: AlertBody) => boolean): Promise<AlertBody> {
  return until(`an alert ${kind}`, async () => (await alerts(asking, { kind })).find(meets));
}

/** The database tells when everything that was logged has been looked at. */
async function settled(): Promise<void> {
  const requests = database.database.collection('requests');
  const lines = await until('the log', async () => {
    const found = await requests.find({ refusedDisable: true }).toArray();
    return found.length === 0 ? found : undefined;
  });
  expect(lines).toEqual([]);
}

/** Each gateway signs its life before it looks: the second sign from now is the end of a whole look. */
async function looked(): Promise<void> {
  const processes = database.database.collection<{ _id: string; at: Date }>('processes');
  for (let looks = 0; looks < 2; looks += 1) {
    const before = await processes.find().toArray();
    await until('another look', async () => {
      const now = await processes.find().toArray();
      const isNewer = before.every(({ _id, at }) => now.some((one) => one._id === _id && one.at > at));
      return isNewer ? true : undefined;
    });
  }
}

/** A request of its own is the last of the log by then. */
async function logged(client: ScimClient): Promise<void> {
  const { headers } = await client.get('/Users?count=1');
  const requests = database.database.collection('requests');
  await until('the line of the last request', async () => {
    const line = await requests.findOne({ requestId: headers['x-request-id'] });
    return line ?? undefined;
  });
  await settled();
  await looked();
}

async function failureOf(answer: Promise<AdminAnswer>): Promise<string> {
  const { status, body } = await answer;
  return `${status} ${body.error.detail}`;
}

describe('a refused disable', () => {
  let leaver: Body;
  beforeAll(async () => {
    const one = await created(firm, '/Users', person('released'));
    await firm.patch(`/Users/${one.id}`, DISABLE);
    leaver = await created(firm, '/Users', person('leaver', { displayName: 'MARCIE DAVENPORT' }));
  });

  it('raises one alert under two gateways, which counts what is repeated and names person, connection and remedy', async () => {
    for (const client of gateways.map((gateway) => scimClient({ ...gateway, token: tokens.firm }))) {
      expect((await client.delete(`/Users/${leaver.id}`)).status).toBe(429);
      expect((await client.patch(`/Users/${leaver.id}`, DISABLE)).status).toBe(429);
    }
    const alert = await alertOn(ask, 'refused-disable', ({ count }) => count === 4);
    expect(alert).toMatchObject({
      state: 'open',
      connection: 'okta',
      person: { id: leaver.id },
      message: expect.stringMatching(
        /^The connection "okta" asked to disable .*MARCIE DAVENPORT.* was answered 429/,
      ) as string,
      remedy: expect.stringContaining('release the brake') as string,
    });
    expect(await alerts(ask, { kind: 'refused-disable' })).toHaveLength(1);
  });

  it('of somebody unknown raises one, which says that nobody has the id; of somebody deleted none', async () => {
    const gone = await created(told, '/Users', person('gone'));
    expect((await told.delete(`/Users/${gone.id}`)).status).toBe(204);
    expect((await told.delete(`/Users/${gone.id}`)).status).toBe(404);
    expect((await told.delete('/Users/nobody-has-this-id')).status).toBe(404);
    const alert = await alertOn(askTold, 'refused-disable', () => true);
    expect(alert).toMatchObject({
      person: { id: null },
      message: expect.stringContaining('nobody-has-this-id') as string,
    });
    await logged(told);
    expect(await alerts(askTold, { kind: 'refused-disable' })).toHaveLength(1);
  });

  it('with a token that nobody knows raises one where the person is known', async () => {
    const known = await created(firm, '/Users', person('known-to-us'));
    const stranger = scimClient({ baseUrl: gateways[0]?.baseUrl ?? '', token: secret() });
    expect((await stranger.delete(`/Users/${known.id}`)).status).toBe(401);
    const alert = await alertOn(ask, 'refused-disable', ({ person: who }) => who?.id === known.id);
    expect(alert).toMatchObject({
      connection: null,
      remedy: expect.stringContaining('new one under Connections') as string,
    });
  });

  it('is no alert where the request disables nobody', async () => {
    const before = (await alerts(ask)).length;
    const quiet = await created(firm, '/Users', person('quiet'));
    expect(
      (await firm.patch(`/Users/${quiet.id}`, [{ op: 'replace', path: 'active', value: 'no' }])).status,
    ).toBe(400);
    expect((await firm.patch('/Users/unknown', [{ op: 'replace', path: 'title', value: 'x' }])).status).toBe(
      404,
    );
    expect((await firm.delete('/Groups/unknown')).status).toBe(404);
    await logged(firm);
    expect(await alerts(ask)).toHaveLength(before);
  });

  it('of those whom the brake holds is in hand with the brake’s own alert, which the overview shows first', async () => {
    const shown = await ask('overview.alerts');
    const [first] = shown.body['newest'] as readonly AlertBody[];
    expect(first?.kind).toBe('mass-disable');
    await ask('alerts.acknowledge', { alert: first?.id, reason: 'the whole team leaves' });
    const refused = await alerts(ask, { kind: 'refused-disable' });
    expect(refused.find(({ person: who }) => who?.id === leaver.id)?.state).toBe('acknowledged');
    // Refused for another reason.
    expect(refused.some(({ state, connection }) => state === 'open' && connection === null)).toBe(true);
  });

  it('is over by itself once the person is disabled, and raises a new alert should it happen again', async () => {
    const answer = await ask('brake.release', { reason: 'the whole team leaves today', minutes: 1 });
    expect(answer.body['releasedBy']).toBeTruthy();
    expect((await firm.delete(`/Users/${leaver.id}`)).status).toBe(204);
    const ended = await alertOn(
      ask,
      'refused-disable',
      ({ state, person: who }) => state === 'ended' && who?.id === leaver.id,
    );
    expect(ended.ended).toContain('is disabled by now');
    const [brake] = await alerts(ask, { kind: 'mass-disable' });
    expect(brake).toMatchObject({
      state: 'ended',
      ended: expect.stringContaining('the whole team leaves today') as string,
    });
  });

  it('is acknowledged once, with a reason, by name; what ended or is unknown cannot be', async () => {
    const open = await alertOn(ask, 'refused-disable', ({ state }) => state === 'open');
    const done = await ask('alerts.acknowledge', { alert: open.id, reason: 'handled by phone' });
    expect(done.body).toMatchObject({ state: 'acknowledged', acknowledged: { reason: 'handled by phone' } });
    expect(await failureOf(ask('alerts.acknowledge', { alert: open.id, reason: 'again' }))).toMatch(
      /^409 .*handled by phone/,
    );
    const [ended] = await alerts(ask, { state: 'ended' });
    expect(await failureOf(ask('alerts.acknowledge', { alert: ended?.id, reason: 'late' }))).toMatch(
      /^409 .*has ended/,
    );
    expect(await failureOf(ask('alerts.acknowledge', { alert: 'none', reason: 'what' }))).toMatch(/^404/);
    // Another customer's alerts are none of this one's.
    expect(await failureOf(askTold('alerts.acknowledge', { alert: open.id, reason: 'not ours' }))).toMatch(
      /^404/,
    );
  });

  it('is listed open first, page by page, each once', async () => {
    const whole = await alerts(ask);
    const paged: AlertBody[] = [];
    let cursor: string | null = null;
    do {
      const { body }: AdminAnswer = await ask('alerts.list', {
        limit: 1,
        ...(cursor === null ? {} : { cursor }),
      });
      paged.push(...(body['rows'] as AlertBody[]));
      cursor = body['next'] as string | null;
    } while (cursor !== null);
    expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    expect(new Set(paged.map(({ id }) => id)).size).toBe(whole.length);
    const order = ['open', 'acknowledged', 'ended'];
    const places = whole.map(({ state }) => order.indexOf(state));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(await failureOf(ask('alerts.list', { cursor: 'nonsense' }))).toMatch(/^400 cursor/);
  });
});

describe('a connection that was heard of before', () => {
  const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);
  const seen = async (at: Date): Promise<void> => {
    await database.database
      .collection('sightings')
      .updateMany({ customer: 'told', connection: 'entra' }, { $set: { at } });
  };

  it('raises nothing within two sync periods, an alert after that, and none any more when it is heard of again', async () => {
    await logged(told);
    // Entra comes every 40 minutes.
    await seen(hoursAgo(79 / 60));
    await looked();
    expect(await alerts(askTold, { kind: 'silent-idp' })).toEqual([]);
    await seen(hoursAgo(3));
    const alert = await alertOn(askTold, 'silent-idp', ({ state }) => state === 'open');
    expect(alert).toMatchObject({
      connection: 'entra',
      message: expect.stringContaining('every 40 minutes') as string,
    });
    const overview = await askTold('overview.connections', { range: '24h' });
    expect(overview.body['connections']).toMatchObject([{ connection: 'entra', silent: true }]);
    await told.get('/Users?count=1');
    expect((await alertOn(askTold, 'silent-idp', ({ state }) => state === 'ended')).ended).toContain(
      'heard of again',
    );
    expect(await alerts(askTold, { kind: 'silent-idp' })).toHaveLength(1);
  });
});

describe('somebody who stays incomplete', () => {
  it('raises one alert after the time that the file says, and it ends when what was missing came', async () => {
    const { id } = await created(firm, '/Users', { ...person('incomplete'), emails: [] });
    const users = database.database.collection<{ _id: string; lastModified: Date }>('users');
    const since = async (minutes: number): Promise<void> => {
      await users.updateMany({}, { $set: { lastModified: new Date(Date.now() - minutes * 60_000) } });
    };
    await since(29);
    await looked();
    expect(await alerts(ask, { kind: 'incomplete-users' })).toEqual([]);
    await since(31);
    const alert = await alertOn(ask, 'incomplete-users', ({ state }) => state === 'open');
    expect(alert.message).toMatch(/^1 person has been incomplete for longer than 30 minutes/);
    await firm.patch(`/Users/${id}`, [
      { op: 'add', path: 'emails', value: [{ value: 'in@complete.example', primary: true }] },
    ]);
    await alertOn(ask, 'incomplete-users', ({ state }) => state === 'ended');
  });
});

describe('a notice', () => {
  const verified = (token: string, headers: Record<string, string>, by = SIGNING): unknown =>
    new Webhook(by).verify(token, headers);

  it('is signed so that the same library verifies it, and with another secret does not', async () => {
    await alertOn(askTold, 'refused-disable', () => true);
    const push = await until('a push', () => receiver.pushes[0]);
    const headers = push.headers as Record<string, string>;
    expect(verified(push.token, headers)).toMatchObject({
      type: 'alert.raised',
      data: { id: headers['webhook-id'], customer: { id: 'told', name: 'Told & Partners' } },
    });
    expect(() => verified(push.token, headers, `whsec_${randomBytes(32).toString('base64')}`)).toThrow();
    expect(() => verified(push.token.replace('alert.raised', 'alert.forged'), headers)).toThrow();
  });

  it('comes again with the same id until it is taken, by webhook and by e-mail; meanwhile an alert says so, and ends', async () => {
    const late = await created(told, '/Users', person('late', { displayName: 'LATE LEAVER' }));
    const also = await created(told, '/Users', person('also', { displayName: 'ALSO LEAVER' }));
    const before = receiver.pushes.length;
    receiver.answerNext({ status: 500 }, { status: 302, location: `${receiver.url}/elsewhere` });
    mail.refuseNext(2);
    expect([204, 429]).toContain((await told.delete(`/Users/${late.id}`)).status);
    expect((await told.delete(`/Users/${also.id}`)).status).toBe(429);
    const isSent = ({ notices }: AlertBody): boolean =>
      notices.length === 2 && notices.every(({ state }) => state === 'sent');
    const alert = await alertOn(
      askTold,
      'refused-disable',
      (one) => one.person?.id === also.id && isSent(one),
    );
    expect(
      mail.messages.some((message) => message.includes('Subject: [iManage provisioning] Told & Partners')),
    ).toBe(true);
    const ids = receiver.pushes.slice(before).map(({ headers }) => headers['webhook-id']);
    // Each of the two that were not taken came again, whichever notices they were of.
    expect(ids.length - new Set(ids).size).toBeGreaterThanOrEqual(2);
    expect(ids).toContain(alert.id);
    for (const target of ['webhook', 'e-mail'])
      await alertOn(
        askTold,
        'notice-failed',
        ({ state, message }) => state === 'ended' && message.includes(target),
      );
  });

  it('is sent as a test, and says what came of it', async () => {
    receiver.answerNext({ status: 404 });
    const failed = await askTold('notices.test', { target: 'customerWebhook' });
    expect(failed.body['outcomes']).toMatchObject([
      { sent: false, says: expect.stringContaining('nobody listens') as string },
    ]);
    const { body } = await askTold('notices.test');
    expect(body['outcomes']).toMatchObject([{ sent: true }, { sent: true, to: 'it@told.example' }]);
    const nowhere = await ask('notices.test');
    expect(nowhere.body).toMatchObject({
      outcomes: [],
      says: expect.stringContaining('sent nowhere') as string,
    });
  });
});
