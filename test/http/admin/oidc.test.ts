// Sign-in at an identity provider: who gets in and as what, what is not believed, and that a real browser ends up signed in.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { createSignInProvider } from '../../../src/oauth/sign-in-provider';
import { startTestGateway, type TestGateway } from '../gateway';
import { testBrowser, type Answered, type TestBrowser } from './browser';
import { CLIENT_ID, CLIENT_SECRET, startProvider, type Provider } from './provider';

const CHROMIUM = '/usr/bin/chromium';
const TOVE = { sub: 'u-1', name: 'Tove Rask', preferred_username: 'tove.rask@ajuba-law.example' };
const ADMIN = { ...TOVE, roles: ['imanage-admins'] };

let provider: Provider;
let gateway: TestGateway;
let browser: TestBrowser;
beforeAll(async () => {
  provider = await startProvider();
  gateway = await startTestGateway({
    env: { ADMIN_TOKEN: randomBytes(32).toString('hex'), OIDC_SECRET: CLIENT_SECRET },
    file: {
      customers: [{ id: 'default', name: 'Ajuba Law' }, { id: 'bertram' }],
      admin: {
        oidc: {
          issuer: provider.url,
          clientId: CLIENT_ID,
          clientSecret: { env: 'OIDC_SECRET' },
          rolesClaim: 'roles',
          roles: [
            { values: ['imanage-admins'], role: 'admin', customers: ['default'] },
            { values: ['imanage-helpdesk', 'imanage-desk'], role: 'operator', customers: ['default'] },
            { values: ['imanage-readers'], role: 'viewer' },
          ],
          label: 'Sign in with Ajuba Law',
        },
      },
    },
  });
});
afterAll(async () => {
  await gateway.close();
  await provider.close();
});
beforeEach(() => {
  browser = testBrowser(gateway.rootUrl);
  provider.signsIn(ADMIN);
  provider.tells({});
  provider.bend({});
  provider.refuse();
});

const nowhere = (problem: string): readonly unknown[] => [303, `/admin/sign-in?problem=${problem}`, false];
async function outcome(answer: Answered): Promise<readonly unknown[]> {
  return [answer.status, answer.headers.get('location'), (await browser.session()).signedIn];
}

describe('a sign-in at the identity provider', () => {
  it('is offered to whoever is not signed in', async () => {
    expect((await browser.session()).methods).toEqual({
      token: true,
      oidc: { label: 'Sign in with Ajuba Law', startUrl: '/admin/session/oidc' },
    });
  });

  it('asks by the code flow with PKCE, state and nonce, each time others', async () => {
    await browser.signInAtProvider();
    const first = provider.asked();
    await browser.signInAtProvider();
    const second = provider.asked();
    expect(Object.fromEntries(first)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT_ID,
      redirect_uri: `${gateway.rootUrl}/admin/session/oidc/callback`,
      scope: 'openid profile email',
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first.get(name)).toMatch(/^[\w-]{43}$/);
      expect(first.get(name)).not.toBe(second.get(name));
    }
  });

  it('gives the roles of the claim, and tells of no customer that is none of theirs', async () => {
    expect(await outcome(await browser.signInAtProvider('?next=/admin/people'))).toEqual([
      303,
      '/admin/people',
      true,
    ]);
    expect(await browser.session()).toMatchObject({
      name: 'Tove Rask (tove.rask@ajuba-law.example)',
      how: 'oidc',
      customers: [{ id: 'default', name: 'Ajuba Law', role: 'admin' }],
    });
  });

  it.each<[unknown, object[]]>([
    ['imanage-desk', [{ id: 'default', role: 'operator' }]],
    [
      ['imanage-helpdesk', 'imanage-readers'],
      [
        { id: 'default', role: 'operator' },
        { id: 'bertram', role: 'viewer' },
      ],
    ],
    [
      ['imanage-readers', 17, null],
      [
        { id: 'default', role: 'viewer' },
        { id: 'bertram', role: 'viewer' },
      ],
    ],
  ])('of %j gives the highest role at each customer', async (roles, customers) => {
    provider.signsIn({ ...TOVE, roles });
    await browser.signInAtProvider();
    expect((await browser.session()).customers).toMatchObject(customers);
  });

  it.each([[[]], ['IMANAGE-ADMINS'], [undefined], [{ 'imanage-admins': true }]])(
    'with the roles %j opens nothing',
    async (roles) => {
      provider.signsIn({ ...TOVE, roles });
      expect(await outcome(await browser.signInAtProvider())).toEqual(nowhere('noRole'));
    },
  );

  it('takes roles that only the UserInfo endpoint tells', async () => {
    provider.signsIn(TOVE);
    provider.tells({ roles: ['imanage-readers'] });
    await browser.signInAtProvider();
    expect((await browser.session()).customers).toHaveLength(2);
  });

  it('never gives anybody the name of the admin token', async () => {
    provider.signsIn({ ...ADMIN, name: 'admin token', preferred_username: 'admin token' });
    await browser.signInAtProvider();
    expect((await browser.session()).name).toBe('admin token (single sign-on)');
  });

  it('gives a strict cookie, and takes away what it held meanwhile', async () => {
    const begun = await browser.send('/admin/session/oidc');
    expect(begun.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-admin-sign-in-[0-9a-f]{12}=[\w-]+; Max-Age=600; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
    browser.cookies.clear();
    await browser.signInAtProvider();
    expect([...browser.cookies.keys()]).toEqual(['__Host-admin']);
  });
});

