// The access review on a firm of 1,000 changes between two dates, against a recount from the events; and that a lost event would be seen.

import { accessDifference } from '../../../src/directory/answers/access-difference';
import { accessReview } from '../../../src/directory/answers/access-review';
import type { DirectoryEvent } from '../../../src/directory/event';
import type { DirectoryHistory } from '../../../src/directory/history';
import { CUSTOMER, openTestStore, type TestStore } from '../../store/store-setup';
import { generateFirm } from './generated-firm';
import { all, memoryHistory } from './memory-history';
import { recountAccess, recountDifference } from './recount';

const CHANGES = 1_000;
const seed = Date.now() % 1_000_000;

describe(`the access of a firm with ${CHANGES} changes between two dates, seed ${seed}`, () => {
  const firm = generateFirm(seed, 60);
  firm.change(200);
  const earlier = firm.now();
  firm.change(CHANGES - 1);
  firm.promoteSomebody();
  const later = firm.now();
  firm.change(100);
  const { events } = firm;
  const promotion = events.findLast(({ at }) => at < later);

  let test: TestStore;
  beforeAll(async () => {
    test = await openTestStore();
    await test.collections.events.insertMany(events.map(({ id, ...event }) => ({ _id: id, ...event })));
    const alien = events.map(({ id, ...event }) => ({ _id: `x${id}`, ...event, customer: 'another' }));
    await test.collections.events.insertMany(alien.slice(100));
  });
  afterAll(() => test.close());

  it.each([
    ['the earlier date', earlier],
    ['the later date', later],
  ])('is shown as it was on %s', async (_name, moment) => {
    const expected = recountAccess(events, moment);
    expect(expected.size).toBeGreaterThan(60);
    expect(await shownAccess(test.store.history, moment)).toEqual(Object.fromEntries(expected));
  });

  it('differs between the two dates by what the recount says, and by nothing else', async () => {
    const between = events.filter(({ at }) => at > earlier && at <= later);
    expect(between).toHaveLength(CHANGES);
    const expected = recountDifference(events, earlier, later);
    expect(expected.length).toBeGreaterThan(100);
    expect(await shownDifference(test.store.history)).toEqual(expected);
  });

  it('is shown wrong, and that is seen, where one event is left out', async () => {
    const expected = recountDifference(events, earlier, later);
    expect(await shownDifference(memoryHistory({ events: without(promotion) }))).not.toEqual(expected);
    const noticed = await Promise.all(
      events
        .filter((_, index) => index % 50 === 0)
        .map(async (event) => {
          const shown = await shownDifference(memoryHistory({ events: without(event) }));
          return JSON.stringify(shown) !== JSON.stringify(expected);
        }),
    );
    // Most events are overtaken by later ones, or speak of no access at all.
    expect(noticed.filter(Boolean).length).toBeGreaterThan(0);
  });

  function without(lost: DirectoryEvent | undefined): readonly DirectoryEvent[] {
    return events.filter((event) => event !== lost);
  }

  async function shownAccess(
    history: Pick<DirectoryHistory, 'events'>,
    moment: Date,
  ): Promise<Readonly<Record<string, unknown>>> {
    const rows = await all(accessReview(history, CUSTOMER, moment));
    return Object.fromEntries(
      rows.map(({ person, library, ...access }) => [
        `${person.id}/${library}`,
        { ...access, groups: access.groups.join() },
      ]),
    );
  }

  async function shownDifference(history: Pick<DirectoryHistory, 'events'>): Promise<readonly string[]> {
    const rows = await all(accessDifference(history, CUSTOMER, { earlier, later }));
    return rows
      .flatMap(({ person, library, changed, before, after }) =>
        changed.map(
          (column) =>
            `${person.id}/${library}: ${column} ${String(before?.[column])} → ${String(after?.[column])}`,
        ),
      )
      .sort();
  }
});
