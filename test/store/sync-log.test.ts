import { randomInt } from 'node:crypto';
import { mongo } from 'mongoose';
import type { DirectoryEvent } from '../../src/directory/event';
import { refusedStatus, type RequestEntry } from '../../src/directory/request-log';
import type { LogEntry, LogPosition, LogQuery } from '../../src/directory/sync-log';
import type { EventDocument, RequestDocument, UserDocument } from '../../src/store/documents';
import { giveKinds } from '../../src/store/event-kinds';
import { eventKind, requestKind } from '../../src/store/log-kinds';
import { CUSTOMER, event, form, group, openTestStore, user, type TestStore } from './store-setup';

const SEED = randomInt(2 ** 31);
const EVENTS = 300;
const REFUSED = 200;
const QUERIES = 60;
/** Few moments, so that many rows are of one. */
const MOMENTS = 60;
/** An hour ago: older lines of the request log expire, and the database takes them away whenever it comes to it. */
const START = Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000;
const PEOPLE = ['marcie.davenport', 'marcus.smith', 'olga.smith', 'ivan.davis'];
const GROUPS = ['Tax Smith', 'Litigation'];

let state = SEED;
/** From 0 up to, without, `below`; the same for the same seed. */
function next(below: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}
const pick = <T>(values: readonly T[]): T => values[next(values.length)] as T;
const moment = (): Date => new Date(START + next(MOMENTS) * 1_000);

function someEvent(index: number, versions: Map<string, number>): EventDocument {
  const isGroup = next(3) === 0;
  const resourceId = isGroup ? pick(GROUPS) : pick(PEOPLE);
  const version = (versions.get(resourceId) ?? 0) + 1;
  versions.set(resourceId, version);
  const members = isGroup && next(2) === 0 ? [pick(PEOPLE)] : [];
  const { id: _id, ...made } = event(resourceId, version);
  const one: EventDocument = {
    ...made,
    _id: `event-${String(index).padStart(4, '0')}`,
    at: moment(),
    resourceType: isGroup ? 'Group' : 'User',
    actor: { connection: pick(['okta', 'entra']), client: 'okta', requestId: `request-${next(50)}` },
    operation: pick(['create', 'patch', 'delete'] as const),
    membersAdded: next(2) === 0 ? members : [],
    membersRemoved: next(2) === 0 ? members : [],
    rules: pick([[], ['memberships-kept'], ['memberships-kept', 'delete-disables-sign-in']] as const),
    tolerances: pick([[], ['text-boolean']]),
  };
  return { ...one, kind: eventKind(one) };
}

/** With all that it might leave out. */
type Line = RequestDocument & RequestEntry;

function someRefused(): Line {
  const [status, rule] = pick([
    [400, 'role-unknown'],
    [404, 'not-found'],
    [429, 'mass-disable-held'],
    [503, 'database-away'],
  ] as const);
  const person = pick(PEOPLE);
  const at = moment();
  const one: Line = {
    _id: new mongo.ObjectId(),
    ...{ at, requestId: `request-${next(50)}`, customer: CUSTOMER, connection: pick(['okta', 'entra']) },
    ...{ token: null, client: 'okta', admin: null, address: null, method: 'PATCH', url: '/scim/v2/Users/x' },
    ...{ action: pick(['create', 'patch'] as const), resourceType: 'User', resourceId: person },
    ...{
      status,
      durationMs: 1,
      scimType: null,
      detail: 'why',
      rule,
      tolerances: pick([[], ['text-boolean']]),
    },
    ...{ about: [person], words: person.split('.') },
  };
  const kind = requestKind(one);
  return { ...one, ...(kind === undefined ? {} : { kind }) };
}

