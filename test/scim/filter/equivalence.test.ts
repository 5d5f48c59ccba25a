// Holds the two evaluations of a filter together: what MongoDB finds is what memory says, over generated resources.
import { randomInt } from 'node:crypto';
import os from 'node:os';
import { mongo } from 'mongoose';
import type { Condition } from '../../../src/directory/condition';
import { toMongoFilter, type MongoFilter } from '../../../src/store/condition';
import { testDatabaseUri } from '../../setup/database';
import { type Compile, describeFirst, differencesIn, generateBatch, type Stored } from './comparison-run';
import { GROUP, USER } from './resource-types';

// The driver would import this module at run time, which jest does not let it do.
const client = new mongo.MongoClient(testDatabaseUri(), { runtimeAdapters: { os } });
const collection = client.db('filter-equivalence').collection<Stored>('resources');
const seed = randomInt(2 ** 31);

afterAll(async () => {
  await collection.db.dropDatabase();
  await client.close();
});

/** The condition with each part replaced, from the leaves up. */
function rewritten(condition: Condition, replace: (part: Condition) => Condition): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return replace({
        ...condition,
        conditions: condition.conditions.map((operand) => rewritten(operand, replace)),
      });
    case 'not':
    case 'element':
      return replace({ ...condition, condition: rewritten(condition.condition, replace) });
    case 'present':
    case 'compare':
    case 'related':
      return replace(condition);
  }
}

const rewriting =
  (replace: (part: Condition) => Condition): Compile =>
  (condition, root, relatedIds) =>
    toMongoFilter(rewritten(condition, replace), root, relatedIds);

/** The query with each pattern replaced; all else, dates among it, stays as it is. */
function patternsReplaced(query: unknown, replace: (pattern: string) => string): unknown {
  if (Array.isArray(query)) return query.map((part: unknown) => patternsReplaced(part, replace));
  if (typeof query !== 'object' || query === null || query instanceof Date) return query;
  return Object.fromEntries(
    Object.entries(query).map(([key, value]: [string, unknown]) => [
      key,
      key === '$regex' && typeof value === 'string' ? replace(value) : patternsReplaced(value, replace),
    ]),
  );
}

const repatterned =
  (replace: (pattern: string) => string): Compile =>
  (condition, root, relatedIds) =>
    patternsReplaced(toMongoFilter(condition, root, relatedIds), replace) as MongoFilter;

const withPath = (condition: Condition, path: readonly string[]): Condition =>
  'path' in condition ? { ...condition, path: [...path, ...condition.path] } : condition;

const PLANTED: Record<string, Compile> = {
  'ne met by any other element of a list': rewriting((part) =>
    part.kind === 'compare' && part.operator === 'ne'
      ? {
          kind: 'or',
          conditions: [
            { ...part, operator: 'lt' },
            { ...part, operator: 'gt' },
          ],
        }
      : part,
  ),
  'brackets met by several elements together': rewriting((part) =>
    part.kind === 'element' ? rewritten(part.condition, (leaf) => withPath(leaf, part.path)) : part,
  ),
  'not taken as nothing': rewriting((part) => (part.kind === 'not' ? part.condition : part)),
  'sw taken as co': rewriting((part) =>
    part.kind === 'compare' && part.operator === 'sw' ? { ...part, operator: 'co' } : part,
  ),
  'ge taken as gt': rewriting((part) =>
    part.kind === 'compare' && part.operator === 'ge' ? { ...part, operator: 'gt' } : part,
  ),
  'a relation taken as its opposite': rewriting((part) =>
    part.kind === 'related' ? { kind: 'not', condition: part } : part,
  ),
  'a dot unescaped in a pattern': repatterned((pattern) => pattern.replaceAll('\\.', '.')),
  'a pattern without its start': repatterned((pattern) => pattern.replace(/^\^/, '')),
  'ew that stops before a last line feed': repatterned((pattern) => pattern.replace(/\\z$/, '$')),
};

describe('a filter', () => {
  it.each([
    ['Users', USER, { batches: 3, indexed: false }],
    ['Users with every field indexed', USER, { batches: 3, indexed: true }],
    ['Groups', GROUP, { batches: 2, indexed: false }],
  ])('finds in MongoDB what it finds in memory: %s', async (name, type, { batches, indexed }) => {
    const size = { resources: 150, filters: 180 };
    if (indexed) await collection.createIndex({ 'search.$**': 1 }, {}, {});
    const started = performance.now();
    for (let batch = 0; batch < batches; batch += 1) {
      const drawn = generateBatch(type, seed + batch, size);
      const differences = await differencesIn(collection, drawn, toMongoFilter);
      expect(describeFirst(differences, seed + batch)).toBe(`no difference with seed ${seed + batch}`);
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const pairs = batches * size.resources * size.filters;
    console.log(`${name}: ${pairs} pairs of resource and filter in ${seconds} s, seed ${seed}`);
    if (indexed) await collection.dropIndexes();
  });
});

describe('the comparison of both', () => {
  it.each(Object.entries(PLANTED))('catches %s', async (_name, broken) => {
    let found = 0;
    for (let batch = 0; batch < 20 && found === 0; batch += 1) {
      const drawn = generateBatch(USER, seed + batch, { resources: 100, filters: 150 });
      found = (await differencesIn(collection, drawn, broken)).length;
    }
    expect(`seed ${seed}: ${found} differences`).not.toBe(`seed ${seed}: 0 differences`);
  });
});
