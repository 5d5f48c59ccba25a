// Imports as operations: a preview that changes nothing, a job that any gateway goes on with where another one left it, and exports.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { AdminContext, AdminStores } from '../../src/admin/context';
import { EXPORTS } from '../../src/admin/contract/export';
import { exportTables } from '../../src/admin/export/tables';
import { AdminFailure } from '../../src/admin/failure';
import { importStep, type ImportWorkOptions } from '../../src/admin/import/job-work';
import { exportOperations } from '../../src/admin/operations/export';
import { importOperations } from '../../src/admin/operations/imports';
import type { Customer, Rules } from '../../src/directory/customer';
import type { ImportJobStore } from '../../src/directory/import-job';
import type { JsonObject } from '../../src/directory/json';
import { createScimEngine } from '../../src/scim/engine';
import { DEFAULT_PROFILE } from '../../src/scim/profile';
import type { ScimRequest } from '../../src/scim/request';
import { readPublishedSchemas } from '../../src/scim/schema/published';
import { firm } from '../directory/firm';
import { openTestStore, type TestStore } from '../store/store-setup';

const published = readPublishedSchemas(join(__dirname, '..', '..', 'schemas'));
const LEASE_MS = 60_000;
const reason = 'Taking over Control Center';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

/** As an identity provider does. */
interface Provider {
  readonly create: (body: JsonObject) => Promise<void>;
  /** By userName. */
  readonly remove: (userName: string) => Promise<void>;
}

interface Firm {
  readonly engine: Provider;
  readonly customer: Customer;
  readonly context: AdminContext;
  /** A worker of a gateway of its own. */
  readonly worker: (changed?: Partial<ImportWorkOptions>) => () => Promise<boolean>;
  readonly events: () => Promise<readonly object[]>;
}

/** Each test has a firm of its own. */
function newFirm(rules: Partial<Rules> = {}): Firm {
  const customer = { ...firm(rules), id: uuidv7() };
  const { store } = test;
  const limits = {
    filterBytesMax: 1e4,
    filterDepthMax: 9,
    filterTokensMax: 1e3,
    operationsMax: 99,
    pageMax: 99,
  };
  const services = {
    ...{ store: store.directory, now: () => new Date(), newId: uuidv7, brake: null, keys: store.keys },
    limits: { ...limits, cursorSeconds: 99, resourceBytesMax: 1e6, bulkBytesMax: 1e6, pageDefault: 9 },
  };
  const scimBase = 'https://scim.example/scim/v2';
  const context: AdminContext = {
    ...{ configured: customer, customer, services, published, scimBase },
    actor: { connection: 'console', client: 'grace', requestId: 'clicked' },
    // What these operations read of it.
    stores: { history: store.history, importJobs: store.importJobs } as AdminStores,
    stopping: new AbortController().signal,
  };
  const { User } = createScimEngine(services, published, scimBase).resources;
  const request = (body: JsonObject): ScimRequest => ({
    ...{ customer, actor: context.actor, baseUrl: scimBase, query: new URLSearchParams(), body },
    ...{ ifMatch: undefined, ifNoneMatch: undefined, me: null, profile: DEFAULT_PROFILE },
  });
  return {
    customer,
    context,
    engine: {
      create: async (body) => {
        await User.create(request(body));
      },
      async remove(userName) {
        const [found] = await store.history.usersCalled(customer.id, userName);
        await User.remove(request({}), found?.id ?? '');
      },
    },
    worker: (changed = {}) => {
      const step = importStep({
        jobs: store.importJobs,
        customers: [customer],
        contextOf: (_, { id, by }) =>
          Promise.resolve({
            ...{ customer, history: store.history, services, published, scimBase },
            actor: { ...by, requestId: id },
          }),
        holder: uuidv7(),
        stepsAtOnce: 4,
        leaseMs: LEASE_MS,
        isAvailable: () => true,
        onFailure: () => undefined,
        ...changed,
      });
      return () => step(new AbortController().signal);
    },
    events: () => test.collections.events.find({ customer: customer.id }).toArray(),
  };
}

