// Who may do what: every operation of the table against every role, a customer of somebody else's, and a sign-in that is too old. New operations are met here by themselves.
import { randomBytes } from 'node:crypto';
import { ROLES, type Contract, type Role } from '../../../src/admin/contract';
import { CONTRACTS } from '../../../src/admin/contracts';
import { createSessionKeeper, type AdminAccess } from '../../../src/http/admin/sessions';
import { createAdminSessions } from '../../../src/store/admin-sessions';
import { startTestGateway, type TestGateway } from '../gateway';
import { testBrowser, type TestBrowser } from './browser';
import { CLIENT_ID, CLIENT_SECRET, startProvider, type Provider } from './provider';

const ADMIN_TOKEN = randomBytes(32).toString('hex');
const TABLE = Object.entries(CONTRACTS as Readonly<Record<string, Contract>>);
/** How the API itself refuses; a rule of the customer says `refused`. */
const REFUSED_BY_ROLE = ['forbidden', 'signIn', 'reauthenticate'];

let provider: Provider;
let gateway: TestGateway;
let signedIn: Readonly<Record<Role, TestBrowser>>;
/** An admin who showed who they are an hour ago. */
let stale: TestBrowser;
beforeAll(async () => {
  provider = await startProvider();
  gateway = await startTestGateway({
    env: { ADMIN_TOKEN, OIDC_SECRET: CLIENT_SECRET },
    file: {
      customers: [{ id: 'default' }, { id: 'bertram' }],
      admin: {
        oidc: {
          issuer: provider.url,
          clientId: CLIENT_ID,
          clientSecret: { env: 'OIDC_SECRET' },
          rolesClaim: 'groups',
          roles: ROLES.map((role) => ({ values: [role], role, customers: ['default'] })),
        },
      },
    },
  });
  const browsers: [Role, TestBrowser][] = [];
  for (const role of ROLES) browsers.push([role, await signedInAs(role)]);
  signedIn = Object.fromEntries(browsers) as typeof signedIn;
  stale = await signedInAs('admin', { auth_time: Math.floor(Date.now() / 1_000) - 3_600 });
});
afterAll(async () => {
  await gateway.close();
  await provider.close();
});

async function signedInAs(role: Role, claims: object = {}): Promise<TestBrowser> {
  const browser = testBrowser(gateway.rootUrl);
  provider.signsIn({ sub: role, preferred_username: `${role}@ajuba-law.example`, groups: [role], ...claims });
  await browser.signInAtProvider();
  return browser;
}

interface Outcome {
  readonly status: number;
  readonly problem: string | undefined;
  readonly text: string;
}

/** Asked with nothing but the path's members, of things that do not exist: nothing can come of it. */
async function ask(browser: TestBrowser, contract: Contract, customer = 'default'): Promise<Outcome> {
  const path = contract.path.replaceAll(/\{\w+\}/g, 'nobody');
  const hasBody = contract.method !== 'GET' && contract.method !== 'DELETE';
  return browser.send(`/admin/api/customers/${customer}${path}`, {
    method: contract.method,
    ...(hasBody ? { body: {} } : {}),
    // An event stream would not end by itself.
    ...(contract.kind === 'live' ? { head: true } : {}),
  });
}

const below = (role: Role): readonly Role[] => ROLES.slice(0, ROLES.indexOf(role));

/** Of every operation at once, so that waiting costs little. */
function ofEach<T>(check: (name: string, contract: Contract) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(TABLE.map(([name, contract]) => check(name, contract)));
}

describe('every operation', () => {
  it('is there to be asked', () => {
    expect(TABLE.length).toBeGreaterThan(20);
    for (const role of ROLES) expect(TABLE.some(([, contract]) => contract.role === role)).toBe(true);
  });

  it('refuses each role below its own, saying which one it needs', async () => {
    await ofEach(async (name, contract) => {
      for (const role of below(contract.role)) {
        const { status, problem, text } = await ask(signedIn[role], contract);
        expect([name, role, status, problem]).toEqual([name, role, 403, 'forbidden']);
        expect(text).toContain(`\\"${contract.role}\\"`);
      }
    });
  });

  it('lets its own role ask', async () => {
    await ofEach(async (name, contract) => {
      const { status, problem = '' } = await ask(signedIn[contract.role], contract);
      expect([name, status === 500, REFUSED_BY_ROLE.includes(problem)]).toEqual([name, false, false]);
    });
  });

  it('tells nobody whether there is a customer that is not theirs', async () => {
    await ofEach(async (name, contract) => {
      const foreign = await ask(signedIn.admin, contract, 'bertram');
      const unknown = await ask(signedIn.admin, contract, 'nowhere');
      expect([name, foreign.status, foreign.problem]).toEqual([name, 404, 'notFound']);
      expect([name, foreign.text]).toEqual([name, unknown.text]);
    });
  });

  it('asks whoever has not shown who they are of late to do so, where it gives others access', async () => {
    const asked = await ofEach(async (name, contract) => {
      // Those above the operation's own role may do what it may: the admin stands for them.
      const { problem = '' } = await ask(stale, contract);
      const expected = contract.fresh === true ? 'reauthenticate' : undefined;
      expect([name, REFUSED_BY_ROLE.find((each) => each === problem)]).toEqual([name, expected]);
      return problem;
    });
    expect(asked).toContain('reauthenticate');
  });

  it('is nothing to whoever is not signed in', async () => {
    const stranger = testBrowser(gateway.rootUrl);
    await ofEach(async (name, contract) => {
      const { status, problem } = await ask(stranger, contract);
      expect([name, status, problem]).toEqual([name, 401, 'signIn']);
    });
  });
});

