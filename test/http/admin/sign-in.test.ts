// Sign-in with the admin token, the life of a session, and proof that a change was meant (reliability.md W3, W4, W6).
import { createHash, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createSessionKeeper } from '../../../src/http/admin/sessions';
import { createAdminSessions } from '../../../src/store/admin-sessions';
import { startTestGateway, type TestGateway } from '../gateway';
import { requestLine } from '../scim-client';
import { testBrowser, type Answered, type TestBrowser } from './browser';

const ADMIN_TOKEN = randomBytes(32).toString('hex');
const COOKIE = '__Host-admin';
const FILE = { customers: [{ id: 'default', name: 'Ajuba Law' }, { id: 'bertram' }] };
const SETTINGS = '/admin/api/customers/default/nothing-here';

let gateway: TestGateway;
/** Another process on the same database. */
let second: TestGateway;
let browser: TestBrowser;
beforeAll(async () => {
  const env = { ADMIN_TOKEN };
  gateway = await startTestGateway({ file: FILE, env });
  second = await startTestGateway({ file: FILE, env, token: gateway.token });
});
afterAll(async () => {
  await second.close();
  await gateway.close();
});
beforeEach(() => {
  browser = testBrowser(gateway.rootUrl);
});

const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');
const secretOf = ({ cookies }: TestBrowser): string => cookies.get(COOKIE) ?? '';

/** Makes the browser's session as old as that. */
async function age(changed: Readonly<Record<string, Date>>): Promise<void> {
  const sessions = gateway.database.collection<{ _id: string }>('adminSessions');
  const { modifiedCount } = await sessions.updateOne({ _id: digest(secretOf(browser)) }, { $set: changed });
  expect(modifiedCount).toBe(1);
}
const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

describe('POST /admin/session', () => {
  it('signs in with the admin token, as admin of every customer', async () => {
    const { status, body } = await browser.signIn(ADMIN_TOKEN);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      signedIn: true,
      name: 'admin token',
      how: 'token',
      idleSeconds: 900,
      customers: [
        { id: 'default', name: 'Ajuba Law', role: 'admin' },
        { id: 'bertram', name: 'bertram', role: 'admin' },
      ],
      methods: { token: true, oidc: null },
    });
    expect(await browser.session()).toEqual(body);
  });

  it('refuses another token, and says where the right one is found', async () => {
    const { status, problem, text, headers } = await browser.signIn(`${ADMIN_TOKEN}x`);
    expect([status, problem, headers.getSetCookie()]).toEqual([401, 'signIn', []]);
    expect(text).toContain('ADMIN_TOKEN');
    expect((await browser.session()).signedIn).toBe(false);
  });

  it('refuses the token of a SCIM connection', async () => {
    expect((await browser.signIn(gateway.token)).status).toBe(401);
  });

  it('refuses what is no token in words', async () => {
    for (const body of [{}, { token: 1 }, [], 'x', { token: '' }, { token: ADMIN_TOKEN, role: 'admin' }])
      expect((await browser.send('/admin/session', { method: 'POST', body })).status).toBe(400);
  });

  it('gives a cookie that no page can read and no other site sends', async () => {
    const { headers } = await browser.signIn(ADMIN_TOKEN);
    const [line = ''] = headers.getSetCookie();
    expect(line).toMatch(/^__Host-admin=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  });

  it('keeps a digest of what the cookie holds, and nothing else of it', async () => {
    await browser.signIn(ADMIN_TOKEN);
    const kept = JSON.stringify(await gateway.database.collection('adminSessions').find().toArray());
    expect(kept).toContain(digest(secretOf(browser)));
    expect(kept).not.toContain(secretOf(browser));
    expect(kept).not.toContain(digest(ADMIN_TOKEN));
  });

  it('makes a new session at each sign-in and ends the one of before (fixation)', async () => {
    browser.cookies.set(COOKIE, 'A'.repeat(43));
    await browser.signIn(ADMIN_TOKEN);
    const first = secretOf(browser);
    expect(first).not.toBe('A'.repeat(43));
    await browser.signIn(ADMIN_TOKEN);
    expect(secretOf(browser)).not.toBe(first);
    browser.cookies.set(COOKIE, first);
    expect((await browser.session()).signedIn).toBe(false);
  });

  it.each([
    ['of another site', { Origin: 'https://evil.example' }],
    ['of no page at all', { Origin: 'null' }],
    ['of another port', { Origin: 'http://127.0.0.1:1' }],
    ['as browsers call another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['as browsers call another host of the site', { 'Sec-Fetch-Site': 'same-site' }],
  ])('refuses a page %s', async (_words, headers) => {
    const sent = { method: 'POST', body: { token: ADMIN_TOKEN }, headers };
    const { status, problem, headers: answered } = await browser.send('/admin/session', sent);
    expect([status, problem, answered.getSetCookie()]).toEqual([403, 'forbidden', []]);
  });

  it('takes a page that calls this machine by its other name', async () => {
    const headers = { Origin: gateway.rootUrl.replace('127.0.0.1', 'localhost') };
    const sent = { method: 'POST', body: { token: ADMIN_TOKEN }, headers };
    expect((await browser.send('/admin/session', sent)).status).toBe(200);
  });

  it('takes no form, which any site can send', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const sent = { method: 'POST', body: { token: ADMIN_TOKEN }, headers };
    expect((await browser.send('/admin/session', sent)).status).toBe(415);
  });
});

