import { createHash } from 'node:crypto';
import { parseConfig, type ParsedConfig } from '../../src/config/parse';
import type { Config } from '../../src/config/config';

const TOKEN = 'scim-token-of-at-least-32-characters';
const ADMIN = 'admin-token-of-at-least-32-characters';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function parse(env: Record<string, string | undefined>, files: Record<string, string> = {}): ParsedConfig {
  return parseConfig(env, (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
    return text;
  });
}

function accepted(env: Record<string, string | undefined>, files?: Record<string, string>): Config {
  const parsed = parse(env, files);
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  return parsed.config;
}

function refused(env: Record<string, string | undefined>, files?: Record<string, string>): readonly string[] {
  const parsed = parse(env, files);
  return parsed.ok ? [] : parsed.faults;
}

describe('parseConfig with an empty environment', () => {
  it('answers the defaults of the contract', () => {
    expect(accepted({})).toMatchObject({
      listen: { host: '127.0.0.1', port: 8080 },
      publicUrl: 'http://127.0.0.1:8080',
      mongodbUri: null,
      mongodBinary: null,
      dataDir: './data',
      adminTokenDigest: null,
      connections: [],
      requestLogDays: 30,
      log: { level: 'info', format: null },
      limits: {
        bodyBytesMax: 1_048_576,
        groupBodyBytesMax: 134_217_728,
        bulkBodyBytesMax: 33_554_432,
        urlBytesMax: 8_192,
        headerBytesMax: 16_384,
        filterBytesMax: 8_192,
        jsonDepthMax: 32,
        operationsMax: 1_000,
        pageSizeMax: 1_000,
        pageSizeDefault: 100,
        requestsPerSecond: 50,
        requestBurst: 3_000,
      },
    });
  });

  it('has the customer default with the library ACTIVE and its two roles', () => {
    const [customer, ...others] = accepted({}).customers;
    expect(others).toEqual([]);
    expect(customer).toMatchObject({ id: 'default', defaultLibrary: 'ACTIVE' });
    expect(customer?.libraries).toMatchObject([
      {
        id: 'ACTIVE',
        type: 'worksite',
        hidden: false,
        roles: [
          { id: 'DEFAULT', external: false },
          { id: 'DEFAULT EXTERNAL', external: true },
        ],
      },
    ]);
  });

  it('is frozen all the way down', () => {
    const config = accepted({});
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(config)).toBe(true);
  });
});

