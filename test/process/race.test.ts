import { createGroup } from '../../scripts/prove/membership';
import { chance } from '../../scripts/prove/random';
import type { Arena } from '../../scripts/prove/race/arena';
import { CONFLICTS, unnoticedForgetting } from '../../scripts/prove/race/conflicts';
import { createScimClient, type ScimClient } from '../../scripts/prove/scim-client';
import {
  dropUniqueness,
  RACED,
  RACED_BACK,
  raceFaults,
  returnFaults,
} from '../../scripts/prove/race/uniqueness';
import { sharedDatabase, type SharedDatabase } from './shared-database';

const RACERS = 64;
const ROUNDS = 3;
const CONFLICT_ROUNDS = 8;
const BLIND_ROUNDS_MAX = 20;
const TEST_MS_MAX = 60_000;
const seed = Date.now() % 1_000_000;

describe(`simultaneous requests through two gateways on one database, seed ${seed}`, () => {
  const random = chance(seed);
  let shared: SharedDatabase;
  let clients: readonly [ScimClient, ScimClient];

  beforeAll(async () => {
    shared = await sharedDatabase();
    const [one, other] = await Promise.all([shared.startGateway(), shared.startGateway()]);
    clients = [createScimClient(one, RACERS), createScimClient(other, RACERS)];
  }, TEST_MS_MAX);

  afterAll(async () => {
    for (const client of clients) client.close();
    await shared.close();
  }, TEST_MS_MAX);

  it.each(RACED.flatMap((attribute) => [1, 2].map((gateways) => ({ attribute, gateways }))))(
    'give one of 64 clients the $attribute and refuse the others with 409, $gateways gateway(s) (C3, C4, C9)',
    async ({ attribute, gateways }) => {
      const race = { clients: clients.slice(0, gateways), database: shared.database, racers: RACERS };
      for (let round = 0; round < ROUNDS; round += 1) {
        const name = `${gateways}-${round}`;
        expect(await raceFaults({ ...race, chance: random }, attribute, name)).toEqual([]);
      }
    },
    TEST_MS_MAX,
  );

  it.each(RACED_BACK)(
    'bring a deleted one back once: %s',
    async (attribute) => {
      const race = { clients, database: shared.database, racers: RACERS, chance: random };
      for (let round = 0; round < ROUNDS; round += 1)
        expect(await returnFaults(race, attribute, `back-${round}`)).toEqual([]);
    },
    TEST_MS_MAX,
  );

  it.each(Object.entries(CONFLICTS))(
    'about one person end as if one had come after the other: %s',
    async (what, conflict) => {
      const arena = await newArena(what);
      for (let round = 0; round < CONFLICT_ROUNDS; round += 1)
        expect(await conflict(arena, `${what.replaceAll(/\W/g, '')}${round}`)).toEqual([]);
    },
    TEST_MS_MAX,
  );

  it('would be noticed if changes were acknowledged and not made', async () => {
    expect(await unnoticedForgetting(await newArena('forgetful'))).toEqual([]);
  });

  it(
    'would be noticed if the database let two have one name',
    async () => {
      await dropUniqueness(shared.database);
      const race = { clients, database: shared.database, racers: RACERS, chance: random };
      for (const attribute of RACED) {
        let noticed = false;
        for (let round = 0; !noticed && round < BLIND_ROUNDS_MAX; round += 1)
          noticed = (await raceFaults(race, attribute, `blind-${round}`)).length > 0;
        expect({ attribute, noticed }).toEqual({ attribute, noticed: true });
      }
    },
    TEST_MS_MAX,
  );

  async function newArena(name: string): Promise<Arena> {
    const group = await createGroup(clients[0], name);
    return { clients, database: shared.database, chance: random, group };
  }
});
