// Every operator on every attribute type, exact and not, single and many (RFC 7644 §3.4.2.2): one table, in MongoDB and in memory.

import os from 'node:os';
import { mongo } from 'mongoose';
import type { JsonObject } from '../../../src/directory/json';
import { meets } from '../../../src/directory/meets';
import { ScimFailure } from '../../../src/scim/failure';
import { parseFilter } from '../../../src/scim/filter/parser';
import { resolveFilter } from '../../../src/scim/filter/resolve';
import type { AttributeDefinition } from '../../../src/scim/schema/definitions';
import { compileSchemaMap, typeNamed } from '../../../src/scim/schema/schema-map';
import { searchForm } from '../../../src/scim/schema/search-form';
import { toMongoFilter } from '../../../src/store/condition';
import { testDatabaseUri } from '../../setup/database';
import { LIMITS } from './resource-types';

const attribute = (
  name: string,
  type: AttributeDefinition['type'],
  more: Partial<AttributeDefinition> = {},
): AttributeDefinition => ({
  ...{ name, type, multiValued: false, description: 'For tests.', required: false, caseExact: false },
  ...{ mutability: 'readWrite', returned: 'default', uniqueness: 'none', ...more },
});
const EXACT = { caseExact: true };
const MANY = { multiValued: true };

const THING = typeNamed(
  compileSchemaMap({
    schemas: [
      {
        schemas: [],
        id: 'urn:thing',
        name: 'Thing',
        description: 'For tests.',
        attributes: [
          attribute('text', 'string'),
          attribute('exact', 'string', EXACT),
          attribute('flag', 'boolean'),
          attribute('level', 'integer'),
          attribute('score', 'decimal'),
          attribute('at', 'dateTime'),
          attribute('link', 'reference', EXACT),
          attribute('place', 'reference'),
          attribute('badge', 'binary', EXACT),
          attribute('one', 'complex', {
            subAttributes: [attribute('value', 'string'), attribute('code', 'string', EXACT)],
          }),
          attribute('bare', 'complex', { subAttributes: [attribute('inner', 'string')] }),
          attribute('many', 'complex', {
            ...MANY,
            subAttributes: [
              attribute('value', 'string'),
              attribute('type', 'string', EXACT),
              attribute('rank', 'integer'),
              attribute('primary', 'boolean'),
              attribute('at', 'dateTime'),
              attribute('$ref', 'reference', EXACT),
            ],
          }),
          attribute('tags', 'string', MANY),
          attribute('exacts', 'string', { ...EXACT, ...MANY }),
          attribute('numbers', 'decimal', MANY),
          attribute('dates', 'dateTime', MANY),
          attribute('badges', 'binary', { ...EXACT, ...MANY }),
        ],
      },
    ],
    resourceTypes: [
      {
        ...{ schemas: [], id: 'Thing', name: 'Thing', endpoint: '/Things', description: 'For tests.' },
        ...{ schema: 'urn:thing', schemaExtensions: [] },
      },
    ],
  }),
  'Thing',
);

const NINE = '2026-01-31T09:00:00Z';
const THINGS: readonly (JsonObject & { readonly id: string })[] = [
  {
    id: 'a',
    ...{ text: 'Straße', exact: 'Abc', flag: true, level: 1, score: 1.5, at: NINE, badge: 'QUJD' },
    ...{ link: 'https://x.example/A', place: 'HTTPS://X.EXAMPLE/a' },
    ...{ one: { value: 'Rot', code: 'R1' }, bare: { inner: 'x' } },
    many: [
      { value: 'A@x', type: 'work', rank: 1, primary: true, at: NINE, $ref: 'https://x.example/1' },
      { value: 'b@x', type: 'home', rank: 3 },
    ],
    ...{ tags: ['Red', 'blue'], exacts: ['Red', 'x'], numbers: [1, 5], badges: ['AAAA', 'QUJD'] },
    dates: [NINE, '2028-01-01T00:00:00Z'],
  },
  {
    id: 'b',
    ...{ text: 'STRASSE', exact: 'abc', flag: false, level: 2, score: 2, badge: 'qujd' },
    ...{ at: '2026-01-31T10:00:00+01:00', link: 'https://x.example/a', place: 'https://x.example/b' },
    ...{ one: { value: 'rot', code: 'r1' }, tags: ['GREEN'], exacts: ['red'], numbers: [2] },
    many: [{ value: 'B@X', type: 'WORK', rank: 2, primary: false }],
  },
  {
    id: 'c',
    ...{ text: 'zebra', exact: 'zbc', level: -3, score: -0.5, at: '2027-01-01T00:00:00.250Z' },
    ...{ link: 'urn:c', many: [{ type: 'work' }], tags: ['redder'], numbers: [-1] },
  },
  // Empty is no value at all (RFC 7643 §2.5).
  { id: 'd', text: '', tags: [], many: [] },
];

