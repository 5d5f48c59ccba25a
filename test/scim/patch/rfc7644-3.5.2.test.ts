// What add, remove and replace do to a user, in the order of RFC 7644 §3.5.2.1 to §3.5.2.3; the envelope has its own file.

import type { JsonObject } from '../../../src/directory/json';
import { EVERY_TYPE, USER as EVERYBODY } from '../filter/resource-types';
import { ENTERPRISE, GROUP, IMANAGE, patched, refusalOf, USER } from './patching';

const WORK = { value: 'ada@larch.example', type: 'work', primary: true };
const HOME = { value: 'ada@home.example', type: 'home' };
const OFFICE = { type: 'work', streetAddress: '9 Quay Row', locality: 'Dublin', primary: true };
const COTTAGE = { type: 'home', streetAddress: '3 Alder Walk', locality: 'Cork' };
const ADA: JsonObject = {
  userName: 'ada@larch.example',
  name: { givenName: 'Ada', familyName: 'Larch' },
  title: 'Clerk',
  active: true,
  emails: [WORK, HOME],
  addresses: [COTTAGE, OFFICE],
  [ENTERPRISE]: { department: 'Tax', manager: { value: 'm-1', $ref: 'https://gw.example/Users/m-1' } },
  [IMANAGE]: { location: 'Dublin', libraries: [{ value: 'ACTIVE', role: 'DEFAULT' }] },
};

const after = (...operations: readonly object[]): JsonObject => patched(USER, ADA, ...operations).resource;
const changed = (change: object): object => ({ ...ADA, ...change });
function without(name: string): object {
  return Object.fromEntries(Object.entries(ADA).filter(([other]) => other !== name));
}

type Case = readonly [sentence: string, operation: object, expected: object];

describe('§3.5.2.1 add', () => {
  it.each<Case>([
    [
      'without path adds each attribute',
      { value: { nickName: 'A', title: 'Counsel' } },
      changed({ nickName: 'A', title: 'Counsel' }),
    ],
    [
      'without path adds to a list',
      { value: { emails: [{ value: 'a@x.example' }] } },
      changed({ emails: [WORK, HOME, { value: 'a@x.example' }] }),
    ],
    [
      'without path merges a complex attribute',
      { value: { name: { middleName: 'B' } } },
      changed({ name: { givenName: 'Ada', familyName: 'Larch', middleName: 'B' } }),
    ],
    ['replaces a single value', { path: 'title', value: 'Counsel' }, changed({ title: 'Counsel' })],
    ['creates an attribute', { path: 'nickName', value: 'A' }, changed({ nickName: 'A' })],
    [
      'creates a complex attribute around a sub-attribute',
      { path: `${IMANAGE}:role`, value: 'PARALEGAL' },
      changed({ [IMANAGE]: { ...(ADA[IMANAGE] as object), role: 'PARALEGAL' } }),
    ],
    [
      'merges a complex attribute',
      { path: 'name', value: { givenName: 'Adele', middleName: null } },
      changed({ name: { givenName: 'Adele', familyName: 'Larch' } }),
    ],
    [
      'appends to a list',
      { path: 'emails', value: [{ value: 'a@x.example', type: 'other' }] },
      changed({ emails: [WORK, HOME, { value: 'a@x.example', type: 'other' }] }),
    ],
    [
      'creates a list',
      { path: 'roles', value: [{ value: 'reader' }] },
      changed({ roles: [{ value: 'reader' }] }),
    ],
    ['leaves what is there already', { path: 'emails', value: [HOME] }, ADA],
    [
      'adds what is given twice once',
      { path: 'roles', value: [{ value: 'r' }, { value: 'r' }] },
      changed({ roles: [{ value: 'r' }] }),
    ],
    [
      'takes an equal value with primary for the same',
      { path: 'emails', value: [{ value: 'ada@larch.example', type: 'work' }] },
      ADA,
    ],
    [
      'marks an equal value as primary',
      { path: 'emails', value: [{ ...HOME, primary: true }] },
      changed({
        emails: [
          { ...WORK, primary: false },
          { ...HOME, primary: true },
        ],
      }),
    ],
    [
      'takes primary from the others',
      { path: 'emails', value: [{ value: 'n@x.example', primary: true }] },
      changed({ emails: [{ ...WORK, primary: false }, HOME, { value: 'n@x.example', primary: true }] }),
    ],
    ['adds nothing for an empty list', { path: 'emails', value: [] }, ADA],
    ['adds nothing for null to the selected value', { path: 'emails[type eq "home"]', value: null }, ADA],
    ['adds nothing for null on a list', { path: 'emails', value: null }, ADA],
    [
      'changes the selected value only',
      { path: 'emails[type eq "home"].display', value: 'At home' },
      changed({ emails: [WORK, { ...HOME, display: 'At home' }] }),
    ],
    [
      'merges into the selected value',
      { path: 'emails[type eq "home"]', value: { display: 'H' } },
      changed({ emails: [WORK, { ...HOME, display: 'H' }] }),
    ],
    [
      'unassigns a sub-attribute given as null to the selected value',
      { path: 'emails[type eq "home"]', value: { display: 'H', type: null } },
      changed({ emails: [WORK, { value: HOME.value, display: 'H' }] }),
    ],
    [
      'reaches a list inside an extension',
      { path: `${IMANAGE}:libraries[value eq "ACTIVE"].role`, value: 'PARALEGAL' },
      changed({ [IMANAGE]: { location: 'Dublin', libraries: [{ value: 'ACTIVE', role: 'PARALEGAL' }] } }),
    ],
  ])('%s', (_, operation, expected) => {
    expect(after({ op: 'add', ...operation })).toEqual(expected);
  });
});

