import { seatsNow, seatsOverTime } from '../../../src/directory/answers/seats';
import { user } from '../../store/store-setup';
import { memoryHistory } from './memory-history';
import { day, lifeOf } from './told';

const ON = { library: 'ACTIVE', role: 'DEFAULT', signInEnabled: true };

describe('seatsNow', () => {
  it('counts the enabled people by kind, preferred library and location, most first', async () => {
    const users = [
      user('ada', { location: 'York', assignments: [ON] }),
      user('bob', { location: 'York', assignments: [ON] }),
      user('cy', { external: true, preferredLibrary: 'TAX', assignments: [ON] }),
    ];
    const rows = await seatsNow(memoryHistory({ users }), 'ajuba');
    expect(
      rows.map(({ measure, value, seats, internal, external }) => [
        measure,
        value,
        seats,
        internal,
        external,
      ]),
    ).toEqual([
      ['total', 'all', 3, 2, 1],
      ['kind', 'internal', 2, 2, 0],
      ['kind', 'external', 1, 0, 1],
      ['library', 'ACTIVE', 2, 2, 0],
      ['library', 'TAX', 1, 0, 1],
      ['location', 'York', 2, 2, 0],
      ['location', '', 1, 0, 1],
    ]);
  });

  it('counts nobody who is disabled or deleted', async () => {
    const users = [
      user('ada', { signInEnabled: false }),
      user('bob', { signInEnabled: false, deletedAt: day(1) }),
    ];
    expect(await seatsNow(memoryHistory({ users }), 'ajuba')).toEqual([]);
  });

  it('names the people whose seat serves nobody: enabled, but in no library', async () => {
    const off = { ...ON, signInEnabled: false };
    const users = [
      user('ada', { fullName: 'Ada L', assignments: [off] }),
      user('bob', { assignments: [off, ON] }),
      user('cy', { signInEnabled: false, assignments: [off] }),
    ];
    const rows = await seatsNow(memoryHistory({ users }), 'ajuba');
    expect(rows.filter(({ measure }) => measure === 'serves nobody')).toEqual([
      { measure: 'serves nobody', value: 'ada (Ada L)', seats: 1, internal: 1, external: 0 },
    ]);
  });
});

describe('seatsOverTime', () => {
  it('follows people who come, are disabled, change their kind, leave and return', async () => {
    const ada = user('ada');
    const bob = user('bob', { external: true });
    const events = [
      ...lifeOf([2, ada], [4, { ...ada, signInEnabled: false }], [6, ada], [8, { ...ada, external: true }]),
      ...lifeOf([3, bob], [7, { ...bob, signInEnabled: false, deletedAt: day(7) }]),
    ];
    const moments = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(day);
    const counts = await seatsOverTime(memoryHistory({ events }), 'ajuba', moments);
    expect(counts.map(({ seats, internal, external }) => [seats, internal, external])).toEqual([
      [0, 0, 0],
      [1, 1, 0],
      [2, 1, 1],
      [1, 0, 1],
      [1, 0, 1],
      [2, 1, 1],
      [1, 1, 0],
      [1, 0, 1],
      [1, 0, 1],
    ]);
    expect(counts.map(({ at }) => at)).toEqual(moments);
  });
});