describe('one request', () => {
  const api = '/admin/api/customers/default';

  it('brings no more than its operation takes', async () => {
    const filler = 'x'.repeat(1_100_000);
    const refused = await signedIn.operator.send(`${api}/brake/release`, {
      method: 'POST',
      body: { reason: filler },
    });
    expect(refused.status).toBe(413);
    const taken = await signedIn.admin.send(`${api}/imports/preview`, {
      method: 'POST',
      body: { what: 'users', csv: `userId,${filler}\n` },
    });
    expect([taken.status, taken.body['rows']]).toEqual([200, 0]);
  });

  it('ends where it is a HEAD, of a stream and of a file too', async () => {
    for (const path of ['/log/tail', '/log/export'])
      expect((await signedIn.viewer.send(`${api}${path}`, { method: 'HEAD' })).status).toBe(200);
  });

  it('follows the log beside so many others and no more, until they end', async () => {
    const cookie = `__Host-admin=${signedIn.viewer.cookies.get('__Host-admin') ?? ''}`;
    const ends = new AbortController();
    const follow = (): Promise<Response> =>
      fetch(`${gateway.rootUrl}${api}/log/tail`, { headers: { Cookie: cookie }, signal: ends.signal });
    const statuses = (await Promise.all(Array.from({ length: 41 }, follow))).map(({ status }) => status);
    expect(statuses.toSorted((left, right) => left - right)).toEqual([
      ...Array.from({ length: 40 }, () => 200),
      429,
    ]);
    // Those of somebody else are counted apart.
    const other = await signedIn.operator.send(`${api}/log/tail`, { head: true });
    expect(other.status).toBe(200);
    ends.abort();
    const deadline = Date.now() + 5_000;
    let again = 429;
    while (again === 429 && Date.now() < deadline)
      again = (await signedIn.viewer.send(`${api}/log/tail`, { head: true })).status;
    expect(again).toBe(200);
  });
});

describe('a token that was made', () => {
  it('is told once, to whoever made it, and is afterwards in no answer, no log and not in the database', async () => {
    const made = await signedIn.admin.send('/admin/api/customers/default/connections', {
      method: 'POST',
      body: { name: 'once', kind: 'okta' },
    });
    const { connection, token } = made.body as Readonly<
      Record<'connection' | 'token', Readonly<Record<string, string>>>
    >;
    const secret = token['text'] ?? '';
    expect([made.status, secret.length >= 43]).toEqual([200, true]);
    const again = await Promise.all(
      TABLE.filter(([, { method, kind }]) => method === 'GET' && kind !== 'live').map(([, { path }]) => {
        const filled = path.replaceAll(/\{\w+\}/g, connection['id'] ?? '');
        return signedIn.admin.send(`/admin/api/customers/default${filled}`);
      }),
    );
    const told = again.map(({ text }) => text).join();
    expect(told).toContain('"once"');
    const kept = await Promise.all(
      (await gateway.database.collections()).map((collection) => collection.find().toArray()),
    );
    expect(JSON.stringify(kept)).toContain('"once"');
    for (const text of [told, JSON.stringify(kept), ...gateway.logLines()])
      expect(text).not.toContain(secret);
  });
});

