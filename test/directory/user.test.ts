// What may happen to an iManage user (imanage-model.md §1 and §3): every rule by its number, each with its negative twin.

import type { JsonObject } from '../../src/directory/json';
import { changedUser, deletedUser, returnedUser } from '../../src/directory/user';
import { isUsableUserId } from '../../src/directory/user-id';
import type { UserInput, UserRecord } from '../../src/directory/user-record';
import { firm, refusalOf, STAMP, userOf } from './firm';

const changed = (before: UserRecord, input: UserInput, profile: JsonObject = before.profile): UserRecord =>
  changedUser(firm(), before, profile, input);
const deleted = (user: UserRecord): UserRecord => deletedUser(user, new Date('2026-02-01T00:00:00Z'));

describe('newUser', () => {
  it('is live, enabled, internal, of an enterprise account, in the default library with the default role', () => {
    expect(userOf()).toEqual({
      id: 'id-1',
      customer: 'firm',
      version: 1,
      created: STAMP.now,
      lastModified: STAMP.now,
      deletedAt: null,
      profile: { userName: 'ada' },
      userId: 'ada',
      unusableUserId: null,
      suffixedFrom: null,
      emailSince: STAMP.now,
      emailClaimed: false,
      locked: false,
      placedBy: null,
      fullName: 'ada',
      email: null,
      signInEnabled: true,
      activeUnassigned: false,
      external: false,
      preferredLibrary: 'ACTIVE',
      location: null,
      accountType: 'enterprise',
      assignments: [{ library: 'ACTIVE', role: 'DEFAULT', signInEnabled: true }],
    });
  });

  it('is disabled, external, virtual and elsewhere where the input says so', () => {
    const input = { signInEnabled: false, external: true, preferredLibrary: 'tax', location: 'Leeds' };
    expect(userOf(input)).toMatchObject({
      signInEnabled: false,
      external: true,
      accountType: 'virtual',
      location: 'Leeds',
      assignments: [{ library: 'TAX', role: 'DEFAULT EXTERNAL', signInEnabled: true }],
    });
    expect(userOf({ external: true, accountType: 'ENTERPRISE' })).toMatchObject({
      accountType: 'enterprise',
    });
  });

  it.each<[UserInput, string]>([
    [{ accountType: 'shared' }, 'accountType: "shared" is unknown; known: enterprise, virtual'],
    [{ location: 'x'.repeat(255) }, 'location: at most 254 characters'],
  ])('refuses %j', (input, message) => {
    expect(refusalOf(() => userOf(input))).toMatchObject({ code: 'invalidValue', message });
  });

  it('takes a location of 254 characters', () => {
    expect(userOf({ location: 'x'.repeat(254) }).location).toHaveLength(254);
  });
});

describe('the full name', () => {
  it.each<[string, JsonObject, string]>([
    ['displayName', { displayName: 'Ada L.', name: { formatted: 'Lady Ada' } }, 'Ada L.'],
    [
      'name.formatted',
      { name: { formatted: 'Lady Ada', givenName: 'Ada', familyName: 'Byron' } },
      'Lady Ada',
    ],
    ['given and family name', { name: { givenName: 'Ada', familyName: 'Byron' } }, 'Ada Byron'],
    ['the one of both that is there', { name: { familyName: 'Byron' } }, 'Byron'],
    ['userName, where nothing else is', {}, 'ada'],
  ])('comes from %s', (_from, profile, fullName) => {
    expect(userOf({}, { userName: 'ada', ...profile })).toMatchObject({ fullName });
  });

  it('follows every change and is cut to 254 characters', () => {
    const user = changed(userOf(), {}, { userName: 'ada', displayName: 'x'.repeat(300) });
    expect(user.fullName).toHaveLength(254);
  });
});

describe('the e-mail', () => {
  it.each<[string, readonly JsonObject[], string | null]>([
    [
      'the primary one',
      [
        { value: 'a', type: 'work' },
        { value: 'b', primary: true },
      ],
      'b',
    ],
    [
      'else the one for work',
      [
        { value: 'a', type: 'home' },
        { value: 'b', type: 'work' },
      ],
      'b',
    ],
    ['else the first', [{ value: 'a', type: 'home' }, { value: 'b' }], 'a'],
    ['else none', [], null],
  ])('is %s', (_which, emails, email) => {
    expect(userOf({}, { userName: 'ada', emails })).toMatchObject({ email });
  });
});

