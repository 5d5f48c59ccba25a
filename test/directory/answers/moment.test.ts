import {
  boundOf,
  endOfDay,
  momentOf,
  momentsBetween,
  type Every,
} from '../../../src/directory/answers/moment';
import { refusalOf } from '../firm';

const first = new Date('2026-01-05T09:00:00Z');
const now = new Date('2026-03-31T12:00:00Z');
const at = (text: string): string => momentOf('--at', text, { first, now }).toISOString();
const refused = (
  text: string,
  known: { readonly first: Date | undefined; readonly now: Date } = { first, now },
): unknown => refusalOf(() => momentOf('--at', text, known));

describe('momentOf', () => {
  it.each([
    ['2026-02-28', '2026-02-28T23:59:59.999Z'],
    ['2026-01-05', '2026-01-05T23:59:59.999Z'],
    ['2026-02-28T10:00:00Z', '2026-02-28T10:00:00.000Z'],
    ['2026-02-28T10:00:00.5+02:00', '2026-02-28T08:00:00.500Z'],
    ['2026-02-28t10:00:00z', '2026-02-28T10:00:00.000Z'],
    // Today has no end yet.
    ['2026-03-31', '2026-03-31T12:00:00.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(at(text)).toBe(moment);
  });

  it.each([
    '2026-02-30',
    '2026-13-01',
    'yesterday',
    '',
    '2026-02-28T10:00:00',
    '2026-02-28 10:00:00Z',
    '28.02.2026',
    '2026-02-28T25:00:00Z',
  ])('%j is no date, and the answer says which form would do', (text) => {
    expect(refused(text)).toMatchObject({
      code: 'invalidValue',
      message: expect.stringMatching(
        /^--at: .* is no date; write 2026-03-31 or 2026-03-31T18:00:00Z$/,
      ) as unknown,
    });
  });

  it.each(['2026-04-01', '2026-03-31T12:00:01Z'])('%s lies in the future, and that is said', (text) => {
    expect(refused(text)).toMatchObject({
      message: `--at: ${text} lies in the future; nothing is known of it yet`,
    });
  });

  it('says since when anything is known of a date before the first event', () => {
    expect(refused('2026-01-04')).toMatchObject({
      message:
        '--at: nothing is known of 2026-01-04; the first event of this directory is of 2026-01-05T09:00:00.000Z',
    });
  });

  it('says that nothing has happened yet where there is no event', () => {
    expect(refused('2026-03-31', { first: undefined, now })).toMatchObject({
      message: '--at: nothing is known of 2026-03-31, for nothing has happened in this directory yet',
    });
  });
});

describe('boundOf', () => {
  it('takes a date for its first moment as the beginning, for its last as the end', () => {
    expect(boundOf('--from', '2026-02-28', 'from').toISOString()).toBe('2026-02-28T00:00:00.000Z');
    expect(boundOf('--to', '2026-02-28', 'to').toISOString()).toBe('2026-02-28T23:59:59.999Z');
  });

  it('takes a date-time as it is, and refuses what is none', () => {
    expect(boundOf('--from', '2026-02-28T10:00:00Z', 'from').toISOString()).toBe('2026-02-28T10:00:00.000Z');
    expect(refusalOf(() => boundOf('--from', 'soon', 'from'))).toMatchObject({ code: 'invalidValue' });
  });
});

describe('momentsBetween', () => {
  const between = (from: string, to: string, every: Every): readonly string[] =>
    momentsBetween(new Date(from), new Date(to), every).map((moment) => moment.toISOString().slice(0, 10));

  it.each<readonly [Every, string, string, readonly string[]]>([
    ['day', '2026-02-27T23:00:00Z', '2026-03-01T12:00:00Z', ['2026-02-27', '2026-02-28', '2026-03-01']],
    [
      'week',
      '2026-02-01T00:00:00Z',
      '2026-02-16T00:00:00Z',
      ['2026-02-01', '2026-02-08', '2026-02-15', '2026-02-16'],
    ],
    [
      'month',
      '2026-01-31T00:00:00Z',
      '2026-04-30T00:00:00Z',
      ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'],
    ],
    ['month', '2025-12-31T00:00:00Z', '2026-01-31T00:00:00Z', ['2025-12-31', '2026-01-31']],
    ['day', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', ['2026-01-01']],
  ])('every %s from %s to %s', (every, from, to, days) => {
    expect(between(from, to, every)).toEqual(days);
  });

  it('refuses an end before the beginning, and more moments than anybody reads', () => {
    expect(refusalOf(() => between('2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z', 'day'))).toMatchObject({
      message: 'from: it lies after to',
    });
    expect(refusalOf(() => between('1990-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'day'))).toMatchObject({
      code: 'invalidValue',
    });
  });
});

describe('endOfDay', () => {
  it('is the last moment of the day in UTC', () => {
    expect(endOfDay(first).toISOString()).toBe('2026-01-05T23:59:59.999Z');
    expect(endOfDay(endOfDay(first))).toEqual(endOfDay(first));
  });
});