function someQuery(): LogQuery {
  const seldom = <T extends object>(part: T): Partial<T> => (next(4) === 0 ? part : {});
  return {
    ...seldom({ person: pick(PEOPLE) }),
    ...seldom({ group: pick(GROUPS) }),
    ...seldom({ text: pick(['smi', 'MARC', 'marc dav', 'tax', 'nobody', 'ivan.d']) }),
    ...seldom({ action: pick(['create', 'patch', 'delete', 'bulk'] as const) }),
    ...seldom({ status: pick(['done', 'refused', 'held', 'failed'] as const) }),
    ...seldom({ connection: pick(['okta', 'entra', 'unknown']) }),
    ...seldom({ rule: pick(['memberships-kept', 'role-unknown', 'group-revived']) }),
    ...seldom({ tolerance: pick(['text-boolean', 'plain-json']) }),
    ...seldom({ from: moment() }),
    ...seldom({ to: moment() }),
  };
}

/** What the log must answer, found by looking at every row. */
function expected(
  { changes, refused }: { readonly changes: readonly EventDocument[]; readonly refused: readonly Line[] },
  query: LogQuery,
): readonly string[] {
  const rows = [
    ...changes.filter((one) => isMeant(one, query)).map(({ at, _id }) => ({ at, id: `e.${_id}` })),
    ...refused
      .filter((one) => isMeantRefused(one, query))
      .map(({ at, _id }) => ({ at, id: `r.${_id.toHexString()}` })),
  ];
  return rows
    .sort((left, right) => right.at.getTime() - left.at.getTime() || (left.id < right.id ? 1 : -1))
    .map(({ id }) => id);
}

function hasWords(name: string, text: string): boolean {
  const words = [name.toLowerCase(), ...name.toLowerCase().split(/[ .]/)];
  return text
    .toLowerCase()
    .split(' ')
    .every((asked) => words.some((word) => word.startsWith(asked)));
}

function inTime(at: Date, { from, to }: LogQuery): boolean {
  return (from === undefined || at >= from) && (to === undefined || at <= to);
}

function isMeant(one: EventDocument, query: LogQuery): boolean {
  const { person, group: team, text, action, status, connection, rule, tolerance } = query;
  const moved = [...one.membersAdded, ...one.membersRemoved];
  return (
    inTime(one.at, query) &&
    (person === undefined || one.resourceId === person || moved.includes(person)) &&
    (team === undefined || one.resourceId === team) &&
    (text === undefined || hasWords(one.resourceId, text)) &&
    (action === undefined || one.operation === action) &&
    (status === undefined || status === 'done') &&
    (connection === undefined || one.actor.connection === connection) &&
    (rule === undefined || (one.rules as readonly string[]).includes(rule)) &&
    (tolerance === undefined || one.tolerances.includes(tolerance))
  );
}

function isMeantRefused(one: Line, query: LogQuery): boolean {
  const { person, group: team, text, action, status, connection, rule, tolerance } = query;
  return (
    inTime(one.at, query) &&
    team === undefined &&
    (person === undefined || one.resourceId === person) &&
    (text === undefined || hasWords(one.resourceId ?? '', text)) &&
    (action === undefined || one.action === action) &&
    (status === undefined || refusedStatus(one) === status) &&
    (connection === undefined || one.connection === connection) &&
    (rule === undefined || one.rule === rule) &&
    (tolerance === undefined || one.tolerances.includes(tolerance))
  );
}

