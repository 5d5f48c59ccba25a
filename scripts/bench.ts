// `npm run bench`: how fast the gateway is beside a bare floor on the same database. Owns the command line and the order.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDatabase, startLoadGenerator } from './bench/children';
import { measure, type Measured } from './bench/measure';
import { reportMarkdown, reportTable } from './bench/report';
import { scenariosFor } from './bench/scenarios';
import { startBareFloor, startGateway, type Server } from './bench/servers';
import { positive, runProof, type Values } from './prove/proof';

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
  --json FILE       the figures as JSON
  --markdown        the table as Markdown too
  --help            this text

Fails when an answer is wrong. A goal that is not met is told in the table.`;

const DEADLINE_MS = 3 * 3_600_000;
const WARM_UP_SHARE = 1 / 3;
/** More than any server adds to a group. */
const JOINERS_PER_SECOND = 2_500;

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
    json: { type: 'string' },
    markdown: { type: 'boolean', default: false },
  },
  deadlineMs: DEADLINE_MS,
  verdicts: { holds: 'Every answer was right.', fails: 'The run is void.' },
  run: async (values, folder) => {
    const database = await startDatabase(join(folder, 'database'), Number(values['cache-gb']));
    const cpuProf = values['cpu-prof'] as string | undefined;
    const options = { databaseUri: database.uri, folder, cpuProf };
    const load = startLoadGenerator();
    const servers: Server[] = [];
    try {
      if (values['without-floor'] !== true) servers.push(await startBareFloor(options));
      servers.push(await startGateway(options));
      const results = await measureAll({ servers, load, databasePid: database.pid }, values);
      return results.flatMap(({ faults }) => faults);
    } finally {
      await load.stop();
      for (const server of servers) await server.stop();
      await database.stop();
    }
  },
});

interface Started {
  readonly servers: readonly Server[];
  readonly load: ReturnType<typeof startLoadGenerator>;
  readonly databasePid: number;
}

async function measureAll(started: Started, values: Values): Promise<readonly Measured[]> {
  const [users, rounds] = [positive(values, 'users'), positive(values, 'rounds')];
  const ms = Number(values['seconds']) * 1000;
  const warmUpMs = Math.round(ms * WARM_UP_SHARE);
  const scenarios = scenariosFor(users).filter(({ name }) => name.includes(String(values['only'])));
  const needsSpares = scenarios.some(({ joined }) => joined !== undefined);
  const spares = needsSpares ? Math.ceil((JOINERS_PER_SECOND * rounds * (ms + warmUpMs)) / 1000) : 0;
  const connections = positive(values, 'connections');
  const bench = {
    ...started,
    users,
    spares,
    firm: Math.min(users, 2_000),
    connections,
    rounds,
    ms,
    warmUpMs,
  };
  for (const server of started.servers) await server.seedPeople(users, progress(server.name, users));
  const results: Measured[] = [];
  let hasSpares = false;
  for (const scenario of scenarios) {
    if (scenario.joined !== undefined && !hasSpares) {
      for (const server of started.servers) await server.seedSpares(spares);
      hasSpares = true;
    }
    const measured = await measure(bench, scenario);
    results.push(measured);
    console.log(`${scenario.name}: ${Math.round(measured.gateway?.perSecond ?? 0)}/s`);
  }
  console.log(`\n${reportTable(results)}`);
  if (values['markdown'] === true) console.log(`\n${reportMarkdown(results)}`);
  const file = values['json'];
  if (typeof file === 'string') writeFileSync(file, `${JSON.stringify({ users, results }, undefined, 2)}\n`);
  return results;
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
