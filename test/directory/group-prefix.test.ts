// What a displayName LIB/NAME says of a group's library where the rule groupNamePrefix is "library" (imanage-model.md §2, §3a).

import { changedGroup, newGroup, revivedGroup } from '../../src/directory/group';
import { hasUnknownPrefix } from '../../src/directory/group-prefix';
import type { GroupInput, GroupRecord } from '../../src/directory/group-record';
import { firm, refusalOf, STAMP } from './firm';

const asLibrary = firm({ groupNamePrefix: 'library' });
const groupOf = (displayName: string, input: GroupInput = {}, customer = asLibrary): GroupRecord =>
  newGroup(customer, { displayName }, input, STAMP);
const renamed = (before: GroupRecord, displayName: string, customer = asLibrary): GroupRecord =>
  changedGroup(customer, before, { displayName }, {});

describe('newGroup with groupNamePrefix library', () => {
  it.each<[string, GroupInput, string | null, string]>([
    ['TAX/Reviewers', {}, 'TAX', 'Reviewers'],
    ['tax/Reviewers', {}, 'TAX', 'Reviewers'],
    ['TAX/North/West', {}, 'TAX', 'North/West'],
    ['TAX/Reviewers', { groupId: 'REV' }, 'TAX', 'REV'],
    ['TAX/', { groupId: 'REV' }, 'TAX', 'REV'],
    ['TAX/Reviewers', { library: 'tax' }, 'TAX', 'Reviewers'],
    ['Reviewers', {}, null, 'Reviewers'],
    ['Reviewers', { library: 'TAX' }, 'TAX', 'Reviewers'],
    ['AC/DC fans', {}, null, 'AC/DC fans'],
    ['AC/DC fans', { library: 'TAX' }, 'TAX', 'AC/DC fans'],
    ['/Reviewers', {}, null, '/Reviewers'],
    ['TAXES/Reviewers', {}, null, 'TAXES/Reviewers'],
  ])('reads %s with %j as library %s and groupId %s', (displayName, input, library, groupId) => {
    expect(groupOf(displayName, input)).toMatchObject({ library, groupId, profile: { displayName } });
  });

  it('refuses another library in the extension, naming both', () => {
    expect(refusalOf(() => groupOf('TAX/Reviewers', { library: 'ACTIVE' }))).toMatchObject({
      code: 'invalidValue',
      message: expect.stringMatching(/^library: "ACTIVE" .*library "TAX"/) as string,
    });
  });

  it('refuses a library without a name, saying what to send', () => {
    expect(refusalOf(() => groupOf('TAX/'))).toMatchObject({
      code: 'invalidValue',
      message: expect.stringMatching(/send "TAX\/NAME"/) as string,
    });
  });

  it('keeps reserved names from being reached by a prefix', () => {
    expect(refusalOf(() => groupOf('TAX/NRTADMIN'))).toMatchObject({ code: 'forbidden' });
  });
});

describe('newGroup with groupNamePrefix ignore', () => {
  it('makes a global group of the whole name, or one of the library that the extension names', () => {
    expect(groupOf('TAX/Reviewers', {}, firm())).toMatchObject({ library: null, groupId: 'TAX/Reviewers' });
    expect(groupOf('TAX/Reviewers', { library: 'ACTIVE' }, firm())).toMatchObject({
      library: 'ACTIVE',
      groupId: 'TAX/Reviewers',
    });
  });
});

describe('hasUnknownPrefix', () => {
  it.each<[string, boolean]>([
    ['AC/DC fans', true],
    ['/Reviewers', true],
    ['TAX/Reviewers', false],
    ['Reviewers', false],
  ])('of %s is %s', (displayName, isUnknown) => {
    expect(hasUnknownPrefix(asLibrary, displayName)).toBe(isUnknown);
    expect(hasUnknownPrefix(firm(), displayName)).toBe(false);
  });
});

describe('changedGroup with groupNamePrefix library', () => {
  it('renames within the library, with the prefix or without, and keeps the groupId', () => {
    const before = groupOf('TAX/Reviewers');
    for (const displayName of ['TAX/Auditors', 'tax/Auditors', 'Auditors', 'AC/DC fans']) {
      expect(renamed(before, displayName)).toMatchObject({ library: 'TAX', groupId: 'Reviewers' });
    }
  });

  it.each<[string, GroupRecord]>([
    ['library "TAX"', groupOf('TAX/Reviewers')],
    ['library "TAX"', groupOf('Reviewers', { library: 'TAX' })],
    ['a global one', groupOf('Reviewers')],
  ])('refuses a name that says another library for a group of %s', (place, before) => {
    expect(refusalOf(() => renamed(before, 'ACTIVE/Reviewers'))).toMatchObject({
      code: 'mutability',
      message: expect.stringMatching(
        new RegExp(`^displayName: "ACTIVE/Reviewers" says library "ACTIVE", but .*${place}.*choose a name`),
      ) as string,
    });
    expect(renamed(before, 'ACTIVE/Reviewers', firm())).toMatchObject({ library: before.library });
  });

  it('takes the name that a group had before the rule, in any letter case', () => {
    const before = groupOf('TAX/Reviewers', {}, firm());
    expect(renamed(before, 'tax/reviewers')).toMatchObject({ library: null, groupId: 'TAX/Reviewers' });
  });
});

describe('revivedGroup with groupNamePrefix library', () => {
  it('brings the group back in its library', () => {
    const deleted = { ...groupOf('TAX/Reviewers'), deletedAt: STAMP.now, enabled: false };
    const profile = { displayName: 'tax/reviewers' };
    expect(revivedGroup(asLibrary, deleted, profile, {})).toMatchObject({
      library: 'TAX',
      groupId: 'Reviewers',
      deletedAt: null,
      enabled: true,
    });
  });
});