describe('what is not believed', () => {
  it('a way back that this browser did not begin (sign-in of a stranger)', async () => {
    const begun = await browser.send('/admin/session/oidc');
    const page = await (await fetch(begun.headers.get('location') ?? '')).text();
    const back = /href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const path = back.slice(gateway.rootUrl.length);
    browser.cookies.clear();
    expect(await outcome(await browser.send(path))).toEqual(nowhere('expired'));
  });

  it('a way back that was gone already, or has another state', async () => {
    const again = await browser.signInAtProvider();
    expect(again.status).toBe(303);
    browser.cookies.clear();
    const state = provider.asked().get('state') ?? '';
    const path = `/admin/session/oidc/callback?code=x&state=${state}`;
    expect(await outcome(await browser.send(path))).toEqual(nowhere('expired'));
    await browser.send('/admin/session/oidc');
    expect(await outcome(await browser.send('/admin/session/oidc/callback?code=x&state=y'))).toEqual(
      nowhere('expired'),
    );
  });

  it('a code of somebody else', async () => {
    const begun = await browser.send('/admin/session/oidc');
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const thief = testBrowser(gateway.rootUrl);
    const page = await (
      await fetch((await thief.send('/admin/session/oidc')).headers.get('location') ?? '')
    ).text();
    const code = /code=([0-9a-f]+)/.exec(page)?.[1] ?? '';
    const iss = encodeURIComponent(provider.url);
    const path = `/admin/session/oidc/callback?code=${code}&state=${state}&iss=${iss}`;
    expect(await outcome(await browser.send(path))).toEqual(nowhere('refused'));
  });

  it.each([
    ['signed by another key', { key: 'other' }],
    ['with another nonce', { claims: { nonce: 'x' } }],
    ['for another client', { claims: { aud: 'another' } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['that has expired', { claims: { exp: 1_000_000_000 } }],
  ] as const)('an ID token %s', async (_words, bent) => {
    provider.bend(bent);
    expect(await outcome(await browser.signInAtProvider())).toEqual(nowhere('away'));
  });

  it('whoever the provider refuses; the log says why', async () => {
    provider.refuse('access_denied');
    expect(await outcome(await browser.signInAtProvider())).toEqual(nowhere('refused'));
    const line = gateway
      .logLines()
      .filter((each) => each.includes('an admin sign-in was refused'))
      .at(-1);
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'warn', address: '127.0.0.1' });
  });

  it.each(['https://evil.example/', '//evil.example', '/admin/../../x', '/admin/api/customers'])(
    'that %s is a page of the console',
    async (next) => {
      const answer = await browser.signInAtProvider(`?next=${encodeURIComponent(next)}`);
      expect(await outcome(answer)).toEqual([303, '/admin/', true]);
    },
  );
});

