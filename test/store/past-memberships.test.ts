import { accessAt, accessOfPeople, type PersonAccess } from '../../src/directory/answers/access-review';
import type { DirectoryEvent } from '../../src/directory/event';
import type { EventDocument, EventMembersDocument } from '../../src/store/documents';
import { tellsGroup } from '../../src/store/past-memberships';
import { generateFirm } from '../directory/answers/generated-firm';
import { CUSTOMER, openTestStore, type TestStore } from './store-setup';

const SEED = 7_071;
const PEOPLE = 40;
const CHANGES = 1_500;
const AT_ONCE = 7;

describe('the access of some people', () => {
  const firm = generateFirm(SEED, PEOPLE);
  let test: TestStore;
  const moments: Date[] = [];
  beforeAll(async () => {
    test = await openTestStore();
    for (let part = 0; part < 3; part += 1) {
      firm.change(CHANGES / 3);
      moments.push(firm.now());
      firm.promoteSomebody();
    }
    await test.collections.events.insertMany(
      firm.events.flatMap((event, index) => {
        const { id, ...rest } = event;
        return [
          { ...rest, _id: id },
          {
            ...rest,
            ...{ _id: `told/${id}`, customer: 'told' },
            ...tellsGroup(event),
            // As if they moved more people than an index takes.
            ...(index % 3 === 0 ? { mass: true as const } : {}),
          },
          { ...rest, ...inParts(event), ...{ _id: `parts/${id}`, customer: 'parts' }, ...tellsGroup(event) },
        ];
      }),
    );
    const parts = firm.events.flatMap(partsOf);
    await test.collections.eventMembers.insertMany(parts);
  });
  afterAll(() => test.close());

  async function all(accesses: AsyncIterable<PersonAccess>): Promise<PersonAccess[]> {
    const found: PersonAccess[] = [];
    for await (const access of accesses) found.push(access);
    return found;
  }

  it.each([
    ['events from before they told of groups apart', CUSTOMER],
    ['events that tell of groups apart', 'told'],
    ['events whose people are kept beside them', 'parts'],
  ])('is that which a reading of all events gives, from %s', async (_name, customer) => {
    const whole = await all(accessAt(test.store.history, customer, moments));
    const ids = whole.map(({ person }) => person.id);
    const some: PersonAccess[] = [];
    for (let index = 0; index < ids.length; index += AT_ONCE) {
      const asked = { ids: ids.slice(index, index + AT_ONCE), moments };
      some.push(...(await all(accessOfPeople(test.store.history, test.store.past, customer, asked))));
    }
    expect({ seed: SEED, some }).toEqual({ seed: SEED, some: whole });
    const hasAdmin = whole.some(({ at }) => at.flat().some(({ nrtAdmin }) => nrtAdmin));
    expect([whole.length, hasAdmin]).toEqual([expect.any(Number), true]);
  });

  it('leaves out what happened after the moment', async () => {
    const [early = new Date()] = moments;
    const steps = await test.store.past.memberSteps('told', ['p0000', 'p0001', 'p0002'], early);
    const later = await test.store.past.memberSteps(
      'told',
      ['p0000', 'p0001', 'p0002'],
      moments.at(-1) ?? early,
    );
    expect(steps.every(({ at }) => at <= early)).toBe(true);
    expect(later.length).toBeGreaterThan(steps.length);
    expect(later.flatMap(({ added }) => added).every((id) => /^p000[012]$/.test(id))).toBe(true);
  });
});

/** As if the event had moved more people than it holds. */
function inParts({ id, membersAdded, membersRemoved }: DirectoryEvent): Partial<EventDocument> {
  const [added, removed] = [membersAdded.length, membersRemoved.length];
  if (added + removed === 0) return {};
  return { mass: true, membersAdded: [], membersRemoved: [], moved: { id, added, removed } };
}

function partsOf({ id: moved, membersAdded, membersRemoved }: DirectoryEvent): EventMembersDocument[] {
  const lists = [
    ['added', membersAdded],
    ['removed', membersRemoved],
  ] as const;
  return lists.flatMap(([list, ids]) => {
    const members = ids.toSorted();
    const [first, last] = [members[0], members.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [{ customer: 'parts', moved, list, first, last, members }];
  });
}
