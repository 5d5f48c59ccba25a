// PATCH bodies made to do harm: names that reach prototypes, values made to be expensive, lists without end.

import type { JsonObject, JsonValue } from '../../../src/directory/json';
import { ScimFailure } from '../../../src/scim/failure';
import { applyPatch } from '../../../src/scim/patch/apply';
import { parsePatch } from '../../../src/scim/patch/parse';
import { GROUP, IMANAGE, LIMITS, patched, patchedByBody, refusalOf, USER } from './patching';

const EVE: JsonObject = { userName: 'eve', emails: [{ value: 'eve@x.example', type: 'work' }] };
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'];
const ignore = (): void => undefined;

/** A body as text, so that `__proto__` is a member of its own and no prototype. */
const parsed = (text: string): JsonValue => JSON.parse(text) as JsonValue;

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

describe.each(NAMES)('the name %s', (name) => {
  it('as path, or in one, is refused and changes nothing', () => {
    const paths = [
      name,
      `${name}.polluted`,
      `name.${name}`,
      `${name}.${name}`,
      `emails.${name}`,
      `${IMANAGE}:${name}`,
    ];
    const filters = [
      `emails[${name} eq "x"]`,
      `emails[type eq "work"].${name}`,
      `${name}[type eq "x"].polluted`,
    ];
    for (const path of [...paths, ...filters]) {
      for (const op of ['add', 'replace', 'remove']) {
        const refusal = refusalOf(() => patched(USER, EVE, { op, path, value: { polluted: true } }));
        expect(refusal.status).toBe(400);
        expect(['invalidPath', 'invalidFilter']).toContain(refusal.scimType);
      }
    }
  });

  it('as a key is left out', () => {
    const keys = [
      `{"${name}":{"polluted":true}}`,
      `{"${name}.polluted":true}`,
      `{"name":{"${name}":{"polluted":true}}}`,
    ];
    const nested = [
      `{"${IMANAGE}":{"${name}":{"polluted":true}}}`,
      `{"${name}[type eq \\"x\\"].polluted":true}`,
    ];
    for (const value of [...keys, ...nested]) {
      for (const op of ['add', 'replace']) {
        const body = parsed(`{"Operations":[{"op":"${op}","value":${value}}]}`);
        const request = parsePatch(USER, body, LIMITS, { note: ignore, replacesWhole: false });
        const after = applyPatch(USER, EVE, request.operations, ignore);
        expect(after).toEqual(EVE);
        expect(Object.getPrototypeOf(after)).toBe(Object.prototype);
      }
    }
  });

  it('inside a value of a list is left out', () => {
    const value = `[{"value":"e@y.example","${name}":{"polluted":true}}]`;
    for (const path of ['emails', 'emails[type eq \\"home\\"]']) {
      const body = parsed(`{"Operations":[{"op":"replace","path":"${path}","value":${value}}]}`);
      const after = applyPatch(
        USER,
        EVE,
        parsePatch(USER, body, LIMITS, { note: ignore, replacesWhole: false }).operations,
        ignore,
      );
      expect(Object.keys((after['emails'] as readonly JsonObject[]).at(-1) ?? {}).toSorted()).not.toContain(
        name,
      );
    }
  });

  it('as a member of the request or an operation is ignored', () => {
    const body = parsed(
      `{"${name}":{"polluted":true},"Operations":[{"${name}":{"polluted":true},"op":"add","path":"title","value":"t"}]}`,
    );
    const after = applyPatch(
      USER,
      EVE,
      parsePatch(USER, body, LIMITS, { note: ignore, replacesWhole: false }).operations,
      ignore,
    );
    expect(after).toEqual({ ...EVE, title: 't' });
  });

  it('as a value is a text like any other', () => {
    const { resource } = patched(
      USER,
      EVE,
      { op: 'add', path: 'title', value: name },
      { op: 'add', path: `ims[type eq "${name}"].value`, value: name },
      { op: 'add', path: 'roles', value: [{ value: name }] },
      { op: 'remove', path: 'roles', value: [{ value: name }] },
    );
    expect(resource).toEqual({ ...EVE, title: name, ims: [{ type: name, value: name }] });
  });

  it('as the id of a member is an id like any other', () => {
    const { members } = patched(GROUP, { displayName: 'g' }, { op: 'add', path: 'members', value: [name] });
    expect(members).toEqual([{ kind: 'add', ids: [name] }]);
  });
});