const line = (at: number): string => `USER${at},User ${at},user${at}@firm.example`;
/** The headings are line 1. */
const listOf = (count: number, ...more: readonly string[]): string =>
  ['Alias,Full Name,Contact', ...Array.from({ length: count }, (_, at) => line(at)), ...more].join('\n');
const users = <M extends object = object>(csv: string, more?: M) => ({
  what: 'users' as const,
  csv,
  ...(more as M),
});

type Asked = Parameters<(typeof importOperations)['imports.preview']>[1];
const { 'imports.preview': preview, 'imports.start': start, 'imports.show': show } = importOperations;
const { 'imports.stop': stop, 'imports.resume': resume, 'imports.refused': refusedRows } = importOperations;

async function refusal(work: Promise<unknown>): Promise<unknown> {
  const error = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AdminFailure);
  const { problem, detail } = error as AdminFailure;
  return `${problem}: ${detail}`;
}

describe('imports.preview', () => {
  it('says what would be done with every row and why, and keeps nothing', async () => {
    const { context, events } = newFirm();
    const bad = [line(0), 'TWO WORDS,Ada,ada@firm.example', 'NOMAIL,No Mail,'];
    expect(await preview(context, users(listOf(3, ...bad)))).toMatchObject({
      rows: 6,
      columns: [
        { heading: 'Alias', field: 'userId' },
        { heading: 'Full Name', field: 'fullName' },
        { heading: 'Contact', field: null },
      ],
      missing: ['email'],
      counts: { created: 0, matched: 0, refused: 0 },
      words: [expect.stringContaining('"Contact"')],
    });
    const mapped = users(listOf(3, ...bad), { columns: { Contact: 'email' } });
    const answer = await preview(context, mapped);
    expect(answer).toMatchObject({ missing: [], counts: { created: 3, matched: 0, refused: 3 } });
    expect(answer.refused.map((row) => [row.line, row.detail])).toEqual([
      [5, expect.stringMatching(/^userId: line 2 has the same/)],
      [6, expect.stringMatching(/^userId: "TWO WORDS" cannot be one/)],
      [7, expect.stringMatching(/^userName: .* empty/)],
    ]);
    expect(await events()).toEqual([]);
  });

  it.each([
    ['a broken file', users('a,b\n1,"2\n'), /^invalid: The file.*quotation mark/],
    [
      'a column that is not there',
      users(listOf(1), { columns: { Mail: 'email' } }),
      /^invalid: the mapping of columns: there is no column "Mail"/,
    ],
    ['too many rows', users('Alias\n'.repeat(50_002)), /^tooLarge: The file has 50001 rows/],
    ['too many bytes', users(`Alias,${'é'.repeat(4_200_000)}\n`), /^tooLarge: The file is larger than 8 MB/],
  ])('refuses %s', async (_, input: Asked, message) => {
    expect(await refusal(preview(newFirm().context, input))).toMatch(message);
  });
});

describe('a long preview', () => {
  it('lets everything else in its process have its turn', async () => {
    const { context } = newFirm();
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    await preview(context, users(listOf(1_000), { columns: { Contact: 'email' } })).finally(() => {
      clearInterval(counting);
    });
    // In one go it would let nobody in but where it reads the directory.
    expect(turns).toBeGreaterThan(10);
  });
});