type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le' | 'pr';
/** The ids of what is found, or 400: refused with `invalidFilter`. */
type Row = Readonly<Record<Operator, string | 400>>;

const NO_PARTS = { co: 400, sw: 400, ew: 400 } as const;
const NO_ORDER = { gt: 400, ge: 400, lt: 400, le: 400 } as const;

const TABLE: readonly (readonly [name: string, literal: string, expected: Row])[] = [
  [
    'text',
    '"strasse"',
    { eq: 'ab', ne: 'cd', co: 'ab', sw: 'ab', ew: 'ab', gt: 'c', ge: 'abc', lt: '', le: 'ab', pr: 'abc' },
  ],
  [
    'text',
    '"ASSE"',
    { eq: '', ne: 'abcd', co: 'ab', sw: '', ew: 'ab', gt: 'abc', ge: 'abc', lt: '', le: '', pr: 'abc' },
  ],
  [
    'exact',
    '"abc"',
    { eq: 'b', ne: 'acd', co: 'b', sw: 'b', ew: 'b', gt: 'c', ge: 'bc', lt: 'a', le: 'ab', pr: 'abc' },
  ],
  [
    'exact',
    '"bc"',
    { eq: '', ne: 'abcd', co: 'abc', sw: '', ew: 'abc', gt: 'c', ge: 'c', lt: 'ab', le: 'ab', pr: 'abc' },
  ],
  ['flag', 'true', { eq: 'a', ne: 'bcd', ...NO_PARTS, ...NO_ORDER, pr: 'ab' }],
  ['flag', 'false', { eq: 'b', ne: 'acd', ...NO_PARTS, ...NO_ORDER, pr: 'ab' }],
  ['level', '1', { eq: 'a', ne: 'bcd', ...NO_PARTS, gt: 'b', ge: 'ab', lt: 'c', le: 'ac', pr: 'abc' }],
  ['score', '2.0', { eq: 'b', ne: 'acd', ...NO_PARTS, gt: '', ge: 'b', lt: 'ac', le: 'abc', pr: 'abc' }],
  ['score', '-5e-1', { eq: 'c', ne: 'abd', ...NO_PARTS, gt: 'ab', ge: 'abc', lt: '', le: 'c', pr: 'abc' }],
  ['at', `"${NINE}"`, { eq: 'ab', ne: 'cd', ...NO_PARTS, gt: 'c', ge: 'abc', lt: '', le: 'ab', pr: 'abc' }],
  [
    'at',
    '"2026-12-31T23:00:00-01:00"',
    { eq: '', ne: 'abcd', ...NO_PARTS, gt: 'c', ge: 'c', lt: 'ab', le: 'ab', pr: 'abc' },
  ],
  [
    'link',
    '"https://x.example/a"',
    { eq: 'b', ne: 'acd', co: 'b', sw: 'b', ew: 'b', gt: 'c', ge: 'bc', lt: 'a', le: 'ab', pr: 'abc' },
  ],
  [
    'place',
    '"https://x.example/A"',
    { eq: 'a', ne: 'bcd', co: 'a', sw: 'a', ew: 'a', gt: 'b', ge: 'ab', lt: '', le: 'a', pr: 'ab' },
  ],
  ['badge', '"QUJD"', { eq: 'a', ne: 'bcd', ...NO_PARTS, ...NO_ORDER, pr: 'ab' }],
  [
    'one',
    '"ROT"',
    { eq: 'ab', ne: 'cd', co: 'ab', sw: 'ab', ew: 'ab', gt: '', ge: 'ab', lt: '', le: 'ab', pr: 'ab' },
  ],
  [
    'one.value',
    '"ro"',
    { eq: '', ne: 'abcd', co: 'ab', sw: 'ab', ew: '', gt: 'ab', ge: 'ab', lt: '', le: '', pr: 'ab' },
  ],
  [
    'one.code',
    '"R1"',
    { eq: 'a', ne: 'bcd', co: 'a', sw: 'a', ew: 'a', gt: 'b', ge: 'ab', lt: '', le: 'a', pr: 'ab' },
  ],
  ['bare', '"x"', { eq: 400, ne: 400, ...NO_PARTS, ...NO_ORDER, pr: 'a' }],
  [
    'bare.inner',
    '"X"',
    { eq: 'a', ne: 'bcd', co: 'a', sw: 'a', ew: 'a', gt: '', ge: 'a', lt: '', le: 'a', pr: 'a' },
  ],
  [
    'many',
    '"b@x"',
    { eq: 'ab', ne: 'cd', co: 'ab', sw: 'ab', ew: 'ab', gt: '', ge: 'ab', lt: 'a', le: 'ab', pr: 'abc' },
  ],
  [
    'many.type',
    '"work"',
    { eq: 'ac', ne: 'bd', co: 'ac', sw: 'ac', ew: 'ac', gt: '', ge: 'ac', lt: 'ab', le: 'abc', pr: 'abc' },
  ],
  ['many.rank', '2', { eq: 'b', ne: 'acd', ...NO_PARTS, gt: 'a', ge: 'ab', lt: 'a', le: 'ab', pr: 'ab' }],
  ['many.primary', 'true', { eq: 'a', ne: 'bcd', ...NO_PARTS, ...NO_ORDER, pr: 'ab' }],
  [
    'many.at',
    '"2026-01-31T09:00:00.000Z"',
    { eq: 'a', ne: 'bcd', ...NO_PARTS, gt: '', ge: 'a', lt: '', le: 'a', pr: 'a' },
  ],
  [
    'many.$ref',
    '"https://x.example/1"',
    { eq: 'a', ne: 'bcd', co: 'a', sw: 'a', ew: 'a', gt: '', ge: 'a', lt: '', le: 'a', pr: 'a' },
  ],
  [
    'tags',
    '"red"',
    { eq: 'a', ne: 'bcd', co: 'ac', sw: 'ac', ew: 'a', gt: 'c', ge: 'ac', lt: 'ab', le: 'ab', pr: 'abc' },
  ],
  [
    'exacts',
    '"red"',
    { eq: 'b', ne: 'acd', co: 'b', sw: 'b', ew: 'b', gt: 'a', ge: 'ab', lt: 'a', le: 'ab', pr: 'ab' },
  ],
  ['numbers', '2', { eq: 'b', ne: 'acd', ...NO_PARTS, gt: 'a', ge: 'ab', lt: 'ac', le: 'abc', pr: 'abc' }],
  ['dates', `"${NINE}"`, { eq: 'a', ne: 'bcd', ...NO_PARTS, gt: 'a', ge: 'a', lt: '', le: 'a', pr: 'a' }],
  ['badges', '"QUJD"', { eq: 'a', ne: 'bcd', ...NO_PARTS, ...NO_ORDER, pr: 'a' }],
  [
    'id',
    '"b"',
    { eq: 'b', ne: 'acd', co: 'b', sw: 'b', ew: 'b', gt: 'cd', ge: 'bcd', lt: 'a', le: 'ab', pr: 'abcd' },
  ],
];

