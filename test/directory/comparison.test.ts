// The key by which names compare without letter case: what it holds equal, what it keeps apart, and its promises.
import { comparisonKey, sameName } from '../../src/directory/comparison';

const everyCodePoint = (): string[] => {
  const all: string[] = [];
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
    if (codePoint < 0xd800 || codePoint > 0xdfff) all.push(String.fromCodePoint(codePoint));
  }
  return all;
};

describe('the same name', () => {
  it.each([
    ['jdoe', 'JDoe'],
    ['straße', 'STRASSE'],
    ['GROẞMANN', 'Großmann'],
    ['Σίσυφος', 'ΣΊΣΥΦΟΣ'],
    ['ὈΔΥΣΣΕΎΣ', 'ὀδυσσεύς'],
    ['é', 'e\u0301'],
    ['É', 'e\u0301'],
    ['ﬁnance', 'Finance'],
    ['ＡＢＣ１', 'abc1'],
    ['\u212a', 'k'],
    ['\u212b', 'å'],
    ['İzmir', 'i\u0307zmir'],
    ['ſ', 's'],
    ['Ǆ', 'ǆ'],
    ['ǅ', 'ǆ'],
    ['𐐀', '𐐨'],
    ['ﷺ', 'صلى الله عليه وسلم'],
    ['x²', 'X2'],
  ])('%s is %s', (left, right) => {
    expect(sameName(left, right)).toBe(true);
  });
});

describe('another name', () => {
  it.each([
    ['jdoe', 'jdoe '],
    ['é', 'e'],
    ['ö', 'oe'],
    ['İ', 'i'],
    ['a', 'а'],
    ['', ' '],
    ['😀', '😁'],
    ['a\nb', 'a b'],
  ])('%j is not %j', (left, right) => {
    expect(sameName(left, right)).toBe(false);
  });
});

describe('the comparison key', () => {
  it('of every letter is that of its upper and its lower case', () => {
    const unequal = everyCodePoint().filter(
      (letter) => !sameName(letter, letter.toUpperCase()) || !sameName(letter, letter.toLowerCase()),
    );
    expect(unequal).toEqual([]);
  });

  it('of every key is the key itself', () => {
    const moving = everyCodePoint().filter(
      (letter) => comparisonKey(comparisonKey(letter)) !== comparisonKey(letter),
    );
    expect(moving).toEqual([]);
  });

  it('holds equal whatever Unicode simple case folding holds equal', () => {
    const letters = everyCodePoint().filter((letter) => /\p{Changes_When_Casefolded}/u.test(letter));
    const unequal = letters.filter((letter) => {
      const folded = comparisonKey(letter);
      return (
        Array.from(folded).length === 1 && !new RegExp(`^${folded}$`, 'iu').test(letter.normalize('NFKC'))
      );
    });
    expect(letters.length).toBeGreaterThan(1_000);
    expect(unequal).toEqual([]);
  });

  it('of a text without combining marks is made of the keys of its letters', () => {
    for (const text of ['Σίσυφος', 'ΑΣ ΒΣ', 'STRAẞE', 'Ａﬁ-𐐀😀']) {
      expect(comparisonKey(text)).toBe(Array.from(text, comparisonKey).join(''));
    }
  });

  it('of plain ASCII is its lower case', () => {
    const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, at) => at + 0x20));
    expect(comparisonKey(ascii)).toBe(ascii.toLowerCase());
  });
});