describe('a preview and its import', () => {
  const EXTENSION = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';
  const HEADINGS = 'User ID,Login,Email,Directory ID,Library,External';
  const ROWS = [
    'FREE,free,free@firm.example,free,,',
    'LIVE,live,other@firm.example,,,',
    'TAKEN,new,live@firm.example,new,,',
    'live,other,other@firm.example,,,',
    'GONE,somebody,somebody@firm.example,,,',
    'NEXT,gone,next@firm.example,,,',
    'OTHER,gone,other2@firm.example,gone-else,,',
    'AGAIN,again,again@firm.example,gone,,',
    'FAR,far,far@firm.example,far,NOWHERE,',
    'ODD,odd,no address,odd,,',
    'OUT,out,out@firm.example,out,TAX,yes',
  ];

  it.each([{}, { validation: 'strict' }, { userIdConflict: 'suffix' }] as const)(
    'say the same of each row under %o',
    async (rules) => {
      const { context, engine, worker } = newFirm(rules);
      const { create, remove } = engine;
      for (const name of ['live', 'gone'])
        await create({
          ...{ userName: name, externalId: name, emails: [{ value: `${name}@firm.example` }] },
          [EXTENSION]: { userId: name.toUpperCase() },
        });
      await remove('gone');
      const list = users([HEADINGS, ...ROWS].join('\n'), { reason });
      const foreseen = await preview(context, list);
      const { id } = await start(context, list);
      await worker()();
      const { counts, created, matched, refused } = await show(context, { id });
      const { counts: counted, created: new_, matched: there, refused: not } = foreseen;
      expect({ counts: counted, created: new_, matched: there, refused: not }).toEqual({
        ...{ counts, created, matched, refused },
      });
      expect(counts.created * counts.matched * counts.refused).toBeGreaterThan(0);
    },
  );
});

const COLUMNS = { columns: { Contact: 'email' }, fileName: 'staff.csv', reason };

describe('imports.start', () => {
  it('creates everybody in the background, in the name of the admin, and keeps the refused rows', async () => {
    const { context, worker, events } = newFirm();
    const begun = await start(context, users(listOf(4, line(1)), COLUMNS));
    expect(begun).toMatchObject({ state: 'waiting', rows: 5, rowsDone: 0, by: 'grace', reason });
    expect(await events()).toEqual([]);
    expect(await worker()()).toBe(true);
    const counts = { created: 4, matched: 0, refused: 1 };
    const shown = await show(context, { id: begun.id });
    expect(shown).toMatchObject({
      state: 'done',
      rowsDone: 5,
      counts,
      endedAt: expect.any(String) as string,
    });
    expect(shown.refused).toEqual([
      { line: 6, id: 'USER1', detail: expect.stringContaining('line 3 has the same') as string },
    ]);
    const { fileName, rows, csv } = await refusedRows(context, { id: begun.id });
    expect([fileName, rows]).toEqual(['staff.refused.csv', 1]);
    expect(csv.split('\r\n')).toEqual([
      '\ufeffLine,Refused because,Alias,Full Name,Contact',
      expect.stringMatching(/^6,.*,USER1,User 1,user1@firm.example$/),
      '',
    ]);
    expect(await events()).toMatchObject(
      Array.from({ length: 4 }, () => ({
        actor: { connection: 'import', client: 'grace', requestId: begun.id, reason },
      })),
    );
  });

  it('is the same import where the same list comes again before it has ended, and matches everybody afterwards', async () => {
    const { context, worker } = newFirm();
    const list = users(listOf(3), COLUMNS);
    const [first, second] = await Promise.all([start(context, list), start(context, list)]);
    expect(second.id).toBe(first.id);
    await worker()();
    const third = await start(context, list);
    expect(third.id).not.toBe(first.id);
    await worker()();
    expect(await show(context, { id: third.id })).toMatchObject({ counts: { created: 0, matched: 3 } });
  });

  it('lets the groups of a firm wait for its people, whichever gateway looks', async () => {
    const { context, worker, events } = newFirm();
    await start(context, users(listOf(2), COLUMNS));
    const groups = await start(context, {
      what: 'groups',
      csv: 'Group ID,Members\nTAX,USER0;USER1;NOBODY\n',
      reason,
    });
    const other = worker();
    let isOtherBusy: boolean | undefined;
    const contextOf: ImportWorkOptions['contextOf'] = async (_, { id, by }) => {
      isOtherBusy ??= await other();
      const { customer, stores, services, scimBase } = context;
      return {
        customer,
        history: stores.history,
        services,
        published,
        scimBase,
        actor: { ...by, requestId: id },
      };
    };
    const one = worker({ contextOf });
    expect([await one(), isOtherBusy, await one(), await one()]).toEqual([true, false, true, false]);
    expect(await show(context, { id: groups.id })).toMatchObject({
      counts: { created: 1, refused: 1 },
      state: 'done',
    });
    expect((await events()).at(-1)).toMatchObject({ membersAdded: [expect.any(String), expect.any(String)] });
  });

  it.each([
    [
      'a list without User IDs',
      users('Mail\na@b.example\n', { reason }),
      /^invalid: No column is known to be userId/,
    ],
    ['an empty file', users(' \n', { reason }), /^invalid: list.csv is empty/],
  ])('refuses %s, and keeps nothing', async (_, input, message) => {
    const { context } = newFirm();
    expect(await refusal(start(context, input))).toMatch(message);
    expect((await importOperations['imports.list'](context, {})).rows).toEqual([]);
  });
});