describe('§3.5.2.2 remove', () => {
  it.each<Case>([
    ['unassigns a single value', { path: 'title' }, without('title')],
    ['leaves alone what is not there', { path: 'nickName' }, ADA],
    ['unassigns a sub-attribute', { path: 'name.givenName' }, changed({ name: { familyName: 'Larch' } })],
    ['unassigns a complex attribute', { path: 'name' }, without('name')],
    ['unassigns a whole list', { path: 'emails' }, without('emails')],
    ['takes null for no value', { path: 'emails', value: null }, without('emails')],
    ['removes the selected values', { path: 'emails[type eq "work"]' }, changed({ emails: [HOME] })],
    [
      'removes by several conditions',
      { path: 'emails[type eq "home" and value ew "home.example"]' },
      changed({ emails: [WORK] }),
    ],
    ['selects without case', { path: 'emails[type eq "WORK"]' }, changed({ emails: [HOME] })],
    ['leaves a list of which nothing is selected', { path: 'emails[type eq "fax"]' }, ADA],
    ['unassigns a list with its last value', { path: 'emails[value pr]' }, without('emails')],
    [
      'removes a sub-attribute of the selected values',
      { path: 'addresses[type eq "work"].locality' },
      changed({ addresses: [COTTAGE, { type: 'work', streetAddress: '9 Quay Row', primary: true }] }),
    ],
    [
      'removes a sub-attribute of every value',
      { path: 'emails.type' },
      changed({ emails: [{ value: WORK.value, primary: true }, { value: HOME.value }] }),
    ],
    ['removes an extension', { path: ENTERPRISE }, without(ENTERPRISE)],
    [
      'removes an attribute of an extension',
      { path: `${ENTERPRISE}:manager` },
      changed({ [ENTERPRISE]: { department: 'Tax' } }),
    ],
  ])('%s', (_, operation, expected) => {
    expect(after({ op: 'remove', ...operation })).toEqual(expected);
  });

  it('drops a value that is left with nothing, and with the last one the list', () => {
    const ben = { userName: 'ben', phoneNumbers: [{ value: '1' }] };
    const { resource } = patched(USER, ben, { op: 'remove', path: 'phoneNumbers[value eq "1"].value' });
    expect(resource).toEqual({ userName: 'ben' });
  });

  it('drops a complex attribute that is left with nothing', () => {
    const gone = after({ op: 'remove', path: 'name.givenName' }, { op: 'remove', path: 'name.familyName' });
    expect(gone).toEqual(without('name'));
  });

  it.each([
    [USER, 'userName', ADA],
    [GROUP, 'displayName', { displayName: 'Larch Partners' }],
  ])('refuses to remove what is required: %#', (type, path, resource) => {
    const refusal = refusalOf(() => patched(type, resource, { op: 'remove', path }));
    expect(refusal).toMatchObject({ status: 400, scimType: 'mutability' });
    expect(refusal.detail).toContain(`"${path}"`);
  });

  it.each([null, '', []])('refuses to replace what is required with %j', (value) => {
    const refusal = refusalOf(() => patched(USER, ADA, { op: 'replace', path: 'userName', value }));
    expect(refusal.scimType).toBe('mutability');
  });

  it('judges what is required at the end, as the request is one write', () => {
    const renamed = after({ op: 'remove', path: 'userName' }, { op: 'add', path: 'userName', value: 'ada2' });
    expect(renamed).toEqual(changed({ userName: 'ada2' }));
  });
});

