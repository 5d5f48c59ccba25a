// `npm run prove:group-scale`: a member more or less costs the same in a group of ten and in one of 100,000. Owns the command line and the order.
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { startGatewayProcess, type GatewayProcess } from './gateway-process';
import { compare, comparisonTable, ratioFaults } from './group-scale/comparison';
import { massChanges, readWhole } from './group-scale/mass-changes';
import { addMembers, createGroup, removeMembers } from './membership';
import { positive, runProof, type Values } from './proof';
import { createScimClient, type ScimAnswer, type ScimClient } from './scim-client';
import { seedMembers, seedUsers } from './seed';

const HELP = `Adds and removes one member in a small and in a large group by turns, and compares latency and CPU time of
gateway and database. Then reads the large group whole, and adds, replaces and removes many members with one request.
Before it is believed, the comparison must notice a request that does cost more in the large group: reading it.

  npm run prove:group-scale [-- --large N] [--small N] [--rounds N] [--bulk N]

  --large N    members of the large group (default 100000)
  --small N    members of the small group (default 10)
  --rounds N   members added and removed in each group (default 300)
  --bulk N     members in one PATCH and in one PUT (default 10000)
  --help       this text

Fails when latency or CPU time in the large group is more than 1.5 times that in the small one.`;

const DEADLINE_MS = 900_000;
const RATIO_MAX = 1.5;
/** Members added and removed in a row in one group. */
const BLOCK = 25;

void runProof({
  help: HELP,
  options: {
    large: { type: 'string', default: '100000' },
    small: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '300' },
    bulk: { type: 'string', default: '10000' },
  },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const gateway = await startGatewayProcess({ dataDir: join(folder, 'data') });
    const client = createScimClient(gateway, 1);
    const connection = new mongo.MongoClient(gateway.databaseUri, CLIENT_OPTIONS);
    try {
      return await prove({ gateway, client, database: connection.db() }, values);
    } finally {
      client.close();
      await connection.close();
      await gateway.stop();
    }
  },
});

interface Scene {
  readonly gateway: GatewayProcess;
  readonly client: ScimClient;
  readonly database: mongo.Db;
}

async function prove(scene: Scene, values: Values): Promise<readonly string[]> {
  const { gateway, client, database } = scene;
  const [size, bulk] = [positive(values, 'large'), positive(values, 'bulk')];
  const spare = Math.max(bulk, BLOCK);
  console.log(`seeding ${size + spare} people and a group of ${size}`);
  const users = await seedUsers(database, size + spare);
  const [members, joiners] = [users.slice(0, size), users.slice(size)];
  const large = await seededGroup(scene, 'Large', members);
  const small = await seededGroup(scene, 'Small', users.slice(0, positive(values, 'small')));
  const groups = { gateway, small, large };
  const blocks = Math.ceil(positive(values, 'rounds') / BLOCK);
  const joinAndLeave = (group: string): AsyncIterable<ScimAnswer> =>
    joining(client, group, joiners.slice(0, BLOCK));
  const figures = await compare({ ...groups, blocks, work: joinAndLeave });
  console.log(`\n${comparisonTable('one member added or removed', figures)}`);
  const reading = await compare({ ...groups, blocks: 2, work: (group) => reads(client, group) });
  const isBlind = ratioFaults(reading, RATIO_MAX).length < reading.length;
  const scale = { ...scene, group: large, members, joiners: joiners.slice(0, bulk) };
  return [
    ...(isBlind ? ['the comparison is blind: it did not notice what reading a large group costs'] : []),
    ...ratioFaults(figures, RATIO_MAX),
    ...(await readWhole(scale)),
    ...(await massChanges(scale)),
  ];
}

async function seededGroup(
  { client, database }: Scene,
  displayName: string,
  members: readonly string[],
): Promise<string> {
  const group = await createGroup(client, displayName);
  await seedMembers(database, group, members);
  return group;
}

/** Each of the people joins the group and leaves it again. */
async function* joining(
  client: ScimClient,
  group: string,
  people: readonly string[],
): AsyncGenerator<ScimAnswer> {
  for (const id of people)
    for (const body of [addMembers([id]), removeMembers([id])])
      yield await client.send('PATCH', `/Groups/${group}`, body);
}

async function* reads(client: ScimClient, group: string): AsyncGenerator<ScimAnswer> {
  for (let reading = 0; reading < 3; reading += 1)
    yield await client.send('GET', `/Groups/${group}?attributes=members`);
}
