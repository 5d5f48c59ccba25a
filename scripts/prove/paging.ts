// `npm run prove:paging`: a walk by cursors misses nobody and shows nobody twice, and its last page costs what its first does. Owns the command line and the order.
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { median, rounded, table } from './figures';
import { startGatewayProcess } from './gateway-process';
import { meddle } from './paging/meddling';
import { readPage, walkByCursor, wrongIn, type ListQuery, type Walk } from './paging/walk';
import { positive, runProof, type Values } from './proof';
import { createScimClient, type ScimClient } from './scim-client';
import { person, seedUsers } from './seed';

const HELP = `Walks through many people by cursors while others come, change and go, and looks for who was missed or shown twice.
Then measures the first, the second and the last page, by cursor and by index, in several orders and with filters.
Before it is believed, it must notice what a walk by index does wrong when somebody comes in between.

  npm run prove:paging [-- --people N] [--page N] [--writers N] [--rounds N]

  --people N   people in the directory (default 1000000; 20000 takes a minute)
  --page N     people on a page that is measured (default 100); walks take 1000
  --writers N  connections that write during a walk (default 2)
  --rounds N   measurements of each page (default 7)
  --help       this text

Fails when somebody is missed or shown twice, or when the last page by cursor takes twice as long as the second. Not judged
is the last page of a filter whose people all stand at the front of the order: whether one more follows takes a look at the rest.`;

const DEADLINE_MS = 5_400_000;
const WALK_PAGE = 1_000;
const SEED_STEP = 50_000;
const RATIO_MAX = 2;
/** Below this, latencies are noise. */
const NOISE_MS = 25;

const ORDERS: readonly (readonly [name: string, query: ListQuery])[] = [
  ['order of creation', {}],
  ['sortBy userName', { sortBy: 'userName' }],
  ['filter title pr', { filter: 'title pr' }],
  ['few at the front, by userName', { filter: 'emails.value sw "p0"', sortBy: 'userName' }],
];
/** That nobody follows whom the filter finds is known only when all who follow were looked at. */
const NOT_JUDGED = 'few at the front, by userName';
/** One connection asks for all pages. */
const UNLIMITED = { GATEWAY_LIMIT_REQUESTS_PER_SECOND: '100000', GATEWAY_LIMIT_REQUEST_BURST: '1000000' };
/** No index has the order: every person is looked at for each page. */
const UNINDEXED: ListQuery = { sortBy: 'name.familyName' };

void runProof({
  help: HELP,
  options: {
    people: { type: 'string', default: '1000000' },
    page: { type: 'string', default: '100' },
    writers: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '7' },
  },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const gateway = await startGatewayProcess({ dataDir: join(folder, 'data'), env: UNLIMITED });
    const client = createScimClient(gateway, 1 + positive(values, 'writers'));
    const connection = new mongo.MongoClient(gateway.databaseUri, CLIENT_OPTIONS);
    try {
      const ids = await seed(connection.db(), positive(values, 'people'));
      return await prove(client, new Set(ids), values);
    } finally {
      client.close();
      await connection.close();
      await gateway.stop();
    }
  },
});

async function seed(database: mongo.Db, people: number): Promise<readonly string[]> {
  const since = performance.now();
  const ids: string[] = [];
  while (ids.length < people) {
    const some = await seedUsers(
      database,
      Math.min(SEED_STEP, people - ids.length),
      `p${ids.length / SEED_STEP}-`,
    );
    for (const id of some) ids.push(id);
    console.log(`${ids.length} people stored, ${rounded((performance.now() - since) / 1000, 0)} s`);
  }
  return ids;
}

