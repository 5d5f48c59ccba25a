// What a condition becomes in MongoDB, and that the real one takes it: pairs, indexes, patterns, depth, odd names.
import os from 'node:os';
import { mongo } from 'mongoose';
import type { Comparison, Condition, Literal } from '../../src/directory/condition';
import { meets } from '../../src/directory/meets';
import { escapePattern, fieldName, relatedLeaves, toMongoFilter } from '../../src/store/condition';
import { testDatabaseUri } from '../setup/database';

interface Stored {
  readonly _id: string;
  readonly customer: string;
  readonly search: Record<string, unknown>;
}

// The driver would import this module at run time, which jest does not let it do.
const client = new mongo.MongoClient(testDatabaseUri(), { runtimeAdapters: { os } });
const collection = client.db('condition-test').collection<Stored>('resources');

beforeEach(() => collection.deleteMany({}));
afterAll(async () => {
  await collection.db.dropDatabase();
  await client.close();
});

const compare = (path: string, operator: Comparison, literal: Literal): Condition => ({
  kind: 'compare',
  path: path.split('/'),
  operator,
  literal,
});
const present = (path: string): Condition => ({ kind: 'present', path: path.split('/') });
const element = (path: string, condition: Condition): Condition => ({
  kind: 'element',
  path: path.split('/'),
  condition,
});
const not = (condition: Condition): Condition => ({ kind: 'not', condition });
const and = (...conditions: Condition[]): Condition => ({ kind: 'and', conditions });
const or = (...conditions: Condition[]): Condition => ({ kind: 'or', conditions });
const related = (relation: 'groups' | 'members', id: string | null): Condition => ({
  kind: 'related',
  relation,
  id,
});

const noIds = (): readonly string[] => [];
const compile = (condition: Condition) => toMongoFilter(condition, 'search', noIds);
const NOON = new Date('2026-01-31T12:00:00Z');

describe('a condition', () => {
  it.each<[string, Condition, object]>([
    ['eq', compare('userName', 'eq', 'x'), { 'search.userName': { $eq: 'x' } }],
    ['ne', compare('active', 'ne', true), { 'search.active': { $ne: true } }],
    ['gt', compare('a/b', 'gt', 1), { 'search.a.b': { $gt: 1 } }],
    ['ge', compare('a', 'ge', NOON), { 'search.a': { $gte: NOON } }],
    ['lt', compare('a', 'lt', 'x'), { 'search.a': { $lt: 'x' } }],
    ['le', compare('a', 'le', 'x'), { 'search.a': { $lte: 'x' } }],
    ['co', compare('a', 'co', 'x.y'), { 'search.a': { $regex: 'x\\.y' } }],
    ['sw', compare('a', 'sw', 'x.y'), { 'search.a': { $regex: '^x\\.y' } }],
    ['ew', compare('a', 'ew', 'x.y'), { 'search.a': { $regex: 'x\\.y\\z' } }],
    ['co of what is no text', compare('a', 'co', 5), { 'search.a': { $in: [] } }],
    ['present', present('name'), { 'search.name': { $exists: true } }],
    ['not', not(present('a')), { $nor: [{ 'search.a': { $exists: true } }] }],
    ['and', and(present('a')), { $and: [{ 'search.a': { $exists: true } }] }],
    ['or', or(present('a')), { $or: [{ 'search.a': { $exists: true } }] }],
    ['and without conditions', and(), {}],
    ['or without conditions', or(), { $nor: [{}] }],
    [
      'element',
      element('emails', and(compare('type', 'eq', 'work'), not(present('value')))),
      {
        'search.emails': {
          $elemMatch: { $and: [{ type: { $eq: 'work' } }, { $nor: [{ value: { $exists: true } }] }] },
        },
      },
    ],
    ['the id', compare('id', 'eq', 'x'), { _id: { $eq: 'x' } }],
    [
      'the id of an element',
      element('links', compare('id', 'eq', 'x')),
      { 'search.links': { $elemMatch: { id: { $eq: 'x' } } } },
    ],
  ])('%s', (_name, condition, filter) => {
    expect(compile(condition)).toEqual(filter);
  });

  it('on relations is answered with the ids behind each', () => {
    const condition = and(
      related('groups', 'g1'),
      or(not(related('groups', null)), related('groups', 'g1')),
      present('a'),
    );
    expect(relatedLeaves(condition)).toEqual([related('groups', 'g1'), related('groups', null)]);
    const filter = toMongoFilter(condition, 'search', (relation, id) => [`${relation} of ${id ?? 'any'}`]);
    expect(filter).toEqual({
      $and: [
        { _id: { $in: ['groups of g1'] } },
        { $or: [{ $nor: [{ _id: { $in: ['groups of any'] } }] }, { _id: { $in: ['groups of g1'] } }] },
        { 'search.a': { $exists: true } },
      ],
    });
  });

  it('on a relation of an element is a fault of the caller', () => {
    expect(() => compile(element('emails', related('groups', 'g1')))).toThrow(
      'the relation groups is of the resource',
    );
  });
});

