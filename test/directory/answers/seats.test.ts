import { seatsOverTime } from '../../../src/directory/answers/seats';
import { user } from '../../store/store-setup';
import { memoryHistory } from './memory-history';
import { day, lifeOf } from './told';

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
