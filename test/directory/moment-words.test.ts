import { momentWords } from '../../src/directory/moment-words';

describe('momentWords', () => {
  it.each([
    ['2026-11-22T09:00:00.000Z', '22 November 2026, 09:00 UTC'],
    ['2027-01-01T00:00:59.999Z', '1 January 2027, 00:00 UTC'],
    ['2026-12-31T23:59:59.999Z', '31 December 2026, 23:59 UTC'],
  ])('writes %s as people do', (instant, words) => {
    expect(momentWords(new Date(instant))).toBe(words);
  });
});
