import { marksOf, seatSteps } from '../../src/directory/day-marks';
import { DAY_MS, dayOf, type DayCounts } from '../../src/directory/days';
import { seatsOverTime } from '../../src/directory/answers/seats';
import type { DirectoryEvent } from '../../src/directory/event';
import { generateFirm } from '../directory/answers/generated-firm';
import { CUSTOMER, openTestStore, type TestStore } from './store-setup';

const SEED = 20_260_318;
const PEOPLE = 60;
const CHANGES = 2_500;
const MINUTES_10 = 600_000;

/** The numbers of a day as a person would count them: event by event, without marks. */
function recounted(events: readonly DirectoryEvent[], day: Date): object {
  const today = events.filter(({ at }) => at >= day && at.getTime() < day.getTime() + DAY_MS);
  const own = today.filter(({ resourceType }) => resourceType === 'User');
  const who = (isMeant: (event: DirectoryEvent) => boolean): Set<string> =>
    new Set(own.filter(isMeant).map(({ resourceId }) => resourceId));
  const joiners = who(({ operation }) => operation === 'create');
  const leavers = who(
    ({ before, after }) => before['signInEnabled'] === true && after['signInEnabled'] === false,
  );
  const returns = who(
    ({ before, after }) => before['signInEnabled'] === false && after['signInEnabled'] === true,
  );
  const attributes = ['libraries', 'preferredLibrary', 'location', 'external', 'fullName'];
  const movers = who(
    ({ operation, before, after }) =>
      operation === 'patch' && attributes.some((name) => name in before || name in after),
  );
  for (const { membersAdded, membersRemoved } of today)
    for (const person of [...membersAdded, ...membersRemoved]) movers.add(person);
  const isElsewhere = (person: string): boolean => [joiners, leavers, returns].some((set) => set.has(person));
  return {
    joiners: joiners.size,
    leavers: leavers.size,
    returns: returns.size,
    movers: [...movers].filter((person) => !isElsewhere(person)).length,
  };
}

describe('the days of a firm', () => {
  const firm = generateFirm(SEED, PEOPLE);
  let test: TestStore;
  let now: Date;
  let range: { from: Date; to: Date; now: Date };
  beforeAll(async () => {
    test = await openTestStore();
    firm.change(CHANGES);
    now = new Date(firm.now().getTime() + MINUTES_10);
    range = { from: dayOf(firm.events[0]?.at ?? now), to: dayOf(now), now };
    const people = [...new Set(firm.events.map(({ resourceId }) => resourceId))];
    const historyOf = (id: string): DirectoryEvent[] =>
      firm.events.filter(({ resourceId }) => resourceId === id);
    const steps = new Map(people.flatMap((id) => [...seatSteps(historyOf(id))]));
    await test.collections.events.insertMany(
      firm.events.flatMap((event) => {
        const { id, ...rest } = event;
        return [
          { ...rest, _id: id },
          { ...rest, _id: `marked/${id}`, customer: 'marked', marks: marksOf(event, steps.get(id)) },
        ];
      }),
    );
  });
  afterAll(() => test.close());

  const daysOf = async (customer: string): Promise<readonly DayCounts[]> =>
    (await test.store.days.days(customer, range)).days;

  it.each([
    ['events from before there were marks', CUSTOMER],
    ['events with marks', 'marked'],
  ])('are counted from %s as a recount and the seats over time have them', async (_name, customer) => {
    const days = await daysOf(customer);
    expect({ seed: SEED, days: days.length }).toEqual({ seed: SEED, days: expect.any(Number) as number });
    expect(days.length).toBeGreaterThan(2);
    const ends = days.map(({ day }) => new Date(Math.min(day.getTime() + DAY_MS - 1, now.getTime())));
    const seats = await seatsOverTime(test.store.history, customer, ends);
    expect(days).toMatchObject(
      seats.map(({ internal, external }, index) => ({
        internal,
        external,
        ...recounted(firm.events, (days[index] as DayCounts).day),
      })),
    );
    const sum = (of: 'leavers' | 'returns' | 'movers'): number =>
      days.reduce((total, day) => total + day[of], 0);
    expect([sum('leavers') > 0, sum('returns') > 0, sum('movers') > 0]).toEqual([true, true, true]);
  });

  it('that are over are kept by two gateways at once as by one, and the present day never is', async () => {
    const before = await daysOf('marked');
    const closed = await Promise.all([1, 2].map(() => test.store.days.close('marked', { now })));
    const kept = await test.collections.days.countDocuments({ customer: 'marked' });
    expect([kept, Math.max(...closed)]).toEqual([before.length - 1, before.length - 1]);
    expect(await daysOf('marked')).toMatchObject(before.map((day) => ({ ...day })));
    expect(await test.collections.days.countDocuments({ customer: CUSTOMER })).toBe(0);
  });

  it('that are over are answered from what is kept, and the present day from its events', async () => {
    await test.store.days.close('marked', { now });
    const first = { customer: 'marked', day: range.from };
    await test.collections.days.updateOne(first, { $set: { joiners: 4_711 } });
    const [opening, ...others] = await daysOf('marked');
    expect([opening?.joiners, others.some(({ joiners }) => joiners === 4_711)]).toEqual([4_711, false]);
    expect(others.at(-1)).toMatchObject(recounted(firm.events, dayOf(now)));
  });

  it('are told only as far as they are counted where nobody would wait for the rest', async () => {
    const later = new Date(now.getTime() + 12 * DAY_MS);
    const asked = { from: range.from, to: later, now: later };
    const behind = await test.store.days.days(CUSTOMER, asked);
    expect(behind).toEqual({ days: [], missingFrom: range.from });
    expect(await test.store.days.close(CUSTOMER, { now: later, most: 3 })).toBe(3);
    await test.store.days.close(CUSTOMER, { now: later });
    const { days, missingFrom } = await test.store.days.days(CUSTOMER, asked);
    expect([days.length, missingFrom]).toEqual([
      dayOf(later).getTime() / DAY_MS - range.from.getTime() / DAY_MS + 1,
      undefined,
    ]);
    // Days in which nothing happened have the seats of the day before.
    const [quiet, last] = [days.at(-2), days.at(-1)];
    expect(quiet).toMatchObject({ internal: last?.internal, external: last?.external, movers: 0 });
  });

  it('of a customer of whom nothing is known are empty', async () => {
    const days = await daysOf('nobody');
    expect(days.every(({ internal, external, joiners }) => internal + external + joiners === 0)).toBe(true);
    expect(await test.store.days.close('nobody', { now })).toBe(0);
  });
});
