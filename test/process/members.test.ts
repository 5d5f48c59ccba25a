import {
  addOneByOne,
  createGroup,
  membershipFaults,
  refusals,
  unnoticedDamages,
} from '../../scripts/prove/membership';
import { createScimClient, type ScimClient } from '../../scripts/prove/scim-client';
import { seedUsers } from '../../scripts/prove/seed';
import { sharedDatabase, type SharedDatabase } from './shared-database';

const CLIENTS = 64;
const MEMBERS = 600;
const RATE_MIN = 50;
const TEST_MS_MAX = 60_000;

describe('64 clients adding members to one group at once (C1, C9)', () => {
  let shared: SharedDatabase;
  let clients: readonly [ScimClient, ScimClient];

  beforeAll(async () => {
    shared = await sharedDatabase();
    const [one, other] = await Promise.all([shared.startGateway(), shared.startGateway()]);
    clients = [createScimClient(one, CLIENTS), createScimClient(other, CLIENTS)];
  }, TEST_MS_MAX);

  afterAll(async () => {
    for (const client of clients) client.close();
    await shared.close();
  }, TEST_MS_MAX);

  it(
    'through one gateway, each is accepted, and rows, version and events tell of exactly those members',
    async () => {
      const ids = await seedUsers(shared.database, MEMBERS, 'one-');
      const group = await createGroup(clients[0], 'One');
      const since = performance.now();
      const answers = await addOneByOne([clients[0]], group, ids, CLIENTS);
      const perSecond = (MEMBERS * 1000) / (performance.now() - since);
      expect(refusals(answers)).toEqual([]);
      expect(await membershipFaults(shared.database, group, ids)).toEqual([]);
      expect(perSecond).toBeGreaterThan(RATE_MIN);
    },
    TEST_MS_MAX,
  );

  it(
    'through two gateways on one database, the same holds',
    async () => {
      const ids = await seedUsers(shared.database, MEMBERS / 2, 'two-');
      const group = await createGroup(clients[0], 'Two');
      const answers = await addOneByOne(clients, group, ids, CLIENTS);
      expect(refusals(answers)).toEqual([]);
      expect(await membershipFaults(shared.database, group, ids)).toEqual([]);
    },
    TEST_MS_MAX,
  );

  it('would be noticed if an event, a member or a version were lost', async () => {
    const ids = await seedUsers(shared.database, 5, 'damage-');
    const group = await createGroup(clients[0], 'Damaged');
    await addOneByOne(clients, group, ids, 5);
    expect(await unnoticedDamages(shared.database, group, ids)).toEqual([]);
    expect(await membershipFaults(shared.database, group, ids)).toEqual([]);
  });
});