describe('parseConfig, one variable at a time', () => {
  it.each<[string, Record<string, string>, object]>([
    ['PORT', { PORT: '9000' }, { listen: { port: 9000 }, publicUrl: 'http://127.0.0.1:9000' }],
    ['PORT 0, ephemeral', { PORT: '0' }, { listen: { port: 0 }, publicUrl: null }],
    [
      'PORT 0 beside a public URL',
      { PORT: '0', PUBLIC_URL: 'https://s.example' },
      { publicUrl: 'https://s.example' },
    ],
    ['HOST', { HOST: '0.0.0.0' }, { listen: { host: '0.0.0.0' }, publicUrl: 'http://0.0.0.0:8080' }],
    ['an IPv6 HOST, bracketed in the URL', { HOST: '::1' }, { publicUrl: 'http://[::1]:8080' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://scim.example/base/' }, { publicUrl: 'https://scim.example/base' }],
    [
      'PUBLIC_URL of a bare host',
      { PUBLIC_URL: 'http://scim.example:81/' },
      { publicUrl: 'http://scim.example:81' },
    ],
    ['MONGODB_URI', { MONGODB_URI: 'mongodb://u:p@h:27017/db' }, { mongodbUri: 'mongodb://u:p@h:27017/db' }],
    ['MONGODB_URI by SRV', { MONGODB_URI: 'mongodb+srv://h/db' }, { mongodbUri: 'mongodb+srv://h/db' }],
    ['MONGOD_BINARY', { MONGOD_BINARY: '/opt/mongod' }, { mongodBinary: '/opt/mongod' }],
    ['DATA_DIR', { DATA_DIR: '/var/lib/gateway' }, { dataDir: '/var/lib/gateway' }],
    ['one worker where nothing is said', {}, { workers: 1 }],
    ['WORKERS', { WORKERS: '4' }, { workers: 4 }],
    ['WORKERS by the cores', { WORKERS: 'auto' }, { workers: 'auto' }],
    ['ADMIN_TOKEN', { ADMIN_TOKEN: ADMIN }, { adminTokenDigest: sha256(ADMIN) }],
    ['LOG_LEVEL', { LOG_LEVEL: 'debug' }, { log: { level: 'debug' } }],
    ['LOG_FORMAT', { LOG_FORMAT: 'json' }, { log: { format: 'json' } }],
    ['GATEWAY_REQUEST_LOG_DAYS', { GATEWAY_REQUEST_LOG_DAYS: '7' }, { requestLogDays: 7 }],
    [
      'a limit',
      { GATEWAY_LIMIT_BODY_BYTES: '2048' },
      { limits: { bodyBytesMax: 2048, groupBodyBytesMax: 134_217_728 } },
    ],
    [
      'PAGE_MAX, which lowers the default page',
      { GATEWAY_LIMIT_PAGE_MAX: '50' },
      { limits: { pageSizeDefault: 50 } },
    ],
    [
      'a variable of somebody else',
      { SCIMITAR: '1', GATEWAYS: '1', PATH: '/bin' },
      { listen: { port: 8080 } },
    ],
    ['exactly 32 characters', { ADMIN_TOKEN: 'x'.repeat(32) }, { adminTokenDigest: sha256('x'.repeat(32)) }],
  ])('takes %s', (_title, env, expected) => {
    expect(accepted(env)).toMatchObject(expected);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a port that is none', { PORT: '65536' }, /^PORT is "65536"; .*0 to 65535/],
    ['a port in words', { PORT: 'http' }, /^PORT is "http"/],
    ['a port with a sign', { PORT: '-1' }, /^PORT is "-1"/],
    ['no workers', { WORKERS: '0' }, /^WORKERS is "0"; .*from 1 to 64, or "auto" .*\(default 1\)\.$/],
    ['too many workers', { WORKERS: '65' }, /^WORKERS is "65"; .*from 1 to 64/],
    ['half a worker', { WORKERS: '1.5' }, /^WORKERS is "1\.5"/],
    ['workers in other words', { WORKERS: 'AUTO' }, /^WORKERS is "AUTO"/],
    ['empty workers', { WORKERS: '' }, /^WORKERS is empty/],
    ['an empty variable', { DATA_DIR: '' }, /^DATA_DIR is empty; .*remove it/],
    ['a blank variable', { MONGODB_URI: ' ' }, /^MONGODB_URI is empty/],
    ['a host with a space', { HOST: 'a b' }, /^HOST is "a b"/],
    ['a public URL of another scheme', { PUBLIC_URL: 'ftp://x.example' }, /^PUBLIC_URL must be an http/],
    ['a public URL without scheme', { PUBLIC_URL: 'scim.example' }, /^PUBLIC_URL must be/],
    ['a public URL with a query', { PUBLIC_URL: 'https://x.example/?a=1' }, /has a query/],
    ['a public URL with an empty query', { PUBLIC_URL: 'https://x.example/?' }, /has a query/],
    ['a public URL with a fragment', { PUBLIC_URL: 'https://x.example/#a' }, /has a fragment/],
    ['a public URL with a password', { PUBLIC_URL: 'https://u:p@x.example' }, /user name or password/],
    ['another database', { MONGODB_URI: 'postgres://h/db' }, /^MONGODB_URI must begin with mongodb:\/\//],
    ['a database without host', { MONGODB_URI: 'mongodb://' }, /^MONGODB_URI must begin/],
    [
      'a log level that is none',
      { LOG_LEVEL: 'trace' },
      /^LOG_LEVEL is "trace"; possible values: "error", "warn"/,
    ],
    [
      'a log format that is none',
      { LOG_FORMAT: 'xml' },
      /^LOG_FORMAT is "xml"; possible values: "pretty", "json"/,
    ],
    [
      'a limit of zero',
      { GATEWAY_LIMIT_OPERATIONS: '0' },
      /^GATEWAY_LIMIT_OPERATIONS is "0"; .*from 1 to 10000/,
    ],
    ['a limit beyond reason', { GATEWAY_LIMIT_BODY_BYTES: '999999999999' }, /^GATEWAY_LIMIT_BODY_BYTES is/],
    ['a limit with a unit', { GATEWAY_LIMIT_URL_BYTES: '8k' }, /^GATEWAY_LIMIT_URL_BYTES is "8k"/],
    [
      'a page default above the maximum',
      { GATEWAY_LIMIT_PAGE_DEFAULT: '2000' },
      /PAGE_DEFAULT is 2000, .*PAGE_MAX \(1000\)/,
    ],
    ['days that are none', { GATEWAY_REQUEST_LOG_DAYS: '1.5' }, /^GATEWAY_REQUEST_LOG_DAYS is "1.5"/],
    [
      'an unknown SCIM_ name',
      { SCIM_BEARER_TOKN: 'x' },
      /"SCIM_BEARER_TOKN" .*did you mean SCIM_BEARER_TOKEN\?/,
    ],
    ['an unknown GATEWAY_ name', { GATEWAY_CONFG: 'x' }, /"GATEWAY_CONFG" .*did you mean GATEWAY_CONFIG\?/],
    ['an unknown limit', { GATEWAY_LIMIT_FILTER: '1' }, /did you mean GATEWAY_LIMIT_FILTER_BYTES\?/],
    ['our name in another case', { Gateway_Config: 'x' }, /did you mean GATEWAY_CONFIG\?/],
    [
      'a configuration file that is not there',
      { GATEWAY_CONFIG: '/nowhere' },
      /^GATEWAY_CONFIG: .*no such file/,
    ],
  ])('refuses %s', (_title, env, fault) => {
    expect(refused(env)).toEqual([expect.stringMatching(fault)]);
  });

  it('reports every fault at once', () => {
    const env = {
      PORT: 'x',
      HOST: ' ',
      LOG_LEVEL: 'x',
      SCIM_X: '1',
      ADMIN_TOKEN: 'x',
      GATEWAY_CONFIG: '/nowhere',
    };
    expect(refused(env)).toHaveLength(6);
  });
});

describe('parseConfig with tokens of the environment', () => {
  it('opens the connection default of the customer default for SCIM_BEARER_TOKEN', () => {
    expect(accepted({ SCIM_BEARER_TOKEN: TOKEN }).connections).toEqual([
      {
        customer: 'default',
        name: 'default',
        tokens: [{ digest: sha256(TOKEN), expires: null }],
        scopes: ['scim', 'scim.read'],
        user: null,
        oauth: null,
        profile: 'default',
        tolerances: {},
        rateLimit: {},
      },
    ]);
  });

  it('takes both tokens from files, without the white space around them', () => {
    const env = { SCIM_BEARER_TOKEN_FILE: '/run/scim', ADMIN_TOKEN_FILE: '/run/admin' };
    const config = accepted(env, { '/run/scim': `${TOKEN}\n`, '/run/admin': `\ufeff ${ADMIN}\r\n` });
    expect(config.connections[0]?.tokens).toEqual([{ digest: sha256(TOKEN), expires: null }]);
    expect(config.adminTokenDigest).toBe(sha256(ADMIN));
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['an empty token, which is not an absent one', { SCIM_BEARER_TOKEN: '' }, /^SCIM_BEARER_TOKEN is empty/],
    ['an empty admin token', { ADMIN_TOKEN: '' }, /^ADMIN_TOKEN is empty/],
    [
      '31 characters',
      { SCIM_BEARER_TOKEN: 'x'.repeat(31) },
      /^SCIM_BEARER_TOKEN has 31 characters; at least 32/,
    ],
    ['one character', { ADMIN_TOKEN: 'x' }, /^ADMIN_TOKEN has 1 character;/],
    ['a token that no header can carry', { ADMIN_TOKEN: `${ADMIN} ` }, /^ADMIN_TOKEN holds a space/],
    [
      'a token twice',
      { ADMIN_TOKEN: ADMIN, ADMIN_TOKEN_FILE: '/run/ok' },
      /^ADMIN_TOKEN and ADMIN_TOKEN_FILE are both set/,
    ],
    ['a token file that is not there', { ADMIN_TOKEN_FILE: '/nowhere' }, /^ADMIN_TOKEN_FILE: .*no such file/],
    ['an empty token file', { SCIM_BEARER_TOKEN_FILE: '/run/empty' }, /^SCIM_BEARER_TOKEN_FILE: .*is empty/],
    ['an empty path', { SCIM_BEARER_TOKEN_FILE: '' }, /^SCIM_BEARER_TOKEN_FILE is empty/],
  ])('refuses %s', (_title, env, fault) => {
    expect(refused(env, { '/run/empty': '\n', '/run/ok': ADMIN })).toEqual([expect.stringMatching(fault)]);
  });

  it('repeats no secret, wherever it was put', () => {
    const secret = 'hunter2-hunter2';
    const names = [
      'SCIM_BEARER_TOKEN',
      'ADMIN_TOKEN',
      'ADMIN_TOKEN_FILE',
      'SCIM_BEARER_TOKEN_FILE',
      'GATEWAY_CONFIG',
    ];
    const faults = names.flatMap((name) => refused({ [name]: secret }));
    faults.push(...refused({ MONGODB_URI: `postgres://u:${secret}@h`, PUBLIC_URL: `https://u:${secret}@h` }));
    expect(faults).toHaveLength(names.length + 2);
    expect(faults.join('\n')).not.toContain(secret);
  });
});
