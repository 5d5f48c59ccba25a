// Random PATCH requests in all the dialects of clients, each with what it means; knows neither the engine nor the model's workings.

import * as fc from 'fast-check';

import type { JsonObject, JsonValue } from '../../../src/directory/json';
import { ENTERPRISE, IMANAGE, USER } from './patching';
import type { Action, Fields, Selector, Simple } from './reference-model';

/** One operation as a client sends it, and what it is to do. */
export interface Step {
  readonly operation: JsonObject & { readonly op: string };
  readonly actions: readonly Action[];
}

interface List {
  readonly path: string;
  readonly texts: readonly string[];
  readonly booleans: readonly string[];
}

const TEXTS = [
  'userName',
  'displayName',
  'title',
  'name/givenName',
  'name/familyName',
  `${ENTERPRISE}/department`,
];
const EXTENSION_TEXTS = [`${ENTERPRISE}/manager/value`, `${ENTERPRISE}/manager/$ref`, `${IMANAGE}/location`];
const BOOLEANS = ['active', `${IMANAGE}/external`];
/** What null or "" takes away; whether somebody may sign in is not left to such a guess. */
const UNASSIGNABLE_BOOLEANS = [`${IMANAGE}/external`];
const COMPLEX = ['name', `${ENTERPRISE}/manager`, ENTERPRISE, IMANAGE];
const LISTS: readonly List[] = [
  { path: 'emails', texts: ['value', 'type', 'display'], booleans: ['primary'] },
  { path: 'roles', texts: ['value', 'display'], booleans: ['primary'] },
  { path: 'addresses', texts: ['locality', 'type'], booleans: ['primary'] },
  { path: `${IMANAGE}/libraries`, texts: ['value', 'role'], booleans: ['preferred'] },
];

const text = fc.constantFrom('a', 'A', 'ab', 'b', 'é', 'É', 'True', 'work');
const nothing = fc.constantFrom<JsonValue>(null, '', []);
const assigning = fc.constantFrom('add' as const, 'replace' as const);
const textPath = fc.constantFrom(...TEXTS, ...EXTENSION_TEXTS);
const booleanPath = fc.constantFrom(...BOOLEANS);
const list = fc.constantFrom(...LISTS);

/** Names in any letter case: they compare without (RFC 7643 §2.1). */
const anyCase = (name: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(name) },
    { weight: 1, arbitrary: fc.mixedCase(fc.constant(name)) },
  );

/** A path as clients write it: dots, and a colon behind a URN; core attributes may have the URN of their schema. */
function written(path: string): fc.Arbitrary<string> {
  const [root = '', ...below] = path.split('/');
  const extension = root.startsWith('urn:');
  const name = extension && below.length > 0 ? `${root}:${below.join('.')}` : [root, ...below].join('.');
  const qualified = extension ? name : `${USER.schema}:${name}`;
  return fc
    .oneof({ weight: 5, arbitrary: fc.constant(name) }, { weight: 1, arbitrary: fc.constant(qualified) })
    .chain(anyCase);
}

const writtenBoolean = (value: boolean): fc.Arbitrary<JsonValue> =>
  fc.oneof(
    fc.constant(value),
    fc.constantFrom(...(value ? ['True', 'true', 'TRUE'] : ['False', 'false'])),
    fc.constantFrom<JsonValue>([value], { value }),
  );
const writtenField = (value: Simple | null): fc.Arbitrary<JsonValue> =>
  typeof value === 'boolean'
    ? fc.constantFrom<JsonValue>(value, value ? 'True' : 'False')
    : value === null
      ? fc.constantFrom<JsonValue>(null, '')
      : fc.constant(value);

function tupleOf<T>(arbitraries: readonly fc.Arbitrary<T>[]): fc.Arbitrary<T[]> {
  return fc.tuple<T[]>(...arbitraries);
}

function writtenObject(fields: Fields): fc.Arbitrary<JsonObject> {
  const members = fields.map(([name, value]) => fc.tuple(anyCase(name), writtenField(value)));
  return tupleOf(members).map((entries) => Object.fromEntries(entries));
}

