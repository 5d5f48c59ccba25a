// What a PATCH does to the members of a group: ids to add, remove or keep, in every shape that clients send them in.

import type { MemberOperation } from '../../../src/scim/patch/operation';
import { GROUP, patched, refusalOf, type Patched } from './patching';

const WREN = { displayName: 'Wren Property' };
const group = (...operations: readonly object[]): Patched => patched(GROUP, WREN, ...operations);

type Case = [
  sentence: string,
  operation: object,
  expected: readonly MemberOperation[],
  tolerances?: readonly string[],
];
const COMPARISON = { kind: 'compare', path: ['display'], operator: 'co', literal: 'temp' } as const;

describe('members to add', () => {
  it.each<Case>([
    ['a list of objects', { path: 'members', value: [{ value: 'a' }] }, [{ kind: 'add', ids: ['a'] }]],
    [
      'with $ref null (Entra)',
      {
        path: 'members',
        value: [
          { $ref: null, value: 'a' },
          { $ref: null, value: 'b' },
        ],
      },
      [{ kind: 'add', ids: ['a', 'b'] }],
    ],
    [
      'with display and type (Okta)',
      { path: 'members', value: [{ value: 'a', display: 'A', type: 'User', $ref: '../Users/a' }] },
      [{ kind: 'add', ids: ['a'], displays: new Map([['a', 'A']]) }],
    ],
    [
      'a single object',
      { path: 'members', value: { value: 'a' } },
      [{ kind: 'add', ids: ['a'] }],
      ['single-as-list'],
    ],
    [
      'a text',
      { path: 'members', value: 'a' },
      [{ kind: 'add', ids: ['a'] }],
      ['single-as-list', 'text-as-value'],
    ],
    [
      'a list of texts',
      { path: 'members', value: ['a', 'b'] },
      [{ kind: 'add', ids: ['a', 'b'] }],
      ['text-as-value'],
    ],
    ['a key in capitals', { path: 'Members', value: [{ Value: 'a' }] }, [{ kind: 'add', ids: ['a'] }]],
    [
      'one named twice',
      { path: 'members', value: [{ value: 'a' }, { value: 'a' }] },
      [{ kind: 'add', ids: ['a'] }],
    ],
    ['nulls in the list', { path: 'members', value: [null, { value: 'a' }] }, [{ kind: 'add', ids: ['a'] }]],
    [
      'the full URN',
      { path: `${GROUP.schema}:members`, value: [{ value: 'a' }] },
      [{ kind: 'add', ids: ['a'] }],
    ],
    ['no path', { value: { members: [{ value: 'a' }] } }, [{ kind: 'add', ids: ['a'] }]],
    [
      'a value path',
      { path: 'members[value eq "a"]', value: { display: 'A' } },
      [{ kind: 'add', ids: ['a'] }],
    ],
    [
      'a value path with the same id',
      { path: 'members[value eq "a"]', value: [{ value: 'a' }] },
      [{ kind: 'add', ids: ['a'] }],
    ],
    [
      'a value path of several',
      { path: 'members[value eq "a" or value eq "b"]', value: null },
      [{ kind: 'add', ids: ['a', 'b'] }],
    ],
    ['nobody', { path: 'members', value: [] }, []],
    ['null', { path: 'members', value: null }, []],
    ['null without path', { value: { members: null } }, []],
  ])('%s', (_, operation, expected, tolerances = []) => {
    const { members, tolerances: applied, resource } = group({ op: 'add', ...operation });
    expect(members).toEqual(expected);
    expect(applied).toEqual(tolerances);
    expect(resource).toEqual(WREN);
  });
});

describe('members to remove', () => {
  it.each<Case>([
    ['by a value path', { path: 'members[value eq "a"]' }, [{ kind: 'remove', ids: ['a'] }]],
    [
      'by a value path, the id as it was written',
      { path: 'members[value EQ "Aa-B"]' },
      [{ kind: 'remove', ids: ['Aa-B'] }],
    ],
    [
      'by a value path of several',
      { path: 'members[value eq "a" or (value eq "b" or value eq "a")]' },
      [{ kind: 'remove', ids: ['a', 'b'] }],
    ],
    [
      'by a list (Entra): these and no others',
      { path: 'members', value: [{ $ref: null, value: 'a' }] },
      [{ kind: 'remove', ids: ['a'] }],
      ['value-list-removed'],
    ],
    [
      'by a list with a stale display name',
      { path: 'members', value: [{ value: 'a', display: 'Some "one"' }] },
      [{ kind: 'remove', ids: ['a'] }],
      ['value-list-removed'],
    ],
    [
      'by a single object',
      { path: 'members', value: { value: 'a' } },
      [{ kind: 'remove', ids: ['a'] }],
      ['single-as-list', 'value-list-removed'],
    ],
    [
      'by a text',
      { path: 'members', value: 'a' },
      [{ kind: 'remove', ids: ['a'] }],
      ['single-as-list', 'text-as-value', 'value-list-removed'],
    ],
    ['all of them', { path: 'members' }, [{ kind: 'removeAll' }]],
    ['all of them, the value null', { path: 'members', value: null }, [{ kind: 'removeAll' }]],
    ['nobody by an empty list', { path: 'members', value: [] }, [], ['value-list-removed']],
    [
      'by another condition',
      { path: 'members[display co "Temp"]' },
      [{ kind: 'removeWhere', condition: COMPARISON }],
    ],
    [
      'by a condition and an id',
      { path: 'members[value eq "a" and display co "temp"]' },
      [
        {
          kind: 'removeWhere',
          condition: {
            kind: 'and',
            conditions: [{ kind: 'compare', path: ['value'], operator: 'eq', literal: 'a' }, COMPARISON],
          },
        },
      ],
    ],
  ])('%s', (_, operation, expected, tolerances = []) => {
    const { members, tolerances: applied, resource } = group({ op: 'remove', ...operation });
    expect(members).toEqual(expected);
    expect(applied).toEqual(tolerances);
    expect(resource).toEqual(WREN);
  });
});