describe('§3.5.2.2 remove from a list without sub-attributes', () => {
  const held: JsonObject = { userName: 'ada', [EVERY_TYPE]: { tags: ['Tax', 'Court', 'IP'] } };
  const path = (filter: string): string => `${EVERY_TYPE}:tags[${filter}]`;

  it.each<readonly [string, readonly string[] | undefined]>([
    ['value eq "Tax"', ['Court', 'IP']],
    ['value eq "ip" or value eq "COURT"', ['Tax']],
    ['value eq "nothing"', ['Tax', 'Court', 'IP']],
    ['value eq "Tax" or value eq "Court" or value eq "IP"', undefined],
  ])('takes the values that %s names, as filters compare', (filter, kept) => {
    const { resource } = patched(EVERYBODY, held, { op: 'remove', path: path(filter) });
    expect(resource).toEqual({ userName: 'ada', ...(kept && { [EVERY_TYPE]: { tags: kept } }) });
  });

  it.each([
    { op: 'replace', path: path('value eq "Tax"'), value: 'VAT' },
    { op: 'add', path: path('value eq "Tax"'), value: 'VAT' },
    { op: 'remove', path: path('value co "T"') },
    { op: 'remove', path: path('type eq "Tax"') },
    { op: 'remove', path: `${path('value eq "Tax"')}.value` },
    { op: 'remove', path: 'title[value eq "Tax"]' },
  ])('is all that a filter can say of it: %j is invalidPath', (operation) => {
    const refusal = refusalOf(() => patched(EVERYBODY, held, operation));
    expect(refusal).toMatchObject({ status: 400, scimType: 'invalidPath' });
  });
});

