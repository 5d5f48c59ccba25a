import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig, type ParsedConfig } from '../../src/config/parse';
import type { Config } from '../../src/config/config';

const TOKEN = 'scim-token-of-at-least-32-characters';
const OTHER = 'other-token-of-at-least-32-characters';
const DIGEST = 'AB'.repeat(32);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

type Env = Record<string, string | undefined>;

const CONNECTION = { name: 'entra', token: { sha256: DIGEST } };

/** One customer with one connection, and `parts` on top. */
const customer = (parts: object = {}): object => ({ id: 'default', connections: [CONNECTION], ...parts });
const library = (parts: object = {}): object => customer({ libraries: [{ id: 'ACTIVE', ...parts }] });
const role = (parts: object): object => library({ roles: [parts] });

function parse(file: unknown, env: Env = {}): ParsedConfig {
  const texts = new Map([
    ['/gateway.json', typeof file === 'string' ? file : JSON.stringify(file)],
    ['/run/token', `${TOKEN}\n`],
  ]);
  return parseConfig({ GATEWAY_CONFIG: '/gateway.json', ...env }, (path) => {
    const text = texts.get(path);
    if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
    return text;
  });
}

function accepted(file: unknown, env?: Env): Config {
  const parsed = parse(file, env);
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  return parsed.config;
}

function refused(file: unknown, env?: Env): readonly string[] {
  const parsed = parse(file, env);
  return parsed.ok ? [] : parsed.faults;
}

const customers = (...list: object[]): object => ({ customers: list });

describe('parseConfig with the file of the contract', () => {
  const contract = {
    $schema: './schemas/gateway-config.schema.json',
    customers: [
      {
        id: 'default',
        name: 'Ajuba Law',
        connections: [
          {
            name: 'entra',
            token: { env: 'ENTRA_TOKEN' },
            profile: 'default',
            expires: '2027-11-01T00:00:00Z',
          },
        ],
        libraries: [
          {
            id: 'ACTIVE',
            displayName: 'Active matters',
            type: 'worksite',
            hidden: false,
            roles: [
              {
                id: 'PARALEGAL',
                description: '',
                external: false,
                controlCenterAccess: 'none',
                privileges: ['import', 'checkout'],
              },
            ],
          },
        ],
        defaultLibrary: 'ACTIVE',
        rules: {
          reenableLibraries: 'restore',
          membershipsOnDisable: 'keep',
          userIdConflict: 'reject',
          validation: 'lenient',
          groupNamePrefix: 'ignore',
          reservedGroups: 'refuse',
          nestedGroups: 'refuse',
          massDisable: { mode: 'warn', count: 25, percent: 10, windowMinutes: 60 },
        },
      },
    ],
  };

  it('keeps all of it, the token as a digest, and adds the two built-in roles', () => {
    const config = accepted(contract, { ENTRA_TOKEN: TOKEN });
    expect(config.connections).toEqual([
      {
        customer: 'default',
        name: 'entra',
        tokens: [{ digest: sha256(TOKEN), expires: '2027-11-01T00:00:00Z' }],
        scopes: ['scim', 'scim.read'],
        user: null,
        oauth: null,
        profile: 'default',
        tolerances: {},
        rateLimit: {},
      },
    ]);
    const [only] = config.customers;
    const [written] = contract.customers;
    expect(only?.rules).toEqual(written?.rules);
    expect(only?.libraries[0]?.roles.map(({ id }) => id)).toEqual([
      'DEFAULT',
      'DEFAULT EXTERNAL',
      'PARALEGAL',
    ]);
    expect(only?.libraries[0]?.roles[2]).toEqual(written?.libraries[0]?.roles[0]);
    expect(JSON.stringify(config)).not.toContain(TOKEN);
  });

  it('has exactly these rule values as defaults', () => {
    expect(accepted(customers(customer())).customers[0]?.rules).toEqual(contract.customers[0]?.rules);
  });

  it('opens one more connection for SCIM_BEARER_TOKEN', () => {
    const { connections } = accepted(contract, { ENTRA_TOKEN: TOKEN, SCIM_BEARER_TOKEN: OTHER });
    expect(connections.map(({ name }) => name)).toEqual(['default', 'entra']);
  });
});

