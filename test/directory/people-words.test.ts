import { searchWords, withFormer, wordsOf } from '../../src/directory/people-words';
import { user } from '../store/store-setup';

const priya = user('p1', {
  profile: { userName: 'priya.shah@firm.example', displayName: 'Priya Shah' },
  userId: 'PSHAH',
  fullName: 'Priya Shah',
  email: 'priya.shah@firm.example',
});

describe('the words by which a person is kept', () => {
  it('are those alone that begin no other, so that each costs one entry of the index', () => {
    expect(withFormer(wordsOf(priya), [])).toEqual([
      'shah',
      'pshah',
      'priya.shah@firm.example',
      'firm.example',
    ]);
  });

  it('are begun by every beginning of a word of now or of before, and by nothing else', () => {
    const kept = withFormer(wordsOf(priya), ['patel', 'sha', 'shahida']);
    const isFound = (text: string): boolean =>
      searchWords(text).every((word) => kept.some((own) => own.startsWith(word)));
    const beginnings = [...wordsOf(priya), 'patel', 'sha', 'shahida'].flatMap((word) =>
      Array.from(word, (_, index) => word.slice(0, index + 1)),
    );
    expect(beginnings.filter((text) => !isFound(text))).toEqual([]);
    for (const text of ['riya', 'patell', 'shahidas', 'example']) expect(isFound(text)).toBe(false);
  });

  it('lose none to a longer one that has no room any more', () => {
    const many = Array.from({ length: 47 }, (_, index) => `word${index + 10}`);
    expect(withFormer(['ann', ...many], ['anna'])).toContain('ann');
  });
});
