// `npm run prove:members`: many clients add members to one group at once, and not one member or event is lost. Owns the command line.
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { percentile, rounded, table } from './figures';
import { startGatewayProcess, type GatewayProcess } from './gateway-process';
import { addOneByOne, createGroup, membershipFaults, refusals, unnoticedDamages } from './membership';
import { positive, runProof } from './proof';
import { createScimClient } from './scim-client';
import { seedUsers } from './seed';

const HELP = `Many clients add members to one group at once, one member a request: every answer is 2xx, the group ends with
exactly those members, and there is one event for each, their versions without a gap. First with one gateway, then with
two on one database. Before it is believed, the check must notice damages planted into its own result.

  npm run prove:members [-- --members N] [--clients N] [--shared N]

  --members N   members to add with one gateway (default 10000)
  --clients N   connections at once (default 64)
  --shared N    members to add with two gateways on one database (default 2000)
  --help        this text

Fails below 50 requests/s: a gateway that is not under load proves nothing. Exit code 0 when it holds, 1 when not.`;

const DEADLINE_MS = 900_000;
const RATE_MIN = 50;
const HEADINGS = [
  'gateways',
  'adds',
  'clients',
  'adds/s',
  'p50 ms',
  'p99 ms',
  'max ms',
  'gateway CPU ms/add',
  'mongod CPU ms/add',
];
type Row = (string | number)[];

void runProof({
  help: HELP,
  options: {
    members: { type: 'string', default: '10000' },
    clients: { type: 'string', default: '64' },
    shared: { type: 'string', default: '2000' },
  },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const clients = positive(values, 'clients');
    console.log('starting a gateway with a database of its own');
    const first = await startGatewayProcess({ dataDir: join(folder, 'first') });
    const database = new mongo.MongoClient(first.databaseUri, CLIENT_OPTIONS);
    try {
      const rows: Row[] = [];
      const faults = await prove(
        { gateways: [first], database: database.db(), clients },
        positive(values, 'members'),
        rows,
      );
      console.log('starting a second gateway on the same database');
      const second = await startGatewayProcess({
        dataDir: join(folder, 'second'),
        env: { MONGODB_URI: first.databaseUri },
      });
      const both = { gateways: [first, second], database: database.db(), clients };
      const shared = await prove(both, positive(values, 'shared'), rows);
      console.log(`\n${table(HEADINGS, rows)}`);
      await second.stop();
      return [...faults, ...shared];
    } finally {
      await database.close();
      await first.stop();
    }
  },
});

interface Setting {
  readonly gateways: readonly GatewayProcess[];
  readonly database: mongo.Db;
  readonly clients: number;
}

async function prove(
  { gateways, database, clients }: Setting,
  members: number,
  rows: Row[],
): Promise<readonly string[]> {
  const senders = gateways.map((gateway) => createScimClient(gateway, Math.ceil(clients / gateways.length)));
  const [sender] = senders;
  if (sender === undefined) throw new Error('no gateway');
  console.log(`seeding ${members} people`);
  const ids = await seedUsers(database, members, `g${gateways.length}-`);
  const group = await createGroup(sender, `Everybody ${gateways.length}`);
  console.log(`${clients} clients add them, one by one, through ${gateways.length} gateway(s)`);
  const cpu = cpuOf(gateways);
  const since = performance.now();
  const answers = await addOneByOne(senders, group, ids, clients);
  const seconds = (performance.now() - since) / 1000;
  const used = cpuOf(gateways);
  const ms = answers.map((answer) => answer.ms);
  rows.push([
    gateways.length,
    members,
    clients,
    ...[members / seconds, percentile(ms, 0.5), percentile(ms, 0.99), Math.max(...ms)].map((value) =>
      rounded(value),
    ),
    ...[used.gateway - cpu.gateway, used.mongod - cpu.mongod].map((value) => rounded(value / members, 2)),
  ]);
  for (const client of senders) client.close();
  const unnoticed = await unnoticedDamages(database, group, ids);
  return [
    ...unnoticed.map((name) => `the check is blind: it did not notice that ${name}`),
    ...refusals(answers),
    ...(await membershipFaults(database, group, ids)),
    ...(members / seconds < RATE_MIN
      ? [`only ${rounded(members / seconds)} adds/s, at least ${RATE_MIN} are needed`]
      : []),
  ];
}

function cpuOf(gateways: readonly GatewayProcess[]): { readonly gateway: number; readonly mongod: number } {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    gateway: sum(gateways.map((gateway) => gateway.cpuMs())),
    mongod: sum(gateways.map((gateway) => gateway.databaseCpuMs())),
  };
}
