// Lists by cursors over real HTTP (RFC 9865): walks there and back, while others come and go, and what is no cursor.

import { randomBytes } from 'node:crypto';
import { chance } from '../../scripts/prove/random';
import { startTestGateway, type TestGateway } from './gateway';
import { created, expectRefusal, person, scimClient, type Body, type ScimClient } from './scim-client';

const PAGE_MAX = 60;
const LIFE_S = 600;
const PEOPLE = 40;
const seed = Date.now() % 1_000_000;
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

let gateway: TestGateway;
let client: ScimClient;
let other: ScimClient;
const people: Body[] = [];

beforeAll(async () => {
  const token = randomBytes(32).toString('hex');
  gateway = await startTestGateway({
    file: {
      customers: [
        { id: 'default' },
        { id: 'other', connections: [{ name: 'idp', token: { env: 'OTHER' } }] },
      ],
    },
    env: {
      ...{ OTHER: token, GATEWAY_LIMIT_PAGE_MAX: String(PAGE_MAX), GATEWAY_LIMIT_PAGE_DEFAULT: '10' },
      GATEWAY_LIMIT_CURSOR_SECONDS: String(LIFE_S),
    },
  });
  client = scimClient(gateway);
  other = scimClient({ baseUrl: gateway.baseUrl, token });
  for (let number = 0; number < PEOPLE; number += 1)
    people.push(
      await created(
        client,
        '/Users',
        person(`Walker.${String(PEOPLE - number).padStart(2, '0')}`, {
          ...(number % 3 === 0 ? {} : { title: `Title ${number % 4}` }),
        }),
      ),
    );
  for (const displayName of ['North', 'South', 'West'])
    await created(client, '/Groups', { displayName, members: [{ value: people[0]?.id ?? '' }] });
});

afterAll(() => gateway.close());

type Query = Readonly<Record<string, string>>;
type Ask = (query: Query) => Promise<Body>;

const at =
  (path: string): Ask =>
  async (query) => {
    const answered = await client.get(`${path}?${new URLSearchParams(query).toString()}`);
    if (answered.status !== 200) throw new Error(`${answered.status} ${answered.text}`);
    return answered.body;
  };
const bySearch =
  (path: string): Ask =>
  async (query) => {
    const answered = await client.post(`${path}/.search`, query);
    if (answered.status !== 200) throw new Error(`${answered.status} ${answered.text}`);
    return answered.body;
  };

const idsIn = ({ Resources }: Body): readonly string[] => Resources.map(({ id }) => id);
/** Undefined behind the last page or before the first one. */
const cursorIn = (body: Body | undefined, name: 'nextCursor' | 'previousCursor'): string | undefined =>
  body?.[name] as string | undefined;
const next = (body: Body): string => cursorIn(body, 'nextCursor') ?? 'none';

/** Every page from the first to the last one; `between` runs before each further page. */
async function pagesOf(
  ask: Ask,
  query: Query,
  between: (page: Body) => Promise<void> = () => Promise.resolve(),
): Promise<readonly Body[]> {
  const pages = [await ask({ ...query, cursor: '' })];
  for (let page = pages[0]; page?.['nextCursor'] !== undefined; page = pages.at(-1)) {
    await between(page);
    pages.push(await ask({ ...query, cursor: next(page) }));
    if (pages.length > 200) throw new Error('the walk does not end');
  }
  return pages;
}

