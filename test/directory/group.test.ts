// What may happen to an iManage group (imanage-model.md §1, rules 3.5, 3.7, 3.8 and §3a).

import {
  assertMayJoin,
  assertNotFrozen,
  changedGroup,
  deletedGroup,
  isReserved,
  newGroup,
  revivedGroup,
} from '../../src/directory/group';
import { scopedName } from '../../src/directory/group-name';
import type { GroupInput, GroupRecord } from '../../src/directory/group-record';
import { firm, refusalOf, STAMP } from './firm';

const groupOf = (input: GroupInput = {}, displayName = 'Litigation'): GroupRecord =>
  newGroup(firm(), { displayName }, input, STAMP);
const changed = (before: GroupRecord, input: GroupInput, displayName = 'Litigation'): GroupRecord =>
  changedGroup(firm(), before, { displayName }, input);
const RESERVED = ['NRTADMIN', 'INTERNAL_ADMIN', 'INTERNAL_USERADMIN', 'EXTERNAL_ADMIN', 'EXTERNAL_USERADMIN'];

describe('newGroup', () => {
  it('is global, enabled, internal, and its groupId is the displayName', () => {
    expect(groupOf()).toEqual({
      id: 'id-1',
      customer: 'firm',
      version: 1,
      created: STAMP.now,
      lastModified: STAMP.now,
      deletedAt: null,
      profile: { displayName: 'Litigation' },
      groupId: 'Litigation',
      library: null,
      external: false,
      enabled: true,
      nestedGroups: [],
    });
  });

  it('takes an own groupId, a library in any letter case, external and disabled', () => {
    const input = { groupId: 'LIT', library: 'tax', external: true, enabled: false };
    expect(groupOf(input)).toMatchObject({ groupId: 'LIT', library: 'TAX', external: true, enabled: false });
  });

  it('is in no unknown library', () => {
    const message = 'library: library "NONE" is unknown; known: ACTIVE, ARCHIVE, TAX';
    expect(refusalOf(() => groupOf({ library: 'NONE' }))).toMatchObject({ code: 'invalidValue', message });
  });

  it('has names of 1 to 254 characters', () => {
    expect(groupOf({}, 'x'.repeat(254)).groupId).toHaveLength(254);
    expect(refusalOf(() => groupOf({}, 'x'.repeat(255)))).toMatchObject({
      message: expect.stringContaining('displayName: 1 to 254 characters') as string,
    });
    expect(refusalOf(() => groupOf({ groupId: 'x'.repeat(255) }))).toMatchObject({
      message: expect.stringContaining('groupId: 1 to 254 characters') as string,
    });
    expect(refusalOf(() => groupOf({ groupId: '' }))).toMatchObject({
      message: expect.stringContaining('groupId: 1 to 254 characters') as string,
    });
  });
});

describe('changedGroup', () => {
  it('renames and leaves the groupId; LIB/NAME stays as it was sent', () => {
    expect(changed(groupOf(), {}, 'TAX/Litigation')).toMatchObject({
      profile: { displayName: 'TAX/Litigation' },
      groupId: 'Litigation',
      library: null,
    });
  });

  it.each<[GroupInput, GroupInput]>([
    [{}, { groupId: 'other' }],
    [{}, { groupId: null }],
    [{}, { library: 'TAX' }],
    [{ library: 'TAX' }, { library: null }],
    [{ library: 'TAX' }, { library: 'ACTIVE' }],
    [{}, { external: true }],
    [{ external: true }, { external: null }],
  ])('of %j refuses %j: it cannot be changed once the group exists', (was, asked) => {
    const message = expect.stringContaining('cannot be changed once the group exists') as string;
    expect(refusalOf(() => changed(groupOf(was), asked))).toMatchObject({ code: 'mutability', message });
  });

  it('takes the same in another letter case for no change', () => {
    const group = groupOf({ library: 'TAX' });
    expect(changed(group, { groupId: 'LITIGATION', library: 'tax', external: false })).toEqual(group);
  });

  it('disables and enables; nothing said leaves it, null is the default', () => {
    const disabled = changed(groupOf(), { enabled: false });
    expect(disabled.enabled).toBe(false);
    expect(changed(disabled, {}).enabled).toBe(false);
    expect(changed(disabled, { enabled: null }).enabled).toBe(true);
  });
});

