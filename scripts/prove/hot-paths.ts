// `npm run prove:hot-paths`: what connectors do all day stays fast in a firm with many people. Owns the command line and the list of requests.
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { table } from './figures';
import { startGatewayProcess, type GatewayProcess } from './gateway-process';
import { hotPaths, type Firm } from './hot-paths/requests';
import { measureLoad } from './load';
import { createGroup } from './membership';
import { positive, runProof, type Values } from './proof';
import { createScimClient } from './scim-client';
import { seedMembers, seedUsers } from './seed';

const HELP = `Measures the requests that connectors send all day, and the rare ones that no index serves, in a firm with many
people: one at a time, then from many connections.

  npm run prove:hot-paths [-- --users N] [--connections N] [--seconds N] [--only TEXT]

  --users N         people in the directory (default 50000)
  --connections N   connections under load (default 16)
  --seconds N       load on each request (default 4)
  --only TEXT       only requests whose name holds the text
  --help            this text

Fails when a regular request (marked *) takes more than 50 ms alone, or anything is refused.`;

const DEADLINE_MS = 1_200_000;
const ALONE_MAX = 60;
const REGULAR_MS_MAX = 50;
const GROUPS = 200;
const GROUP_MEMBERS = 100;
const COLUMNS = ['aloneMs', 'perSecond', 'p50Ms', 'p99Ms', 'gatewayCpuMs', 'mongodCpuMs'] as const;
const HEADINGS = ['request', 'alone ms', 'per s', 'p50 ms', 'p99 ms', 'gateway CPU', 'mongod CPU'];

void runProof({
  help: HELP,
  options: {
    users: { type: 'string', default: '50000' },
    connections: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string', default: '' },
  },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const gateway = await startGatewayProcess({ dataDir: join(folder, 'data') });
    const connection = new mongo.MongoClient(gateway.databaseUri, CLIENT_OPTIONS);
    try {
      console.log('seeding');
      const firm = await seedFirm(gateway, connection.db(), positive(values, 'users'));
      return await measureAll(gateway, firm, values);
    } finally {
      await connection.close();
      await gateway.stop();
    }
  },
});

async function seedFirm(gateway: GatewayProcess, database: mongo.Db, size: number): Promise<Firm> {
  const client = createScimClient(gateway, 1);
  const users = await seedUsers(database, size);
  const groups: string[] = [];
  for (let index = 0; index < GROUPS; index += 1) {
    const group = await createGroup(client, `Matter team ${index}`);
    await seedMembers(database, group, users.slice(index * GROUP_MEMBERS, (index + 1) * GROUP_MEMBERS));
    groups.push(group);
  }
  client.close();
  return { users, groups };
}

async function measureAll(gateway: GatewayProcess, firm: Firm, values: Values): Promise<readonly string[]> {
  const faults: string[] = [];
  const rows: (string | number)[][] = [];
  const connections = positive(values, 'connections');
  const load = { connections, loadMs: positive(values, 'seconds') * 1000, aloneMax: ALONE_MAX };
  for (const { name, isRegular, send } of hotPaths(firm)) {
    if (!name.includes(String(values['only']))) continue;
    const { refused, ...figures } = await measureLoad(gateway, send, load);
    const marked = `${isRegular ? '*' : ' '} ${name}`;
    rows.push([marked, ...COLUMNS.map((column) => figures[column])]);
    console.log(`${marked}: ${figures.aloneMs} ms alone, ${figures.perSecond}/s`);
    if (refused > 0) faults.push(`${name}: ${refused} requests were refused`);
    if (isRegular && figures.aloneMs > REGULAR_MS_MAX) faults.push(`${name}: ${figures.aloneMs} ms alone`);
  }
  console.log(`\n${table(HEADINGS, rows)}\n\n* is regular; CPU in ms for each request under load`);
  console.log(`gateway: ${gateway.rssMb()} MB`);
  return faults;
}
