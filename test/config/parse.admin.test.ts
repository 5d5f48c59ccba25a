// Who may administer by an identity provider: `admin.oidc` of GATEWAY_CONFIG.
import type { AdminOidcConfig } from '../../src/config/config';
import { parseConfig } from '../../src/config/parse';

const OIDC = {
  issuer: 'https://login.example/tenant/v2.0',
  clientId: 'gateway',
  clientSecret: { env: 'OIDC_SECRET' },
  rolesClaim: 'roles',
  roles: [{ values: ['readers'], role: 'viewer' }],
};
const ENV = {
  GATEWAY_CONFIG: '/f',
  ADMIN_TOKEN: 'x'.repeat(40),
  TOKEN: 'y'.repeat(40),
  OIDC_SECRET: 'short~secret',
};

function parsed(oidc: object | undefined, env: Record<string, string> = ENV): ReturnType<typeof parseConfig> {
  const connections = [{ name: 'idp', token: { env: 'TOKEN' } }];
  const admin = oidc === undefined ? {} : { admin: { oidc } };
  const file = JSON.stringify({ customers: [{ id: 'firm', connections }, { id: 'other' }], ...admin });
  return parseConfig(env, (path) => {
    if (path === '/f') return file;
    if (path === '/secret') return 'secret of a file\n';
    throw new Error('ENOENT');
  });
}
function accepted(oidc: object | undefined): AdminOidcConfig | null {
  const result = parsed(oidc);
  if (!result.ok) throw new Error(result.faults.join('\n'));
  return result.config.adminOidc;
}
function refused(oidc: object, env?: Record<string, string>): readonly string[] {
  const result = parsed(oidc, env);
  return result.ok ? [] : result.faults;
}

describe('parseConfig with an identity provider of admins', () => {
  it('takes it with its defaults: usual scopes, a plain label, roles for every customer', () => {
    expect(accepted(OIDC)).toEqual({
      ...OIDC,
      clientSecret: 'short~secret',
      scopes: ['openid', 'profile', 'email'],
      roles: [{ values: ['readers'], role: 'viewer', customers: null }],
      label: 'Sign in with your organization',
    });
  });

  it('has none where none is given', () => {
    expect(accepted(undefined)).toBeNull();
  });

  it('takes the secret out of a file, roles of single customers and a provider on this machine', () => {
    const roles = [{ values: ['a', 'b'], role: 'admin', customers: ['other'] }];
    expect(
      accepted({ ...OIDC, clientSecret: { file: '/secret' }, roles, issuer: 'http://127.0.0.1:9000' }),
    ).toMatchObject({ clientSecret: 'secret of a file', roles });
  });

  it.each<[string, object, string]>([
    ['plain http to another machine', { issuer: 'http://login.example' }, 'admin.oidc.issuer'],
    ['an issuer with a query', { issuer: 'https://login.example/?x' }, 'has a query'],
    ['no issuer', { issuer: undefined }, '"issuer"'],
    ['no roles', { roles: [] }, 'admin.oidc.roles'],
    ['an unknown role', { roles: [{ values: ['x'], role: 'owner' }] }, 'owner'],
    ['a role for nobody', { roles: [{ values: [], role: 'admin' }] }, 'values'],
    ['an empty value, which a claim could hold', { roles: [{ values: [''], role: 'admin' }] }, 'values'],
    [
      'a customer that does not exist',
      { roles: [{ values: ['x'], role: 'admin', customers: ['firn'] }] },
      'admin.oidc.roles[0].customers[0] is "firn"',
    ],
    ['no openid', { scopes: ['profile'] }, '"openid"'],
    ['a secret in the file itself', { clientSecret: 'short~secret' }, 'admin.oidc.clientSecret'],
    ['a secret in a variable that is not set', { clientSecret: { env: 'NOT_SET' } }, 'not set'],
    ['a secret in a file that is not there', { clientSecret: { file: '/none' } }, 'cannot be read'],
    ['a name that is not known', { redirectUri: 'https://x.example' }, 'redirectUri'],
  ])('refuses %s, and never says the secret', (_words, change, fault) => {
    const faults = refused({ ...OIDC, ...change });
    expect(faults.join('\n')).toContain(fault);
    expect(faults.join('\n')).not.toContain('short~secret');
  });

  it('refuses an empty secret', () => {
    expect(refused(OIDC, { ...ENV, OIDC_SECRET: '' }).join()).toContain('clientSecret is empty');
  });

  it('takes any name of a variable that the file names, and no other of our own names', () => {
    const named = { ...ENV, GATEWAY_OIDC_SECRET: 'z' };
    expect(refused({ ...OIDC, clientSecret: { env: 'GATEWAY_OIDC_SECRET' } }, named)).toEqual([]);
    expect(refused(OIDC, named).join()).toContain('GATEWAY_OIDC_SECRET');
  });
});