describe('deletedGroup and revivedGroup (rule 3.5)', () => {
  it('hide and disable the group and bring it back with its id, groupId and library', () => {
    const group = groupOf({ groupId: 'LIT', library: 'TAX' });
    const gone = deletedGroup(firm(), group, STAMP.now);
    expect(gone).toEqual({ ...group, deletedAt: STAMP.now, enabled: false });
    expect(revivedGroup(firm(), gone, { displayName: 'Anew' }, {})).toEqual({
      ...group,
      profile: { displayName: 'Anew' },
    });
  });

  it('may bring it back disabled, and not as another group', () => {
    const gone = deletedGroup(firm(), groupOf(), STAMP.now);
    expect(revivedGroup(firm(), gone, gone.profile, { enabled: false })).toMatchObject({
      deletedAt: null,
      enabled: false,
    });
    expect(refusalOf(() => revivedGroup(firm(), gone, gone.profile, { external: true }))).toMatchObject({
      code: 'mutability',
    });
  });
});

describe('assertNotFrozen (rule 3.8)', () => {
  it('refuses a disabled group and says what to do', () => {
    const message =
      'members: group "Litigation" is disabled, so its membership is frozen; set "enabled" to true first';
    expect(
      refusalOf(() => {
        assertNotFrozen(groupOf({ enabled: false }));
      }),
    ).toMatchObject({ code: 'invalidValue', message });
    expect(() => {
      assertNotFrozen(groupOf());
    }).not.toThrow();
  });
});

describe('assertMayJoin (rule 3.7)', () => {
  const users = Array.from({ length: 12 }, (_, number) => ({ id: `u${number}`, external: number === 0 }));

  it('refuses internal users in an external group and names ten of them', () => {
    const message = expect.stringMatching(/external users only; internal: u1, .*u10$/) as string;
    expect(
      refusalOf(() => {
        assertMayJoin(groupOf({ external: true }), users);
      }),
    ).toMatchObject({ code: 'invalidValue', message });
  });

  it('takes external users there, and anybody elsewhere', () => {
    expect(() => {
      assertMayJoin(groupOf({ external: true }), users.slice(0, 1));
    }).not.toThrow();
    expect(() => {
      assertMayJoin(groupOf(), users);
    }).not.toThrow();
  });
});

describe('reserved groups (rule 3.8)', () => {
  it.each(RESERVED)(
    '%s is refused by name or groupId, new, renamed to, changed, deleted and revived',
    (name) => {
      const held = { ...groupOf(), groupId: name };
      const works: readonly (() => unknown)[] = [
        () => groupOf({}, name.toLowerCase()),
        () => groupOf({ groupId: name }),
        () => changed(groupOf(), {}, name),
        () => changed(held, {}),
        () => deletedGroup(firm(), held, STAMP.now),
        () => revivedGroup(firm(), { ...held, deletedAt: STAMP.now }, held.profile, {}),
      ];
      for (const work of works) expect(refusalOf(work)).toMatchObject({ code: 'forbidden' });
      expect(isReserved(held)).toBe(true);
    },
  );

  it('are allowed where the customer says so', () => {
    const allowing = firm({ reservedGroups: 'allow' });
    expect(newGroup(allowing, { displayName: 'NRTADMIN' }, {}, STAMP)).toMatchObject({ groupId: 'NRTADMIN' });
  });

  it.each(['NRTADMINS', 'ADMIN', 'NRT ADMIN', 'X_INTERNAL_ADMIN'])('%s is no reserved name', (name) => {
    expect(isReserved(groupOf({}, name))).toBe(false);
  });
});

describe('scopedName', () => {
  it('is one key for one name in one place, in any letter case', () => {
    expect(scopedName('TAX', 'Straße')).toBe(scopedName('tax', 'STRASSE'));
    expect(scopedName('TAX', 'A')).not.toBe(scopedName(null, 'A'));
    expect(scopedName(null, 'tax/a')).not.toBe(scopedName('tax', 'a'));
  });
});