describe('§3.5.2.2 remove with a list of values', () => {
  it.each<Case>([
    [
      'removes only what the list names',
      { path: 'emails', value: [{ value: 'ADA@home.example' }] },
      changed({ emails: [WORK] }),
    ],
    [
      'takes one object for a list of one',
      { path: 'emails', value: { value: 'ada@home.example' } },
      changed({ emails: [WORK] }),
    ],
    ['takes a text for a value', { path: 'emails', value: 'ada@home.example' }, changed({ emails: [WORK] })],
    [
      'looks at the type where both have one',
      { path: 'emails', value: [{ value: 'ada@home.example', type: 'work' }] },
      ADA,
    ],
    [
      'does not look at other sub-attributes',
      { path: 'emails', value: [{ value: 'ada@home.example', display: 'x', primary: true }] },
      changed({ emails: [WORK] }),
    ],
    ['removes nothing for an unknown value', { path: 'emails', value: [{ value: 'nobody@x.example' }] }, ADA],
    ['removes nothing for an empty list', { path: 'emails', value: [] }, ADA],
    ['unassigns the list with its last value', { path: 'emails', value: [WORK, HOME] }, without('emails')],
    [
      'compares wholes where there is no "value"',
      { path: 'addresses', value: [{ type: 'work', locality: 'Dublin', streetAddress: '9 Quay Row' }] },
      changed({ addresses: [COTTAGE] }),
    ],
    ['does not remove what is equal only in part', { path: 'addresses', value: [{ type: 'work' }] }, ADA],
    ['does not look at a value elsewhere', { path: 'title', value: 'Anything' }, without('title')],
  ])('%s', (_, operation, expected) => {
    expect(after({ op: 'remove', ...operation })).toEqual(expected);
  });
});