async function prove(
  client: ScimClient,
  staying: ReadonlySet<string>,
  values: Values,
): Promise<readonly string[]> {
  const faults: string[] = [];
  if (!(await noticesShift(client)))
    faults.push('the proof is blind: it did not notice a person shown twice by index');
  const rows: (string | number)[][] = [];
  for (const [name, query] of ORDERS) {
    const walk = await watchedWalk(client, query, positive(values, 'writers'));
    const isWhole = query['filter'] === undefined;
    console.log(`${name}: ${walk.ids.length} people on ${walk.pages} pages in ${rounded(walk.ms / 1000)} s`);
    const expected = isWhole ? staying : await foundAtRest(client, query);
    faults.push(...wrongIn(walk.ids, expected).map((fault) => `${name}: ${fault}`));
    const measured = await measure(client, query, walk, values);
    rows.push([name, ...measured.map((ms) => rounded(ms))]);
    const [, second = 0, last = 0] = measured;
    if (name !== NOT_JUDGED && last > Math.max(NOISE_MS, RATIO_MAX * second))
      faults.push(
        `${name}: the last page by cursor took ${rounded(last)} ms, the second one ${rounded(second)} ms`,
      );
  }
  const slow = await readPage(client, { ...UNINDEXED, cursor: '', count: '100' });
  const slowNext = await readPage(client, { ...UNINDEXED, cursor: slow.nextCursor ?? '', count: '100' });
  console.log(`\n${table(['list', 'cursor first', 'second', 'last', 'index first', 'last'], rows)}`);
  console.log(
    `\nMedians in ms. Without an index (sortBy name.familyName): ${rounded(slow.ms, 0)} and ${rounded(slowNext.ms, 0)} ms a page.`,
  );
  return faults;
}

/** Somebody who comes in front shifts a walk by index: the last of one page is the first of the next. */
async function noticesShift(client: ScimClient): Promise<boolean> {
  const query = { sortBy: 'userName', attributes: 'id', count: '10' };
  const first = await readPage(client, { ...query, startIndex: '1' });
  const came = await client.send('POST', '/Users', person(0, 'a-first-'));
  const second = await readPage(client, { ...query, startIndex: '11' });
  await client.send('DELETE', `/Users/${(came.body as { readonly id: string }).id}`);
  return wrongIn([...first.ids, ...second.ids], new Set(first.ids)).length > 0;
}

async function watchedWalk(client: ScimClient, query: ListQuery, writers: number): Promise<Walk> {
  const meddling = meddle(client, writers);
  const walk = await walkByCursor(client, { ...query, attributes: 'id', count: String(WALK_PAGE) });
  console.log(`  ${await meddling.stop()} writes meanwhile`);
  return walk;
}

/** Whom the filter finds while nobody writes. Nobody whom it finds was changed before. */
async function foundAtRest(client: ScimClient, query: ListQuery): Promise<ReadonlySet<string>> {
  const { ids } = await walkByCursor(client, { ...query, attributes: 'id', count: String(WALK_PAGE) });
  return new Set(ids);
}

/** First, second and last page by cursor, first and last by index. */
async function measure(
  client: ScimClient,
  query: ListQuery,
  { lastCursor }: Walk,
  values: Values,
): Promise<readonly number[]> {
  const paged = { ...query, count: String(positive(values, 'page')) };
  const { total, nextCursor = '' } = await readPage(client, { ...paged, cursor: '' });
  const lastIndex = String(Math.max(1, total - positive(values, 'page') + 1));
  const medianOf = async (place: ListQuery): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < positive(values, 'rounds'); round += 1)
      times.push((await readPage(client, { ...paged, ...place })).ms);
    return median(times);
  };
  return [
    await medianOf({ cursor: '' }),
    await medianOf({ cursor: nextCursor }),
    await medianOf({ cursor: await nearEnd(client, query, lastCursor, values) }),
    await medianOf({ startIndex: '1' }),
    await medianOf({ startIndex: lastIndex }),
  ];
}

/** From where the walk's last page began, on to where one page of the measured size is left. */
async function nearEnd(client: ScimClient, query: ListQuery, from: string, values: Values): Promise<string> {
  let cursor = from;
  for (;;) {
    const page = await readPage(client, { ...query, count: String(positive(values, 'page')), cursor });
    if (page.nextCursor === undefined) return cursor;
    cursor = page.nextCursor;
  }
}