describe('deletedUser (rule 3.1)', () => {
  it('disables the global sign-in and keeps User ID, libraries and everything else', () => {
    const user = userOf({ libraryAssignments: 'ACTIVE:PARTNER;ARCHIVE' });
    const gone = deleted(user);
    expect(gone).toEqual({ ...user, deletedAt: new Date('2026-02-01T00:00:00Z'), signInEnabled: false });
  });
});

describe('returnedUser (rule 3.2)', () => {
  const gone = deleted(userOf({ libraryAssignments: 'ACTIVE:PARTNER;ARCHIVE' }));

  it('is the same person with the same id and User ID, under the profile that was sent', () => {
    const back = returnedUser(firm(), gone, { userName: 'ada.byron' }, { signInEnabled: true });
    expect(back).toMatchObject({
      id: gone.id,
      userId: 'ada',
      profile: { userName: 'ada.byron' },
      deletedAt: null,
      signInEnabled: true,
      assignments: gone.assignments,
    });
  });

  it('stays disabled unless the request enables in so many words', () => {
    expect(returnedUser(firm(), gone, gone.profile, {})).toMatchObject({
      deletedAt: null,
      signInEnabled: false,
    });
    const asked = { signInEnabled: false };
    expect(returnedUser(firm(), gone, gone.profile, asked)).toMatchObject({ signInEnabled: false });
  });

  it('cannot take another User ID', () => {
    const work = (): unknown => returnedUser(firm(), gone, gone.profile, { userId: 'other' });
    expect(refusalOf(work)).toMatchObject({ code: 'mutability' });
  });
});

describe('disable and enable (rule 3.3)', () => {
  const placed = userOf({
    libraries: [
      { library: 'ACTIVE', role: 'PARTNER', signInEnabled: true, preferred: true },
      { library: 'ARCHIVE', role: undefined, signInEnabled: undefined, preferred: undefined },
      { library: 'TAX', role: undefined, signInEnabled: false, preferred: undefined },
    ],
  });
  const flags = (user: UserRecord): readonly boolean[] => user.assignments.map((row) => row.signInEnabled);
  const disabled = changed(placed, { signInEnabled: false });

  it('a disable changes the global flag and no library', () => {
    expect(disabled).toEqual({ ...placed, signInEnabled: false });
  });

  it('restore: an enable finds every library as it was', () => {
    expect(changed(disabled, { signInEnabled: true })).toEqual(placed);
  });

  it('restore: a library disabled on purpose while the user was disabled stays so', () => {
    const closed = changed(disabled, { libraryAssignments: 'ACTIVE' });
    expect(flags(changed(closed, { signInEnabled: true }))).toEqual([true, false, false]);
  });

  it('manual: an enable leaves every library disabled but those that the request names', () => {
    const manual = firm({ reenableLibraries: 'manual' });
    const enabled = changedUser(manual, disabled, disabled.profile, { signInEnabled: true });
    expect([enabled.signInEnabled, ...flags(enabled)]).toEqual([true, false, false, false]);
    const named = { signInEnabled: true, libraryAssignments: 'ARCHIVE' };
    expect(flags(changedUser(manual, disabled, disabled.profile, named))).toEqual([false, true, false]);
  });

  it('manual: what is no enable leaves the libraries alone', () => {
    const manual = firm({ reenableLibraries: 'manual' });
    expect(changedUser(manual, placed, placed.profile, { signInEnabled: true })).toEqual(placed);
    expect(changedUser(manual, disabled, disabled.profile, { location: 'Leeds' })).toEqual({
      ...disabled,
      location: 'Leeds',
    });
  });

  it('taking active away leaves the sign-in as it is, and only a value shows it again', () => {
    for (const user of [placed, disabled]) {
      const unassigned = changed(user, { signInEnabled: null });
      expect(unassigned).toEqual({ ...user, activeUnassigned: true });
      expect(changed(unassigned, { location: 'Leeds' })).toMatchObject({ activeUnassigned: true });
      expect(changed(unassigned, { signInEnabled: false })).toMatchObject({
        activeUnassigned: false,
        signInEnabled: false,
      });
    }
  });
});