describe('what is another customer’s', () => {
  const asAdmin = (path: string, body?: object): Promise<Response> =>
    fetch(`${gateway.rootUrl}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const idsIn = (text: string): readonly string[] => [
    ...new Set(text.match(/(?:[er]\.)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|r\.[0-9a-f]{24}/g)),
  ];
  const BERTRAM = '/admin/api/customers/bertram';
  /** Whatever an operation cannot do without, so that it comes to look for the thing. */
  const NEEDED = { reason: 'to see', name: 'taken', library: 'ACTIVE', at: '2026-01-01', preview: true };

  it('is to every operation as if it were not there, by every id', async () => {
    const made = await (await asAdmin(`${BERTRAM}/connections`, { name: 'okta', kind: 'okta' })).json();
    const { token } = made as { readonly token: { readonly text: string } };
    const scim = (path: string, body: object): Promise<Response> =>
      fetch(`${gateway.baseUrl}${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token.text}`, 'Content-Type': 'application/scim+json' },
        body: JSON.stringify(body),
      });
    const person = await (await scim('/Users', { userName: 'bea', displayName: 'BEA BERTRAM' })).json();
    const { id: value } = person as { readonly id: string };
    await scim('/Groups', { displayName: 'Bertram tax', members: [{ value }] });
    const csv = 'userId,email\nBEA2,bea2@bertram.example\n';
    await asAdmin(`${BERTRAM}/imports`, { what: 'users', csv, reason: 'to see' });
    const lists = ['/people', '/groups', '/connections', '/log', '/imports', `/people/${value}`];
    const told = await Promise.all(lists.map(async (path) => (await asAdmin(BERTRAM + path)).text()));
    const ids = idsIn(told.join());
    expect(ids.length).toBeGreaterThan(6);
    const statuses = await ofEach(async (name, contract) => {
      const [, at] = /\{(\w+)\}/.exec(contract.path) ?? [];
      if (at === undefined || contract.kind === 'live') return [];
      const has = Object.entries(NEEDED).filter(([each]) => Object.hasOwn(contract.input.properties, each));
      const isBody = contract.method !== 'GET' && contract.method !== 'DELETE';
      const needed = Object.fromEntries(has.filter(([each]) => !contract.path.includes(`{${each}}`)));
      const query = new URLSearchParams();
      for (const [each, given] of Object.entries(needed)) query.set(each, String(given));
      const asked = async (id: string): Promise<readonly [number, string]> => {
        const path = contract.path.replaceAll(/\{\w+\}/g, id) + (isBody ? '' : `?${query.toString()}`);
        const { status, text } = await signedIn.admin.send(`/admin/api/customers/default${path}`, {
          method: contract.method,
          ...(isBody ? { body: needed } : {}),
        });
        return [status, text.replaceAll(id, 'ID')];
      };
      const nobodys = new Map<string, ReturnType<typeof asked>>();
      return Promise.all(
        ids.map(async (id) => {
          const unknown = id.replaceAll(/[0-9a-f](?![.])/g, '0');
          if (!nobodys.has(unknown)) nobodys.set(unknown, asked(unknown));
          const foreign = await asked(id);
          expect([name, id, foreign]).toEqual([name, id, await nobodys.get(unknown)]);
          expect(foreign[1]).not.toMatch(/bertram|bea/i);
          return foreign[0];
        }),
      );
    });
    expect(statuses.flat().filter((status) => status === 404).length).toBeGreaterThan(100);
    // The twin: to its own customer it is there.
    expect((await asAdmin(`${BERTRAM}/people/${value}`)).status).toBe(200);
    expect((await asAdmin(`/admin/api/customers/default/people/${value}`)).status).toBe(404);
  });
});

describe('a role that is taken away', () => {
  it('is gone from open sessions: what the claims are worth is looked up each time', async () => {
    const roles = [{ values: ['admin'], role: 'viewer', customers: ['bertram'] }] as const;
    const oidc = { issuer: provider.url, clientId: CLIENT_ID, rolesClaim: 'groups' };
    const keeper = (access: AdminAccess): ReturnType<typeof createSessionKeeper> =>
      createSessionKeeper({
        access,
        sessions: createAdminSessions(gateway.database.collection('adminSessions')),
        now: () => new Date(),
      });
    const secret = signedIn.admin.cookies.get('__Host-admin') ?? '';
    const after = keeper({ tokenDigest: null, oidc: { ...oidc, roles } });
    const session = await after.find(secret);
    const roleOf = after.roleOf(session ?? { how: 'oidc', claimed: [] });
    expect([roleOf('default'), roleOf('bertram')]).toEqual([undefined, 'viewer']);
    // Another provider, or another claim of it: whoever signed in by the one before is to sign in again.
    for (const changed of [{ rolesClaim: 'roles' }, { issuer: 'https://login.example' }, { clientId: 'x' }]) {
      const other = keeper({ tokenDigest: null, oidc: { ...oidc, ...changed, roles } });
      expect(await other.find(secret)).toBeUndefined();
    }
  });
});
