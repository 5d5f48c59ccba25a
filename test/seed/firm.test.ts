// A firm that is put into a database past the gateway: the same whether it was stopped in between or not, and one that a gateway could have made.

import { join } from 'node:path';
import { storeFirm } from '../../scripts/seed/firm';
import { createNotebook, NOTHING, type FirmPlan, type Reached } from '../../scripts/seed/plan';
import { readPublishedSchemas } from '../../src/scim/schema/published';
import { compileSchemaMap } from '../../src/scim/schema/schema-map';
import { firm } from '../directory/firm';
import { openTestStore, type TestStore } from '../store/store-setup';

const customer = firm();
const schemaMap = compileSchemaMap(readPublishedSchemas(join(__dirname, '..', '..', 'schemas')));
const PLAN: FirmPlan = {
  ...{ seed: 7, people: 700, events: 1_200, groups: 25, largestGroup: 600 },
  ...{ from: new Date('2025-01-01'), to: new Date('2026-01-01'), peopleBefore: 0, groupsBefore: 0 },
};

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
  // Connected before the processor is busy with making people.
  await test.database.command({ ping: 1 });
});
afterAll(() => test.close());

/** @param stopAt when the first people, or groups, or members are there */
async function seed(reached: Reached, stopAt?: keyof Reached): Promise<Reached> {
  const stopping = new AbortController();
  let held = reached;
  const notebook = {
    reach: (now: Reached) => {
      held = { ...now };
      if (stopAt !== undefined && now[stopAt] > reached[stopAt]) stopping.abort(new Error('stopped'));
      return Promise.resolve();
    },
    keep: () => Promise.resolve(),
  };
  const isAgain = reached !== NOTHING;
  const made = { customer, schemaMap, plan: PLAN, reached, isAgain, notebook, onProgress: () => undefined };
  const storing = storeFirm(test.database, { ...made, stopping: stopping.signal });
  await (stopAt === undefined ? storing : expect(storing).rejects.toThrow('stopped'));
  return held;
}

/** Ids and what hangs on them; the log of refused requests has ids of its own each time. */
async function stored(): Promise<object> {
  const { users, groups, events, memberships } = test.collections;
  const sorted = async (found: { toArray(): Promise<object[]> }): Promise<string> =>
    JSON.stringify((await found.toArray()).map((document) => JSON.stringify(document)).sort());
  return {
    users: await sorted(users.find()),
    groups: await sorted(groups.find()),
    events: await sorted(events.find()),
    memberships: await sorted(memberships.find()),
  };
}

describe('a seeded firm', () => {
  it('is the same firm when it was stopped again and again, and went on from what was last kept', async () => {
    await seed(NOTHING);
    const whole = await stored();
    for (const name of ['users', 'groups', 'events', 'memberships', 'requests'] as const)
      await test.collections[name].deleteMany({});
    const first = await seed(NOTHING, 'people');
    expect(first).toMatchObject({ groups: 0, largestGroup: 0 });
    // As after a kill: what was stored since the last note is met again.
    const second = await seed({ ...first, people: 0 }, 'groups');
    await seed({ ...second, people: first.people, groups: 0 }, 'largestGroup');
    await seed(second);
    expect(await stored()).toEqual(whole);
  });

  it('has a group of everybody whose rows are what its events tell, of people who are live and internal', async () => {
    const group = await test.collections.groups.findOne({ 'profile.displayName': 'Everybody 0' });
    const rows = await test.collections.memberships.find({ set: group?.memberSet ?? '' }).toArray();
    const events = await test.collections.events.find({ resourceId: group?._id ?? '' }).toArray();
    const members = rows.map(({ member }) => member);
    expect(members).toHaveLength(PLAN.largestGroup);
    expect(events.flatMap(({ membersAdded }) => membersAdded).sort()).toEqual(members.sort());
    expect(Math.max(...events.map(({ version }) => version))).toBe(group?.version);
    const free = { _id: { $in: members }, live: true, external: false, signInEnabled: true };
    expect(await test.collections.users.countDocuments(free)).toBe(PLAN.largestGroup);
  });

  it('is noted while it is made, and no longer when it is whole', async () => {
    const notebook = createNotebook(test.database, customer.id);
    await notebook.begin(PLAN);
    await notebook.reach({ ...NOTHING, people: 500 });
    await notebook.keep();
    expect(await notebook.begun()).toEqual({ plan: PLAN, reached: { ...NOTHING, people: 500 } });
    await notebook.end();
    expect(await notebook.begun()).toBeUndefined();
  });
});