describe('§3.5.2.3 replace', () => {
  const NEW_OFFICE = { type: 'work', streetAddress: '12 Harbour Mews', country: 'IE', primary: true };
  it.each<Case>([
    [
      'without path replaces each attribute',
      { value: { title: 'Counsel', emails: [HOME] } },
      changed({ title: 'Counsel', emails: [HOME] }),
    ],
    [
      'without path keeps what a complex attribute does not name',
      { value: { name: { givenName: 'Adele' } } },
      changed({ name: { givenName: 'Adele', familyName: 'Larch' } }),
    ],
    ['replaces a single value', { path: 'title', value: 'Counsel' }, changed({ title: 'Counsel' })],
    ['adds what is not there', { path: 'nickName', value: 'A' }, changed({ nickName: 'A' })],
    [
      'replaces a whole list',
      { path: 'emails', value: [{ value: 'n@x.example' }] },
      changed({ emails: [{ value: 'n@x.example' }] }),
    ],
    [
      'takes one object for a list of one',
      { path: 'emails', value: { value: 'n@x.example' } },
      changed({ emails: [{ value: 'n@x.example' }] }),
    ],
    ['unassigns with an empty list', { path: 'emails', value: [] }, without('emails')],
    [
      'keeps one primary, the last',
      {
        path: 'emails',
        value: [
          { value: '1', primary: true },
          { value: '2', primary: true },
        ],
      },
      changed({
        emails: [
          { value: '1', primary: false },
          { value: '2', primary: true },
        ],
      }),
    ],
    [
      'leaves sub-attributes that are not named',
      { path: 'name', value: { givenName: 'Adele' } },
      changed({ name: { givenName: 'Adele', familyName: 'Larch' } }),
    ],
    [
      'unassigns sub-attributes given as null',
      { path: 'name', value: { givenName: null } },
      changed({ name: { familyName: 'Larch' } }),
    ],
    [
      'replaces the selected value as a whole',
      { path: 'addresses[type eq "work"]', value: NEW_OFFICE },
      changed({ addresses: [COTTAGE, NEW_OFFICE] }),
    ],
    [
      'keeps what the path says of the selected value, and its primary',
      { path: 'addresses[type eq "work"]', value: { locality: 'Galway' } },
      changed({ addresses: [COTTAGE, { type: 'work', primary: true, locality: 'Galway' }] }),
    ],
    [
      'keeps the spelling of what the path says of the selected value',
      { path: 'addresses[type eq "WORK"]', value: { locality: 'Galway' } },
      changed({ addresses: [COTTAGE, { type: 'work', primary: true, locality: 'Galway' }] }),
    ],
    [
      'replaces a sub-attribute of the selected value',
      { path: 'addresses[type eq "work"].locality', value: 'Galway' },
      changed({ addresses: [COTTAGE, { ...OFFICE, locality: 'Galway' }] }),
    ],
    [
      'replaces a sub-attribute of every selected value',
      { path: 'emails[value pr].display', value: 'Ada' },
      changed({
        emails: [
          { ...WORK, display: 'Ada' },
          { ...HOME, display: 'Ada' },
        ],
      }),
    ],
    [
      'replaces a sub-attribute of every value',
      { path: 'emails.display', value: 'Ada' },
      changed({
        emails: [
          { ...WORK, display: 'Ada' },
          { ...HOME, display: 'Ada' },
        ],
      }),
    ],
    [
      'takes primary from the others',
      { path: 'emails[type eq "home"].primary', value: true },
      changed({
        emails: [
          { ...WORK, primary: false },
          { ...HOME, primary: true },
        ],
      }),
    ],
    [
      'leaves one primary where several are selected',
      { path: 'emails[value pr].primary', value: 'True' },
      changed({
        emails: [
          { ...WORK, primary: false },
          { ...HOME, primary: true },
        ],
      }),
    ],
    [
      'removes the selected values with null',
      { path: 'emails[type eq "home"]', value: null },
      changed({ emails: [WORK] }),
    ],
    ['changes nothing with an object that names nothing', { path: 'name', value: {} }, ADA],
    [
      'drops the address of another manager',
      { path: `${ENTERPRISE}:manager`, value: { value: 'm-2' } },
      changed({ [ENTERPRISE]: { department: 'Tax', manager: { value: 'm-2' } } }),
    ],
    [
      'keeps the address of the same manager',
      { path: `${ENTERPRISE}:manager`, value: { value: 'm-1' } },
      ADA,
    ],
    [
      'sets manager and address in any order',
      { path: `${ENTERPRISE}:manager`, value: { $ref: 'https://gw.example/Users/m-2', value: 'm-2' } },
      changed({
        [ENTERPRISE]: { department: 'Tax', manager: { $ref: 'https://gw.example/Users/m-2', value: 'm-2' } },
      }),
    ],
  ])('%s', (_, operation, expected) => {
    expect(after({ op: 'replace', ...operation })).toEqual(expected);
  });

  it.each([
    ['a text for a complex attribute', { path: 'name', value: 'Ada Larch' }, /"name"/],
    ['a list for a single value', { path: 'title', value: ['a', 'b'] }, /"title"/],
    ['an object for a text', { path: 'title', value: { value: 'a' } }, /"title"/],
    ['a word for a boolean', { path: 'active', value: 'perhaps' }, /"active".*"perhaps"/],
    ['a number for a text', { path: 'emails[type eq "work"].value', value: 7 }, /"emails\.value"/],
    ['a number for a list', { path: 'emails', value: 7 }, /"emails"/],
    ['a text for a value without "value"', { path: 'addresses', value: 'here' }, /"addresses"/],
    ['a wrong value under a dotted key', { value: { 'name.givenName': 7 } }, /"name\.givenName"/],
  ])('refuses %s, naming the attribute', (_, operation, detail) => {
    const refusal = refusalOf(() => after({ op: 'replace', ...operation }));
    expect(refusal).toMatchObject({ status: 400, scimType: 'invalidValue' });
    expect(refusal.detail).toMatch(detail);
  });

  it('refuses one attribute given twice in one object', () => {
    const twice = [
      { value: { title: 'a', TITLE: 'b' } },
      { value: { 'name.givenName': 'a', 'Name.GivenName': 'b' } },
      { path: 'name', value: { givenName: 'a', GIVENNAME: 'b' } },
      { path: 'emails[type eq "work"]', value: { value: 'a', Value: 'b' } },
    ];
    for (const operation of twice) {
      expect(refusalOf(() => after({ op: 'replace', ...operation })).scimType).toBe('invalidSyntax');
    }
  });
});

