// `npm run bench`: how fast the gateway is beside a bare floor on the same database. Owns the command line and the order.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unlikeFaults } from './bench/alike';
import { startDatabase, startLoadGenerator } from './bench/children';
import { comparisonTable, flatFaults, savedRun, type Run } from './bench/comparison';
import { measure, type Bench, type Measured } from './bench/measure';
import { reportMarkdown, reportTable } from './bench/report';
import { planOf, type Plan } from './bench/plan';
import type { Scenario } from './bench/scenario';
import { startBareFloor, startGateway, type Server } from './bench/servers';
import { runProof, type Values } from './prove/proof';

const HELP = `Measures the built gateway beside a bare floor (node:http and the MongoDB driver, which stores and returns the same JSON
and does nothing else) on one mongod: closed loop, several rounds by turns, medians. Every answer is judged.

  npm run bench [-- --users N] [--connections N] [--seconds N] [--rounds N] [--only TEXT] ...

  --users N         people in each directory (default 10000)
  --connections N   connections at once (default 16)
  --seconds N       of each round, after a warm-up (default 3)
  --rounds N        against each server (default 3)
  --only TEXT       only scenarios whose name holds the text
  --without-floor   only the gateway, for a quick look
  --cpu-prof DIR    the gateway leaves a CPU profile there; it covers the seeding too, which sends it next to nothing
  --cache-gb N      memory of mongod's cache (default 0.25, as the gateway gives its own)
  --firm N          people of the firm that is synced whole (default 2000)
  --json FILE       saves the figures as JSON
  --against FILE    shows beside those of a saved run what has changed
  --flat RATIO      with --against: fails where a p50 is more than so many times that of the saved run, deep paging by index
                    excepted; a saved run of 10000 users and this one of 1000000 show what growth costs
  --markdown        the table as Markdown too
  --help            this text

The load generator is a process of its own; what it needs of the machine, the servers lack. Fails when an answer is wrong. A
goal that is not met is told in the table.`;

const DEADLINE_MS = 3 * 3_600_000;

void runProof({
  help: HELP,
  options: {
    users: { type: 'string', default: '10000' },
    connections: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    'without-floor': { type: 'boolean', default: false },
    'cpu-prof': { type: 'string' },
    'cache-gb': { type: 'string', default: '0.25' },
    firm: { type: 'string', default: '2000' },
    json: { type: 'string' },
    against: { type: 'string' },
    flat: { type: 'string' },
    markdown: { type: 'boolean', default: false },
  },
  deadlineMs: DEADLINE_MS,
  verdicts: { holds: 'Every answer was right.', fails: 'The run is void.' },
  run: async (values, folder) => {
    const plan = planOf(values);
    const then = typeof values['against'] === 'string' ? savedRun(values['against']) : undefined;
    const now = await measured(plan, values, folder);
    console.log(`\n${reportTable(now.results)}`);
    if (values['markdown'] === true) console.log(`\n${reportMarkdown(now.results)}`);
    if (typeof values['json'] === 'string')
      writeFileSync(values['json'], `${JSON.stringify(now, undefined, 2)}\n`);
    if (then !== undefined) console.log(`\n${comparisonTable(then, now)}`);
    const flat =
      then === undefined || values['flat'] === undefined ? [] : flatFaults(then, now, Number(values['flat']));
    return [...now.results.flatMap(({ faults }) => faults), ...flat];
  },
});

async function measured(plan: Plan, values: Values, folder: string): Promise<Run> {
  const database = await startDatabase(join(folder, 'database'), Number(values['cache-gb']));
  const cpuProf = values['cpu-prof'] as string | undefined;
  const options = { databaseUri: database.uri, folder, cpuProf };
  const load = startLoadGenerator();
  const servers: Server[] = [];
  try {
    if (values['without-floor'] !== true) servers.push(await startBareFloor(options));
    servers.push(await startGateway(options));
    const bench = { ...plan, servers, load, databasePid: database.pid };
    await seed(bench);
    const unlike = await unlikeFaults(servers);
    if (unlike.length > 0) throw new Error(unlike.join('\n'));
    const results = await measureAll(bench, plan.scenarios);
    return { users: plan.users, connections: plan.connections, results };
  } finally {
    await load.stop();
    for (const server of servers) await server.stop();
    await database.stop();
  }
}

async function seed({ servers, users }: Bench): Promise<void> {
  for (const server of servers) await server.seedPeople(users, progress(server.name, users));
}

async function measureAll(bench: Bench, scenarios: readonly Scenario[]): Promise<readonly Measured[]> {
  const { servers, spares } = bench;
  const results: Measured[] = [];
  let hasSpares = false;
  for (const scenario of scenarios) {
    if (scenario.joined !== undefined && !hasSpares) {
      // Not before: who only reads finds the firm without them.
      for (const server of servers) await server.seedSpares(spares);
      hasSpares = true;
    }
    const result = await measure(bench, scenario);
    results.push(result);
    console.log(progressLine(result));
  }
  return results;
}

function progressLine({ scenario, floor, gateway, faults }: Measured): string {
  const speeds = [floor, gateway].map((figures) => Math.round(figures?.perSecond ?? 0)).join(' and ');
  return `${scenario}: ${speeds} a second${faults.length === 0 ? '' : ', WRONG'}`;
}

const TELL_EVERY_MS = 2_000;

function progress(server: string, of: number): (done: number) => void {
  let toldAt = performance.now();
  return (done) => {
    if (performance.now() - toldAt < TELL_EVERY_MS && done < of) return;
    toldAt = performance.now();
    console.log(`seeding the ${server}: ${done} of ${of} people`);
  };
}
