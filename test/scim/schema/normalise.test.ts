// From a client's JSON to the canonical form of the schema map: names, types, what is left out, and under which name.

import type { JsonObject, JsonValue } from '../../../src/directory/json';
import { normaliseObject, unassignedPaths } from '../../../src/scim/schema/normalise';
import type { Tolerance } from '../../../src/scim/tolerance';
import { ENTERPRISE, EVERY_TYPE, IMANAGE, USER } from '../filter/resource-types';

function normalised(given: JsonObject): { resource: JsonObject; noted: readonly Tolerance[] } {
  const noted: Tolerance[] = [];
  return { resource: normaliseObject(USER.attributes, given, (tolerance) => noted.push(tolerance)), noted };
}

describe('normaliseObject', () => {
  it('spells names as the schema does and keeps the values', () => {
    const given = {
      USERNAME: 'ada',
      Name: { GIVENNAME: 'Ada' },
      [ENTERPRISE.toUpperCase()]: { Department: 'Tax' },
    };
    expect(normalised(given)).toEqual({
      resource: { userName: 'ada', name: { givenName: 'Ada' }, [ENTERPRISE]: { department: 'Tax' } },
      noted: [],
    });
  });

  it('leaves out what is unassigned, at any depth', () => {
    const given = {
      userName: 'ada',
      title: null,
      nickName: '',
      emails: [],
      phoneNumbers: [null, '', {}, { value: '' }],
      name: { givenName: null },
      [ENTERPRISE]: { manager: { value: '' } },
      [IMANAGE]: {},
    };
    expect(normalised(given).resource).toEqual({ userName: 'ada' });
  });

  it.each<[JsonObject, JsonObject, readonly Tolerance[]]>([
    [{ active: 'False' }, { active: false }, ['text-boolean']],
    [{ active: 'TRUE' }, { active: true }, ['text-boolean']],
    [{ active: { value: 'false' } }, { active: false }, ['wrapped-boolean', 'text-boolean']],
    [{ active: [false] }, { active: false }, ['wrapped-boolean']],
    [{ title: ['Clerk'] }, { title: 'Clerk' }, ['list-as-single']],
    [{ emails: { value: 'a' } }, { emails: [{ value: 'a' }] }, ['single-as-list']],
    [{ emails: ['a'] }, { emails: [{ value: 'a' }] }, ['text-as-value']],
    [{ [ENTERPRISE]: { manager: 'm' } }, { [ENTERPRISE]: { manager: { value: 'm' } } }, ['text-as-value']],
    [{ id: 'x', meta: {}, groups: [] }, {}, ['read-only-ignored', 'read-only-ignored', 'read-only-ignored']],
    [{ colour: 'green', 'urn:other:User': {} }, {}, ['unknown-ignored', 'unknown-ignored']],
    [
      {
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: 'True' },
        ],
      },
      {
        emails: [
          { value: 'a', primary: false },
          { value: 'b', primary: true },
        ],
      },
      ['text-boolean', 'one-primary-kept'],
    ],
  ])('%j becomes %j', (given, resource, noted) => {
    expect(normalised(given)).toEqual({ resource, noted });
  });

  it('a text that is a number is one to a customer who puts up with it (RFC 7643 §2.3.3, §2.3.4)', () => {
    const given = { [EVERY_TYPE]: { level: '-7', score: '1.5e2' } };
    expect(normalised(given)).toEqual({
      resource: { [EVERY_TYPE]: { level: -7, score: 150 } },
      noted: ['text-number', 'text-number'],
    });
  });

  it('needs no tolerance for "schemas", which every body has to name', () => {
    expect(normalised({ schemas: ['urn:x'], userName: 'ada' })).toEqual({
      resource: { userName: 'ada' },
      noted: [],
    });
  });

  it('refuses one attribute in two letter cases', () => {
    expect(() => normalised({ title: 'a', TITLE: 'b' })).toThrow('attribute "title" is given more than once');
  });

  it.each<JsonValue>([null, '', []])('refuses active = %j, because it may mean either', (active) => {
    expect(() => normalised({ active })).toThrow('attribute "active" takes true or false');
  });

  it.each<[JsonObject, string]>([
    [{ userName: 5 }, 'attribute "userName" takes a text'],
    [{ userName: ['a', 'b'] }, 'attribute "userName" takes a text'],
    [{ active: 'no' }, 'attribute "active" takes true or false, not "no"'],
    [{ active: { value: true, other: 1 } }, 'attribute "active" takes true or false'],
    [{ name: 'Ada' }, 'attribute "name" takes an object'],
    [{ name: [{ givenName: 'a' }, { givenName: 'b' }] }, 'attribute "name" takes an object'],
    [{ emails: [[{ value: 'a' }]] }, 'attribute "emails" takes an object'],
    [{ emails: [{ value: true }] }, 'attribute "emails.value" takes a text'],
    [{ [EVERY_TYPE]: { level: 1.5 } }, `attribute "${EVERY_TYPE}:level" takes a whole number`],
    [{ [EVERY_TYPE]: { level: '1.5' } }, 'takes a whole number'],
    [{ [EVERY_TYPE]: { level: '0x10' } }, 'takes a whole number'],
    [{ [EVERY_TYPE]: { level: ' 1' } }, 'takes a whole number'],
    [{ [EVERY_TYPE]: { score: '1e999' } }, 'takes a number'],
    [{ [EVERY_TYPE]: { level: 2 ** 60 } }, 'takes a whole number'],
    [{ [EVERY_TYPE]: { score: Infinity } }, 'takes a number'],
    [{ [EVERY_TYPE]: { hiredAt: '31.1.2026' } }, 'takes a date and time'],
    [{ [EVERY_TYPE]: { hiredAt: '2026-02-31T25:00:00Z' } }, 'takes a date and time'],
    [{ [EVERY_TYPE]: { hiredAt: '2026-02-29T09:00:00Z' } }, 'takes a date and time'],
    [{ [EVERY_TYPE]: { hiredAt: '2100-02-29T09:00:00Z' } }, 'takes a date and time'],
    [{ [EVERY_TYPE]: { hiredAt: '2026-04-31T09:00:00' } }, 'takes a date and time'],
    [{ [EVERY_TYPE]: { badge: 'ä' } }, 'takes base64'],
    [{ [EVERY_TYPE]: { badge: 'aGVsb' } }, 'takes base64'],
    [{ [EVERY_TYPE]: { badge: '-_-_' } }, 'takes base64'],
    [{ [EVERY_TYPE]: { badge: 'aGVsbG8==' } }, 'takes base64'],
    [{ userName: 'a\u0007' }, 'without control characters'],
    [{ userName: 'a\udc00' }, 'without control characters'],
    [{ userName: 'x'.repeat(8_193) }, 'at most 8192 characters'],
  ])('refuses %j, naming the attribute', (given, message) => {
    expect(() => normalised(given)).toThrow(message);
  });

  it('takes values of every type', () => {
    const given = {
      [EVERY_TYPE]: {
        level: -7,
        score: 1.5,
        hiredAt: '2026-01-31T09:00:00.5+01:00',
        badge: 'YWI=',
        tags: ['a', 'b'],
      },
    };
    expect(normalised(given).resource).toEqual(given);
  });

  it('takes the 29th of February where the year has one (RFC 7643 §2.3.5)', () => {
    const given = { [EVERY_TYPE]: { hiredAt: '2024-02-29T09:00:00Z' } };
    expect(normalised(given).resource).toEqual(given);
  });

  it('takes line breaks and tabs in a text, as addresses have', () => {
    const given = { addresses: [{ formatted: '1 Fleet St\r\n\tLondon' }] };
    expect(normalised(given).resource).toEqual(given);
  });

  it('is not led astray by prototype-like names', () => {
    const given = JSON.parse(
      '{"__proto__":{"active":true},"constructor":1,"toString":"x","userName":"ada"}',
    ) as JsonObject;
    const { resource } = normalised(given);
    expect(Object.keys(resource)).toEqual(['userName']);
    expect(Object.getPrototypeOf(resource)).toBe(Object.prototype);
  });
});

describe('unassignedPaths', () => {
  it('names what is given only to be taken away, also in extensions', () => {
    const given = {
      TITLE: null,
      nickName: '',
      roles: [],
      userName: 'ada',
      groups: [],
      colour: null,
      [IMANAGE]: { location: '', userId: '', role: null, external: false },
      [ENTERPRISE]: null,
    };
    const expected = ['title', 'nickName', 'roles', `${IMANAGE}:location`, `${IMANAGE}:role`, ENTERPRISE];
    expect([...unassignedPaths(USER.attributes, given)]).toEqual(expected);
  });
});
