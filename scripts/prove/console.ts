// `npm run prove:console`: with a large firm behind it, how soon the console shows and the sync log finds. Owns the command line and the order.

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filtersAsked, pagesAsked, type Firm } from './console/asked';
import { measureAsked, readApi, type Measured } from './console/measure';
import { measurePages } from './console/pages';
import { rounded, table } from './figures';
import { startGatewayProcess } from './gateway-process';
import { positive, runProof, type Values } from './proof';

const HELP = `Puts a firm into a gateway's database (as npm run seed does), then asks for what each page of the console asks for, filters
the sync log in common and in rare ways, and opens each page in a browser.

  npm run prove:console [-- --people N] [--events N] [--groups N] [--rounds N] [--no-browser] [--data DIR]

  --people N     people of the firm (default 100000)
  --events N     changes of all of them (default 1000000; storing them takes about five minutes)
  --groups N     groups (default 500)
  --rounds N     measurements of each; the median counts (default 7)
  --no-browser   only what pages ask for
  --data DIR     keeps the firm there, and takes the one that is there already (default: a temporary one)
  --help         this text

Fails where a page's data takes more than 500 ms or a filter of the log more than 300 ms.`;

const DEADLINE_MS = 3_600_000;
const PAGE_MS_MAX = 500;
const PROJECT = join(__dirname, '..', '..');

void runProof({
  help: HELP,
  options: {
    people: { type: 'string', default: '100000' },
    events: { type: 'string', default: '1000000' },
    groups: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '7' },
    seed: { type: 'string', default: '20261122' },
    'no-browser': { type: 'boolean', default: false },
    data: { type: 'string' },
  },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const dataDir = typeof values['data'] === 'string' ? values['data'] : join(folder, 'data');
    if (existsSync(dataDir)) console.log(`the firm in ${dataDir} is taken as it is`);
    else storeFirm(dataDir, values);
    const adminToken = randomBytes(32).toString('hex');
    const gateway = await startGatewayProcess({ dataDir, env: { ADMIN_TOKEN: adminToken } });
    try {
      const api = { base: `${gateway.rootUrl}/admin/api/customers/default`, token: adminToken };
      const firm = await firmOf(api);
      const rounds = positive(values, 'rounds');
      const faults: string[] = [];
      for (const asked of [pagesAsked(firm), filtersAsked(firm)]) {
        const measured: Measured[] = [];
        for (const each of asked) measured.push(await measureAsked(api, each, rounds));
        tell(measured);
        faults.push(...measured.flatMap(faultsOf));
      }
      if (values['no-browser'] === true) return faults;
      const pages = await measurePages({ url: `${gateway.rootUrl}/admin/`, adminToken }, rounds);
      const rows = pages.map(({ page, firstMs, medianMs }) => [page, rounded(medianMs), rounded(firstMs)]);
      console.log(`\n${table(['page in the browser', 'median ms', 'first ms'], rows)}`);
      const slow = pages.filter(({ medianMs }) => medianMs > PAGE_MS_MAX);
      return [
        ...faults,
        ...slow.map(({ page, medianMs }) => `${page}: ${rounded(medianMs)} ms in the browser`),
      ];
    } finally {
      await gateway.stop();
    }
  },
});

function storeFirm(dataDir: string, values: Values): void {
  const size = ['people', 'events', 'groups', 'seed'].flatMap((name) => [
    `--${name}`,
    String(positive(values, name)),
  ]);
  execFileSync(join(PROJECT, 'node_modules', '.bin', 'tsx'), ['scripts/seed.ts', ...size], {
    cwd: PROJECT,
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: 'inherit',
  });
}

function tell(measured: readonly Measured[]): void {
  const rows = measured.map((each) => [
    each.name,
    rounded(each.medianMs),
    rounded(each.firstMs),
    each.bytes,
    each.status,
  ]);
  console.log(`\n${table(['asked', 'median ms', 'first ms', 'bytes', 'status'], rows)}`);
}

function faultsOf({ name, medianMs, msMax, status }: Measured): readonly string[] {
  return [
    ...(status === 200 ? [] : [`${name}: answered ${status}`]),
    ...(medianMs > msMax ? [`${name}: ${rounded(medianMs)} ms, more than ${msMax}`] : []),
  ];
}

/** Somebody and some group of the firm, and a moment half way through its last year. */
async function firmOf(api: Parameters<typeof readApi>[0]): Promise<Firm> {
  const [person] = await rowsOf<{ readonly id: string; readonly fullName: string }>(api, '/people?text=tove');
  const [group] = await rowsOf<{ readonly id: string }>(api, '/groups');
  if (person === undefined || group === undefined) throw new Error('the firm has nobody, or no group');
  const then = new Date(Date.now() - 180 * 86_400_000).toISOString();
  return { personId: person.id, personName: person.fullName.toLowerCase(), groupId: group.id, then };
}

async function rowsOf<R>(api: Parameters<typeof readApi>[0], path: string): Promise<readonly R[]> {
  const answer = await readApi(api, path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { readonly rows: readonly R[] }).rows;
}