describe('an import that was cut short', () => {
  /** A process that dies once it has kept its first piece, with rows under way. */
  const dying = (jobs: ImportJobStore, pieces: number): ImportJobStore => {
    let kept = 0;
    const dead = (): Promise<never> => Promise.reject(new Error('this process is dead'));
    return {
      ...jobs,
      keep: (...args) => ((kept += 1) > pieces ? dead() : jobs.keep(...args)),
      end: dead,
      release: dead,
    };
  };

  it.each([
    ['before anything was kept', 0, 0],
    ['with its first rows under way', 1, 4],
    ['with its last rows under way', 3, 10],
  ])('%s is gone on with by another gateway: nobody is created or counted twice', async (_, pieces, rows) => {
    const { context, worker, events } = newFirm();
    const { id } = await start(context, users(listOf(10, line(7)), COLUMNS));
    const jobs = dying(test.store.importJobs, pieces);
    await expect(worker({ jobs })()).rejects.toThrow('dead');
    expect(await worker()()).toBe(false);
    await test.collections.imports.updateOne({ _id: id }, { $set: { until: new Date(0) } });
    expect(await events()).toHaveLength(rows);
    await worker()();
    expect(await show(context, { id })).toMatchObject({
      state: 'done',
      rowsDone: 11,
      counts: { created: 10, matched: 0, refused: 1 },
    });
    expect(await events()).toHaveLength(10);
    expect(await test.collections.importRows.countDocuments({ job: id })).toBe(11);
  });

  it('is not taken by another gateway while the first one has it', async () => {
    const { context, customer, worker } = newFirm();
    await start(context, users(listOf(1), COLUMNS));
    expect(await test.store.importJobs.take([customer.id], 'first', LEASE_MS)).toMatchObject({
      state: 'running',
    });
    expect(await worker()()).toBe(false);
  });

  it('stops while it waits, and goes on when it is resumed', async () => {
    const { context, worker } = newFirm();
    const { id } = await start(context, users(listOf(2), COLUMNS));
    expect(await stop(context, { id })).toMatchObject({ state: 'stopped', rowsDone: 0 });
    expect(await worker()()).toBe(false);
    expect(await refusal(stop(context, { id }))).toMatch(/^conflict: This import is stopped already/);
    expect(await resume(context, { id })).toMatchObject({ state: 'waiting' });
    await worker()();
    expect(await show(context, { id })).toMatchObject({ state: 'done', counts: { created: 2 } });
    expect(await refusal(resume(context, { id }))).toMatch(/^conflict: This import is done/);
  });

  it('stops after the rows under way, and goes on after them', async () => {
    const { context, worker, events } = newFirm();
    const { id } = await start(context, users(listOf(10), COLUMNS));
    const { importJobs } = test.store;
    let isHeard = false;
    const jobs: ImportJobStore = {
      ...importJobs,
      async renew(...args) {
        const answer = await importJobs.renew(...args);
        isHeard ||= answer === 'stop';
        return answer;
      },
      async keep(...args) {
        const isKept = await importJobs.keep(...args);
        if (args[2].stepsDone === 4) {
          expect(await stop(context, { id })).toMatchObject({ state: 'running' });
          while (!isHeard) await sleep(5);
        }
        return isKept;
      },
    };
    await worker({ jobs, leaseMs: 800 })();
    expect(await show(context, { id })).toMatchObject({ state: 'stopped', rowsDone: 4 });
    expect(await events()).toHaveLength(4);
    await resume(context, { id });
    await worker()();
    expect(await show(context, { id })).toMatchObject({ state: 'done', counts: { created: 10 } });
  });

  it('ends as it was wished, where the gateway died that should have ended it', async () => {
    const { context, customer, worker, events } = newFirm();
    const { id } = await start(context, users(listOf(2), COLUMNS));
    await test.store.importJobs.take([customer.id], 'dead', LEASE_MS);
    expect(await stop(context, { id })).toMatchObject({ state: 'running' });
    await test.store.importJobs.release(id, 'dead');
    expect(await worker()()).toBe(true);
    expect(await show(context, { id })).toMatchObject({ state: 'stopped' });
    expect(await events()).toEqual([]);
  });

  it('that failed says why, and can be resumed', async () => {
    const { context, worker } = newFirm();
    const { id } = await start(context, users(listOf(1), COLUMNS));
    await worker({ contextOf: () => Promise.reject(new Error('planted')) })();
    expect(await show(context, { id })).toMatchObject({
      state: 'failed',
      words: expect.stringContaining('planted') as string,
    });
    await resume(context, { id });
    await worker()();
    expect(await show(context, { id })).toMatchObject({ state: 'done', counts: { created: 1 } });
  });

  it('is unknown to another firm', async () => {
    const [{ context }, other] = [newFirm(), newFirm()];
    const { id } = await start(context, users(listOf(1), COLUMNS));
    for (const ask of [show, stop, resume, refusedRows])
      expect(await refusal(ask(other.context, { id }))).toMatch(/^notFound: There is no import/);
    expect((await show(context, { id })).state).toBe('waiting');
  });
});

