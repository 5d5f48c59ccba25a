// What a changed User resource asks of the directory: only what differs counts as asked.

import type { JsonObject } from '../../../src/directory/json';
import { replacedUser, requestedUser, type RequestedUser } from '../../../src/scim/resources/requested-user';
import { ENTERPRISE, IMANAGE } from '../filter/resource-types';

const EXTENSION = {
  userId: 'ada',
  preferredLibrary: 'ACTIVE',
  role: 'PARTNER',
  external: false,
  accountType: 'enterprise',
  libraryAssignments: 'ACTIVE:PARTNER',
  libraries: [{ value: 'ACTIVE', role: 'PARTNER', signInEnabled: true, preferred: true }],
};
const BEFORE: JsonObject = { userName: 'ada', active: true, [IMANAGE]: EXTENSION };
const NOTHING_ASKED = { rolesAdded: [], rolesRemoved: [] };

const requested = (before: JsonObject, after: JsonObject): RequestedUser =>
  requestedUser({ before, after, namedLibraries: undefined, placing: null });
const inputOf = (after: JsonObject, before: JsonObject = BEFORE): unknown => requested(before, after).input;
const extended = (more: JsonObject): JsonObject => ({ ...BEFORE, [IMANAGE]: { ...EXTENSION, ...more } });

describe('requestedUser', () => {
  it('asks nothing but the sign-in as it is where the resource is as before', () => {
    expect(requested(BEFORE, BEFORE)).toEqual({
      profile: { userName: 'ada' },
      input: { ...NOTHING_ASKED, signInEnabled: true },
    });
  });

  it('asks for everything of a new person', () => {
    expect(inputOf({ userName: 'ada', [IMANAGE]: { location: 'Leeds', role: 'PARTNER' } }, {})).toEqual({
      ...NOTHING_ASKED,
      location: 'Leeds',
      role: 'PARTNER',
    });
  });

  it('asks for the one attribute that differs, although others are echoed', () => {
    expect(inputOf(extended({ role: 'DEFAULT' }))).toEqual({
      ...NOTHING_ASKED,
      signInEnabled: true,
      role: 'DEFAULT',
    });
  });

  it('asks for the default with null where an attribute is gone', () => {
    const { role: _role, ...withoutRole } = EXTENSION;
    expect(inputOf({ ...BEFORE, [IMANAGE]: withoutRole })).toMatchObject({ role: null });
    expect(inputOf({ userName: 'ada', [IMANAGE]: EXTENSION })).toMatchObject({ signInEnabled: null });
  });

  it('asks for rows of libraries with a mark only where the mark is new', () => {
    const archive = { value: 'ARCHIVE', preferred: true };
    const input = inputOf(extended({ libraries: [...EXTENSION.libraries, archive] }));
    expect(input).toMatchObject({
      libraries: [
        { library: 'ACTIVE', role: 'PARTNER', signInEnabled: true, preferred: false },
        { library: 'ARCHIVE', role: undefined, signInEnabled: undefined, preferred: true },
      ],
    });
  });

  it('takes an added row for a library in place of the one that was there', () => {
    const added = { value: 'active', role: 'DEFAULT' };
    const input = inputOf(extended({ libraries: [...EXTENSION.libraries, added] }));
    expect(input).toMatchObject({ libraries: [{ library: 'active', role: 'DEFAULT' }] });
  });

  it('asks for roles that came and went, without letter case', () => {
    const before = { ...BEFORE, roles: [{ value: 'ACTIVE:PARTNER' }, { value: 'TAX:READER' }] };
    const after = { ...BEFORE, roles: [{ value: 'active:partner' }, { value: 'ARCHIVE:READER' }] };
    expect(inputOf(after, before)).toMatchObject({
      rolesAdded: ['ARCHIVE:READER'],
      rolesRemoved: ['TAX:READER'],
    });
  });

  it('keeps neither password nor the manager’s reference in the profile', () => {
    const manager = { value: 'm', $ref: 'https://evil.example/m' };
    const { profile } = requested(
      {},
      { userName: 'ada', password: 'x', [ENTERPRISE]: { manager, department: 'Tax' } },
    );
    expect(profile).toEqual({
      userName: 'ada',
      [ENTERPRISE]: { manager: { value: 'm' }, department: 'Tax' },
    });
    const bare = { userName: 'ada', [ENTERPRISE]: { manager: { $ref: 'https://evil.example/m' } } };
    expect(requested({}, bare).profile).toEqual({ userName: 'ada' });
  });

  it('refuses a person without userName', () => {
    expect(() => requested({}, { displayName: 'Nobody' })).toThrow('userName: is required');
  });
});

describe('replacedUser', () => {
  const inputAfter = (given: JsonObject, unassigned: readonly string[] = [], before = BEFORE): unknown =>
    requestedUser(replacedUser(before, given, new Set(unassigned))).input;

  it('keeps active and the extension where the body is silent about them', () => {
    expect(inputAfter({ userName: 'ada' })).toEqual({ ...NOTHING_ASKED, signInEnabled: true });
    expect(inputAfter({ userName: 'ada' }, [], { ...BEFORE, active: false })).toMatchObject({
      signInEnabled: false,
    });
  });

  it('takes away what the body names to take away', () => {
    expect(inputAfter({ userName: 'ada' }, [`${IMANAGE}:role`])).toMatchObject({ role: null });
  });

  it('takes roles away only where the body speaks of roles', () => {
    const before = { ...BEFORE, roles: [{ value: 'TAX:READER' }] };
    expect(inputAfter({ userName: 'ada' }, [], before)).toMatchObject({ rolesRemoved: [] });
    expect(inputAfter({ userName: 'ada' }, ['roles'], before)).toMatchObject({
      rolesRemoved: ['TAX:READER'],
    });
    const other = { userName: 'ada', roles: [{ value: 'Other' }] };
    expect(inputAfter(other, [], before)).toMatchObject({ rolesRemoved: ['TAX:READER'] });
  });
});
