import { checkUserId } from '../../../src/directory/answers/user-id-check';
import { user } from '../../store/store-setup';
import { memoryHistory } from './memory-history';

const deletedAt = new Date('2026-02-01T00:00:00Z');
const history = memoryHistory({
  users: [user('ADA', { fullName: 'Ada L' }), user('bob', { deletedAt, signInEnabled: false })],
});
const check = (text: string): Promise<unknown> => checkUserId(history, 'ajuba', text);

describe('checkUserId', () => {
  it('is free where nobody ever had it', async () => {
    expect(await check('cy')).toEqual({ state: 'free' });
  });

  it('is in use without letter case, and by whom', async () => {
    expect(await check('ada')).toMatchObject({
      state: 'in use',
      userId: 'ADA',
      holder: { fullName: 'Ada L' },
    });
  });

  it('is burned by somebody who was deleted, and since when', async () => {
    expect(await check('BOB')).toMatchObject({
      state: 'burned',
      userId: 'bob',
      deletedAt,
      holder: { signIn: 'deleted' },
    });
  });

  it.each([
    ['', /empty/],
    ['a b', /white space/],
    ['a\u00a0b', /white space/],
    ['x'.repeat(65), /65 characters.*at most 64/],
    ['a\u{1F600}', /character that iManage does not take/],
    ['a\u0007', /control character/],
  ])('%j cannot be held by iManage, and why', async (text, reason) => {
    expect(await check(text)).toEqual({
      state: 'unusable',
      reason: expect.stringMatching(reason) as unknown,
    });
  });

  it('of 64 characters is still one', async () => {
    expect(await check('x'.repeat(64))).toEqual({ state: 'free' });
  });
});