describe('members to replace', () => {
  it.each<Case>([
    [
      'all, by path (Okta: push now)',
      { path: 'members', value: [{ value: 'a', display: 'A' }, { value: 'b' }] },
      [{ kind: 'replace', ids: ['a', 'b'], displays: new Map([['a', 'A']]) }],
    ],
    ['all, without path', { value: { members: [{ value: 'a' }] } }, [{ kind: 'replace', ids: ['a'] }]],
    ['by nobody', { path: 'members', value: [] }, [{ kind: 'replace', ids: [] }]],
    ['by null', { path: 'members', value: null }, [{ kind: 'replace', ids: [] }]],
    ['by nobody, without path', { value: { members: [] } }, [{ kind: 'replace', ids: [] }]],
    ['none, where members are not named', { value: { externalId: 'x' } }, []],
    [
      'one that is named anyway',
      { path: 'members[value eq "a"]', value: { value: 'a' } },
      [
        { kind: 'remove', ids: ['a'] },
        { kind: 'add', ids: ['a'] },
      ],
    ],
    [
      'one by another',
      { path: 'members[value eq "a"]', value: { value: 'b' } },
      [
        { kind: 'remove', ids: ['a'] },
        { kind: 'add', ids: ['b'] },
      ],
    ],
    [
      'some by another',
      { path: 'members[display co "temp"]', value: [{ value: 'b' }] },
      [
        { kind: 'removeWhere', condition: COMPARISON },
        { kind: 'add', ids: ['b'] },
      ],
    ],
    ['one by nothing', { path: 'members[value eq "a"]', value: null }, [{ kind: 'remove', ids: ['a'] }]],
    [
      'one by what is not the client’s to say',
      { path: 'members[value eq "a"]', value: { display: 'A' } },
      [{ kind: 'add', ids: ['a'] }],
    ],
  ])('%s', (_, operation, expected) => {
    expect(group({ op: 'replace', ...operation }).members).toEqual(expected);
  });

  it('keeps the members when only the name changes', () => {
    const { resource, members } = group({
      op: 'replace',
      value: { displayName: 'Wren Planning', externalId: 'g-2' },
    });
    expect(resource).toEqual({ displayName: 'Wren Planning', externalId: 'g-2' });
    expect(members).toEqual([]);
  });
});

describe('what is said of a member beyond its id', () => {
  it.each(['members[value eq "a"].display', 'members[value eq "a"].$ref', 'members.type'])(
    'is left out: %s',
    (path) => {
      for (const op of ['add', 'replace', 'remove']) {
        const { resource, members, tolerances } = group({ op, path, value: 'x' });
        expect(resource).toEqual(WREN);
        expect(members).toEqual([]);
        expect(tolerances).toEqual(['read-only-echoed']);
      }
    },
  );
});

it('member operations keep the order of the request', () => {
  const { members } = group(
    { op: 'remove', path: 'members[value eq "a"]' },
    { op: 'replace', path: 'displayName', value: 'Wren' },
    { op: 'add', path: 'members', value: [{ value: 'b', display: 'B' }] },
    { op: 'Remove', path: 'members', value: [{ value: 'c' }] },
  );
  expect(members).toEqual([
    { kind: 'remove', ids: ['a'] },
    { kind: 'add', ids: ['b'], displays: new Map([['b', 'B']]) },
    { kind: 'remove', ids: ['c'] },
  ]);
});

describe('an operation on members that is refused', () => {
  it.each([
    ['a member without value', { op: 'add', path: 'members', value: [{ display: 'A' }] }, 'invalidValue'],
    [
      'a member with the value null',
      { op: 'add', path: 'members', value: [{ value: null }] },
      'invalidValue',
    ],
    ['a member with an empty value', { op: 'add', path: 'members', value: [{ value: '' }] }, 'invalidValue'],
    [
      'a member with a number as value',
      { op: 'replace', path: 'members', value: [{ value: 5 }] },
      'invalidValue',
    ],
    ['a number', { op: 'add', path: 'members', value: 5 }, 'invalidValue'],
    ['lists in the list', { op: 'add', path: 'members', value: [['a']] }, 'invalidValue'],
    ['control characters in an id', { op: 'add', path: 'members', value: ['a\u0000'] }, 'invalidValue'],
    [
      'a list to remove without ids',
      { op: 'remove', path: 'members', value: [{ display: 'A' }] },
      'invalidValue',
    ],
    [
      'another id for a member',
      { op: 'replace', path: 'members[value eq "a"].value', value: 'b' },
      'mutability',
    ],
    [
      'another id than the path names',
      { op: 'add', path: 'members[value eq "a"]', value: { value: 'b' } },
      'mutability',
    ],
    [
      'an add to members that no id names',
      { op: 'add', path: 'members[display eq "A"]', value: null },
      'noTarget',
    ],
    ['an unknown sub-attribute', { op: 'remove', path: 'members[value eq "a"].colour' }, 'invalidPath'],
    ['an unknown attribute in the filter', { op: 'remove', path: 'members[colour eq "a"]' }, 'invalidFilter'],
  ])('%s', (_, operation, scimType) => {
    const refusal = refusalOf(() => group(operation));
    expect(refusal).toMatchObject({ status: 400, scimType });
    expect(refusal.detail).not.toBe('');
  });
});
