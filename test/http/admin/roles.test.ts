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