describe('GET /Users with cursor', () => {
  it('begins with an empty cursor and says of itself what RFC 9865 §2 wants, and no startIndex', async () => {
    const { body } = await client.get('/Users?cursor&count=10');
    expect(Object.keys(body).sort()).toEqual(
      ['Resources', 'itemsPerPage', 'nextCursor', 'schemas', 'totalResults'].sort(),
    );
    expect(body).toMatchObject({ schemas: [LIST], totalResults: PEOPLE, itemsPerPage: 10 });
    expect(body['nextCursor']).toMatch(/^[A-Za-z0-9._~-]{1,1000}$/);
    const second = await at('/Users')({ cursor: next(body), count: '10' });
    expect(second).toMatchObject({ totalResults: PEOPLE, itemsPerPage: 10 });
    expect(second).toHaveProperty('previousCursor');
  });

  it('leaves nextCursor out on the last page only, and previousCursor on the first (RFC 9865 §2)', async () => {
    const pages = await pagesOf(at('/Users'), { count: '10' });
    expect(pages.map(({ itemsPerPage }) => itemsPerPage)).toEqual([10, 10, 10, 10]);
    expect(pages.map((page) => 'previousCursor' in page)).toEqual([false, true, true, true]);
    const [all] = await pagesOf(at('/Users'), { count: String(PAGE_MAX) });
    expect(all).not.toHaveProperty('nextCursor');
    expect(all).not.toHaveProperty('previousCursor');
  });

  it('takes pages of another size on the way', async () => {
    const seen: string[] = [];
    let cursor: string | undefined = '';
    for (let size = 1; cursor !== undefined; size += 3) {
      const body: Body = await at('/Users')({ cursor, count: String(size) });
      seen.push(...idsIn(body));
      cursor = cursorIn(body, 'nextCursor');
    }
    expect(seen).toEqual(people.map(({ id }) => id));
  });

  it('without cursor pages by index, with cursors in no answer (RFC 9865 §2.4)', async () => {
    const { body } = await client.get('/Users?count=1');
    expect(body).toMatchObject({ startIndex: 1, totalResults: PEOPLE });
    expect(body).not.toHaveProperty('nextCursor');
    const config = (await client.get('/ServiceProviderConfig')).body;
    expect(config['pagination']).toEqual({
      ...{ cursor: true, index: true, defaultPaginationMethod: 'index' },
      ...{ defaultPageSize: 10, maxPageSize: PAGE_MAX, cursorTimeout: LIFE_S },
    });
  });

  it('with count=0 tells the total and nothing else (RFC 9865 §2)', async () => {
    for (const count of ['0', '-3']) {
      const body = await at('/Users')({ cursor: '', count });
      expect(body).toEqual({ schemas: [LIST], totalResults: PEOPLE, itemsPerPage: 0, Resources: [] });
    }
  });

  it('of a filter that finds nobody is one empty page', async () => {
    const body = await at('/Users')({ cursor: '', filter: 'userName eq "nobody"' });
    expect(body).toEqual({ schemas: [LIST], totalResults: 0, itemsPerPage: 0, Resources: [] });
  });

  it.each<[name: string, ask: Ask, query: Query]>([
    ['everybody', at('/Users'), {}],
    ['everybody by userName', at('/Users'), { sortBy: 'userName' }],
    [
      'everybody, latest change first',
      at('/Users'),
      { sortBy: 'meta.lastModified', sortOrder: 'descending' },
    ],
    ['everybody by title, which some lack', at('/Users'), { sortBy: 'title' }],
    ['everybody by title downwards', at('/Users'), { sortBy: 'title', sortOrder: 'descending' }],
    ['whom a filter finds', at('/Users'), { filter: 'title pr or userName ew "1"', sortBy: 'emails' }],
    ['POST /Users/.search', bySearch('/Users'), { sortBy: 'userName', sortOrder: 'descending' }],
    ['groups', at('/Groups'), { sortBy: 'displayName' }],
    ['roles', at('/Roles'), {}],
    ['roles by name', at('/Roles'), { sortBy: 'name', sortOrder: 'descending' }],
    ['libraries', at('/Libraries'), {}],
    ['all types at the base', at('/'), {}],
    ['all types by displayName', bySearch(''), { sortBy: 'displayName' }],
    ['all types by title downwards', at('/'), { sortBy: 'title', sortOrder: 'descending' }],
    [
      'all types, a filter that only some know',
      at('/'),
      { filter: 'title pr or meta.resourceType ne "User"' },
    ],
  ])('shows %s: each once, what one page shows, and backward the same', async (_name, ask, query) => {
    const [whole] = await pagesOf(ask, { ...query, count: String(PAGE_MAX) });
    const pages = await pagesOf(ask, { ...query, count: '7' });
    const there = pages.flatMap(idsIn);
    expect(whole).not.toHaveProperty('nextCursor');
    expect(there).toEqual(whole && idsIn(whole));
    expect(new Set(there).size).toBe(there.length);
    expect(pages.map(({ totalResults }) => totalResults)).toEqual(pages.map(() => there.length));

    const back: string[] = [];
    let cursor = cursorIn(pages.at(-1), 'previousCursor');
    while (cursor !== undefined) {
      const page = await ask({ ...query, count: '5', cursor });
      back.unshift(...idsIn(page));
      expect(page).toHaveProperty('nextCursor');
      cursor = cursorIn(page, 'previousCursor');
    }
    expect(back).toEqual(there.slice(0, there.length - (pages.at(-1)?.itemsPerPage ?? 0)));
  });
});

