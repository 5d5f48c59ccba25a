// Every query that the gateway makes, by the plan that MongoDB really used: nothing may cost more the larger a customer is, but what is named here with its reason.

import { driveAdmin, type Facts } from './plans/admin-drive';
import { IN_SEARCHES, ALWAYS, FOR_ADMINS, IN_MASSES } from './plans/exceptions';
import { judge, type Exception, type Verdict } from './plans/judge';
import type { Profiled } from './plans/profile';
import { openScene, type Scene } from './plans/scene';
import { everyDay, knownOf, massChanges, polls, searches } from './plans/scim-drive';

const TEST_MS_MAX = 300_000;

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
}, TEST_MS_MAX);
afterAll(() => scene.close(), TEST_MS_MAX);

const used = new Set<Exception>();
function faultsOf(profiled: readonly Profiled[], exceptions: readonly Exception[]): readonly string[] {
  const verdict: Verdict = judge(profiled, exceptions);
  for (const exception of verdict.used) used.add(exception);
  return verdict.faults;
}

async function factsOf({ large, database }: Scene): Promise<Facts> {
  const { people, team, largest } = await knownOf(large);
  const leaver = await database
    .collection<{ _id: string }>('users')
    .findOne({ customer: 'ajuba', live: false });
  const request = await database.collection('requests').findOne({ customer: 'ajuba', status: { $gte: 400 } });
  return {
    ...{ person: people[0] ?? '', leaver: leaver?._id ?? '', team, largest },
    requestId: String(request?.['requestId']),
    made: new Map(),
  };
}

describe('the plans of the gateway on a firm of 3,000 people', () => {
  it(
    'read hardly more than is asked for in what connectors send all day, and at a start',
    async () => {
      await everyDay(scene);
      await polls(scene);
      const noted = await scene.profile.take();
      expect(noted.length).toBeGreaterThan(300);
      expect(faultsOf(noted, ALWAYS)).toEqual([]);
    },
    TEST_MS_MAX,
  );

  it(
    'read no whole collection for a search, whatever is searched for',
    async () => {
      await searches(scene);
      expect(faultsOf(await scene.profile.take(), [...ALWAYS, ...IN_SEARCHES])).toEqual([]);
    },
    TEST_MS_MAX,
  );

  it(
    'find each member by an index where thousands are moved at once',
    async () => {
      await massChanges(scene);
      expect(faultsOf(await scene.profile.take(), [...ALWAYS, ...IN_MASSES])).toEqual([]);
    },
    TEST_MS_MAX,
  );

  it(
    'stand on an index for every operation for admins',
    async () => {
      const refused = await driveAdmin(scene.large, await factsOf(scene));
      expect([...refused]).toEqual([]);
      expect(faultsOf(await scene.profile.take(), [...ALWAYS, ...FOR_ADMINS])).toEqual([]);
    },
    TEST_MS_MAX,
  );

  it('need every exception that is named', () => {
    const named = [...ALWAYS, ...IN_SEARCHES, ...IN_MASSES, ...FOR_ADMINS];
    expect(named.filter((exception) => !used.has(exception)).map(({ why }) => why)).toEqual([]);
  });

  it(
    'are told of when an index is missing',
    async () => {
      await scene.database.collection('users').dropIndex('userName');
      await scene.database.collection('memberships').dropIndex('membership');
      await knownOf(scene.large);
      await scene.large.scim.get('/Users?filter=userName%20eq%20%22somebody%22');
      const found = faultsOf(await scene.profile.take(), ALWAYS);
      expect(found).toContainEqual(expect.stringMatching(/examines documents.*users.*search\.userName/));
    },
    TEST_MS_MAX,
  );
});