describe('the User ID (rule 3.6)', () => {
  it('is the first userName and does not follow a rename', () => {
    expect(changed(userOf(), {}, { userName: 'byron' })).toMatchObject({
      userId: 'ada',
      profile: { userName: 'byron' },
    });
  });

  it('is the one that was sent, where one was sent', () => {
    expect(userOf({ userId: 'A.Byron' })).toMatchObject({ userId: 'A.Byron', unusableUserId: null });
  });

  it('may be sent again in another letter case: it stays as it was first', () => {
    expect(changed(userOf(), { userId: 'ADA' })).toEqual(userOf());
  });

  it.each([['another'], [null]])('cannot become %j', (userId) => {
    const message = expect.stringContaining('"ada" cannot be changed') as string;
    expect(refusalOf(() => changed(userOf(), { userId }))).toMatchObject({ code: 'mutability', message });
  });

  it('that iManage cannot hold is answered as sent and may be replaced once', () => {
    const user = userOf({ userId: 'with space' });
    expect(user).toMatchObject({ userId: null, unusableUserId: 'with space' });
    const mended = changed(user, { userId: 'mended' });
    expect(mended).toMatchObject({ userId: 'mended', unusableUserId: null });
    expect(refusalOf(() => changed(mended, { userId: 'again' }))).toMatchObject({ code: 'mutability' });
  });

  it('comes from a later userName where the first could not be one', () => {
    const user = userOf({}, { userName: 'ada byron' });
    expect(user).toMatchObject({ userId: null, unusableUserId: null });
    expect(changed(user, {}, { userName: 'ada.byron' })).toMatchObject({ userId: 'ada.byron' });
  });
});

describe('isUsableUserId (imanage-model.md §1)', () => {
  it.each(['a', 'ada@firm.example', 'u'.repeat(64), 'Ümit', '名前', 'a/b#c?d%e\\', '!'])(
    'takes %j',
    (text) => {
      expect(isUsableUserId(text)).toBe(true);
    },
  );

  it.each([
    '',
    ' ',
    'a b',
    'a\tb',
    'a\u00a0b',
    'a\u3000b',
    'u'.repeat(65),
    'a\ue000',
    'a\ud800',
    '😀',
    '\u0000',
  ])('refuses %j', (text) => {
    expect(isUsableUserId(text)).toBe(false);
  });
});

describe('external (rule 3.7)', () => {
  it('true to false while an external role is held is refused; with another role in the same request it is taken', () => {
    const outsider = userOf({ external: true, role: 'CLIENT' });
    const message = expect.stringContaining(
      'role "CLIENT" in library "ACTIVE" is for external users only',
    ) as string;
    expect(refusalOf(() => changed(outsider, { external: false }))).toMatchObject({
      code: 'invalidValue',
      message,
    });
    const internal = changed(outsider, { external: false, role: 'PARTNER' });
    expect(internal).toMatchObject({ external: false, assignments: [{ role: 'PARTNER' }] });
  });

  it('null means internal, as the default does', () => {
    expect(changed(userOf({ external: true, role: 'PARTNER' }), { external: null })).toMatchObject({
      external: false,
    });
  });

  it('false to true keeps the kind of account', () => {
    expect(changed(userOf(), { external: true })).toMatchObject({
      external: true,
      accountType: 'enterprise',
    });
    expect(changed(userOf(), { external: true, accountType: null })).toMatchObject({
      accountType: 'virtual',
    });
  });
});

describe('changedUser (rule 3.10)', () => {
  it('with nothing new is the user as before', () => {
    const user = userOf({ libraryAssignments: 'ACTIVE:PARTNER;ARCHIVE', location: 'Leeds' });
    const same = {
      signInEnabled: true,
      location: 'Leeds',
      role: 'partner',
      preferredLibrary: 'active',
      external: false,
    };
    expect(changed(user, same)).toEqual(user);
  });
});
