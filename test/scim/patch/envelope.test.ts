// The envelope of a PATCH request, RFC 7644 §3.5.2: what is a request at all, and how one that is none is refused.

import { GROUP, LIMITS, PATCH_OP, patched, patchedByBody, refusalOf, USER } from './patching';

const ADA = { userName: 'ada@larch.example', title: 'Clerk' };
const SET_TITLE = { op: 'replace', path: 'title', value: 'Counsel' };
const titleAfter = (body: unknown): unknown => patchedByBody(USER, ADA, body).resource['title'];

describe('a PATCH body that is understood', () => {
  it.each([
    ['as the RFC writes it', { schemas: [PATCH_OP], Operations: [SET_TITLE] }],
    ['without "schemas"', { Operations: [SET_TITLE] }],
    ['with null "schemas"', { schemas: null, Operations: [SET_TITLE] }],
    ['with "schemas" as one text', { schemas: PATCH_OP, Operations: [SET_TITLE] }],
    ['with more schemas than PatchOp', { schemas: ['urn:example:other', PATCH_OP], Operations: [SET_TITLE] }],
    ['with "operations" in lower case', { schemas: [PATCH_OP], operations: [SET_TITLE] }],
    ['with every key in capitals', { OPERATIONS: [{ OP: 'replace', PATH: 'title', VALUE: 'Counsel' }] }],
    ['with members nobody knows', { Operations: [{ ...SET_TITLE, name: 'setTitle', id: 7 }], tenant: 'x' }],
    ['with the path null', { Operations: [{ op: 'replace', path: null, value: { title: 'Counsel' } }] }],
    ['with the path ""', { Operations: [{ op: 'add', path: '', value: { title: 'Counsel' } }] }],
    [
      'with the core schema as path',
      { Operations: [{ op: 'add', path: USER.schema, value: { title: 'Counsel' } }] },
    ],
    ['with a list of one object', { Operations: [{ op: 'add', value: [{ title: 'Counsel' }] }] }],
  ])('is applied %s', (_, body) => {
    expect(titleAfter(body)).toBe('Counsel');
  });

  it.each(['Replace', 'REPLACE', 'rePlace', 'Add'])(
    'is applied with op %s, and the tolerance is noted',
    (op) => {
      const { resource, tolerances } = patched(USER, ADA, { ...SET_TITLE, op });
      expect(resource['title']).toBe('Counsel');
      expect(tolerances).toEqual(['op-letter-case']);
    },
  );

  it('is applied with as many operations as the limit allows', () => {
    const Operations = Array.from({ length: LIMITS.operationsMax }, () => SET_TITLE);
    expect(titleAfter({ Operations })).toBe('Counsel');
  });
});

describe('a PATCH body that is refused', () => {
  it.each([
    ['a list', [SET_TITLE], 'invalidSyntax', /Operations/],
    ['null', null, 'invalidSyntax', /Operations/],
    ['a text', 'replace', 'invalidSyntax', /Operations/],
    ['without operations', { schemas: [PATCH_OP] }, 'invalidSyntax', /at least one/],
    ['with no operation in the list', { Operations: [] }, 'invalidSyntax', /at least one/],
    ['with operations that are no list', { Operations: SET_TITLE }, 'invalidSyntax', /list/],
    [
      'with "Operations" twice',
      { Operations: [SET_TITLE], operations: [] },
      'invalidSyntax',
      /more than once/,
    ],
    ['with "op" twice', { Operations: [{ ...SET_TITLE, OP: 'remove' }] }, 'invalidSyntax', /more than once/],
    [
      'of another message schema',
      { schemas: ['urn:x:BulkRequest'], Operations: [SET_TITLE] },
      'invalidSyntax',
      /PatchOp/,
    ],
    ['with an empty list of schemas', { schemas: [], Operations: [SET_TITLE] }, 'invalidSyntax', /PatchOp/],
    ['with an operation that is a text', { Operations: ['x'] }, 'invalidSyntax', /operation 1/],
    [
      'without "op"',
      { Operations: [SET_TITLE, { path: 'title', value: 'x' }] },
      'invalidSyntax',
      /operation 2/,
    ],
    [
      'with an unknown op',
      { Operations: [{ ...SET_TITLE, op: 'upsert' }] },
      'invalidSyntax',
      /add, replace, remove.*"upsert"/,
    ],
    [
      'with a number as op',
      { Operations: [{ ...SET_TITLE, op: 1 }] },
      'invalidSyntax',
      /add, replace, remove/,
    ],
    ['with a number as path', { Operations: [{ ...SET_TITLE, path: 5 }] }, 'invalidPath', /path/],
    ['with add without value', { Operations: [{ op: 'add', path: 'title' }] }, 'invalidValue', /"value"/],
    [
      'with replace without value',
      { Operations: [{ op: 'replace', path: 'title' }] },
      'invalidValue',
      /"value"/,
    ],
    [
      'with a text as value without path',
      { Operations: [{ op: 'add', value: 'x' }] },
      'invalidValue',
      /object of attributes/,
    ],
    [
      'with null as value without path',
      { Operations: [{ op: 'replace', value: null }] },
      'invalidValue',
      /object of attributes/,
    ],
    ['with remove without path', { Operations: [{ op: 'remove' }] }, 'noTarget', /path/],
    [
      'with remove with a value but no path',
      { Operations: [{ op: 'remove', value: { title: 'x' } }] },
      'noTarget',
      /path/,
    ],
    [
      'with remove of the whole core schema',
      { Operations: [{ op: 'remove', path: USER.schema }] },
      'noTarget',
      /path/,
    ],
  ])('%s', (_, body, scimType, detail) => {
    const refusal = refusalOf(() => patchedByBody(USER, ADA, body));
    expect(refusal).toMatchObject({ status: 400, scimType });
    expect(refusal.detail).toMatch(detail);
  });

  it('with more operations than the limit, as 413 naming the limit', () => {
    const Operations = Array.from({ length: LIMITS.operationsMax + 1 }, () => SET_TITLE);
    const refusal = refusalOf(() => patchedByBody(USER, ADA, { Operations }));
    expect(refusal).toMatchObject({ status: 413, scimType: undefined });
    expect(refusal.detail).toContain('1000');
  });
});

