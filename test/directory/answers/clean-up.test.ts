import { takenBy } from '../../../src/directory/answers/clean-up';
import type { DirectoryEvent } from '../../../src/directory/event';
import { group, user } from '../../store/store-setup';
import { memoryHistory } from './memory-history';
import { lifeOf, teamLifeOf } from './told';

const ON = { library: 'ACTIVE', role: 'DEFAULT', signInEnabled: true };
const OFF = { ...ON, signInEnabled: false };
const ada = user('ada', { assignments: [ON] });
const clean = { ...ada, assignments: [OFF] };
const tax = group('tax');

/** What the second event of each life took, as it stands after the whole of it. */
const taken = (...lives: readonly (readonly DirectoryEvent[])[]): ReturnType<typeof takenBy> => {
  const events = lives.flat();
  const run = events.filter(({ version }) => version === 2);
  return takenBy(
    run,
    memoryHistory({ events }).eventsOf(
      'ajuba',
      lives.map(([first]) => first?.resourceId ?? ''),
    ),
  );
};

describe('takenBy', () => {
  const left = teamLifeOf([1, tax, { membersAdded: ['ada', 'bob'] }], [2, tax, { membersRemoved: ['ada'] }]);

  it('is the libraries that were disabled and the groups that were left, person by person', async () => {
    expect(await taken(lifeOf([1, ada], [2, clean]), left)).toEqual([
      {
        userId: 'ada',
        libraries: [{ id: 'ACTIVE', isChangedSince: false }],
        groups: [{ id: 'tax', isChangedSince: false }],
      },
    ]);
  });

  it('tells what was changed since from what was not', async () => {
    const renamed = lifeOf([1, ada], [2, clean], [3, { ...clean, fullName: 'Ada L' }]);
    const given = lifeOf([1, ada], [2, clean], [3, ada]);
    expect(await taken(renamed)).toMatchObject([{ libraries: [{ isChangedSince: false }] }]);
    expect(await taken(given)).toMatchObject([{ libraries: [{ isChangedSince: true }] }]);
    const more = (on: number, who: string): readonly DirectoryEvent[] => [
      ...left,
      ...teamLifeOf([1, tax], [2, tax], [on, tax, { membersAdded: [who] }]).slice(2),
    ];
    expect(await taken(more(3, 'bob'))).toMatchObject([{ groups: [{ isChangedSince: false }] }]);
    expect(await taken(more(3, 'ada'))).toMatchObject([{ groups: [{ isChangedSince: true }] }]);
  });

  it('leaves out what nested groups carried up: it comes back with the group below', async () => {
    const carried = { membersRemoved: ['ada'], rules: ['nested-group-flattened' as const] };
    expect(await taken(teamLifeOf([1, tax, { membersAdded: ['ada'] }], [2, tax, carried]))).toEqual([]);
  });

  it('is nothing where a run enabled a library or changed a role', async () => {
    expect(await taken(lifeOf([1, clean], [2, ada]))).toEqual([]);
    expect(await taken(lifeOf([1, ada], [2, { ...ada, assignments: [{ ...ON, role: 'PARTNER' }] }]))).toEqual(
      [],
    );
  });
});