/** Fields of one value, each at most once, at least one. */
function fieldsOf({ texts, booleans }: List, nulls: boolean): fc.Arbitrary<Fields> {
  const absent = nulls ? [{ weight: 1, arbitrary: fc.constant(null) }] : [];
  const textField = (name: string): fc.Arbitrary<readonly [string, Simple | null]> =>
    fc.oneof({ weight: 6, arbitrary: text }, ...absent).map((value) => [name, value]);
  const booleanField = (name: string): fc.Arbitrary<readonly [string, Simple | null]> =>
    fc.oneof({ weight: 6, arbitrary: fc.boolean() }, ...absent).map((value) => [name, value]);
  return tupleOf([...texts.map(textField), ...booleans.map(booleanField)])
    .chain((fields) => fc.shuffledSubarray(fields, { minLength: 1 }))
    .map((fields) => fields);
}

const simple = fc.oneof(
  fc.record({ path: textPath, value: text, shown: fc.constant(undefined) }),
  fc
    .record({ path: booleanPath, value: fc.boolean() })
    .chain((given) => writtenBoolean(given.value).map((shown) => ({ ...given, shown }))),
);

/** What stands under one key of an operation without path; `of` keeps one object from naming an attribute twice. */
interface Member {
  readonly of: string;
  readonly key: string;
  readonly value: JsonValue;
  readonly actions: Readonly<Record<'add' | 'replace', readonly Action[]>>;
}

const both = (...actions: readonly Action[]): Member['actions'] => ({ add: actions, replace: actions });

/** The value under the whole path as key, or nested under its first name. */
function member(path: string, value: JsonValue, actions: Member['actions']): fc.Arbitrary<Member> {
  const [root = '', ...below] = path.split('/');
  const flat = written(path).map((key) => ({ of: path, key, value, actions }));
  if (below.length === 0) return flat;
  const nested = tupleOf([root, ...below].map(anyCase)).map(([key = '', ...names]) => ({
    of: root,
    key,
    value: names.reduceRight<JsonValue>((inner, name) => ({ [name]: inner }), value),
    actions,
  }));
  return fc.oneof(flat, nested);
}

const setMember = simple.chain(({ path, value, shown }) =>
  member(path, shown ?? value, both({ does: 'set', path, value })),
);
const unsetMember = fc
  .tuple(
    fc.constantFrom(...TEXTS, ...EXTENSION_TEXTS, ...UNASSIGNABLE_BOOLEANS, ...COMPLEX),
    fc.constantFrom(null, ''),
  )
  .chain(([path, value]) => member(path, value, both({ does: 'unset', path })));
const noiseMember = fc.constantFrom<Member>(
  { of: 'favouriteColour', key: 'favouriteColour', value: { a: 1 }, actions: both() },
  { of: 'urn', key: 'urn:example:hr:1.0:User', value: { badge: 7 }, actions: both() },
  { of: 'name/nick', key: 'name.nick', value: 'x', actions: both() },
  { of: 'id', key: 'ID', value: 'x', actions: both() },
  { of: 'meta', key: 'meta', value: { version: 'x' }, actions: both() },
  { of: 'groups', key: 'groups', value: [{ value: 'x' }], actions: both() },
);
const listMember = list.chain((given) =>
  writtenRecords(given).chain(({ records, value }) =>
    member(given.path, value, {
      add: [{ does: 'add', list: given.path, records }],
      replace: [{ does: 'put', list: given.path, records }],
    }),
  ),
);

interface Written {
  readonly records: readonly Fields[];
  readonly value: JsonValue;
}

/** Values of a list: as a list, one alone, a text for `{"value": text}`, or none. */
function writtenRecords(given: List): fc.Arbitrary<Written> {
  const asTexts = (records: readonly Fields[], objects: readonly JsonObject[]): readonly JsonValue[] =>
    objects.map((object, index) => {
      const [only, ...others] = records[index] ?? [];
      const short = only?.[0] === 'value' && typeof only[1] === 'string' && others.length === 0;
      return short ? only[1] : object;
    });
  return fc.array(fieldsOf(given, true), { maxLength: 3 }).chain((records) =>
    fc
      .tuple(tupleOf(records.map(writtenObject)), fc.boolean(), fc.boolean())
      .map(([objects, short, alone]) => {
        const values = short ? asTexts(records, objects) : objects;
        const [only, ...others] = values;
        return { records, value: alone && only !== undefined && others.length === 0 ? only : values };
      }),
  );
}