describe('imports.list', () => {
  it('goes through the imports, latest first, page by page', async () => {
    const { context } = newFirm();
    const ids: string[] = [];
    for (const count of [1, 2, 3]) ids.unshift((await start(context, users(listOf(count), COLUMNS))).id);
    const { 'imports.list': list } = importOperations;
    const first = await list(context, { limit: 2 });
    expect(first.rows.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await list(context, { limit: 2, cursor: first.next ?? '' });
    expect([second.rows.map(({ id }) => id), second.next]).toEqual([ids.slice(2), null]);
  });
});

describe('export', () => {
  const { 'export.everything': _everything, ...tables } = EXPORTS;
  it.each(Object.entries(tables))('%s has the columns of the command line’s file', (_, { row, fileName }) => {
    const table = exportTables(test.store.history, firm()).find(({ name }) => name === fileName);
    const columns = Object.entries(row.properties).map(([name, { title }]) => ({ name, heading: title }));
    expect(columns).toEqual(table?.columns.map(({ name, heading }) => ({ name, heading })));
  });

  it('gives what an import takes', async () => {
    const { context, worker } = newFirm();
    await start(context, users(listOf(2), COLUMNS));
    await worker()();
    const rows: unknown[] = [];
    for await (const row of exportOperations['export.users'](context, {})) rows.push(row);
    expect(rows).toHaveLength(2);
    const [userName, libraries] = ['user0@firm.example', ['ACTIVE:DEFAULT']];
    expect(rows).toContainEqual(
      expect.objectContaining({ userId: 'USER0', userName, signIn: true, libraries }),
    );
    for await (const row of exportOperations['export.deletedUsers'](context, {}))
      throw new Error(JSON.stringify(row));
  });
});