describe('a value path that selects nothing', () => {
  const PHONES = 'phoneNumbers[type eq "work" and primary eq true]';
  it.each<Case>([
    [
      'creates the value it describes, on add',
      { op: 'add', path: 'phoneNumbers[type eq "fax"].value', value: '1' },
      { phoneNumbers: [{ type: 'fax', value: '1' }] },
    ],
    [
      'creates the value it describes, on replace',
      { op: 'replace', path: 'phoneNumbers[type eq "fax"].value', value: '1' },
      { phoneNumbers: [{ type: 'fax', value: '1' }] },
    ],
    [
      'creates it from an object',
      { op: 'replace', path: 'phoneNumbers[type eq "fax"]', value: { value: '1' } },
      { phoneNumbers: [{ type: 'fax', value: '1' }] },
    ],
    [
      'lets the object have the last word',
      { op: 'add', path: 'phoneNumbers[type eq "fax"]', value: { value: '1', type: 'pager' } },
      { phoneNumbers: [{ type: 'pager', value: '1' }] },
    ],
    [
      'creates it from several conditions',
      { op: 'add', path: `${PHONES}.value`, value: '1' },
      { phoneNumbers: [{ type: 'work', primary: true, value: '1' }] },
    ],
    [
      'creates it without conditions where there is none',
      { op: 'add', path: 'phoneNumbers.value', value: '1' },
      { phoneNumbers: [{ value: '1' }] },
    ],
    [
      'takes primary from the others',
      { op: 'add', path: 'emails[type eq "other"]', value: { value: 'o@x.example', primary: true } },
      { emails: [{ ...WORK, primary: false }, HOME, { type: 'other', value: 'o@x.example', primary: true }] },
    ],
    [
      'creates nothing to be emptied at once',
      { op: 'replace', path: 'phoneNumbers[type eq "fax"].value', value: '' },
      {},
    ],
    [
      'creates nothing from null',
      { op: 'replace', path: 'phoneNumbers[type eq "fax"]', value: { value: null } },
      {},
    ],
    ['removes nothing', { op: 'remove', path: 'phoneNumbers[type eq "fax"].value' }, {}],
  ])('%s', (_, operation, expected) => {
    expect(after(operation)).toEqual(changed(expected));
  });

  it('notes that it created a value', () => {
    const { tolerances } = patched(USER, ADA, {
      op: 'replace',
      path: 'ims[type eq "xmpp"].value',
      value: 'ada',
    });
    expect(tolerances).toEqual(['element-created']);
  });

  it('is noTarget for a replace of a type that the schema does not suggest (RFC 7644 §3.5.2.3)', () => {
    const path = 'emails[type eq "nonexistent"].value';
    const refusal = refusalOf(() => after({ op: 'replace', path, value: 'a@x.example' }));
    expect(refusal).toMatchObject({
      status: 400,
      scimType: 'noTarget',
      detail: expect.stringContaining('send the same path with "op": "add"') as string,
    });
    const added = after({ op: 'add', path, value: 'a@x.example' });
    expect(added['emails']).toEqual([WORK, HOME, { type: 'nonexistent', value: 'a@x.example' }]);
  });

  it.each([
    'emails[value eq "none@x.example"].display',
    'emails[value eq "none@x.example" and type eq "work"].display',
  ])('is noTarget for a replace of a value that nobody has (RFC 7644 §3.5.2.3): %s', (path) => {
    const refusal = refusalOf(() => after({ op: 'replace', path, value: 'A' }));
    expect(refusal).toMatchObject({ status: 400, scimType: 'noTarget' });
  });

  it('is found whatever type it has, and keeps it', () => {
    const held = { ...ADA, emails: [{ value: 'a@x.example', type: 'billing' }] };
    const operation = { op: 'replace', path: 'emails[type eq "billing"]', value: { value: 'b@x.example' } };
    const { resource } = patched(USER, held, operation);
    expect(resource['emails']).toEqual([{ value: 'b@x.example', type: 'billing' }]);
  });

  it.each([
    'emails[type ne "work" and type ne "home"].value',
    'emails[value co "nobody"].display',
    'emails[type eq "fax" or type eq "pager"].value',
    'emails[not (type eq "work" or type eq "home")].value',
    'emails[type eq "fax" and type eq "pager"].value',
    'emails[not (value pr)].value',
  ])('is refused as noTarget where it describes no one value: %s', (path) => {
    for (const op of ['add', 'replace']) {
      const refusal = refusalOf(() => after({ op, path, value: 'x' }));
      expect(refusal).toMatchObject({ status: 400, scimType: 'noTarget' });
      expect(refusal.detail).toContain('"emails"');
    }
  });
});

