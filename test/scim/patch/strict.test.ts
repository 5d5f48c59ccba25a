// PATCH under the strict profile: draft-zollner-scim-interop-profile-01 §6.5, and RFC 7644 §3.5.2 without any leniency.

import type { JsonObject } from '../../../src/directory/json';
import { profileOf } from '../../../src/scim/profile';
import {
  ENTERPRISE,
  GROUP,
  IMANAGE,
  patched,
  patchedByBody,
  patchedStrictly,
  PATCH_OP,
  refusalOf,
  USER,
} from './patching';

const WORK = { value: 'rosa@elm.example', type: 'work', primary: true };
const HOME = { value: 'rosa@home.example', type: 'home' };
const SPARE = { value: 'rosa@spare.example', type: 'home' };
const ROSA: JsonObject = {
  userName: 'rosa@elm.example',
  name: { givenName: 'Rosa', familyName: 'Elm', middleName: 'M' },
  title: 'Clerk',
  active: true,
  emails: [WORK, HOME],
  [ENTERPRISE]: { department: 'Tax', costCenter: '7', manager: { value: 'm-1' } },
};
const TEAM: JsonObject = { displayName: 'Elm' };

interface Refused {
  readonly why: string;
  readonly operation: object;
  readonly scimType: string;
  readonly tolerance: string;
}