describe(`a walk while others come, go and change, seed ${seed}`, () => {
  it.each<[sort: string, query: Query]>([
    ['in the order of creation', {}],
    ['by userName', { sortBy: 'userName' }],
    ['by title', { sortBy: 'title', sortOrder: 'descending' }],
    ['of every type by displayName', { sortBy: 'displayName' }],
  ])('%s shows whoever stays exactly once (RFC 9865)', async (sort, query) => {
    const random = chance(seed);
    const passing: string[] = [];
    const meddle = async (): Promise<void> => {
      const name = `${random.below(2) === 0 ? 'A' : 'Zz'}.${randomBytes(4).toString('hex')}`;
      const more = random.below(2) === 0 ? {} : { title: `Title ${random.below(4)}` };
      passing.push((await created(client, '/Users', person(name, more))).id);
      const gone = passing.length > 2 ? passing.splice(random.below(passing.length), 1) : [];
      for (const id of gone) await client.delete(`/Users/${id}`);
      const changed = passing[random.below(passing.length)];
      await client.patch(`/Users/${changed ?? ''}`, [
        { op: 'replace', path: 'title', value: `Title ${random.below(4)}` },
        { op: 'replace', path: 'displayName', value: randomBytes(3).toString('hex') },
      ]);
    };
    const ask = sort.startsWith('of every type') ? at('/') : at('/Users');
    const seen = (await pagesOf(ask, { ...query, count: '7' }, meddle)).flatMap(idsIn);
    const stayed = new Set(people.map(({ id }) => id));
    expect(seen.filter((id) => stayed.has(id)).sort()).toEqual([...stayed].sort());
    for (const id of passing) await client.delete(`/Users/${id}`);
  });

  it('goes on where it stood although the one it stood at, and all of a page, are gone', async () => {
    const gone = await Promise.all([1, 2, 3].map((n) => created(client, '/Users', person(`zzz.gone.${n}`))));
    const query = { sortBy: 'userName', count: String(PEOPLE - 2) };
    const first = await at('/Users')({ ...query, cursor: '' });
    const second = await at('/Users')({ ...query, cursor: next(first) });
    expect(second.Resources.map(({ userName }) => userName)).toContain('zzz.gone.1');
    for (const { id } of gone) await client.delete(`/Users/${id}`);
    const again = await at('/Users')({ ...query, cursor: next(first) });
    expect(again.Resources.map(({ userName }) => userName)).toEqual(['Walker.39', 'Walker.40']);

    const last = await created(client, '/Users', person('zzz.last'));
    const pageBefore = await at('/Users')({ ...query, count: String(PEOPLE), cursor: '' });
    await client.delete(`/Users/${last.id}`);
    const empty = await at('/Users')({ ...query, cursor: next(pageBefore) });
    expect([empty.itemsPerPage, 'nextCursor' in empty]).toEqual([0, false]);
    const back = await at('/Users')({
      ...query,
      count: '2',
      cursor: cursorIn(empty, 'previousCursor') ?? '',
    });
    expect(back.Resources.map(({ userName }) => userName)).toEqual(['Walker.39', 'Walker.40']);
    expect(back).not.toHaveProperty('nextCursor');
  });
});

