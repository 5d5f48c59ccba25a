import { createHash, generateKeyPairSync } from 'node:crypto';
import { parseConfig } from '../../src/config/parse';
import type { ConnectionConfig } from '../../src/config/config';

const SECRET = 'secret-0123456789abcdefghijklmnopqrstuvw';
const NEXT = 'next-0123456789abcdefghijklmnopqrstuvwxy';
const DIGEST = 'ab'.repeat(32);
const ENV = { SECRET, NEXT, SHORT: 'short' };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const parsed = (...connections: readonly object[]): ReturnType<typeof parseConfig> =>
  parseConfig({ GATEWAY_CONFIG: '/f', ADMIN_TOKEN: 'x'.repeat(40), ...ENV }, () =>
    JSON.stringify({ customers: [{ id: 'firm', connections }] }),
  );

function accepted(connection: object): ConnectionConfig | undefined {
  const result = parsed({ name: 'idp', ...connection });
  if (!result.ok) throw new Error(result.faults.join('\n'));
  return result.config.connections[0];
}

function refused(...connections: readonly object[]): readonly string[] {
  const result = parsed(...connections.map((connection, index) => ({ name: `idp${index}`, ...connection })));
  return result.ok ? [] : result.faults;
}

const rsa = (bits: number): object =>
  generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' });
const RSA = rsa(2_048);
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const WORKLOAD = { issuer: 'https://login.example/tenant/v2.0', audience: 'api://app', subject: 'someone' };
const oauth = (more: object): object => ({ oauth: { clientId: 'client', ...more } });

