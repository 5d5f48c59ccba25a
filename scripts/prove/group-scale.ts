// `npm run prove:group-scale`: a member more or less costs the same in a group of ten and in one of 100,000. Owns the command line and the order.
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { median, percentile, rounded, table } from './figures';
import { startGatewayProcess, type GatewayProcess } from './gateway-process';
import { addMembers, createGroup, removeMembers, storedMembers } from './membership';
import { positive, runProof } from './proof';
import { createScimClient, type ScimAnswer, type ScimClient } from './scim-client';
import { seedMembers, seedUsers } from './seed';

const HELP = `Adds and removes one member in a small and in a large group by turns, and compares latency and CPU time of
gateway and database. Then reads the large group whole, and adds and replaces many members with one request.

  npm run prove:group-scale [-- --large N] [--small N] [--rounds N] [--bulk N]

  --large N    members of the large group (default 100000)
  --small N    members of the small group (default 10)
  --rounds N   members added and removed in each group (default 300)
  --bulk N     members in one PATCH and in one PUT (default 10000)
  --help       this text

Fails when latency or CPU time in the large group is more than 1.5 times that in the small one.`;

const DEADLINE_MS = 900_000;
const RATIO_MAX = 1.5;
/** Operations between two readings of the CPU time, which Linux gives in steps of 10 ms. */
const BLOCK = 25;
const WARM_UP = 2 * BLOCK;
const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';

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
    const database = connection.db();
    try {
      const [large, bulk] = [positive(values, 'large'), positive(values, 'bulk')];
      const scene = { gateway, client, database };
      const spare = Math.max(bulk, BLOCK);
      console.log(`seeding ${large + spare} people and a group of ${large}`);
      const users = await seedUsers(database, large + spare);
      const joiners = users.slice(large);
      const inLarge = await seededGroup(scene, 'Large', users.slice(0, large));
      const inSmall = await seededGroup(scene, 'Small', users.slice(0, positive(values, 'small')));
      return [
        ...(await compare(scene, { inSmall, inLarge, joiners, rounds: positive(values, 'rounds') })),
        ...(await wholeGroup(scene, inLarge, large)),
        ...(await bulkChanges(scene, inLarge, {
          members: users.slice(0, large),
          joiners: joiners.slice(0, bulk),
        })),
      ];
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

async function seededGroup(
  { client, database }: Scene,
  displayName: string,
  members: readonly string[],
): Promise<string> {
  const group = await createGroup(client, displayName);
  await seedMembers(database, group, members);
  return group;
}

interface Compared {
  readonly inSmall: string;
  readonly inLarge: string;
  readonly joiners: readonly string[];
  readonly rounds: number;
}

interface Block {
  readonly ms: readonly number[];
  readonly gatewayCpuMs: number;
  readonly mongodCpuMs: number;
}

/** Blocks of the two groups take turns, so that whatever else runs on the machine hits both alike. */
async function compare(
  scene: Scene,
  { inSmall, inLarge, joiners, rounds }: Compared,
): Promise<readonly string[]> {
  const people = joiners.slice(0, BLOCK);
  for (let done = 0; done < WARM_UP; done += BLOCK)
    for (const group of [inSmall, inLarge]) await block(scene, group, people);
  const small: Block[] = [];
  const large: Block[] = [];
  for (let done = 0; done < rounds; done += BLOCK) {
    const order = [() => block(scene, inSmall, people), () => block(scene, inLarge, people)] as const;
    // Who goes first changes as well.
    if ((done / BLOCK) % 2 === 0) {
      small.push(await order[0]());
      large.push(await order[1]());
    } else {
      large.push(await order[1]());
      small.push(await order[0]());
    }
    if ((done / BLOCK) % 4 === 0) console.log(`compared ${done + BLOCK} of ${rounds}`);
  }
  const figures = FIGURES.map(({ name, of }) => {
    const [few, many] = [of(small), of(large)];
    return { name, few, many, ratio: many / few };
  });
  const rows = figures.map(({ name, few, many, ratio }) => [
    name,
    ...[few, many, ratio].map((value) => rounded(value, 2)),
  ]);
  console.log(`\n${table(['one member added or removed', 'small', 'large', 'ratio'], rows)}`);
  return figures
    .filter(({ ratio }) => !(ratio <= RATIO_MAX))
    .map(({ name, ratio }) => `${name}: the ratio is ${rounded(ratio, 2)}, more than ${RATIO_MAX}`);
}

const FIGURES: readonly { readonly name: string; readonly of: (blocks: readonly Block[]) => number }[] = [
  { name: 'latency, median ms', of: (blocks) => median(blocks.flatMap(({ ms }) => ms)) },
  {
    name: 'latency, p90 ms',
    of: (blocks) =>
      percentile(
        blocks.flatMap(({ ms }) => ms),
        0.9,
      ),
  },
  { name: 'gateway CPU, median ms', of: (blocks) => median(blocks.map(({ gatewayCpuMs }) => gatewayCpuMs)) },
  { name: 'mongod CPU, median ms', of: (blocks) => median(blocks.map(({ mongodCpuMs }) => mongodCpuMs)) },
  {
    name: 'both, median CPU ms',
    of: (blocks) => median(blocks.map(({ gatewayCpuMs, mongodCpuMs }) => gatewayCpuMs + mongodCpuMs)),
  },
];

/** Each of the people joins the group and leaves it again. */
async function block({ gateway, client }: Scene, group: string, people: readonly string[]): Promise<Block> {
  const cpu = [gateway.cpuMs(), gateway.databaseCpuMs()] as const;
  const ms: number[] = [];
  for (const id of people)
    for (const body of [addMembers([id]), removeMembers([id])])
      ms.push(accepted(await client.send('PATCH', `/Groups/${group}`, body)).ms);
  return {
    ms,
    gatewayCpuMs: (gateway.cpuMs() - cpu[0]) / ms.length,
    mongodCpuMs: (gateway.databaseCpuMs() - cpu[1]) / ms.length,
  };
}

async function wholeGroup(
  { gateway, client }: Scene,
  group: string,
  size: number,
): Promise<readonly string[]> {
  const before = gateway.rssMb();
  const cpu = gateway.cpuMs();
  const answer = accepted(await client.send('GET', `/Groups/${group}`));
  const { members } = answer.body as { readonly members: readonly unknown[] };
  console.log(
    `\nread whole: ${members.length} members, ${rounded(answer.bytes / 1e6)} MB in ${rounded(answer.ms)} ms, ` +
      `${rounded(gateway.cpuMs() - cpu)} ms gateway CPU; gateway ${before} MB before, ${gateway.rssMb()} MB after`,
  );
  return members.length === size ? [] : [`the group shows ${members.length} members instead of ${size}`];
}

async function bulkChanges(
  { gateway, client, database }: Scene,
  group: string,
  { members, joiners }: { readonly members: readonly string[]; readonly joiners: readonly string[] },
): Promise<readonly string[]> {
  const faults: string[] = [];
  const rows: (string | number)[][] = [];
  const step = async (name: string, expected: number, send: () => Promise<ScimAnswer>): Promise<void> => {
    const before = gateway.rssMb();
    const answer = accepted(await send());
    const count = (await storedMembers(database, group)).length;
    rows.push([name, rounded(answer.ms), before, gateway.rssMb()]);
    if (count !== expected) faults.push(`${name}: ${count} members instead of ${expected}`);
  };
  const large = members.length;
  const put = (ids: readonly string[]): Promise<ScimAnswer> =>
    client.send('PUT', `/Groups/${group}?excludedAttributes=members`, {
      schemas: [GROUP_SCHEMA],
      displayName: 'Large',
      members: ids.map((value) => ({ value })),
    });
  const many = joiners.length;
  await step(`PATCH adds ${many} to ${large}`, large + many, () =>
    client.send('PATCH', `/Groups/${group}`, addMembers(joiners)),
  );
  await step(`PATCH removes ${many} of them`, large, () =>
    client.send('PATCH', `/Groups/${group}`, removeMembers(joiners)),
  );
  await step(`PUT of all ${large} and ${many} more`, large + many, () => put([...members, ...joiners]));
  await step(`PUT of ${many}, which takes ${large} away`, many, () => put(joiners));
  await step(`PUT of the same ${many}`, many, () => put(joiners));
  rows.push(...(await wholeLife(gateway, client, members)));
  console.log(`\n${table(['one request', 'ms', 'MB before', 'MB after'], rows)}`);
  return faults;
}

/** A group that comes with all its members, is found by one of them, and goes. */
async function wholeLife(
  gateway: GatewayProcess,
  client: ScimClient,
  members: readonly string[],
): Promise<readonly (string | number)[][]> {
  const rows: (string | number)[][] = [];
  const timed = async (name: string, send: () => Promise<ScimAnswer>): Promise<unknown> => {
    const before = gateway.rssMb();
    const { ms, body } = accepted(await send());
    rows.push([name, rounded(ms), before, gateway.rssMb()]);
    return body;
  };
  const group = {
    schemas: [GROUP_SCHEMA],
    displayName: 'Everybody',
    members: members.map((value) => ({ value })),
  };
  const made = await timed(`POST of a group with ${members.length}`, () =>
    client.send('POST', '/Groups?excludedAttributes=members', group),
  );
  const { id } = made as { readonly id: string };
  await timed('list of the users in it, 100 of them', () =>
    client.send('GET', `/Users?count=100&filter=${encodeURIComponent(`groups.value eq "${id}"`)}`),
  );
  await timed('DELETE of it', () => client.send('DELETE', `/Groups/${id}`));
  return rows;
}

/** @throws Error with the answer where it is a refusal */
function accepted(answer: ScimAnswer): ScimAnswer {
  if (answer.status < 300) return answer;
  throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}