describe('what is no cursor of this list', () => {
  const path = (query: Query): string => `/Users?${new URLSearchParams(query).toString()}`;
  let cursor: string;
  beforeAll(async () => {
    cursor = next(await at('/Users')({ cursor: '', count: '2', sortBy: 'title' }));
  });

  it.each<[string, (good: string) => string]>([
    ['invented', () => 'VZUTiyhEQJ94IR'],
    ['cut short', (good) => good.slice(0, -1)],
    [
      'with one letter changed',
      (good) => `${good.slice(0, -6)}${good.at(-6) === 'A' ? 'B' : 'A'}${good.slice(-5)}`,
    ],
    [
      'with an algorithm of its own',
      (good) => good.replace(/^[^.]*/, Buffer.from('{"alg":"none"}').toString('base64url')),
    ],
    ['with other letters', () => '🙂 ../..'],
    ['very long', () => 'a'.repeat(4_000)],
  ])('%s is refused as invalidCursor (RFC 9865 §2.1)', async (_name, change) => {
    const answered = await client.get(path({ cursor: change(cursor), count: '2', sortBy: 'title' }));
    expectRefusal(answered, 400, 'invalidCursor', 'nextCursor');
  });

  it.each<[string, Query]>([
    ['filter', { filter: 'title pr', sortBy: 'title' }],
    ['sort', { sortBy: 'userName' }],
    ['order', { sortBy: 'title', sortOrder: 'descending' }],
    ['none', {}],
  ])('of a query with another %s is refused as invalidCursor (RFC 9865 §2)', async (_name, query) => {
    expectRefusal(await client.get(path({ ...query, cursor })), 400, 'invalidCursor');
  });

  it('of another endpoint, or of another customer, is refused in the same words', async () => {
    const query = new URLSearchParams({ cursor, sortBy: 'displayName' }).toString();
    const own = next(await at('/Users')({ cursor: '', count: '2', sortBy: 'displayName' }));
    expectRefusal(await client.get(`/Groups?${query}`), 400, 'invalidCursor');
    expectRefusal(await client.get(`/?${query}`), 400, 'invalidCursor');
    const foreign = await other.get(path({ cursor: own, sortBy: 'displayName' }));
    expectRefusal(foreign, 400, 'invalidCursor');
    expect(foreign.body.detail).toBe((await client.get(path({ cursor: 'x' }))).body.detail);
    // Its twin: whose cursor it is goes on.
    expect((await client.get(path({ cursor: own, sortBy: 'displayName' }))).status).toBe(200);
  });

  it('does not show what it stands for', () => {
    const parts = cursor.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    for (const secret of ['Title', 'User', 'default', people[0]?.id ?? '']) {
      expect(cursor).not.toContain(secret);
      expect(parts.join('')).not.toContain(secret);
    }
  });

  it.each<[query: string, scimType: string, detail: string]>([
    ['cursor&count=abc', 'invalidCount', 'count'],
    ['cursor&count=1.5', 'invalidCount', 'count'],
    ['cursor&count=', 'invalidCount', 'count'],
    [`cursor&count=${PAGE_MAX + 1}`, 'invalidCount', String(PAGE_MAX)],
    ['cursor&startIndex=1', 'invalidValue', 'exclude each other'],
    ['cursor&cursor', 'invalidValue', 'more than once'],
  ])('%s is refused as %s (RFC 9865 §2.1)', async (query, scimType, detail) => {
    expectRefusal(await client.get(`/Users?${query}`), 400, scimType, detail);
  });

  it('is the same by POST .search', async () => {
    expectRefusal(await client.post('/Users/.search', { cursor: 'x' }), 400, 'invalidCursor');
    expectRefusal(await client.post('/.search', { cursor: '', count: PAGE_MAX + 1 }), 400, 'invalidCount');
    expectRefusal(await client.post('/.search', { cursor: '', startIndex: 1 }), 400, 'invalidValue');
  });
});
