import { REFUSAL_WORDS } from '../../src/directory/refusals/table';
import { refusedBy } from '../../src/scim/refused-by';

describe('the rules that refuse', () => {
  it.each(Object.entries(REFUSAL_WORDS))(
    '%s: says what it means and how to mend it, at Okta and at Entra',
    (_name, words) => {
      for (const text of [words.label, words.meaning, words.okta, words.entra, words.other])
        expect(text.trim().length).toBeGreaterThan(3);
      expect(words.label.length).toBeLessThan(60);
      expect(
        [words.meaning, words.okta, words.entra, words.other].filter((text) => !/[.!]$/.test(text)),
      ).toEqual([]);
    },
  );

  it('stand for status and scimType where a refusal names none', () => {
    const by = (status: number, scimType: string | null): string =>
      refusedBy({ status, scimType, rule: undefined });
    expect(by(401, null)).toBe('unauthorized');
    expect(by(400, 'invalidFilter')).toBe('filter');
    expect(by(418, null)).toBe('other');
    expect(by(502, null)).toBe('internal-error');
    expect(refusedBy({ status: 409, scimType: 'uniqueness', rule: 'email-taken' })).toBe('email-taken');
  });
});