describe('the strict profile refuses in a PATCH', () => {
  it.each<Refused>([
    {
      why: 'an operation without path (interop §6.5.1.1)',
      operation: { op: 'replace', value: { title: 'Counsel' } },
      scimType: 'invalidSyntax',
      tolerance: 'path-less',
    },
    {
      why: 'a remove without path, too',
      operation: { op: 'remove' },
      scimType: 'invalidSyntax',
      tolerance: 'path-less',
    },
    {
      why: 'an attribute that no schema defines (interop §5.3)',
      operation: { op: 'add', path: 'shoeSize', value: '38' },
      scimType: 'invalidSyntax',
      tolerance: 'unknown-ignored',
    },
    {
      why: 'a schema URN that nobody defines (interop §5.3)',
      operation: { op: 'add', path: 'urn:example:hr:1.0:User:badge', value: '38' },
      scimType: 'invalidSyntax',
      tolerance: 'unknown-ignored',
    },
    {
      why: 'an unknown sub-attribute in a value (interop §5.3)',
      operation: { op: 'add', path: 'name', value: { nick: 'R' } },
      scimType: 'invalidSyntax',
      tolerance: 'unknown-ignored',
    },
    {
      why: 'an unknown schema in "schemas" (interop §5.3)',
      operation: { op: 'add', path: 'schemas', value: [USER.schema, 'urn:example:hr:1.0:User'] },
      scimType: 'invalidSyntax',
      tolerance: 'unknown-ignored',
    },
    {
      why: 'a member of an operation that means nothing',
      operation: { op: 'replace', path: 'title', value: 'x', name: 'setTitle' },
      scimType: 'invalidSyntax',
      tolerance: 'unknown-ignored',
    },
    {
      why: 'a filter with no sub-attribute behind it (interop §6.5.2.2)',
      operation: { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'r@elm.example' } },
      scimType: 'invalidPath',
      tolerance: 'element-path',
    },
    {
      why: 'to remove an e-mail address by its element (interop §6.5.2.2)',
      operation: { op: 'remove', path: 'emails[type eq "work"]' },
      scimType: 'invalidPath',
      tolerance: 'element-path',
    },
    {
      why: 'a value path that selects nothing (RFC 7644 §3.5.2.3)',
      operation: { op: 'replace', path: 'emails[type eq "other"].value', value: 'r@elm.example' },
      scimType: 'noTarget',
      tolerance: 'element-created',
    },
    {
      why: 'a remove whose value path selects nothing (RFC 7644 table 9)',
      operation: { op: 'remove', path: 'emails[type eq "other"].display' },
      scimType: 'noTarget',
      tolerance: 'nothing-removed',
    },
    {
      why: 'op in capitals',
      operation: { op: 'Replace', path: 'title', value: 'x' },
      scimType: 'invalidSyntax',
      tolerance: 'op-letter-case',
    },
    {
      why: 'a remove with a list of values',
      operation: { op: 'remove', path: 'emails', value: [HOME] },
      scimType: 'invalidValue',
      tolerance: 'value-list-removed',
    },
    {
      why: 'a remove with a value that says nothing',
      operation: { op: 'remove', path: 'title', value: 'Clerk' },
      scimType: 'invalidSyntax',
      tolerance: 'remove-value-ignored',
    },
    {
      why: 'one value where the list is meant (interop §6.5.2.2)',
      operation: { op: 'add', path: 'emails', value: SPARE },
      scimType: 'invalidValue',
      tolerance: 'single-as-list',
    },
    {
      why: 'a list where one value is meant',
      operation: { op: 'replace', path: 'title', value: ['x'] },
      scimType: 'invalidValue',
      tolerance: 'list-as-single',
    },
    {
      why: 'a boolean in text',
      operation: { op: 'replace', path: 'active', value: 'False' },
      scimType: 'invalidValue',
      tolerance: 'text-boolean',
    },
    {
      why: 'an object around a boolean',
      operation: { op: 'replace', path: 'active', value: { value: false } },
      scimType: 'invalidValue',
      tolerance: 'wrapped-boolean',
    },
    {
      why: 'a text where an object is meant',
      operation: { op: 'replace', path: `${ENTERPRISE}:manager`, value: 'm-2' },
      scimType: 'invalidValue',
      tolerance: 'text-as-value',
    },
    {
      why: 'an attribute of an extension without its URN (RFC 7644 §3.10)',
      operation: { op: 'replace', path: 'department', value: 'Trusts' },
      scimType: 'invalidPath',
      tolerance: 'urn-omitted',
    },
    {
      why: 'an echo of what is read-only',
      operation: { op: 'replace', path: 'id', value: 'u-1' },
      scimType: 'mutability',
      tolerance: 'read-only-echoed',
    },
    {
      why: 'two primary values at once (RFC 7643 §2.4)',
      operation: { op: 'replace', path: 'emails', value: [WORK, { ...HOME, primary: true }] },
      scimType: 'invalidValue',
      tolerance: 'one-primary-kept',
    },
  ])('$why, and the default profile only where the RFC does', ({ operation, scimType, tolerance }) => {
    const refusal = refusalOf(() => patchedStrictly(USER, { id: 'u-1', ...ROSA }, operation));
    expect(refusal).toMatchObject({ status: 400, scimType });
    expect(refusal.detail).toContain(`refuses the tolerance "${tolerance}"`);
  });

  it('a filter that selects several values (interop §6.5.3)', () => {
    const held = { ...ROSA, emails: [WORK, HOME, SPARE] };
    const operation = { op: 'replace', path: 'emails[type eq "home"].display', value: 'Rosa' };
    expect(refusalOf(() => patchedStrictly(USER, held, operation))).toMatchObject({
      scimType: 'invalidFilter',
    });
    expect(patched(USER, held, operation).resource['emails']).toEqual([
      WORK,
      { ...HOME, display: 'Rosa' },
      { ...SPARE, display: 'Rosa' },
    ]);
  });

  it('a body that does not say that it is a PatchOp (RFC 7644 §3.5.2)', () => {
    const body = { Operations: [{ op: 'replace', path: 'title', value: 'x' }] };
    const refusal = refusalOf(() => patchedByBody(USER, ROSA, body, profileOf('strict')));
    expect(refusal).toMatchObject({ status: 400, scimType: 'invalidSyntax' });
  });
});

