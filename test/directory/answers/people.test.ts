import { people, type PeopleWanted } from '../../../src/directory/answers/people';
import { teams, type TeamsWanted } from '../../../src/directory/answers/teams';
import { group, user } from '../../store/store-setup';
import { all, memoryHistory } from './memory-history';

const history = memoryHistory({
  users: [
    user('ada', { fullName: 'Ada Lovelace', email: 'countess@firm.example' }),
    user('bob', { external: true, signInEnabled: false }),
    user('cy', { external: true, signInEnabled: false, deletedAt: new Date() }),
  ],
  groups: [
    group('Tax'),
    group('Board', { profile: { displayName: 'The Board' } }),
    group('Old', { deletedAt: new Date() }),
  ],
  memberships: [
    { groupId: 'Tax', userId: 'ada' },
    { groupId: 'Tax', userId: 'bob' },
    { groupId: 'Tax', userId: 'cy' },
    { groupId: 'Board', userId: 'ada' },
  ],
});

describe('people', () => {
  const found = async (wanted: PeopleWanted): Promise<readonly string[]> =>
    (await all(people(history, 'ajuba', wanted))).map(({ person, groups }) =>
      [person.id, person.signIn, ...groups.map(({ displayName }) => displayName)].join(' '),
    );

  it('are all who are not deleted, with their groups', async () => {
    expect(await found({})).toEqual(['ada enabled Tax The Board', 'bob disabled Tax']);
  });

  it('who were deleted are shown where they are asked for', async () => {
    expect(await found({ deletedToo: true, externalOnly: true })).toEqual([
      'bob disabled Tax',
      'cy deleted Tax',
    ]);
  });

  it.each(['LOVE', 'countess@', 'aDa'])(
    'are found by %s, a part of a name or address without letter case',
    async (called) => {
      expect(await found({ called })).toEqual(['ada enabled Tax The Board']);
    },
  );

  it('are none where nobody is called so, and only external ones where those are asked for', async () => {
    expect(await found({ called: 'zzz' })).toEqual([]);
    expect(await found({ called: 'ada', externalOnly: true })).toEqual([]);
  });
});

describe('teams', () => {
  const found = async (wanted: TeamsWanted): Promise<readonly unknown[]> =>
    (await all(teams(history, 'ajuba', wanted))).map(({ team, members, disabledMembers, deletedMembers }) => [
      team.displayName,
      members,
      disabledMembers,
      deletedMembers,
    ]);

  it('count their members as shown, of them the disabled ones, and the rows of deleted people apart', async () => {
    expect(await found({})).toEqual([
      ['Tax', 2, 1, 1],
      ['The Board', 1, 0, 0],
    ]);
  });

  it('are found by a part of displayName or groupId, deleted ones where they are asked for', async () => {
    expect(await found({ called: 'BOARD' })).toEqual([['The Board', 1, 0, 0]]);
    expect(await found({ called: 'old' })).toEqual([]);
    expect(await found({ called: 'old', deletedToo: true })).toEqual([['Old', 0, 0, 0]]);
  });
});
