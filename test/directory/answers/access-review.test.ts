import { accessDifference } from '../../../src/directory/answers/access-difference';
import { accessReview, type AccessRow } from '../../../src/directory/answers/access-review';
import type { DirectoryEvent } from '../../../src/directory/event';
import { group, user } from '../../store/store-setup';
import { all, memoryHistory } from './memory-history';
import { day, lifeOf, teamLifeOf } from './told';

const ACTIVE = { library: 'ACTIVE', role: 'DEFAULT', signInEnabled: true };
const TAX = { library: 'TAX', role: 'PARTNER', signInEnabled: true };

const review = (events: readonly DirectoryEvent[], on: number): Promise<readonly AccessRow[]> =>
  all(accessReview(memoryHistory({ events }), 'ajuba', day(on)));

describe('accessReview', () => {
  const ada = user('ada', { assignments: [ACTIVE, TAX] });

  it('has one row for each user and library, with role, sign-in there and global sign-in', async () => {
    const out = { ...ada, external: true, assignments: [ACTIVE, { ...TAX, signInEnabled: false }] };
    expect(await review(lifeOf([1, ada], [2, out]), 2)).toMatchObject([
      {
        library: 'ACTIVE',
        role: 'DEFAULT',
        librarySignIn: 'enabled',
        external: true,
        globalSignIn: 'enabled',
      },
      { library: 'TAX', role: 'PARTNER', librarySignIn: 'disabled', external: true, globalSignIn: 'enabled' },
    ]);
  });

  it('knows nobody who came later', async () => {
    expect(await review(lifeOf([5, ada]), 4)).toEqual([]);
  });

  it.each([
    ['disabled', { signInEnabled: false }],
    ['deleted', { signInEnabled: false, deletedAt: day(2) }],
  ])(
    'shows somebody who is %s as that, with role and groups as iManage keeps them',
    async (state, changed) => {
      const events = [
        ...lifeOf([1, ada], [2, { ...ada, ...changed }]),
        ...teamLifeOf([1, group('Tax'), { membersAdded: ['ada'] }]),
      ];
      expect(await review(events, 3)).toMatchObject([
        { library: 'ACTIVE', globalSignIn: state, groups: ['Tax'] },
        { library: 'TAX', role: 'PARTNER', globalSignIn: state, groups: ['Tax'] },
      ]);
    },
  );

  it("names global groups in every library and a library's groups there only, disabled ones marked", async () => {
    const events = [
      ...lifeOf([1, ada]),
      ...teamLifeOf([1, group('Board'), { membersAdded: ['ada'] }]),
      ...teamLifeOf(
        [1, group('T', { library: 'TAX' }), { membersAdded: ['ada'] }],
        [2, group('T', { library: 'TAX', enabled: false })],
      ),
      ...teamLifeOf([1, group('Others'), { membersAdded: ['bob'] }]),
    ];
    expect((await review(events, 3)).map(({ library, groups }) => [library, groups])).toEqual([
      ['ACTIVE', ['Board']],
      ['TAX', ['Board', 'T (disabled)']],
    ]);
  });

  it.each([
    ['of the library', group('NRTADMIN', { library: 'TAX' }), [false, true]],
    ['that is global', group('nrtadmin'), [true, true]],
    ['with a blank that nobody sees', group('NRTADMIN '), [true, true]],
    ['by its displayName', group('Admins', { profile: { displayName: 'NrtAdmin' } }), [true, true]],
    ['that is none', group('INTERNAL_ADMIN'), [false, false]],
  ])('says where somebody is in an NRTADMIN %s', async (_name, team, expected) => {
    const events = [...lifeOf([1, ada]), ...teamLifeOf([1, team, { membersAdded: ['ada'] }])];
    expect((await review(events, 1)).map(({ nrtAdmin }) => nrtAdmin)).toEqual(expected);
  });
});

describe('accessDifference', () => {
  const ada = user('ada', { assignments: [ACTIVE] });
  const differences = async (events: readonly DirectoryEvent[]): Promise<unknown> =>
    (
      await all(accessDifference(memoryHistory({ events }), 'ajuba', { earlier: day(5), later: day(10) }))
    ).map(({ person, library, change, changed, before, after }) => ({
      who: person.id,
      library,
      change,
      columns: changed.map((column) => [column, before?.[column], after?.[column]]),
    }));

  it('tells each column that changed, before and after, and no other', async () => {
    const promoted = { ...ada, external: true, assignments: [{ ...ACTIVE, role: 'PARTNER' }] };
    expect(await differences(lifeOf([1, ada], [6, promoted]))).toEqual([
      {
        who: 'ada',
        library: 'ACTIVE',
        change: 'changed',
        columns: [
          ['role', 'DEFAULT', 'PARTNER'],
          ['external', false, true],
        ],
      },
    ]);
  });

  it('tells of a library that was added, and of a person who came', async () => {
    const events = [
      ...lifeOf([1, ada], [6, { ...ada, assignments: [ACTIVE, TAX] }]),
      ...lifeOf([7, user('bob', { assignments: [ACTIVE] })]),
    ];
    expect(await differences(events)).toMatchObject([
      { who: 'ada', library: 'TAX', change: 'added' },
      { who: 'bob', library: 'ACTIVE', change: 'added' },
    ]);
  });

  it('is silent where a change was taken back, and of names and attributes that give no access', async () => {
    const events = lifeOf(
      [1, ada],
      [6, { ...ada, signInEnabled: false }],
      [7, { ...ada, fullName: 'Ada L', location: 'York' }],
      [11, { ...ada, external: true }],
    );
    expect(await differences(events)).toEqual([]);
  });

  it('is silent where a group was renamed, and speaks where somebody came into it', async () => {
    const renamed = group('Tax', { profile: { displayName: 'Taxes' } });
    const life = teamLifeOf([1, group('Tax'), { membersAdded: ['ada'] }], [6, renamed]);
    expect(await differences([...lifeOf([1, ada]), ...life])).toEqual([]);
    const joined = teamLifeOf([1, group('Tax')], [6, group('Tax'), { membersAdded: ['ada'] }]);
    expect(await differences([...lifeOf([1, ada]), ...joined])).toMatchObject([
      { columns: [['groups', [], ['Tax']]] },
    ]);
  });
});
