// `npm run prove:race`: simultaneous requests for one name or about one person end as if they had come one by one. Owns the command line and the order.
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { rounded, table } from './figures';
import { startGatewayProcess, type GatewayProcess } from './gateway-process';
import { createGroup } from './membership';
import { positive, runProof, type Values } from './proof';
import { chance, type Chance } from './random';
import type { Arena } from './race/arena';
import { CONFLICTS, unnoticedForgetting } from './race/conflicts';
import { dropUniqueness, RACED, RACED_BACK, raceFaults, returnFaults } from './race/uniqueness';
import { createScimClient, type ScimClient } from './scim-client';

const HELP = `Many clients create one userName at once, in different letter case and width, one externalId, one group displayName:
one of them gets it (201), all others are refused (409 uniqueness), one create event; the same where somebody of that
name was deleted before and comes back. Then two requests about one person at the same moment: nothing is lost, a disabled
person stays disabled, a deleted one stays deleted. Through one gateway and through two on one database. Before it is
believed, the check must notice a client that acknowledges changes without sending them, and, last, a database whose
unique indexes were taken away.

  npm run prove:race [-- --rounds N] [--racers N] [--conflicts N] [--seed N]

  --rounds N      rounds of each race (default 50)
  --racers N      clients in a race (default 64)
  --conflicts N   rounds of each conflict between two requests (default 200)
  --seed N        repeats the choices of an earlier run (default: any)
  --help          this text

Exit code 0 when it holds, 1 when not.`;

const DEADLINE_MS = 1_200_000;
const BLIND_ROUNDS_MAX = 30;
const HEADINGS = ['gateways', 'what', 'rounds', 'seconds'];

interface Scene {
  readonly clients: readonly [ScimClient, ...ScimClient[]];
  readonly database: mongo.Db;
  readonly chance: Chance;
  readonly rows: (string | number)[][];
}

void runProof({
  help: HELP,
  options: {
    rounds: { type: 'string', default: '50' },
    racers: { type: 'string', default: '64' },
    conflicts: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const seed = positive(values, 'seed');
    console.log(`seed ${seed}: starting two gateways on one database`);
    const first = await startGatewayProcess({ dataDir: join(folder, 'first') });
    const env = { MONGODB_URI: first.databaseUri };
    const second = await startGatewayProcess({ dataDir: join(folder, 'second'), env });
    const connection = new mongo.MongoClient(first.databaseUri, CLIENT_OPTIONS);
    try {
      const [one, other] = clientsOf([first, second], positive(values, 'racers'));
      const scene = { database: connection.db(), chance: chance(seed), rows: [] };
      const faults = [
        ...(await prove({ ...scene, clients: [one] }, values)),
        ...(await prove({ ...scene, clients: [one, other] }, values)),
        ...(await proveSight({ ...scene, clients: [one, other] }, values)),
      ];
      console.log(`\n${table(HEADINGS, scene.rows)}`);
      return faults;
    } finally {
      await connection.close();
      await second.stop();
      await first.stop();
    }
  },
});

function clientsOf(
  [first, second]: readonly [GatewayProcess, GatewayProcess],
  connections: number,
): readonly [ScimClient, ScimClient] {
  return [createScimClient(first, connections), createScimClient(second, connections)];
}

async function prove(scene: Scene, values: Values): Promise<readonly string[]> {
  const { clients, rows } = scene;
  const faults: string[] = [];
  const repeat = async (
    what: string,
    rounds: number,
    once: (round: string) => Promise<readonly string[]>,
  ): Promise<void> => {
    const since = performance.now();
    for (let round = 0; round < rounds; round += 1)
      faults.push(...(await once(`${clients.length}-${round}`)).map((fault) => `${what}: ${fault}`));
    const seconds = rounded((performance.now() - since) / 1000);
    rows.push([clients.length, what, rounds, seconds]);
    console.log(`${clients.length} gateway(s), ${what}: ${rounds} rounds in ${seconds} s`);
  };
  for (const attribute of RACED)
    await repeat(attribute, positive(values, 'rounds'), (round) =>
      raceFaults({ ...scene, racers: positive(values, 'racers') }, attribute, round),
    );
  for (const attribute of RACED_BACK)
    await repeat(`${attribute} of somebody deleted`, positive(values, 'rounds'), (round) =>
      returnFaults({ ...scene, racers: positive(values, 'racers') }, attribute, `back-${round}`),
    );
  const arena: Arena = { ...scene, group: await createGroup(clients[0], `Arena ${clients.length}`) };
  for (const [index, [what, conflict]] of Object.entries(CONFLICTS).entries())
    await repeat(what, positive(values, 'conflicts'), (round) => conflict(arena, `c${index}-${round}`));
  const unnoticed = await unnoticedForgetting(arena);
  return [...faults, ...unnoticed.map((what) => `the check is blind: ${what}, acknowledged but not done`)];
}

/** Without its unique indexes the database lets two of them have the name sooner or later; a check that sees nothing is blind. */
async function proveSight(scene: Scene, values: Values): Promise<readonly string[]> {
  await dropUniqueness(scene.database);
  const racers = positive(values, 'racers');
  const blind: string[] = [];
  for (const attribute of RACED) {
    let rounds = 0;
    let noticed: readonly string[] = [];
    while (noticed.length === 0 && rounds < BLIND_ROUNDS_MAX)
      noticed = await raceFaults({ ...scene, racers }, attribute, `blind-${rounds++}`);
    scene.rows.push([scene.clients.length, `${attribute} without unique index: noticed`, rounds, '']);
    if (noticed.length === 0)
      blind.push(`the check is blind: ${attribute} was raced without its unique index`);
  }
  return blind;
}