describe('an id made to be pasted into a filter', () => {
  it.each(['x" or value pr or value eq "', 'x\\', '"]', "' or 1 eq 1"])('stays one id: %s', (id) => {
    const path = `members[value eq ${JSON.stringify(id)}]`;
    const { members } = patched(GROUP, { displayName: 'g' }, { op: 'remove', path });
    expect(members).toEqual([{ kind: 'remove', ids: [id] }]);
  });
});

describe('a path that is too much', () => {
  it.each([
    ['too long', `emails[value eq "${'x'.repeat(LIMITS.filterBytesMax)}"]`],
    ['too deep', `emails[${'('.repeat(200)}value pr${')'.repeat(200)}]`],
    ['of too many words', `emails[${Array.from({ length: 1_000 }, () => 'value pr').join(' or ')}]`],
    ['of dots', `name${'.givenName'.repeat(50)}`],
    ['of control characters', 'name.\u0000givenName'],
  ])('is refused as invalidPath: %s', (_, path) => {
    const refusal = refusalOf(() => patched(USER, EVE, { op: 'remove', path }));
    expect(refusal).toMatchObject({ status: 400, scimType: 'invalidPath' });
    expect(refusal.detail.length).toBeLessThan(400);
  });

  it('is left out as a key that no attribute has', () => {
    const key = 'x.'.repeat(50_000);
    expect(patched(USER, EVE, { op: 'add', value: { [key]: 1, [`${key}[`]: 1 } }).resource).toEqual(EVE);
  });
});

it('a value nested without end is refused or left out, and never a bug', () => {
  let value: JsonValue = 'x';
  for (let depth = 0; depth < 500; depth += 1) value = depth % 2 === 0 ? [value] : { value };
  for (const path of ['title', 'name', 'emails', 'emails[type eq "work"].value', `${IMANAGE}:libraries`]) {
    try {
      patchedByBody(USER, EVE, { Operations: [{ op: 'add', path, value }] });
    } catch (failure) {
      expect(failure).toBeInstanceOf(ScimFailure);
    }
  }
});

describe('many operations on long lists', () => {
  const values = (count: number): readonly object[] =>
    Array.from({ length: count }, (_, index) => ({ value: `v${index}@x.example`, type: `t${index % 50}` }));
  const thrice = (count: number): readonly object[] =>
    Array.from({ length: count }, (_, index) => [
      { op: 'add', path: 'emails', value: [{ value: `n${index}@x.example` }] },
      { op: 'replace', path: `emails[value eq "v${index}@x.example"].display`, value: 'd' },
      { op: 'remove', path: 'emails', value: [{ value: `v${index + 200}@x.example` }] },
    ]).flat();

  it('are applied as long as they are some that an identity provider could mean', () => {
    const { resource } = patched(
      USER,
      EVE,
      { op: 'replace', path: 'emails', value: values(500) },
      ...thrice(200),
    );
    expect(resource['emails']).toHaveLength(500 + 200 - 200);
  });

  it('are refused as 413 before they keep the process busy', () => {
    const started = performance.now();
    const refusal = refusalOf(() =>
      patched(USER, EVE, { op: 'replace', path: 'emails', value: values(10_000) }, ...thrice(333)),
    );
    expect(refusal.status).toBe(413);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('are refused as 413 by their comparisons too', () => {
    const chain = Array.from({ length: 200 }, (_, index) => `type eq "x${index}"`).join(' or ');
    const operations = Array.from({ length: 100 }, () => ({ op: 'remove', path: `emails[${chain}]` }));
    const refusal = refusalOf(() =>
      patched(USER, EVE, { op: 'replace', path: 'emails', value: values(1_000) }, ...operations),
    );
    expect(refusal.status).toBe(413);
  });
});