const client = new mongo.MongoClient(testDatabaseUri(), { runtimeAdapters: { os } });
const collection = client.db('filter-operators').collection('things');
const FORMS = THINGS.map((thing) => ({ _id: thing.id, search: searchForm(THING.attributes, thing) }));

beforeAll(async () => {
  await collection.deleteMany({});
  await collection.insertMany(FORMS as unknown as mongo.Document[]);
});
afterAll(async () => {
  await collection.db.dropDatabase();
  await client.close();
});

/** What MongoDB and memory find, which is one answer, or 400. */
async function found(filter: string): Promise<string | 400> {
  try {
    const condition = resolveFilter(THING, parseFilter(filter, LIMITS));
    const query = toMongoFilter(condition, 'search', () => []) as mongo.Filter<mongo.Document>;
    const documents = await collection.find(query).sort({ _id: 1 }).toArray();
    const inMongo = documents.map(({ _id }) => String(_id)).join('');
    const inMemory = FORMS.filter(({ search }) => meets(condition, search, () => false));
    expect(inMongo).toBe(inMemory.map(({ _id }) => _id).join(''));
    return inMongo;
  } catch (error) {
    if (error instanceof ScimFailure && error.scimType === 'invalidFilter') return 400;
    throw error;
  }
}

describe('a filter with each of the ten operators (RFC 7644 §3.4.2.2)', () => {
  it.each(TABLE)('on %s with %s', async (name, literal, expected) => {
    const answers: Record<string, string | 400> = {};
    for (const operator of Object.keys(expected))
      answers[operator] = await found(operator === 'pr' ? `${name} pr` : `${name} ${operator} ${literal}`);
    expect(answers).toEqual(expected);
  });

  it.each(TABLE)(
    'on %s: null is no value at all, operators are words in any letter case (RFC 7643 §2.5)',
    async (...row) => {
      const [name, literal, { pr, eq }] = row;
      const absent = THINGS.map(({ id }) => id).filter((id) => !String(pr).includes(id));
      expect(await found(`${name} EQ null`)).toBe(absent.join(''));
      expect(await found(`${name.toUpperCase()} Ne NULL`)).toBe(pr);
      expect(await found(`not (${name} PR)`)).toBe(absent.join(''));
      expect(await found(`${name} gt null`)).toBe(400);
      expect(await found(`urn:thing:${name} eQ ${literal}`)).toBe(eq);
    },
  );
});