describe('the strict profile applies', () => {
  it.each(['add', 'replace'])('%s to a singular simple attribute alike (interop §6.5.2.1)', (op) => {
    const { resource } = patchedStrictly(USER, ROSA, { op, path: 'title', value: 'Counsel' });
    expect(resource).toEqual({ ...ROSA, title: 'Counsel' });
  });

  it('a replace of a complex attribute as a whole new value (interop §6.5.2.1)', () => {
    const operation = { op: 'replace', path: 'name', value: { givenName: 'Rose', familyName: 'Elm' } };
    const { resource } = patchedStrictly(USER, ROSA, operation);
    expect(resource['name']).toEqual({ givenName: 'Rose', familyName: 'Elm' });
  });

  it('which the default profile merges (RFC 7644 §3.5.2.3)', () => {
    const operation = { op: 'replace', path: 'name', value: { givenName: 'Rose' } };
    const { resource } = patched(USER, ROSA, operation);
    expect(resource['name']).toEqual({ givenName: 'Rose', familyName: 'Elm', middleName: 'M' });
  });

  it('an add to a complex attribute as a merge (interop §6.5.2.1)', () => {
    const operation = { op: 'add', path: 'name', value: { givenName: 'Rose' } };
    const { resource } = patchedStrictly(USER, ROSA, operation);
    expect(resource['name']).toEqual({ givenName: 'Rose', familyName: 'Elm', middleName: 'M' });
  });

  it('a replace of an extension as a whole, but for what is read-only or immutable', () => {
    const held = {
      ...ROSA,
      [IMANAGE]: { userId: 'RELM', licenseSeat: true, location: 'Cork', role: 'DEFAULT' },
    };
    const { resource } = patchedStrictly(
      USER,
      held,
      { op: 'replace', path: ENTERPRISE, value: { department: 'Trusts' } },
      { op: 'replace', path: IMANAGE, value: { role: 'PARALEGAL' } },
    );
    expect(resource[ENTERPRISE]).toEqual({ department: 'Trusts' });
    expect(resource[IMANAGE]).toEqual({ userId: 'RELM', licenseSeat: true, role: 'PARALEGAL' });
  });

  it('a replace and an add of a list (interop §6.5.2.2)', () => {
    const added = patchedStrictly(USER, ROSA, { op: 'add', path: 'emails', value: [SPARE] });
    expect(added.resource['emails']).toEqual([WORK, HOME, SPARE]);
    const replaced = patchedStrictly(USER, ROSA, { op: 'replace', path: 'emails', value: [SPARE] });
    expect(replaced.resource['emails']).toEqual([SPARE]);
  });

  it('a sub-attribute of the one value that a filter selects (interop §6.5.2.2)', () => {
    const operation = { op: 'replace', path: 'emails[type eq "work"].value', value: 'r@elm.example' };
    const { resource, tolerances } = patchedStrictly(USER, ROSA, operation);
    expect(resource['emails']).toEqual([{ ...WORK, value: 'r@elm.example' }, HOME]);
    expect(tolerances).toEqual([]);
  });

  it('a remove of one member by the filter that names them, and no other operation on a member so', () => {
    const path = 'members[value eq "u-1"]';
    expect(patchedStrictly(GROUP, TEAM, { op: 'remove', path }).members).toEqual([
      expect.objectContaining({ kind: 'remove', ids: ['u-1'] }),
    ]);
    const adding = refusalOf(() =>
      patchedStrictly(GROUP, TEAM, { op: 'add', path, value: { value: 'u-1' } }),
    );
    expect(adding).toMatchObject({ scimType: 'invalidPath' });
  });

  it('null as the RFC has it: the attribute is taken away (RFC 7643 §2.5)', () => {
    const { resource } = patchedStrictly(USER, ROSA, { op: 'replace', path: 'title', value: null });
    expect(resource).not.toHaveProperty('title');
  });

  it('"schemas" as a target, of schemas that there are', () => {
    const operation = { op: 'add', path: 'schemas', value: [USER.schema, ENTERPRISE] };
    expect(patchedStrictly(USER, ROSA, operation)).toMatchObject({ resource: ROSA, tolerances: [] });
  });
});

describe('a single tolerance', () => {
  const body = { schemas: [PATCH_OP], Operations: [{ op: 'replace', value: { title: 'Counsel' } }] };

  it('is switched on again under strict', () => {
    const profile = profileOf('strict', { 'path-less': 'allow' });
    expect(patchedByBody(USER, ROSA, body, profile).resource['title']).toBe('Counsel');
  });

  it('is switched off under default', () => {
    const profile = profileOf('default', { 'path-less': 'refuse' });
    expect(refusalOf(() => patchedByBody(USER, ROSA, body, profile))).toMatchObject({
      scimType: 'invalidSyntax',
    });
  });
});