describe('a session', () => {
  beforeEach(() => browser.signIn(ADMIN_TOKEN));

  const reachesApi = async (sent = {}): Promise<number> => (await browser.send(SETTINGS, sent)).status;

  it('opens the admin API, in every process', async () => {
    // Known, and told that there is nothing here; a stranger is told nothing.
    expect(await reachesApi()).toBe(404);
    const elsewhere = testBrowser(second.rootUrl);
    expect((await elsewhere.send(SETTINGS)).status).toBe(401);
    elsewhere.cookies.set(COOKIE, secretOf(browser));
    expect((await elsewhere.send(SETTINGS)).status).toBe(404);
  });

  it('is over for every process when it is signed out', async () => {
    const secret = secretOf(browser);
    const { status } = await browser.send('/admin/session', { method: 'DELETE' });
    expect([status, browser.cookies.has(COOKIE)]).toEqual([204, false]);
    for (const { rootUrl } of [gateway, second]) {
      const thief = testBrowser(rootUrl);
      thief.cookies.set(COOKIE, secret);
      expect((await thief.send(SETTINGS)).status).toBe(401);
    }
  });

  it('ends event streams that it opened when it is signed out', async () => {
    const open = async (): Promise<{ ended: Promise<void>; isOpen: () => boolean }> => {
      const stream = await fetch(`${gateway.rootUrl}/admin/api/customers/default/log/tail`, {
        headers: { Cookie: `${COOKIE}=${secretOf(browser)}`, Accept: 'text/event-stream' },
      });
      expect(stream.status).toBe(200);
      let isOpen = true;
      const ended = text(stream.body as unknown as Readable).then(() => {
        isOpen = false;
      });
      return { ended, isOpen: () => isOpen };
    };
    const before = Date.now();
    const { ended, isOpen } = await open();
    await browser.send(SETTINGS);
    expect(isOpen()).toBe(true);
    await browser.send('/admin/session', { method: 'DELETE' });
    await ended;
    expect(Date.now() - before).toBeLessThan(10_000);
  });

  it('is not signed out by another site', async () => {
    const headers = { 'X-CSRF-Token': '' };
    expect((await browser.send('/admin/session', { method: 'DELETE', headers })).status).toBe(403);
    expect((await browser.session()).signedIn).toBe(true);
  });

  it('changes something only with its own CSRF token, from a page of ours', async () => {
    expect(await reachesApi({ method: 'POST' })).toBe(404);
    const other = testBrowser(gateway.rootUrl);
    await other.signIn(ADMIN_TOKEN);
    const { csrf } = await other.session();
    for (const headers of [
      { 'X-CSRF-Token': '' },
      { 'X-CSRF-Token': String(csrf) },
      { Origin: 'https://evil.example' },
      { Origin: `${gateway.rootUrl}.evil.example` },
      { 'Sec-Fetch-Site': 'cross-site' },
    ])
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
        expect([method, headers, await reachesApi({ method, headers })]).toEqual([method, headers, 403]);
  });

  it('ends after 15 minutes in which nothing was done', async () => {
    const { expires } = (await gateway.database
      .collection<{ _id: string; expires: Date }>('adminSessions')
      .findOne({ _id: digest(secretOf(browser)) })) ?? { expires: new Date(0) };
    expect(Math.abs(expires.getTime() - Date.now() - 900_000)).toBeLessThan(5_000);
    await age({ expires: ago(0) });
    expect(await reachesApi()).toBe(401);
    expect((await browser.session()).signedIn).toBe(false);
  });

  it('is carried on by what is done, and not by what a page asks for by itself', async () => {
    const soon = new Date(Date.now() + 60_000);
    const remains = async (): Promise<boolean> => {
      const found = await gateway.database
        .collection<{ _id: string; expires: Date }>('adminSessions')
        .findOne({ _id: digest(secretOf(browser)) });
      return found?.expires.getTime() === soon.getTime();
    };
    await age({ expires: soon });
    await browser.session();
    await browser.send(SETTINGS, { headers: { 'X-Background': '1' } });
    await browser.send(SETTINGS, { headers: { Accept: 'text/event-stream' } });
    expect(await remains()).toBe(true);
    await browser.send(SETTINGS);
    expect(await remains()).toBe(false);
  });

  it('ends after 12 hours, whatever is done', async () => {
    await age({ signedInAt: ago(12 * 60 - 1), expires: new Date(Date.now() + 10_000) });
    await browser.send(SETTINGS);
    const { until } = await browser.session();
    const kept = await gateway.database
      .collection<{ _id: string; expires: Date }>('adminSessions')
      .findOne({ _id: digest(secretOf(browser)) });
    expect(kept?.expires.toISOString()).toBe(until);
    await age({ expires: ago(0) });
    expect(await reachesApi()).toBe(401);
  });

  it('ends with the admin token that opened it', async () => {
    const keeper = (tokenDigest: string): ReturnType<typeof createSessionKeeper> =>
      createSessionKeeper({
        access: { tokenDigest, oidc: null },
        sessions: createAdminSessions(gateway.database.collection('adminSessions')),
        now: () => new Date(),
      });
    expect(await keeper(digest(ADMIN_TOKEN)).find(secretOf(browser))).toMatchObject({ how: 'token' });
    expect(await keeper(digest('another')).find(secretOf(browser))).toBeUndefined();
  });

  it('is removed by the database some time after its end', async () => {
    const indexes = await gateway.database.collection('adminSessions').indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { expires: 1 }, expireAfterSeconds: 0 }));
  });
});