describe('a filter with a value of another type than the attribute has', () => {
  it.each([
    ['text', '5', 'true'],
    ['exact', '5', 'false'],
    ['flag', '1', '"yes"'],
    ['level', '"1"', 'true'],
    ['score', '"1.5"', 'false'],
    ['at', '"yesterday"', '2026'],
    ['link', '5', 'true'],
    ['badge', '5', 'true'],
    ['many.rank', '"2"', 'true'],
    ['many.at', '"2026-01-31"', '5'],
    ['numbers', '"2"', 'true'],
    ['dates', '"09:00"', '9'],
  ])('on %s is refused, not answered with nothing: %s, %s', async (name, one, other) => {
    expect([await found(`${name} eq ${one}`), await found(`${name} ne ${other}`)]).toEqual([400, 400]);
  });
});

describe('logic and grouping (RFC 7644 §3.4.2.2 tables 4 and 5)', () => {
  it.each([
    ['text pr and flag eq true', 'a'],
    ['flag eq true or level eq -3', 'ac'],
    ['not (flag eq true)', 'bcd'],
    ['not(flag eq true) AND Not (text pr)', 'd'],
    // "and" binds tighter than "or", "not" tighter than both.
    ['flag eq true or level eq 2 and text eq "zebra"', 'a'],
    ['(flag eq true or level eq 2) and text eq "strasse"', 'ab'],
    ['not (flag eq true) and level gt 0 or text eq "zebra"', 'bc'],
    ['not (flag eq true and (level gt 0 or text eq "zebra"))', 'bcd'],
    // One element meets all of what stands in brackets; without brackets, any may meet each.
    ['many[type eq "work" and value eq "b@x"]', ''],
    ['many.type eq "work" and many.value eq "b@x"', 'a'],
    ['many[type eq "home" and value eq "b@x" and rank gt 2]', 'a'],
    ['many[type eq "work" and not (value pr)]', 'c'],
    ['many[primary eq true or rank eq 2]', 'ab'],
    ['many[type eq "work"].value co "@"', 'a'],
    ['not (many[type eq "work"])', 'bd'],
    ['text pr and many[rank ge 1] and not (exact eq "Abc")', 'b'],
    ['one[code eq "r1" and value eq "ROT"]', 'b'],
  ])('%s finds %j', async (filter, ids) => {
    expect(await found(filter)).toBe(ids);
  });

  it.each([
    'many[rank[x pr]]',
    'text eq',
    'eq "a"',
    'text xx "a"',
    'not flag eq true',
    '(text pr',
    'text pr)',
    '',
  ])('%j is refused', async (filter) => {
    expect(await found(filter)).toBe(400);
  });
});