describe('parseConfig with a file', () => {
  it.each<[string, unknown, object]>([
    [
      'a byte-order mark',
      `\ufeff${JSON.stringify(customers(customer()))}`,
      { id: 'default', name: 'default' },
    ],
    [
      'no libraries',
      customers(customer({ libraries: [] })),
      { libraries: [{ id: 'ACTIVE' }], defaultLibrary: 'ACTIVE' },
    ],
    [
      'a bare library',
      customers(library()),
      { libraries: [{ displayName: 'ACTIVE', type: 'worksite', hidden: false }] },
    ],
    [
      'two libraries, the first being the default',
      customers(customer({ libraries: [{ id: 'B' }, { id: 'A' }] })),
      { defaultLibrary: 'B' },
    ],
    [
      'a default library in another case',
      customers(customer({ libraries: [{ id: 'B' }, { id: 'Archive' }], defaultLibrary: 'ARCHIVE' })),
      { defaultLibrary: 'Archive' },
    ],
    [
      'a listed DEFAULT EXTERNAL without flag',
      customers(role({ id: 'DEFAULT EXTERNAL', description: 'x' })),
      {
        libraries: [
          { roles: [{ id: 'DEFAULT' }, { id: 'DEFAULT EXTERNAL', external: true, description: 'x' }] },
        ],
      },
    ],
    [
      'a listed DEFAULT with Control Center access',
      customers(role({ id: 'default', controlCenterAccess: 'tier2' })),
      {
        libraries: [{ roles: [{ id: 'DEFAULT EXTERNAL' }, { id: 'DEFAULT', controlCenterAccess: 'tier2' }] }],
      },
    ],
    [
      'a role id of 254 letters of any alphabet',
      customers(role({ id: 'Ж'.repeat(254) })),
      { libraries: [{ roles: [{}, {}, { id: 'Ж'.repeat(254), external: false }] }] },
    ],
    [
      'the same role id in two libraries',
      customers(
        customer({
          libraries: [
            { id: 'A', roles: [{ id: 'X' }] },
            { id: 'B', roles: [{ id: 'X' }] },
          ],
        }),
      ),
      { libraries: [{ id: 'A' }, { id: 'B' }] },
    ],
    [
      'reenableLibraries manual',
      customers(customer({ rules: { reenableLibraries: 'manual' } })),
      { rules: { reenableLibraries: 'manual', validation: 'lenient' } },
    ],
    [
      'reservedGroups allow',
      customers(customer({ rules: { reservedGroups: 'allow' } })),
      { rules: { reservedGroups: 'allow' } },
    ],
    [
      'massDisable hold',
      customers(customer({ rules: { massDisable: { mode: 'hold', count: 5 } } })),
      { rules: { massDisable: { mode: 'hold', count: 5, percent: 10, windowMinutes: 60 } } },
    ],
    [
      'massDisable off',
      customers(customer({ rules: { massDisable: { mode: 'off' } } })),
      { rules: { massDisable: { mode: 'off', count: 25, percent: 10, windowMinutes: 60 } } },
    ],
  ])('takes %s', (_title, file, expected) => {
    expect(accepted(file).customers[0]).toMatchObject(expected);
  });

  it.each<[string, unknown, RegExp]>([
    ['what is not JSON', '{"customers": [1,]}', /not JSON: line 1, column 18 \(a comma before it/],
    ['a list', [], /the file is a list .*must be an object/],
    ['no customers', {}, /the file lacks "customers"/],
    ['an empty list of customers', customers(), /customers is empty/],
    [
      'an unknown key',
      customers(customer({ librarys: [] })),
      /customers\[0\] has the unknown key "librarys"; did you mean "libraries"\? Known keys: id, name/,
    ],
    ['a prototype key', '{"customers":[{"id":"default","__proto__":{}}]}', /unknown key "__proto__"/],
    ['a customer without id', customers({ connections: [CONNECTION] }), /customers\[0\] lacks "id"/],
    [
      'a customer id with a space',
      customers(customer({ id: 'a b' })),
      /customers\[0\].id is "a b", which does not fit. Customer id/,
    ],
    ['a wrong type', customers(customer({ name: 5 })), /customers\[0\].name is a number; it must be a text/],
    [
      'a connection without a name',
      customers(customer({ connections: [{ token: { sha256: DIGEST } }] })),
      /connections\[0\] lacks "name"/,
    ],
    [
      'an unknown profile',
      customers(customer({ connections: [{ ...CONNECTION, profile: 'x' }] })),
      /profile is "x"; possible values: "default"/,
    ],
    [
      'a date that does not exist',
      customers(customer({ connections: [{ ...CONNECTION, expires: '2027-02-29T00:00:00Z' }] })),
      /expires is .*RFC 3339/,
    ],
    [
      'a date without time',
      customers(customer({ connections: [{ ...CONNECTION, expires: '2027-02-01' }] })),
      /expires is .*RFC 3339/,
    ],
    [
      'a library id with a colon',
      customers(library({ id: 'A:B' })),
      /libraries\[0\].id is "A:B", which does not fit/,
    ],
    [
      'a library type that is none',
      customers(library({ type: 'x' })),
      /type is "x"; possible values: "worksite", "linksite"/,
    ],
    ['a role id with a space', customers(role({ id: 'a b' })), /roles\[0\].id is "a b", which does not fit/],
    ['an empty role id', customers(role({ id: '' })), /roles\[0\].id is "", which does not fit/],
    [
      'a role id of 255 letters',
      customers(role({ id: 'x'.repeat(255) })),
      /roles\[0\].id is "x+…", which does not fit/,
    ],
    [
      'DEFAULT as an external role',
      customers(role({ id: 'DEFAULT', external: true })),
      /external is true; it must be false for the role DEFAULT\./,
    ],
    [
      'DEFAULT EXTERNAL as an internal role',
      customers(role({ id: 'DEFAULT EXTERNAL', external: false })),
      /must be true for the role DEFAULT EXTERNAL/,
    ],
    [
      'an external role with Control Center access',
      customers(role({ id: 'X', external: true, controlCenterAccess: 'tier1' })),
      /controlCenterAccess is "tier1"; an external role must have "none"/,
    ],
    [
      'DEFAULT EXTERNAL with Control Center access',
      customers(role({ id: 'DEFAULT EXTERNAL', controlCenterAccess: 'tier1' })),
      /an external role must have "none"/,
    ],
    [
      'a privilege twice',
      customers(role({ id: 'X', privileges: ['a', 'a'] })),
      /privileges holds the same value twice/,
    ],
    ['a rule that is none', customers(customer({ rules: { x: 1 } })), /rules has the unknown key "x"/],
    [
      'a rule value that is none',
      customers(customer({ rules: { validation: 'x' } })),
      /validation is "x"; possible values: "lenient", "strict"/,
    ],
    [
      'a percentage over 100',
      customers(customer({ rules: { massDisable: { percent: 101 } } })),
      /percent is 101; it must be at most 100/,
    ],
    [
      'a default library that is not listed',
      customers(customer({ libraries: [{ id: 'A' }, { id: 'B' }], defaultLibrary: 'C' })),
      /defaultLibrary is "C"; the libraries of this customer are A, B/,
    ],
    [
      'two customers of one id',
      customers(customer(), { id: 'DEFAULT' }),
      /customers\[1\].id is "DEFAULT", which customers\[0\] has already/,
    ],
    [
      'two libraries of one id',
      customers(customer({ libraries: [{ id: 'A' }, { id: 'a' }] })),
      /libraries\[1\].id is "a", which .*libraries\[0\] has already/,
    ],
    [
      'two roles of one id in a library',
      customers(library({ roles: [{ id: 'X' }, { id: 'x' }] })),
      /roles\[1\].id is "x", which/,
    ],
    [
      'two connections of one name',
      customers(
        customer({ connections: [CONNECTION, { name: 'ENTRA', token: { sha256: 'cd'.repeat(32) } }] }),
      ),
      /connections\[1\].name is "ENTRA", which/,
    ],
    [
      'nobody who could connect',
      customers({ id: 'default' }),
      /lists no connection and SCIM_BEARER_TOKEN is not set/,
    ],
  ])('refuses %s', (_title, file, fault) => {
    expect(refused(file)).toEqual([expect.stringMatching(fault)]);
  });

  it('takes a file without a connection where an admin can make one while the gateway runs', () => {
    const file = customers({ id: 'default' });
    expect(accepted(file, { ADMIN_TOKEN: 'admin-token-of-at-least-32-characters' }).connections).toEqual([]);
  });

  it.each([
    ['membershipsOnDisable', 'remove'],
    ['userIdConflict', 'suffix'],
    ['validation', 'strict'],
    ['groupNamePrefix', 'library'],
    ['nestedGroups', 'flatten'],
  ])('takes %s %s', (rule, value) => {
    expect(refused(customers(customer({ rules: { [rule]: value } })))).toEqual([]);
    expect(refused(customers(customer({ rules: { [rule]: 'other' } })))).toHaveLength(1);
  });

  it('reports faults of the environment, the schema and the references together', () => {
    const file = customers(customer({ id: 'a b', libraries: [{ id: 'A' }, { id: 'a', typ: 1 }] }));
    const faults = refused(file, { PORT: 'x', GATEWAY_X: '1' });
    for (const part of ['PORT', 'GATEWAY_X', 'customers[0].id', '"typ"', 'has already']) {
      expect(faults.filter((fault) => fault.includes(part))).toHaveLength(1);
    }
    expect(faults).toHaveLength(5);
  });
});

describe('parseConfig with tokens of the file', () => {
  const withToken = (token: unknown): object =>
    customers(customer({ connections: [{ name: 'entra', token }] }));

  it.each<[string, object, string]>([
    ['a variable', { env: 'ENTRA_TOKEN' }, sha256(TOKEN)],
    ['a variable under our own prefix', { env: 'SCIM_ENTRA' }, sha256(OTHER)],
    ['a file', { file: '/run/token' }, sha256(TOKEN)],
    ['a digest in capitals', { sha256: DIGEST }, DIGEST.toLowerCase()],
  ])('takes %s', (_title, token, digest) => {
    const env = {
      ENTRA_TOKEN: TOKEN,
      ...('env' in token && token.env === 'SCIM_ENTRA' ? { SCIM_ENTRA: OTHER } : {}),
    };
    expect(accepted(withToken(token), env).connections[0]?.tokens[0]?.digest).toBe(digest);
  });

  it.each<[string, unknown, RegExp]>([
    [
      'a variable that is not set',
      { env: 'NOT_SET' },
      /token.env names an environment variable that is not set \(NOT_SET\)/,
    ],
    [
      'a name that every object has',
      { env: 'constructor' },
      /token.env names an environment variable that is not set/,
    ],
    ['a variable with a short token', { env: 'SHORT' }, /token.env \(SHORT\) has 5 characters/],
    ['an empty variable', { env: 'EMPTY' }, /token.env \(EMPTY\) is empty/],
    ['a file that is not there', { file: '/nowhere' }, /token.file: .*no such file/],
    ['an empty path', { file: '' }, /token.file is empty/],
    [
      'a digest of 63 digits',
      { sha256: 'a'.repeat(63) },
      /token.sha256 is a text \(not shown\), which does not fit/,
    ],
    ['no source', {}, /token must hold one of "env", "file", "sha256"/],
    ['two sources', { env: 'ENTRA_TOKEN', file: '/run/token' }, /token must hold only one of/],
    ['the token itself', TOKEN, /token is a text .*never the token itself/],
  ])('refuses %s', (_title, token, fault) => {
    const faults = refused(withToken(token), { ENTRA_TOKEN: TOKEN, SHORT: 'short', EMPTY: '' });
    expect(faults).toEqual([expect.stringMatching(fault)]);
  });

  it('refuses one token for two connections, whatever form it has', () => {
    const second = { name: 'okta', token: { sha256: sha256(TOKEN) } };
    const file = customers(
      customer({ connections: [{ name: 'entra', token: { file: '/run/token' } }, second] }),
    );
    expect(refused(file)).toEqual([
      expect.stringMatching(/connections\[1\].token is the same as customers\[0\].connections\[0\].token;/),
    ]);
    expect(refused(customers(customer({ connections: [second] })), { SCIM_BEARER_TOKEN: TOKEN })).toEqual([
      expect.stringMatching(/token is the same as SCIM_BEARER_TOKEN;/),
    ]);
  });

  it('refuses SCIM_BEARER_TOKEN where the file has no customer default, and says so', () => {
    const faults = refused(customers(customer({ id: 'acme' })), { SCIM_BEARER_TOKEN: TOKEN });
    expect(faults).toEqual([
      expect.stringMatching(/customer "default", but GATEWAY_CONFIG has no such.*"acme"/),
    ]);
  });

  it('refuses a connection default beside SCIM_BEARER_TOKEN, and takes it without', () => {
    const file = customers(customer({ connections: [{ ...CONNECTION, name: 'default' }] }));
    expect(refused(file, { SCIM_BEARER_TOKEN: TOKEN })).toEqual([
      expect.stringMatching(/SCIM_BEARER_TOKEN has already/),
    ]);
    expect(accepted(file).connections).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ['as the token', TOKEN],
    ['as an unknown key of the token', { [TOKEN]: 'x' }],
    ['as the value of an unknown key', { value: TOKEN }],
    ['as a variable name', { env: 'QWERTYUIOPASDFGHJKLZXCVBNMQWERTYUIOP' }],
    ['as a path', { file: TOKEN }],
    ['as a digest', { sha256: TOKEN }],
  ])('repeats no token that was written %s', (_title, token) => {
    const faults = refused(withToken(token)).join('\n');
    expect(faults).not.toBe('');
    expect(faults).not.toContain(TOKEN);
    expect(faults).not.toContain('QWERTY');
  });

  it('repeats no token that stands around a mistake in the JSON', () => {
    const faults = refused(`{"customers":[{"token":"${TOKEN}" x}]}`);
    expect(faults).toEqual([expect.stringMatching(/not JSON: line 1, column/)]);
    expect(faults.join()).not.toContain('scim-token');
  });
});

describe('gateway-config.schema.json', () => {
  interface Schema {
    readonly description?: string;
    readonly $ref?: string;
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly additionalProperties?: boolean;
    readonly definitions?: Readonly<Record<string, Schema>>;
  }
  const schema = JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'schemas', 'gateway-config.schema.json'), 'utf8'),
  ) as Schema;

  it('describes every property for editors, and lets no unknown one pass', () => {
    const objects = (part: Schema): readonly Schema[] => {
      const inner = [...Object.values(part.properties ?? {}), ...Object.values(part.definitions ?? {})];
      return [...(part.properties === undefined ? [] : [part]), ...inner.flatMap(objects)];
    };
    for (const part of objects(schema)) {
      expect(part.additionalProperties).toBe(false);
      for (const [name, property] of Object.entries(part.properties ?? {})) {
        expect([name, property.description ?? property.$ref]).toEqual([name, expect.any(String)]);
      }
    }
  });
});