describe('the admin token in the Authorization header', () => {
  const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

  it('opens the API without cookie and CSRF token', async () => {
    expect((await browser.send(SETTINGS, bearer(ADMIN_TOKEN))).status).toBe(404);
    const { Authorization } = bearer(ADMIN_TOKEN).headers;
    const sent = { method: 'POST', headers: { Authorization, Origin: '', 'X-CSRF-Token': '' } };
    expect((await browser.send(SETTINGS, sent)).status).toBe(404);
  });

  it('opens no SCIM, and the token of a connection opens no admin API', async () => {
    const { status } = await fetch(`${gateway.baseUrl}/Users`, bearer(ADMIN_TOKEN));
    expect(status).toBe(401);
    const refused = await browser.send(SETTINGS, bearer(gateway.token));
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="admin"']);
  });

  it('is not looked for in the address, the body or a second header', async () => {
    expect((await browser.send(`${SETTINGS}?access_token=${ADMIN_TOKEN}`)).status).toBe(401);
    const body = { access_token: ADMIN_TOKEN };
    expect((await browser.send(SETTINGS, { method: 'POST', body })).status).toBe(401);
    expect((await browser.send(SETTINGS, { headers: { Authorization: ADMIN_TOKEN } })).status).toBe(401);
  });

  it('wins over wrong guesses from the same address, which are told to wait', async () => {
    const statuses = new Set<number>();
    let last: string | null = null;
    for (let guess = 0; guess < 40; guess += 1) {
      const answer = await browser.send(SETTINGS, bearer(randomBytes(24).toString('hex')));
      statuses.add(answer.status);
      last = answer.headers.get('retry-after');
    }
    expect([...statuses]).toEqual([401, 429]);
    expect(last).toMatch(/^[1-9]\d*$/);
    expect((await browser.send(SETTINGS, bearer(ADMIN_TOKEN))).status).toBe(404);
    expect((await browser.signIn(ADMIN_TOKEN)).status).toBe(200);
  });
});

describe('what a sign-in leaves behind', () => {
  const lines = (message: string): Readonly<Record<string, unknown>>[] =>
    gateway
      .logLines()
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => line['message'] === message);

  const inRequestLog = ({ headers }: Answered): Promise<object> =>
    requestLine(gateway.database, { headers: Object.fromEntries(headers) } as never);

  it('is a line each for sign-in, refusal and sign-out, with who, where and the request', async () => {
    const refused = await browser.signIn('x'.repeat(40));
    const signedIn = await browser.signIn(ADMIN_TOKEN);
    const signedOut = await browser.send('/admin/session', { method: 'DELETE' });
    const where = { address: '127.0.0.1' };
    const idOf = ({ headers }: { headers: Headers }): string | null => headers.get('x-request-id');
    expect(lines('an admin sign-in was refused').at(-1)).toMatchObject({
      admin: null,
      requestId: idOf(refused),
      ...where,
    });
    expect(lines('an admin signed in').at(-1)).toMatchObject({
      admin: 'admin token',
      requestId: idOf(signedIn),
      ...where,
    });
    expect(lines('an admin signed out').at(-1)).toMatchObject({
      admin: 'admin token',
      requestId: idOf(signedOut),
      ...where,
    });
    expect(await inRequestLog(signedIn)).toMatchObject({
      admin: 'admin token',
      customer: null,
      url: '/admin/session',
      ...where,
    });
  });

  it('never holds the token, the cookie or the CSRF token', async () => {
    await browser.signIn(ADMIN_TOKEN);
    const { csrf } = await browser.session();
    const last = await browser.send(SETTINGS, { method: 'POST', body: { token: ADMIN_TOKEN } });
    await inRequestLog(last);
    const kept = await gateway.database.collection('requests').find().toArray();
    const logged = [...gateway.logLines(), JSON.stringify(kept)].join('\n');
    expect(logged).toContain('an admin signed in');
    for (const secret of [ADMIN_TOKEN, secretOf(browser), String(csrf)]) expect(logged).not.toContain(secret);
  });
});