describe('the sync log', () => {
  let store: TestStore;
  const versions = new Map<string, number>();
  const changes = Array.from({ length: EVENTS }, (_, index) => someEvent(index, versions));
  const refused = Array.from({ length: REFUSED }, someRefused);

  beforeAll(async () => {
    store = await openTestStore();
    await store.write(async (transaction) => {
      for (const name of PEOPLE)
        await transaction.insertUser(user(name), form(user(name), { userName: name }));
      for (const name of GROUPS)
        await transaction.insertGroup(group(name), { displayName: name.toLowerCase() });
    });
    await store.collections.events.insertMany([...changes]);
    await store.collections.requests.insertMany([...refused]);
  });
  afterAll(() => store.close());

  const page = (query: LogQuery, limit: number, after?: LogPosition) =>
    store.store.syncLog.page(CUSTOMER, query, { limit, ...(after === undefined ? {} : { after }) });

  async function whole(query: LogQuery, limit: number): Promise<readonly LogEntry[]> {
    const entries: LogEntry[] = [];
    let after: LogPosition | undefined;
    do {
      const one = await page(query, limit, after);
      expect(one.entries.length).toBeLessThanOrEqual(limit);
      entries.push(...one.entries);
      after = one.next ?? undefined;
    } while (after !== undefined);
    return entries;
  }

  it(`answers every combination of filters as a look at every row would, page by page (seed ${SEED})`, async () => {
    let found = 0;
    for (let index = 0; index < QUERIES; index += 1) {
      const query = someQuery();
      const entries = await whole(query, 20 + next(80));
      expect({ query, ids: entries.map(({ id }) => id) }).toEqual({
        query,
        ids: expected({ changes, refused }, query),
      });
      found += entries.length;
    }
    expect(found).toBeGreaterThan(QUERIES);
  });

  it('goes on where a page ended, whatever came in the meantime', async () => {
    const first = await page({}, 10);
    await store.collections.events.insertOne({
      ...(changes[0] as EventDocument),
      _id: 'newcomer',
      resourceId: 'newcomer',
      at: new Date(START + MOMENTS * 2_000),
    });
    const second = await page({}, 10, first.next ?? undefined);
    await store.collections.events.deleteOne({ _id: 'newcomer' });
    const ids = [...first.entries, ...second.entries].map(({ id }) => id);
    expect(ids).toEqual(expected({ changes, refused }, {}).slice(0, 20));
  });

  it('shows nobody what is another customer’s', async () => {
    const { entries } = await store.store.syncLog.page('other', {}, { limit: 10 });
    const [mine] = (await page({}, 1)).entries;
    expect(entries).toEqual([]);
    expect(await store.store.syncLog.entry('other', mine?.id ?? '')).toBeUndefined();
    expect(await store.store.syncLog.entry(CUSTOMER, mine?.id ?? '')).toBeDefined();
  });

  it('tells every kind of rows that there is, once', async () => {
    const facets = await store.store.syncLog.facets(CUSTOMER);
    const kinds = new Set([...changes, ...refused].map(({ kind }) => kind));
    expect(facets).toHaveLength(kinds.size);
  });

  it('looks through the log where more people are meant than can be listed, and finds the same', async () => {
    const { users } = store.collections;
    const [one] = await users.find({ _id: PEOPLE[0] as string }).toArray();
    const many = Array.from({ length: 1_001 }, (_, index) => ({
      ...(one as UserDocument),
      _id: `many-${index}`,
      ...{ userIdKey: `many-${index}`, words: ['smith', `many-${index}`], live: false, search: {} },
    }));
    await users.insertMany(many);
    const entries = await whole({ text: 'smith' }, 20);
    await users.deleteMany({ _id: { $in: many.map(({ _id }) => _id) } });
    expect(entries.map(({ id }) => id)).toEqual(expected({ changes, refused }, { text: 'smith' }));
  });

  it('finds changes from before there were kinds once a start has given them theirs', async () => {
    const { events } = store.collections;
    await events.updateMany({}, { $unset: { kind: '' } });
    expect(await page({ action: 'delete' }, 10)).toMatchObject({
      entries: expect.not.arrayContaining([expect.objectContaining({ kind: 'change' })]) as unknown,
    });
    expect(await giveKinds(events, () => false)).toBe(EVENTS);
    expect(await giveKinds(events, () => false)).toBe(0);
    const query = { action: 'delete' } as const;
    expect((await whole(query, 50)).map(({ id }) => id)).toEqual(expected({ changes, refused }, query));
  });

  it('gives events back without what only the store knows', async () => {
    const [entry] = (await page({ status: 'done' }, 1)).entries;
    const shown: Partial<DirectoryEvent> & { readonly kind?: string } =
      entry?.kind === 'change' ? entry.event : {};
    expect(shown.id).toBeDefined();
    expect(shown.kind).toBeUndefined();
  });
});
