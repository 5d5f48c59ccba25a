import { foundAfter, foundBy, searchWords } from '../../src/directory/people-words';
import type { UserRecord } from '../../src/directory/user-record';
import { user } from '../store/store-setup';

function person(givenName: string, familyName: string, further: Partial<UserRecord> = {}): UserRecord {
  const fullName = `${givenName} ${familyName}`;
  const profile = { displayName: fullName, name: { givenName, familyName } };
  return { ...user('p1'), fullName, profile, userId: null, email: null, ...further };
}

describe('by what somebody is found after a change', () => {
  const ada = person('Ada', 'Byron');
  const kept = foundBy(ada, ['augusta']);

  it('is what it was where no name changed', () => {
    const disabled = { ...person('Ada', 'Byron'), signInEnabled: false };
    expect(foundAfter(ada, disabled, kept)).toBe(kept);
    expect(kept).toEqual({ words: ['ada', 'byron', 'augusta'], former: ['augusta'] });
  });

  it('is the new name and the words of the former ones, the latest first', () => {
    const married = person('Ada', 'Lovelace');
    const found = foundAfter(ada, married, kept);
    expect(found).toEqual({ words: ['ada', 'lovelace', 'byron', 'augusta'], former: ['byron', 'augusta'] });
    const again = foundAfter(married, ada, found);
    expect(again).toEqual({
      words: ['ada', 'byron', 'lovelace', 'augusta'],
      former: ['lovelace', 'augusta'],
    });
  });

  it.each([
    ['userId', { userId: 'ABYRON' }, 'abyron'],
    ['an address', { email: 'ada@firm.example' }, 'firm.example'],
    [
      'an address of the profile',
      { profile: { ...ada.profile, emails: [{ value: 'a@b.example' }] } },
      'b.example',
    ],
    ['a name of one more part', { profile: { name: { givenName: 'Ada', middleName: 'King' } } }, 'king'],
  ])('is made anew where %s changed', (_what, change, word) => {
    const after = { ...ada, ...change };
    expect(foundAfter(ada, after, kept).words).toContain(word);
    expect(foundAfter(after, ada, foundBy(after)).former).toContain(word);
  });
});

const priya = user('p1', {
  profile: { userName: 'priya.shah@firm.example', displayName: 'Priya Shah' },
  userId: 'PSHAH',
  fullName: 'Priya Shah',
  email: 'priya.shah@firm.example',
});

describe('the words by which a person is kept', () => {
  it('are those alone that begin no other, so that each costs one entry of the index', () => {
    expect(foundBy(priya).words).toEqual(['shah', 'pshah', 'priya.shah@firm.example', 'firm.example']);
  });

  it('are begun by every beginning of a word of now or of before, and by nothing else', () => {
    const kept = foundBy(priya, ['patel', 'sha', 'shahida']).words;
    const isFound = (text: string): boolean =>
      searchWords(text).every((word) => kept.some((own) => own.startsWith(word)));
    const own = ['priya', 'shah', 'pshah', 'priya.shah@firm.example', 'priya.shah', 'firm.example'];
    const beginnings = [...own, 'patel', 'sha', 'shahida'].flatMap((word) =>
      Array.from(word, (_, index) => word.slice(0, index + 1)),
    );
    expect(beginnings.filter((text) => !isFound(text))).toEqual([]);
    for (const text of ['riya', 'patell', 'shahidas', 'example']) expect(isFound(text)).toBe(false);
  });

  it('lose none to a longer one that has no room any more', () => {
    const many = Array.from({ length: 47 }, (_, index) => `word${index + 10}`).join(' ');
    const ann = user('p2', { profile: {}, userId: null, fullName: `Ann ${many}`, email: null });
    expect(foundBy(ann, ['anna']).words).toContain('ann');
    expect(foundBy(ann, ['anna']).words).not.toContain('anna');
  });
});
