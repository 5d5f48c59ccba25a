// `npm run prove:rate`: a flood from one connection gets its budget and no more, and nobody's disable waits for it. Owns the command line and the table.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { percentile, rounded, table } from './figures';
import { startGatewayProcess } from './gateway-process';
import { positive, runProof } from './proof';
import { admitCostUs } from './rate/cost';
import { runFlood, type Flood } from './rate/flood';
import { faultsOf, isBlind } from './rate/verdict';
import { createScimClient } from './scim-client';
import { seedUsers } from './seed';

const HELP = `Floods the built gateway from one connection at ten times its limit (reads, creations and changes), while the same
connection disables people and another connection reads.

  npm run prove:rate [-- --seconds N] [--limit N] [--burst N]

  --seconds N   length of the flood (default 10)
  --limit N     requests a second of the connection (default 50)
  --burst N     further requests in a minute (default 100)
  --help        this text

Fails when more or less than the budget passes, a disable is refused or takes more than a second, or the other connection is
refused anything.`;

const DEADLINE_MS = 300_000;
const OVER = 10;
const SIDE_PER_SECOND = 20;
const HEADINGS = ['requests', 'sent', 'passed', 'refused', 'p50 ms', 'p99 ms', 'max ms'];

void runProof({
  help: HELP,
  options: {
    seconds: { type: 'string', default: '10' },
    limit: { type: 'string', default: '50' },
    burst: { type: 'string', default: '100' },
  },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const seconds = positive(values, 'seconds');
    const limit = { requestsPerSecond: positive(values, 'limit'), burst: positive(values, 'burst') };
    const [flooding, calm] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
    const config = join(folder, 'gateway.json');
    const connections = [
      { name: 'flooding', token: { env: 'FLOODING' }, rateLimit: limit },
      { name: 'calm', token: { env: 'CALM' } },
    ];
    writeFileSync(config, JSON.stringify({ customers: [{ id: 'default', connections }] }));
    const env = { GATEWAY_CONFIG: config, FLOODING: flooding, CALM: calm };
    const gateway = await startGatewayProcess({ dataDir: join(folder, 'data'), env });
    const database = new mongo.MongoClient(gateway.databaseUri, CLIENT_OPTIONS);
    try {
      const people = seconds * SIDE_PER_SECOND;
      console.log(`seeding ${2 * people} people`);
      const ids = await seedUsers(database.db(), 2 * people);
      const { baseUrl } = gateway;
      const setting = {
        flooding: createScimClient({ baseUrl, token: flooding }, 64),
        leaving: createScimClient({ baseUrl, token: flooding }, 16),
        calm: createScimClient({ baseUrl, token: calm }, 16),
        seconds,
        sidePerSecond: SIDE_PER_SECOND,
      };
      console.log(`${seconds} s without a flood`);
      const quiet = await runFlood({ ...setting, floodPerSecond: 0, leavers: ids.slice(0, people) });
      const floodPerSecond = OVER * limit.requestsPerSecond;
      console.log(`${seconds} s with ${floodPerSecond} requests a second`);
      const flooded = await runFlood({ ...setting, floodPerSecond, leavers: ids.slice(people) });
      for (const client of [setting.flooding, setting.leaving, setting.calm]) client.close();
      console.log(`\n${table(HEADINGS, [...rows('quiet', quiet), ...rows('flood', flooded)])}`);
      const cost = await admitCostUs();
      console.log(`\nthe limiter itself: ${rounded(cost, 2)} µs of CPU a request`);
      console.log(`passed of the flood: ${rounded(flooded.passed / flooded.answeredS)} requests a second`);
      if (isBlind(limit, flooded)) return ['the verdict does not notice a flood that all passes'];
      return faultsOf(limit, flooded);
    } finally {
      await database.close();
      await gateway.stop();
    }
  },
});

function rows(name: string, flood: Flood): readonly (readonly (string | number)[])[] {
  const kinds = [
    ['flood', flood.flood],
    ['disables', flood.disables],
    ['other connection', flood.calm],
  ] as const;
  return kinds
    .filter(([, answers]) => answers.length > 0)
    .map(([kind, answers]) => {
      const passed = answers.filter(({ status }) => status !== 429);
      const ms = passed.map((answer) => answer.ms);
      const figures = [percentile(ms, 0.5), percentile(ms, 0.99), Math.max(...ms)].map((value) =>
        rounded(value),
      );
      return [`${name}: ${kind}`, answers.length, passed.length, answers.length - passed.length, ...figures];
    });
}