describe('a session that is to be shown anew', () => {
  const freshUntil = async (): Promise<string | null> => (await browser.session()).freshUntil;

  it('counts from when the person showed who they are, not from when the provider sent them back', async () => {
    provider.signsIn({ ...ADMIN, auth_time: Math.floor(Date.now() / 1_000) - 3_600 });
    await browser.signInAtProvider();
    expect(Date.parse((await freshUntil()) ?? '')).toBeLessThan(Date.now());
    provider.signsIn(ADMIN);
    await browser.signInAtProvider('?fresh=1');
    expect(provider.asked().get('prompt')).toBe('login');
    expect(Date.parse((await freshUntil()) ?? '')).toBeGreaterThan(Date.now() + 590_000);
  });

  it('is not begun where the provider asked the person for nothing', async () => {
    provider.signsIn({ ...ADMIN, auth_time: Math.floor(Date.now() / 1_000) - 3_600 });
    expect(await outcome(await browser.signInAtProvider('?fresh=1'))).toEqual(nowhere('notAgain'));
  });

  it('believes a provider that does not say when only where it was told to ask', async () => {
    provider.signsIn({ ...ADMIN, auth_time: undefined });
    await browser.signInAtProvider();
    expect(await freshUntil()).toBeNull();
    await browser.signInAtProvider('?fresh=1');
    expect(await freshUntil()).not.toBeNull();
  });
});

describe('a provider that is away', () => {
  const settings = {
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    scopes: ['openid'],
    rolesClaim: 'roles',
  };

  it('is told in words for the log, and asked again by the next who comes', async () => {
    const away = await startProvider();
    const { port } = new URL(away.url);
    await away.close();
    const signIn = createSignInProvider({ ...settings, issuer: away.url }, () => new Date());
    const begin = (): Promise<object> => signIn.begin('http://127.0.0.1/back', false);
    await expect(begin()).rejects.toMatchObject({
      kind: 'away',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
    const back = await startProvider(Number(port));
    await expect(begin()).resolves.toHaveProperty('url');
    await back.close();
  });

  it('is not followed elsewhere, nor believed under the name of another', async () => {
    const signIn = createSignInProvider({ ...settings, issuer: `${provider.url}/other` }, () => new Date());
    await expect(signIn.begin('http://127.0.0.1/back', false)).rejects.toMatchObject({ kind: 'away' });
  });
});

(existsSync(CHROMIUM) ? describe : describe.skip)('in a real browser', () => {
  it('the cookies survive the way to another site and back, and are shown to nobody else', async () => {
    const real = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    try {
      const page = await (await real.newContext()).newPage();
      await page.goto(`${gateway.rootUrl}/admin/session/oidc?next=/admin/people`);
      expect(new URL(page.url()).hostname).toBe('localhost');
      await page.click('#back');
      await page.waitForURL(`${gateway.rootUrl}/admin/people`);
      // What the console does first, from the page that the browser was sent to.
      const session: unknown = await page.evaluate('fetch("/admin/session").then((answer) => answer.json())');
      expect(session).toMatchObject({ signedIn: true, name: 'Tove Rask (tove.rask@ajuba-law.example)' });
      expect(await page.evaluate('document.cookie')).toBe('');
      // Another site that leads here shows no cookie: nobody is signed in to what it asks for.
      await page.goto(
        `${provider.url}/authorize?redirect_uri=${encodeURIComponent(`${gateway.rootUrl}/admin/session`)}`,
      );
      await page.click('#back');
      await page.waitForURL(/\/admin\/session/);
      expect(await page.textContent('body')).toContain('"signedIn":false');
    } finally {
      await real.close();
    }
  });
});