const withoutPath: fc.Arbitrary<Step> = fc
  .tuple(
    assigning,
    fc.uniqueArray(fc.oneof(setMember, setMember, unsetMember, listMember, noiseMember), {
      selector: ({ of }) => of,
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([op, members]) => ({
    operation: { op, value: Object.fromEntries(members.map(({ key, value }) => [key, value])) },
    actions: members.flatMap(({ actions }) => actions[op]),
  }));

const setStep: fc.Arbitrary<Step> = simple.chain(({ path, value, shown }) =>
  fc.tuple(assigning, written(path)).map(([op, at]) => ({
    operation: { op, path: at, value: shown ?? value },
    actions: [{ does: 'set', path, value }],
  })),
);

const managerStep: fc.Arbitrary<Step> = fc
  .tuple(assigning, written(`${ENTERPRISE}/manager`), text, fc.boolean())
  .map(([op, path, value, short]) => ({
    operation: { op, path, value: short ? value : { value } },
    actions: [{ does: 'set', path: `${ENTERPRISE}/manager/value`, value }],
  }));

const complexStep: fc.Arbitrary<Step> = fieldsOf(
  { path: 'name', texts: ['givenName', 'familyName'], booleans: [] },
  true,
).chain((fields) =>
  fc.tuple(assigning, written('name'), writtenObject(fields)).map(([op, path, value]) => ({
    operation: { op, path, value },
    actions: fields.map(([field, given]) =>
      given === null
        ? { does: 'unset', path: `name/${field}` }
        : { does: 'set', path: `name/${field}`, value: given },
    ),
  })),
);

const unsetStep: fc.Arbitrary<Step> = fc
  .constantFrom(
    ...TEXTS.slice(1),
    ...EXTENSION_TEXTS,
    ...UNASSIGNABLE_BOOLEANS,
    ...COMPLEX,
    ...LISTS.map(({ path }) => path),
  )
  .chain((path) => fc.tuple(fc.constant(path), written(path), nothing))
  .chain(([path, at, value]) =>
    fc.constantFrom<Step>(
      { operation: { op: 'remove', path: at }, actions: [{ does: 'unset', path }] },
      { operation: { op: 'replace', path: at, value }, actions: [{ does: 'unset', path }] },
      {
        operation: { op: 'add', path: at, value },
        actions: [LISTS.some((given) => given.path === path) ? { does: 'nothing' } : { does: 'unset', path }],
      },
    ),
  );

const listStep: fc.Arbitrary<Step> = list.chain((given) =>
  fc
    .tuple(fc.constantFrom('add', 'replace', 'remove'), written(given.path), writtenRecords(given))
    .map(([op, path, { records, value }]) => ({
      operation: { op, path, value },
      actions: [
        { does: op === 'add' ? 'add' : op === 'replace' ? 'put' : 'drop', list: given.path, records },
      ],
    })),
);

type Filtering = Exclude<Selector, { readonly by: 'all' }>;

function selectorOf({ texts, booleans }: List): fc.Arbitrary<Filtering> {
  const field = fc.constantFrom(...texts);
  const equality = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(field, text) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...booleans), fc.boolean()) },
  );
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .array(equality, { minLength: 1, maxLength: 2 })
        .map((fields) => ({ by: 'equals' as const, fields })),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        by: fc.constant('oneOf' as const),
        field,
        texts: fc.array(text, { minLength: 2, maxLength: 3 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ by: fc.constantFrom('starts' as const, 'unlike' as const), field, text }),
    },
    { weight: 1, arbitrary: fc.record({ by: fc.constant('has' as const), field }) },
  );
}

function writtenFilter(selector: Filtering): fc.Arbitrary<string> {
  const joined = (comparisons: readonly fc.Arbitrary<string>[], word: string): fc.Arbitrary<string> =>
    tupleOf(comparisons).map((parts) => parts.join(` ${word} `));
  const compared = (field: string, operator: string, value: Simple): fc.Arbitrary<string> =>
    fc
      .tuple(anyCase(field), anyCase(operator), fc.boolean())
      .map(
        ([name, op, quoted]) =>
          `${name} ${op} ${typeof value === 'boolean' && quoted ? (value ? '"True"' : '"False"') : JSON.stringify(value)}`,
      );
  switch (selector.by) {
    case 'equals':
      return joined(
        selector.fields.map(([field, value]) => compared(field, 'eq', value)),
        'and',
      );
    case 'oneOf':
      return joined(
        selector.texts.map((value) => compared(selector.field, 'eq', value)),
        'or',
      );
    case 'starts':
      return compared(selector.field, 'sw', selector.text);
    case 'unlike':
      return compared(selector.field, 'eq', selector.text).map((filter) => `not (${filter})`);
    case 'has':
      return anyCase(selector.field).map((name) => `${name} pr`);
  }
}

