import fc from 'fast-check';
import { parseConfig } from '../../src/config/parse';

const SEED = Number(process.env['TEST_SEED'] ?? Date.now() % 2 ** 31);
console.info(`parse.totality seed ${SEED}`);

const NAMES = [
  'PORT',
  'WORKERS',
  'HOST',
  'PUBLIC_URL',
  'MONGODB_URI',
  'DATA_DIR',
  'SCIM_BEARER_TOKEN',
  'SCIM_BEARER_TOKEN_FILE',
  'ADMIN_TOKEN',
  'GATEWAY_LIMIT_PAGE_MAX',
  'GATEWAY_LIMIT_PAGE_DEFAULT',
  'GATEWAY_REQUEST_LOG_DAYS',
  'LOG_LEVEL',
  'SCIM_X',
  '__proto__',
];
const KEYS = [
  'customers',
  'id',
  'connections',
  'name',
  'token',
  'env',
  'file',
  'sha256',
  'libraries',
  'roles',
  'rules',
];
const MORE_KEYS = [
  'defaultLibrary',
  'massDisable',
  'mode',
  'external',
  'controlCenterAccess',
  'privileges',
  '__proto__',
];
const WORDS = [
  'default',
  'DEFAULT',
  'DEFAULT EXTERNAL',
  'A',
  'a',
  'strict',
  'hold',
  'tier1',
  'PORT',
  'http://x',
  '0',
];

const word = fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit: 'binary', maxLength: 40 }));
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { depthSize: 'medium', withCrossShrink: false },
    fc.oneof(word, fc.boolean(), fc.double(), fc.integer(), fc.constant(null)),
    fc.array(tie('document'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS, ...MORE_KEYS), tie('document'), { maxKeys: 6 }),
  ),
}));
const environment = fc.dictionary(
  fc.oneof(fc.constantFrom(...NAMES), word),
  fc.option(word, { nil: undefined }),
);

const reader = (text: string, fails: boolean) => (): string => {
  if (fails) throw Object.assign(new Error(text), { code: 'EIO' });
  return text;
};

describe('parseConfig on whatever comes', () => {
  it('never throws on a random environment, and says why it refuses', () => {
    fc.assert(
      fc.property(environment, word, fc.boolean(), (env, text, fails) => {
        const parsed = parseConfig(env, reader(text, fails));
        expect(parsed.ok || parsed.faults.length > 0).toBe(true);
      }),
      { seed: SEED, numRuns: 500, endOnFailure: true },
    );
  });

  it('never throws on a random file of our own words', () => {
    const file = fc.oneof(
      fc.array(document, { maxLength: 3 }).map((customers) => JSON.stringify({ customers })),
      document.map((value) => JSON.stringify(value)),
      word,
    );
    fc.assert(
      fc.property(file, environment, (text, env) => {
        const parsed = parseConfig({ ...env, GATEWAY_CONFIG: '/f' }, reader(text, false));
        expect(parsed.ok || parsed.faults.every((fault) => !/[\r\n]/.test(fault))).toBe(true);
      }),
      { seed: SEED, numRuns: 500, endOnFailure: true },
    );
  });

  it('never throws on a file of many open brackets', () => {
    for (const text of ['['.repeat(200_000), '{"customers":'.repeat(50_000), '"'.repeat(9), '']) {
      expect(parseConfig({ GATEWAY_CONFIG: '/f' }, () => text).ok).toBe(false);
    }
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    expect(parseConfig({ GATEWAY_CONFIG: '/f' }, () => `{"customers":${deep}}`).ok).toBe(false);
  });
});