describe('mutability', () => {
  const whole: JsonObject = {
    ...ADA,
    schemas: [USER.schema],
    id: 'u-1',
    meta: { resourceType: 'User', version: 'W/"3"' },
    groups: [{ value: 'g-1', display: 'Tax', type: 'direct' }],
  };

  it.each([
    { path: 'id', value: 'u-1' },
    { path: 'ID', value: 'u-1' },
    { path: 'meta', value: { version: 'W/"3"' } },
    { path: 'meta.resourceType', value: 'User' },
    { path: 'groups', value: [{ value: 'g-1' }] },
    { path: `${IMANAGE}:licenseSeat`, value: null },
  ])('passes over a read-only value that is what it was: %j', (operation) => {
    for (const op of ['add', 'replace']) {
      const { resource, tolerances } = patched(USER, whole, { op, ...operation });
      expect(resource).toEqual(whole);
      expect(tolerances).toEqual(['read-only-echoed']);
    }
  });

  it.each([
    { op: 'replace', path: 'id', value: 'u-2' },
    { op: 'remove', path: 'id' },
    { op: 'add', path: 'meta.created', value: '2001-01-01T00:00:00Z' },
    { op: 'replace', path: 'meta', value: { version: 'W/"4"' } },
    { op: 'add', path: 'groups', value: [{ value: 'g-2' }] },
    { op: 'remove', path: 'groups[value eq "g-1"]' },
    { op: 'replace', path: 'groups.value', value: 'g-1' },
    { op: 'add', path: 'groups[value eq "g-2"]', value: { value: 'g-2' } },
  ])('refuses another value, or none, of a read-only attribute: %j (RFC 7644 §3.5.2)', (operation) => {
    expect(refusalOf(() => patched(USER, whole, operation))).toMatchObject({ scimType: 'mutability' });
  });

  it.each([
    { op: 'add', path: 'schemas', value: [ENTERPRISE] },
    { op: 'replace', path: 'schemas', value: [USER.schema, ENTERPRISE] },
    { op: 'add', value: { schemas: [USER.schema.toUpperCase()] } },
  ])('takes "schemas" as a target, which follows from what is there: %j', (operation) => {
    const { resource } = patched(USER, whole, operation);
    expect(resource).toEqual(whole);
  });

  it('does not learn a schema from "schemas"', () => {
    const stranger = { op: 'add', path: 'schemas', value: [USER.schema, 'urn:example:hr'] };
    expect(patched(USER, whole, stranger)).toMatchObject({
      resource: whole,
      tolerances: ['unknown-ignored'],
    });
  });

  it('refuses to remove "schemas", which every resource has to have (RFC 7644 §3.5.2.2)', () => {
    const refusal = refusalOf(() => patched(USER, whole, { op: 'remove', path: 'schemas' }));
    expect(refusal).toMatchObject({ status: 400, scimType: 'mutability' });
  });

  it('leaves echoed attributes out of an object without path', () => {
    const echoed = {
      id: 'x',
      schemas: [USER.schema],
      meta: { version: 'W/"1"' },
      groups: [{ value: 'g-1' }],
    };
    const { resource, tolerances } = patched(USER, ADA, {
      op: 'replace',
      value: { ...echoed, title: 'Counsel' },
    });
    expect(resource).toEqual(changed({ title: 'Counsel' }));
    expect(tolerances).toEqual(['read-only-echoed']);
  });

  it.each([
    { op: 'replace', path: `${IMANAGE}:licenseSeat`, value: true },
    { op: 'remove', path: `${IMANAGE}:licenseSeat` },
    { op: 'add', value: { [`${IMANAGE}:licenseSeat`]: true } },
    { op: 'replace', path: `${ENTERPRISE}:manager.displayName`, value: 'M' },
  ])('refuses a read-only attribute that is aimed at, naming it: %j', (operation) => {
    const refusal = refusalOf(() => after(operation));
    expect(refusal).toMatchObject({ status: 400, scimType: 'mutability' });
    expect(refusal.detail).toMatch(/licenseSeat|displayName/);
  });

  it('keeps a read-only attribute when the extension around it is removed', () => {
    const held = { userName: 'ada', [IMANAGE]: { location: 'Dublin', licenseSeat: true } };
    const { resource } = patched(USER, held, { op: 'remove', path: IMANAGE });
    expect(resource).toEqual({ userName: 'ada', [IMANAGE]: { licenseSeat: true } });
  });

  it('leaves a read-only attribute out of an object that names others', () => {
    const { resource, tolerances } = patched(USER, ADA, {
      op: 'replace',
      value: { [ENTERPRISE]: { manager: { value: 'm-1', displayName: 'Boss' }, department: 'Trusts' } },
    });
    expect(resource).toEqual(
      changed({ [ENTERPRISE]: { ...(ADA[ENTERPRISE] as object), department: 'Trusts' } }),
    );
    expect(tolerances).toEqual(['read-only-echoed']);
  });

  it('applies an immutable attribute, of which the directory decides', () => {
    const resource = after({ op: 'add', path: `${IMANAGE}:userId`, value: 'ALARCH' });
    expect(resource[IMANAGE]).toMatchObject({ userId: 'ALARCH' });
  });

  it('applies a password, which the caller takes out again', () => {
    expect(after({ op: 'replace', value: { password: 'N3w-larch-secret' } })).toEqual(
      changed({ password: 'N3w-larch-secret' }),
    );
  });
});

