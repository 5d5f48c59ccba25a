import { foundAfter, foundBy } from '../../src/directory/people-words';
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