describe('MongoDB and memory agree', () => {
  const forms = {
    empty: {},
    text: { a: 'x' },
    number: { a: 3 },
    boolean: { a: true },
    date: { a: NOON },
    list: { a: ['x', 'y'] },
    mixed: { a: ['x', 3, true, NOON] },
    complex: { a: { b: 'x' } },
    elements: { a: [{ b: 'x', id: 'i' }, { b: 'y' }, { c: 'x' }] },
    listsInElements: { a: [{ b: ['x', 'y'] }, { b: ['z'] }] },
    lineFeed: { a: 'x\n' },
  } as const;
  const literals: readonly Literal[] = [
    'x',
    'y',
    '',
    3,
    2.5,
    true,
    false,
    NOON,
    new Date(NOON.getTime() + 1),
  ];
  const operators: readonly Comparison[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
  const leaves = ['a', 'a/b', 'b', 'id'].flatMap((path) => [
    present(path),
    ...operators.flatMap((operator) => literals.map((literal) => compare(path, operator, literal))),
  ]);
  const conditions = [
    ...leaves,
    ...leaves.map(not),
    ...leaves.map((leaf) => element('a', leaf)),
    ...leaves.map((leaf) => element('a', not(leaf))),
    ...leaves.map((leaf) => not(element('a', leaf))),
    ...[and(), or(), not(and()), not(or()), element('a', and()), element('a', or())],
    ...leaves.map((leaf) => element('a', and(leaf, compare('b', 'ne', 'y')))),
  ];

  it('on every operator, every type and every shape of value', async () => {
    const documents = Object.entries(forms).map(([name, form]) => ({
      _id: name,
      customer: 'c',
      search: form,
    }));
    await collection.insertMany(documents);
    const differences: unknown[] = [];
    for (const condition of conditions) {
      const found = await collection
        .find(compile(condition) as mongo.Filter<Stored>)
        .sort({ _id: 1 })
        .toArray();
      const inMongo = found.map(({ _id }) => _id);
      const inMemory = Object.entries(forms)
        .filter(([name, form]) => meets(condition, { id: name, ...form }, () => false))
        .map(([name]) => name)
        .toSorted();
      if (inMongo.join() !== inMemory.join()) differences.push({ condition, inMongo, inMemory });
    }
    expect(conditions.length).toBeGreaterThan(1_900);
    expect(differences).toEqual([]);
  });
});

describe('MongoDB', () => {
  it('takes the deepest and the widest filter that the limits allow', async () => {
    let deepest = present('a');
    for (let level = 0; level < 32; level += 1)
      deepest = not(or(compare('b', 'eq', level), and(compare('c', 'eq', level), deepest)));
    const widest = or(...Array.from({ length: 330 }, (_, at) => element('a', compare('b', 'co', `x${at}`))));
    await collection.insertOne({ _id: '1', customer: 'c', search: { a: 'x' } });
    const count = (condition: Condition): Promise<number> =>
      collection.countDocuments({ $and: [{ customer: 'c' }, compile(condition)] });
    expect(await count(deepest)).toBe(1);
    expect(await count(widest)).toBe(0);
  });

  it.each<[string, Condition]>([
    ['eq', compare('userName', 'eq', 'user.7')],
    ['sw', compare('userName', 'sw', 'user.7')],
    ['ge', compare('userName', 'ge', 'user.98')],
    ['eq in a list', compare('emails/value', 'eq', 'user.7@x')],
    ['brackets', element('emails', and(compare('type', 'eq', 'work'), compare('value', 'eq', 'user.7@x')))],
  ])('answers %s from an index without reading other resources', async (_name, condition) => {
    await collection.createIndex({ customer: 1, 'search.userName': 1 }, {}, {});
    await collection.createIndex({ customer: 1, 'search.emails.value': 1 }, {}, {});
    const resources = Array.from({ length: 100 }, (_, at) => ({
      _id: `id-${at}`,
      customer: 'c',
      search: {
        userName: `user.${at}`,
        emails: [{ value: `user.${at}@x`, type: 'work' }, { value: `home.${at}@x` }],
      },
    }));
    await collection.insertMany(resources);
    const query = { $and: [{ customer: 'c' }, compile(condition)] } as mongo.Filter<Stored>;
    const plan = (await collection.find(query).explain('executionStats')) as {
      executionStats: { nReturned: number; totalDocsExamined: number };
    };
    expect(plan.executionStats.nReturned).toBeGreaterThan(0);
    expect(plan.executionStats.totalDocsExamined).toBe(plan.executionStats.nReturned);
  });

  it('finds the literal text behind every escaped pattern, and nothing else', async () => {
    const ascii = Array.from({ length: 95 }, (_, at) => String.fromCharCode(at + 0x20));
    const texts = [
      ...ascii,
      ...ascii.map((one) => `${one}{2}`),
      '(?i)x',
      '\\Qx\\E',
      '\\z',
      '[^x]',
      '(*F)',
      'é',
      '😀',
      '\u2028',
      '\n',
      '\ufeff',
    ];
    const resources = texts.map((text, at) => ({ _id: String(at), customer: 'c', search: { a: text } }));
    await collection.insertMany(resources);
    for (const text of texts) {
      const query = { 'search.a': { $regex: `^${escapePattern(text)}\\z` } };
      const found = await collection.find(query).toArray();
      expect(found.map(({ search }) => search['a'])).toEqual([text]);
      expect(new RegExp(`^${escapePattern(text)}$`, 'u').test(text)).toBe(true);
    }
  });

  it('sorts by the field of a path', async () => {
    await collection.insertMany([
      { _id: '2', customer: 'c', search: { emails: [{ value: 'a' }, { value: 'z' }] } },
      { _id: '1', customer: 'c', search: { emails: [{ value: 'b' }, { value: 'a' }] } },
    ]);
    const ids = async (path: readonly string[], direction: 1 | -1): Promise<string[]> =>
      (
        await collection
          .find()
          .sort({ [fieldName(path, 'search')]: direction })
          .toArray()
      ).map(({ _id }) => _id);
    expect(await ids(['emails', '0', 'value'], 1)).toEqual(['2', '1']);
    expect(await ids(['id'], -1)).toEqual(['2', '1']);
  });
});