describe('a PATCH request as a whole', () => {
  it('shows each operation what the ones before it did', () => {
    const resource = after(
      { op: 'add', path: 'addresses[type eq "other"].formatted', value: 'Room 9' },
      { op: 'add', path: 'addresses[type eq "other"].locality', value: 'Sligo' },
      { op: 'remove', path: 'addresses[locality eq "cork"]' },
    );
    expect(resource['addresses']).toEqual([
      OFFICE,
      { type: 'other', formatted: 'Room 9', locality: 'Sligo' },
    ]);
  });

  it('is refused whole when its last operation is', () => {
    const refusal = refusalOf(() =>
      after(
        { op: 'replace', path: 'title', value: 'x' },
        { op: 'replace', path: 'emails[value co "?"].value', value: 'x' },
      ),
    );
    expect(refusal.scimType).toBe('noTarget');
  });

  it('that changes nothing yields an equal resource', () => {
    const resource = after(
      { op: 'replace', path: 'title', value: 'Clerk' },
      { op: 'add', path: 'emails', value: [WORK] },
      { op: 'replace', path: 'emails', value: [WORK, HOME] },
      { op: 'replace', path: 'emails[type eq "work"].value', value: WORK.value },
      { op: 'remove', path: 'nickName' },
    );
    expect(resource).toEqual(ADA);
  });

  it('shares nothing with the resource or the operations it came from', () => {
    const given = { op: 'add', path: 'roles', value: [{ value: 'r' }] };
    const first = patched(USER, ADA, given).resource;
    (first['emails'] as unknown as { value: string }[]).pop();
    (first['roles'] as unknown as { value: string }[]).pop();
    expect(ADA['emails']).toHaveLength(2);
    expect(given.value).toHaveLength(1);
  });
});