describe('parseConfig with ways into a connection', () => {
  it('takes two tokens with an end each, scopes and the user that the connection is bound to', () => {
    const connection = accepted({
      token: { env: 'SECRET' },
      expires: '2027-01-01T00:00:00Z',
      tokens: [{ env: 'NEXT', expires: '2028-01-01T00:00:00Z' }],
      scopes: ['scim.read'],
      user: 'tove.rask@firm.example',
    });
    expect(connection).toMatchObject({
      tokens: [
        { digest: sha256(SECRET), expires: '2027-01-01T00:00:00Z' },
        { digest: sha256(NEXT), expires: '2028-01-01T00:00:00Z' },
      ],
      scopes: ['scim.read'],
      user: 'tove.rask@firm.example',
      oauth: null,
    });
  });

  it('takes an OAuth client with every way to prove itself, and gives its tokens an hour', () => {
    const jwks = { keys: [RSA, ec.publicKey.export({ format: 'jwk' })] };
    expect(
      accepted(oauth({ secrets: [{ env: 'SECRET' }, { sha256: DIGEST }], jwks, workloadIdentity: WORKLOAD })),
    ).toMatchObject({
      tokens: [],
      scopes: ['scim', 'scim.read'],
      oauth: {
        clientId: 'client',
        secrets: [
          { digest: sha256(SECRET), expires: null },
          { digest: DIGEST, expires: null },
        ],
        jwks,
        jwksUri: null,
        accessTokenMinutes: 60,
        workloadIdentity: { ...WORKLOAD, jwksUri: null, bearer: false },
      },
    });
    for (const url of [
      'https://keys.example/jwks',
      'http://127.0.0.1:8080/jwks',
      'http://[::1]/jwks',
      'http://localhost/jwks',
    ])
      expect(accepted(oauth({ jwksUri: url }))?.oauth?.jwksUri).toBe(url);
  });

  it.each<[string, object, RegExp]>([
    ['no way in', {}, /connections\[0\] has no way in; give it "token", "tokens" or "oauth"/],
    ['an empty list of tokens', { tokens: [] }, /has no way in/],
    [
      'an end without its token',
      { expires: '2027-01-01T00:00:00Z', tokens: [{ env: 'SECRET' }] },
      /expires says when "token" ends, and there is none/,
    ],
    [
      'three tokens',
      { token: { sha256: DIGEST }, tokens: [{ env: 'SECRET' }, { env: 'NEXT' }] },
      /has 3 tokens; 2 are enough/,
    ],
    [
      'a token from two places',
      { tokens: [{ env: 'SECRET', sha256: DIGEST }] },
      /tokens\[0\] must hold exactly one of "env", "file", "sha256"/,
    ],
    [
      'a token from nowhere',
      { tokens: [{ expires: '2027-01-01T00:00:00Z' }] },
      /tokens\[0\] must hold exactly one of/,
    ],
    ['a token written out', { tokens: [SECRET] }, /tokens\[0\] is a text .*never its text/],
    [
      'a token twice',
      { token: { env: 'SECRET' }, tokens: [{ sha256: sha256(SECRET) }] },
      /tokens\[0\] is the same as .*\.token;/,
    ],
    ['a short secret', oauth({ secrets: [{ env: 'SHORT' }] }), /secrets\[0\].env \(SHORT\) has 5 characters/],
    [
      'three secrets',
      oauth({ secrets: [{ env: 'SECRET' }, { env: 'NEXT' }, { sha256: DIGEST }] }),
      /secrets holds more than 2/,
    ],
    [
      'a secret that is a token',
      { token: { env: 'SECRET' }, ...oauth({ secrets: [{ env: 'SECRET' }] }) },
      /secrets\[0\] is the same as/,
    ],
    [
      'an unknown scope',
      { token: { env: 'SECRET' }, scopes: ['admin'] },
      /scopes\[0\] is "admin"; possible values: "scim", "scim.read"/,
    ],
    ['no scope', { token: { env: 'SECRET' }, scopes: [] }, /scopes is empty/],
    ['a client without proof', oauth({}), /oauth has no way for the client to prove who it is/],
    [
      'a client id with a colon',
      { oauth: { clientId: 'a:b', secrets: [{ env: 'SECRET' }] } },
      /clientId is "a:b", which does not fit/,
    ],
    [
      'keys in two places',
      oauth({ jwks: { keys: [RSA] }, jwksUri: 'https://keys.example' }),
      /has "jwks" and "jwksUri"/,
    ],
    [
      'a private key',
      oauth({ jwks: { keys: [ec.privateKey.export({ format: 'jwk' })] } }),
      /keys\[0\] must be a public key .* holds the private member "d"/,
    ],
    [
      'a shared secret as key',
      oauth({ jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }),
      /keys\[0\].kty is "oct"; possible values/,
    ],
    [
      'a key that is none',
      oauth({ jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }] } }),
      /keys\[0\] must be a public key .* is none that can be read/,
    ],
    ['a short key', oauth({ jwks: { keys: [rsa(1_024)] } }), /has 1024 bits, and 2048 are needed/],
    ['no keys', oauth({ jwks: { keys: [] } }), /keys is empty/],
    [
      'keys over an open line',
      oauth({ jwksUri: 'http://keys.example/jwks' }),
      /jwksUri must be an https:\/\/ URL .* is http:\/\/ to another machine/,
    ],
    [
      'keys from a file',
      oauth({ jwksUri: 'file:///etc/keys' }),
      /jwksUri must be an https:\/\/ URL .* is not one/,
    ],
    [
      'a password in an address',
      oauth({ jwksUri: 'https://u:pa55@keys.example' }),
      /has a user name or password in it/,
    ],
    [
      'an issuer that is no address',
      oauth({ workloadIdentity: { ...WORKLOAD, issuer: 'me' } }),
      /workloadIdentity.issuer must be an https:\/\/ URL/,
    ],
    [
      'an issuer without audience',
      oauth({ workloadIdentity: { issuer: 'https://login.example', subject: 'x' } }),
      /workloadIdentity lacks "audience"/,
    ],
    [
      'tokens of less than an hour',
      oauth({ secrets: [{ env: 'SECRET' }], accessTokenMinutes: 59 }),
      /accessTokenMinutes is 59; it must be at least 60/,
    ],
    [
      'tokens of more than six hours',
      oauth({ secrets: [{ env: 'SECRET' }], accessTokenMinutes: 361 }),
      /accessTokenMinutes is 361; it must be at most 360/,
    ],
  ])('refuses %s', (_what, connection, fault) => {
    const faults = refused(connection);
    expect(faults[0]).toMatch(fault);
    expect(faults.join()).not.toMatch(new RegExp(`${SECRET}|${NEXT}|pa55`));
  });

  it('refuses one client id, and one outside identity, for two connections', () => {
    const faults = refused(oauth({ workloadIdentity: WORKLOAD }), {
      oauth: { clientId: 'CLIENT', workloadIdentity: WORKLOAD },
    });
    expect(faults).toEqual([
      expect.stringMatching(
        /connections\[1\].oauth.clientId is "CLIENT", which customers\[0\].connections\[0\].oauth has already/,
      ),
      expect.stringMatching(
        /connections\[1\].oauth.workloadIdentity has the issuer, audience and subject of .*\[0\].oauth.workloadIdentity;/,
      ),
    ]);
    const beside = (more: object): object => ({
      oauth: { clientId: 'other', workloadIdentity: { ...WORKLOAD, ...more } },
    });
    const asScope = refused(
      oauth({ workloadIdentity: WORKLOAD }),
      beside({ audience: 'api://app/.default' }),
    );
    expect(asScope).toEqual([expect.stringMatching(/has the issuer, audience and subject of/)]);
    for (const more of [{ subject: 'another' }, { audience: 'api://app/other' }])
      expect(refused(oauth({ workloadIdentity: WORKLOAD }), beside(more))).toEqual([]);
  });

  it('refuses the token of the administrator as that of a connection', () => {
    expect(refused({ token: { env: 'ADMIN_TOKEN' } })).toEqual([
      expect.stringMatching(/connections\[0\].token is the same as ADMIN_TOKEN;/),
    ]);
    const same = { SCIM_BEARER_TOKEN: 'x'.repeat(40), ADMIN_TOKEN: 'x'.repeat(40) };
    const parsed = parseConfig(same, () => '');
    expect(parsed.ok ? [] : parsed.faults).toEqual([
      expect.stringMatching(/^ADMIN_TOKEN is the same as SCIM_/),
    ]);
  });

  it('tells every fault at once', () => {
    const faults = refused({}, oauth({}), { token: { env: 'NOT_SET' }, scopes: ['x'] });
    for (const part of ['no way in', 'no way for the client', 'not set (NOT_SET)', 'possible values: "scim"'])
      expect(faults.filter((fault) => fault.includes(part))).toHaveLength(1);
  });
});
