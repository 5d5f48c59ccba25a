import { factsAfter, statesAt, type ResourceStates } from '../../../src/directory/answers/fold';
import type { DirectoryEvent } from '../../../src/directory/event';
import { event } from '../../store/store-setup';
import { all, memoryHistory } from './memory-history';

const MINUTE_MS = 60_000;
const minute = (minutes: number): Date => new Date(Date.UTC(2026, 2, 1) + minutes * MINUTE_MS);

function told(id: string, version: number, minutes: number, facts: Partial<DirectoryEvent>): DirectoryEvent {
  return { ...event(id, version), at: minute(minutes), ...facts };
}

function fold(
  events: readonly DirectoryEvent[],
  ...moments: readonly Date[]
): Promise<readonly ResourceStates[]> {
  return all(statesAt(memoryHistory({ events }).events('ajuba', 'User'), moments));
}

describe('factsAfter', () => {
  it('takes what is there after, drops what was there before only, and leaves the rest', () => {
    const facts = { kept: 1, changed: 'old', gone: true };
    const change = { before: { changed: 'old', gone: true }, after: { changed: 'new', come: [1] } };
    expect(factsAfter(facts, change)).toEqual({ kept: 1, changed: 'new', come: [1] });
  });

  it('keeps a value that became null, and drops none for a value that came', () => {
    expect(factsAfter({ a: 1 }, { before: { a: 1 }, after: { a: null, b: 2 } })).toEqual({ a: null, b: 2 });
  });
});

describe('statesAt', () => {
  const created = told('ada', 1, 1, { operation: 'create', after: { location: 'Leeds', title: 'Ms' } });
  const moved = told('ada', 2, 5, { before: { location: 'Leeds' }, after: { location: 'York' } });
  const untitled = told('ada', 3, 9, { before: { title: 'Ms' } });
  const life = [created, moved, untitled];

  it.each([
    [0, undefined],
    [1, { location: 'Leeds', title: 'Ms' }],
    [4, { location: 'Leeds', title: 'Ms' }],
    [5, { location: 'York', title: 'Ms' }],
    [9, { location: 'York' }],
    [99, { location: 'York' }],
  ])('at minute %d, what happened until then, that moment included', async (minutes, facts) => {
    const [ada] = await fold(life, minute(minutes));
    expect(ada?.id).toBe('ada');
    expect(ada?.at).toEqual([facts === undefined ? undefined : { facts, members: new Set() }]);
  });

  it('gives several moments in one reading, each of its own', async () => {
    const [ada] = await fold(life, minute(0), minute(4), minute(4), minute(5), minute(99));
    expect(ada?.at.map((state) => state?.facts['location'])).toEqual([
      undefined,
      'Leeds',
      'Leeds',
      'York',
      'York',
    ]);
  });

  it('tells resources apart, whose events follow each other', async () => {
    const states = await fold([...life, told('bob', 1, 7, { after: { location: 'Hull' } })], minute(6));
    expect(states.map(({ id, at }) => [id, at[0]?.facts['location']])).toEqual([
      ['ada', 'York'],
      ['bob', undefined],
    ]);
  });

  it('lets members come, go and come again, and a former moment keeps the members it had', async () => {
    const events = [
      told('g', 1, 1, { membersAdded: ['ada', 'bob'] }),
      told('g', 2, 2, { membersRemoved: ['ada'], membersAdded: ['cy'] }),
      told('g', 3, 3, { membersAdded: ['ada'] }),
    ];
    const [team] = await fold(events, minute(1), minute(2), minute(3));
    expect(team?.at.map((state) => [...(state?.members ?? [])].sort())).toEqual([
      ['ada', 'bob'],
      ['bob', 'cy'],
      ['ada', 'bob', 'cy'],
    ]);
  });

  it('takes a later version for no earlier than the one before it, whatever the clocks said', async () => {
    const early = told('ada', 3, 4, { before: { location: 'York' }, after: { location: 'Hull' } });
    const [ada] = await fold([created, moved, early], minute(4), minute(5));
    expect(ada?.at.map((state) => state?.facts['location'])).toEqual(['Leeds', 'Hull']);
  });

  it('of nothing gives nothing', async () => {
    expect(await fold([], minute(1))).toEqual([]);
  });
});
