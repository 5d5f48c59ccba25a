// Random schemas of a customer, each checked as a configuration is: what is sent is what is answered, and both evaluations of a filter agree.
import fc from 'fast-check';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { parseConfig } from '../../src/config/parse';
import type { CustomerConfig } from '../../src/config/config';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../src/directory/json';
import { createScimEngine, type ScimEngine } from '../../src/scim/engine';
import { DEFAULT_PROFILE } from '../../src/scim/profile';
import type { Answer, ScimRequest } from '../../src/scim/request';
import { publishedTo } from '../../src/scim/schema/own-published';
import { readPublishedSchemas } from '../../src/scim/schema/published';
import { compileSchemaMap, typeNamed, type ResourceType } from '../../src/scim/schema/schema-map';
import { scimLimits } from '../../src/config/scim-limits';
import { toMongoFilter } from '../../src/store/condition';
import { openTestStore, type TestStore } from '../store/store-setup';
import { describeFirst, differencesIn, generateBatch, type Stored } from './filter/comparison-run';
import { resourceOf } from './filter/generated-resources';

const EVERYBODY = readPublishedSchemas(join(__dirname, '../../schemas'));
const URN = 'urn:random-firm:2.0:Thing';
const EXTENSION = 'urn:random-firm:extension:2.0:Thing';
const SCHEMAS = 3;
const seed = randomInt(2 ** 31);

const simple = fc.record(
  {
    type: fc.constantFrom('string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'),
    multiValued: fc.boolean(),
    caseExact: fc.boolean(),
    returned: fc.constantFrom('default', 'always'),
  },
  { requiredKeys: ['type'] },
);
const named = (prefix: string, attributes: readonly object[]): readonly object[] =>
  attributes.map((attribute, index) => ({ name: `${prefix}${index}-Name_${index}`, ...attribute }));
const complex = fc
  .tuple(fc.boolean(), fc.array(simple, { minLength: 1, maxLength: 4 }))
  .map(([multiValued, subs]) => ({
    ...{ type: 'complex', multiValued },
    subAttributes: [...named('s', subs), { name: '$ref', type: 'reference' }],
  }));
const attributes = (prefix: string): fc.Arbitrary<readonly object[]> =>
  fc
    .array(fc.oneof({ weight: 3, arbitrary: simple }, { weight: 1, arbitrary: complex }), {
      minLength: 2,
      maxLength: 7,
    })
    .map((list) => named(prefix, list));

const firms = fc.sample(fc.tuple(attributes('a'), attributes('e')), { seed, numRuns: SCHEMAS });

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

function configured([core, extension]: (typeof firms)[number]): CustomerConfig {
  const customer = {
    id: 'default',
    schemas: [
      { id: URN, attributes: core },
      { id: EXTENSION, attributes: extension },
    ],
    resourceTypes: [
      { name: 'Thing', endpoint: '/Things', schema: URN, schemaExtensions: [{ schema: EXTENSION }] },
    ],
  };
  const parsed = parseConfig({ GATEWAY_CONFIG: 'f', SCIM_BEARER_TOKEN: 'x'.repeat(32) }, () =>
    JSON.stringify({ customers: [customer] }),
  );
  const found = parsed.ok ? parsed.config.customers[0] : undefined;
  if (found === undefined) throw new Error(`seed ${seed}: ${JSON.stringify(parsed)}`);
  return found;
}

function engineOf(customer: CustomerConfig): { readonly type: ResourceType; readonly engine: ScimEngine } {
  const published = publishedTo(EVERYBODY, [customer]).own.get(customer.id) ?? EVERYBODY;
  const parsed = parseConfig({ SCIM_BEARER_TOKEN: 'x'.repeat(32) }, () => '');
  if (!parsed.ok) throw new Error('the default configuration is faulty');
  const services = {
    store: store.store.directory,
    keys: store.store.keys,
    limits: scimLimits(parsed.config.limits),
    now: () => new Date(),
    newId: uuidv7,
    brake: null,
  };
  return {
    type: typeNamed(compileSchemaMap(published), 'Thing'),
    engine: createScimEngine(services, published, 'http://localhost/scim/v2'),
  };
}

const asked = (customer: CustomerConfig, body?: JsonValue): ScimRequest => ({
  customer,
  actor: { connection: 'test', client: 'test', requestId: uuidv7() },
  profile: DEFAULT_PROFILE,
  baseUrl: 'http://localhost/scim/v2',
  query: new URLSearchParams(),
  body,
  me: null,
  ifMatch: undefined,
  ifNoneMatch: undefined,
});

/** What RFC 7643 §2.4 and §2.5 leave of a value: nothing unassigned, and in a list nothing twice. */
function canonical(value: JsonValue): JsonValue | undefined {
  if (value === '' || value === null) return undefined;
  if (isJsonArray(value)) {
    const kept = value.flatMap((one) => canonical(one) ?? []);
    const texts = new Set(kept.map((one) => JSON.stringify(sorted(one))));
    return texts.size === 0 ? undefined : [...texts].map((text) => JSON.parse(text) as JsonValue);
  }
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).flatMap(([name, one]) => {
    const left = canonical(one);
    return left === undefined ? [] : [[name, left] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function sorted(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const bodyOf = ({ body }: Answer): JsonObject => body as JsonObject;

describe(`${SCHEMAS} random schemas (seed ${seed})`, () => {
  it('answer what was sent, and the answer sent back changes nothing', async () => {
    for (const firm of firms) {
      const customer = configured(firm);
      const { type, engine } = engineOf(customer);
      const things = engine.writable('Thing');
      const pool = ['a', 'A', 'ß', 'x.y', '$z', ' '];
      for (const drawn of fc.sample(resourceOf(type.attributes, pool), { seed, numRuns: 5 })) {
        const { schemas: _schemas, meta: _meta, ...given } = drawn;
        const one = bodyOf((await things?.create(asked(customer, { schemas: [URN], ...given }))) as Answer);
        const { schemas, id, meta, ...rest } = one;
        expect(rest).toEqual(canonical(given) ?? {});
        expect(schemas).toEqual(rest[EXTENSION] === undefined ? [URN] : [URN, EXTENSION]);
        const again = bodyOf((await things?.replace(asked(customer, one), id as string)) as Answer);
        expect(again['meta']).toEqual(meta);
        expect(bodyOf((await things?.get(asked(customer), id as string)) as Answer)).toEqual(one);
      }
    }
  });

  it('are filtered in MongoDB as in memory', async () => {
    const collection = store.database.collection<Stored>('random');
    for (const [index, firm] of firms.entries()) {
      const { type } = engineOf(configured(firm));
      const batch = generateBatch(type, seed + index, { resources: 40, filters: 30 });
      const differences = await differencesIn(collection, batch, toMongoFilter);
      expect(describeFirst(differences, seed + index)).toBe(`no difference with seed ${seed + index}`);
    }
  });
});