describe('the path of an operation', () => {
  it.each([
    ['an unknown attribute', USER, 'favouriteColour', 'invalidPath', /favouriteColour/],
    ['an unknown sub-attribute', USER, 'name.nick', 'invalidPath', /name\.nick/],
    [
      'an unknown sub-attribute behind a filter',
      USER,
      'emails[type eq "work"].colour',
      'invalidPath',
      /value, display, type, primary/,
    ],
    [
      'an unknown attribute of a known extension',
      USER,
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:desk',
      'invalidPath',
      /desk/,
    ],
    [
      'an unknown attribute of the core schema',
      USER,
      'urn:ietf:params:scim:schemas:core:2.0:User:desk',
      'invalidPath',
      /desk/,
    ],
    ['an attribute of another resource type', GROUP, 'userName', 'invalidPath', /Group/],
    ['a filter on a single-valued attribute', USER, 'name[familyName eq "x"]', 'invalidPath', /multi-valued/],
    ['a filter on a simple attribute', USER, 'title[value eq "x"]', 'invalidPath', /multi-valued/],
    ['a filter on a sub-attribute', USER, 'emails.value[type eq "x"]', 'invalidPath', /multi-valued/],
    ['brackets that stay open', USER, 'emails[type eq "work"', 'invalidPath', /character/],
    ['no filter in the brackets', USER, 'emails[]', 'invalidPath', /character/],
    ['text behind the end', USER, 'emails[type eq "work"].value.x', 'invalidPath', /character/],
    ['an unknown attribute in the filter', USER, 'emails[colour eq "red"]', 'invalidFilter', /colour/],
    ['a comparison the attribute does not take', USER, 'emails[primary gt true]', 'invalidFilter', /primary/],
  ])('naming %s is refused', (_, type, path, scimType, detail) => {
    const resource = type === USER ? ADA : { displayName: 'Larch' };
    const refusal = refusalOf(() =>
      patchedByBody(type, resource, { Operations: [{ op: 'replace', path, value: 'x' }] }),
    );
    expect(refusal).toMatchObject({ status: 400, scimType });
    expect(refusal.detail).toMatch(detail);
  });

  it.each([
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:UserOfAnother:department',
    'urn:example:hr:1.0:User:badge',
    'urn:example:hr:1.0:User:badges[type eq "x"].value',
  ])('of a schema that the gateway does not know is left out: %s', (path) => {
    const { resource, tolerances } = patched(USER, ADA, { op: 'replace', path, value: 'x' }, SET_TITLE);
    expect(resource).toEqual({ ...ADA, title: 'Counsel' });
    expect(tolerances).toEqual(['unknown-ignored']);
  });

  it.each([
    'title',
    'TITLE',
    'urn:ietf:params:scim:schemas:core:2.0:User:title',
    'URN:ietf:params:scim:schemas:core:2.0:user:Title',
  ])('compares without case: %s', (path) => {
    expect(titleAfter({ Operations: [{ ...SET_TITLE, path }] })).toBe('Counsel');
  });
});