interface Selected {
  readonly given: List;
  readonly selector: Selector;
  readonly path: string;
}

const selection: fc.Arbitrary<Selected> = list.chain((given) =>
  selectorOf(given).chain((selector) =>
    fc
      .tuple(written(given.path), writtenFilter(selector))
      .map(([at, filter]): Selected => ({ given, selector, path: `${at}[${filter}]` })),
  ),
);

const everyValue: fc.Arbitrary<Selected> = list.chain((given) =>
  written(given.path).map((path): Selected => ({ given, selector: { by: 'all' }, path })),
);

/** `list[filter].field`, and `list.field` for every value. */
const fieldStep: fc.Arbitrary<Step> = fc
  .oneof({ weight: 5, arbitrary: selection }, { weight: 1, arbitrary: everyValue })
  .chain(({ given, selector, path }) =>
    fieldsOf(given, true).chain(([field = ['value', null]]) =>
      fc
        .tuple(fc.constantFrom('add', 'replace', 'remove'), anyCase(field[0]), writtenField(field[1]))
        .map(([op, name, value]) => ({
          operation: { op, path: `${path}.${name}`, ...(op === 'remove' ? {} : { value }) },
          actions: [
            {
              does: 'merge',
              isReplace: op === 'replace',
              list: given.path,
              selector,
              fields: [op === 'remove' ? [field[0], null] : field],
            },
          ],
        })),
    ),
  );

/** `list[filter]` as a whole. */
const wholeStep: fc.Arbitrary<Step> = selection.chain(({ given, selector, path }) =>
  fieldsOf(given, true).chain((fields) =>
    fc
      .tuple(fc.constantFrom('add', 'replace', 'remove', 'unset'), writtenObject(fields))
      .map(([op, value]) => {
        const on = { list: given.path, selector } as const;
        if (op === 'remove') return { operation: { op, path }, actions: [{ does: 'delete', ...on }] };
        if (op === 'unset') {
          return { operation: { op: 'replace', path, value: null }, actions: [{ does: 'delete', ...on }] };
        }
        return {
          operation: { op, path, value },
          actions: [{ does: op === 'add' ? 'merge' : 'swap', isReplace: op === 'replace', ...on, fields }],
        };
      }),
  ),
);

/** Beyond the selections of `wholeStep`: the quiet and the refused. */
const oddStep: fc.Arbitrary<Step> = fc.constantFrom<Step>(
  { operation: { op: 'replace', path: 'id', value: 'x' }, actions: [] },
  { operation: { op: 'add', path: 'urn:example:hr:1.0:User:badge', value: 'x' }, actions: [] },
  { operation: { op: 'remove', path: 'userName' }, actions: [{ does: 'unset', path: 'userName' }] },
  { operation: { op: 'remove', path: 'active' }, actions: [{ does: 'unset', path: 'active' }] },
  {
    operation: { op: 'add', path: 'colour', value: 1 },
    actions: [{ does: 'fail', scimType: 'invalidPath' }],
  },
  {
    operation: { op: 'add', path: 'name[a eq 1]', value: 1 },
    actions: [{ does: 'fail', scimType: 'invalidPath' }],
  },
  {
    operation: { op: 'replace', path: 'active', value: null },
    actions: [{ does: 'fail', scimType: 'invalidValue' }],
  },
  {
    operation: { op: 'add', path: 'active', value: 'perhaps' },
    actions: [{ does: 'fail', scimType: 'invalidValue' }],
  },
  {
    operation: { op: 'add', path: 'emails', value: 7 },
    actions: [{ does: 'fail', scimType: 'invalidValue' }],
  },
);

const step: fc.Arbitrary<Step> = fc
  .oneof(
    { weight: 4, arbitrary: withoutPath },
    { weight: 3, arbitrary: setStep },
    { weight: 1, arbitrary: managerStep },
    { weight: 1, arbitrary: complexStep },
    { weight: 2, arbitrary: unsetStep },
    { weight: 6, arbitrary: listStep },
    { weight: 7, arbitrary: fieldStep },
    { weight: 5, arbitrary: wholeStep },
    { weight: 1, arbitrary: oddStep },
  )
  .chain((given) =>
    anyCase(given.operation.op).map((op) => ({ ...given, operation: { ...given.operation, op } })),
  );

/** One PATCH request: its operations in order. */
export const randomRequest: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 1, maxLength: 4 });
