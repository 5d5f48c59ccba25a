import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adminClient } from './admin/admin-client';
import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  eventsOf,
  expectRefusal,
  person,
  scimClient,
  USER,
  type Body,
  type ScimClient,
} from './scim-client';

const MATTER = 'urn:ajuba:scim:schemas:2.0:Matter';
const AJUBA = 'urn:ajuba:scim:schemas:extension:2.0:User';
const TEAM = 'urn:ietf:params:scim:schemas:extension:ajuba:2.0:Group';
const BRIEF = 'urn:other-firm:2.0:Brief';

const example = (file: string): unknown =>
  JSON.parse(readFileSync(join(__dirname, '../../examples', file), 'utf8'));
const [ajuba] = (example('own-schemas.json') as { customers: readonly [Record<string, unknown>] }).customers;
const [, ajubaUser] = ajuba['schemas'] as readonly unknown[];

const text = (name: string, more: object = {}): object => ({ name, ...more });

const token = (): string => randomBytes(32).toString('hex');
const tokens = { ajuba: token(), other: token(), admin: token() };
const FILE = {
  customers: [
    {
      ...ajuba,
      id: 'ajuba',
      schemas: [
        example('matter-schema.json'),
        ajubaUser,
        {
          id: TEAM,
          attributes: [text('budget', { type: 'integer' }), text('code', { mutability: 'immutable' })],
        },
        {
          id: 'urn:ajuba:2.0:Every',
          attributes: [
            text('active', { type: 'boolean' }),
            text('groups', { multiValued: true }),
            text('level', { type: 'integer', uniqueness: 'server' }),
            text('aliases', { multiValued: true, uniqueness: 'server' }),
            text('pin', { returned: 'never' }),
            text('always', { returned: 'always' }),
            text('asked', { returned: 'request' }),
            text('told', { mutability: 'readOnly' }),
            text('seats', {
              type: 'complex',
              multiValued: true,
              subAttributes: [
                text('value', { required: true }),
                text('number', { type: 'integer', mutability: 'immutable' }),
                text('$ref', { type: 'reference', referenceTypes: ['User'] }),
              ],
            }),
          ],
        },
        { id: 'urn:ajuba:2.0:Needed', attributes: [text('floor', { required: true })] },
      ],
      resourceTypes: [
        ...(ajuba['resourceTypes'] as readonly object[]),
        {
          name: 'Every',
          endpoint: '/Everything',
          schema: 'urn:AJUBA:2.0:every',
          schemaExtensions: [{ schema: 'urn:ajuba:2.0:Needed', required: true }],
        },
      ],
      extensions: { User: [{ schema: AJUBA }], Group: [{ schema: TEAM }] },
      connections: [{ name: 'idp', token: { env: 'TOKEN_AJUBA' } }],
    },
    {
      id: 'other',
      schemas: [
        { id: BRIEF, attributes: [text('title'), text('pages', { type: 'integer' })] },
        {
          id: AJUBA,
          attributes: [text('timekeeper', { type: 'integer' }), text('floor', { required: true })],
        },
      ],
      resourceTypes: [{ name: 'Matter', endpoint: '/Briefs', schema: BRIEF }],
      extensions: { User: [{ schema: AJUBA, required: true }] },
      connections: [{ name: 'idp', token: { env: 'TOKEN_OTHER' } }],
    },
    { id: 'default' },
  ],
};

let gateway: TestGateway;
let client: ScimClient;
let other: ScimClient;
let plain: ScimClient;

beforeAll(async () => {
  gateway = await startTestGateway({
    file: FILE,
    env: { TOKEN_AJUBA: tokens.ajuba, TOKEN_OTHER: tokens.other, ADMIN_TOKEN: tokens.admin },
  });
  const { baseUrl } = gateway;
  client = scimClient({ baseUrl, token: tokens.ajuba });
  other = scimClient({ baseUrl, token: tokens.other });
  plain = scimClient(gateway);
});
afterAll(() => gateway.close());

const matter = (number: string, more: object = {}): object => ({
  schemas: [MATTER],
  number,
  title: `About ${number}`,
  ...more,
});
const every = (more: object = {}): object => ({
  schemas: ['urn:ajuba:2.0:Every', 'urn:ajuba:2.0:Needed'],
  'urn:ajuba:2.0:Needed': { floor: '3' },
  ...more,
});
const found = async (path: string, filter: string, by = client): Promise<readonly string[]> => {
  const { status, body, text: sent } = await by.get(`${path}?filter=${encodeURIComponent(filter)}`);
  if (status !== 200) throw new Error(sent);
  return body.Resources.map(({ id }) => id);
};
const path = ({ meta }: Body): string => meta.location.slice(gateway.baseUrl.length);

describe('an own resource type', () => {
  it('is created with id, meta and schemas, and read back the same at its Location (RFC 7644 §3.3)', async () => {
    const sent = matter('M-1', {
      openedAt: '2026-01-31T09:00:00Z',
      confidential: true,
      keywords: ['tax', 'merger'],
      parties: [{ value: 'Bank', type: 'client', primary: true }],
      lead: { value: 'u1', $ref: 'https://example.com/Users/u1' },
    });
    const answered = await client.post('/Matters', sent);
    expect(answered.status).toBe(201);
    const { id, meta, ...rest } = answered.body;
    expect(rest).toEqual(sent);
    expect(meta).toMatchObject({
      resourceType: 'Matter',
      version: 'W/"1"',
      location: `${gateway.baseUrl}/Matters/${id}`,
    });
    expect(answered.headers).toMatchObject({ location: meta.location, etag: 'W/"1"' });
    expect((await client.get(`/Matters/${id}`)).body).toEqual(answered.body);
  });

  it('takes conditional requests (RFC 7644 §3.14)', async () => {
    const one = await created(client, '/Matters', matter('M-2'));
    expect((await client.get(path(one), { 'If-None-Match': 'W/"1"' })).status).toBe(304);
    const head = await client.send('HEAD', path(one));
    expect([head.status, head.headers['etag']]).toEqual([200, 'W/"1"']);
    expect((await client.send('POST', path(one))).status).toBe(405);
    const stale = await client.put(path(one), matter('M-2', { title: 'New' }), { 'If-Match': 'W/"7"' });
    expect(stale.status).toBe(412);
    const fresh = await client.put(path(one), matter('M-2', { title: 'New' }), { 'If-Match': 'W/"1"' });
    expect(fresh.body).toMatchObject({ title: 'New', meta: { version: 'W/"2"' } });
  });

  it('is replaced by PUT and changed by PATCH, and an equal one makes no version (RFC 7644 §3.5)', async () => {
    const one = await created(
      client,
      '/Matters',
      matter('M-3', { keywords: ['a', 'b'], confidential: true }),
    );
    const put = await client.put(path(one), matter('M-3', { keywords: ['b'] }));
    expect(put.body).not.toHaveProperty('confidential');
    const patched = await client.patch(path(one), [
      { op: 'add', path: 'keywords', value: ['c'] },
      { op: 'replace', path: `${MATTER}:title`, value: 'Third' },
      { op: 'add', value: { confidential: 'False', 'lead.value': 'u9' } },
      { op: 'add', path: 'parties[type eq "client"].value', value: 'Bank' },
    ]);
    expect(patched.body).toMatchObject({
      keywords: ['b', 'c'],
      title: 'Third',
      confidential: false,
      lead: { value: 'u9' },
      parties: [{ type: 'client', value: 'Bank' }],
      meta: { version: 'W/"3"' },
    });
    const again = await client.patch(path(one), [{ op: 'replace', path: 'title', value: 'Third' }]);
    expect(again.body.meta.version).toBe('W/"3"');
  });

  it('is gone for good after DELETE, so that its number is free again (RFC 7644 §3.6)', async () => {
    const one = await created(client, '/Matters', matter('M-4'));
    expect((await client.delete(path(one))).status).toBe(204);
    expectRefusal(await client.get(path(one)), 404, undefined, 'Matter');
    expectRefusal(await client.delete(path(one)), 404, undefined);
    expect(
      await gateway.database.collection<{ _id: string }>('ownResources').findOne({ _id: one.id }),
    ).toBeNull();
    await created(client, '/Matters', matter('M-4'));
  });

  it('is filtered, sorted, paged, projected and searched as the built-in ones are (RFC 7644 §3.4.2)', async () => {
    const numbers = ['S-1', 'S-2', 'S-3'];
    const all: Body[] = [];
    for (const [index, number] of numbers.entries())
      all.push(
        await created(
          client,
          '/Matters',
          matter(number, { keywords: ['sorted'], openedAt: `202${6 - index}-01-01T00:00:00Z` }),
        ),
      );
    const [first, second, third] = all.map(({ id }) => id);
    const sorted = 'keywords eq "SORTED"';
    expect(await found('/Matters', `${sorted} and openedAt lt "2025-06-01T00:00:00Z"`)).toEqual([
      second,
      third,
    ]);
    expect(await found('/Matters', `${MATTER}:number sw "S-" and number ne "s-1"`)).toHaveLength(3);
    expect(await found('/Matters', 'meta.resourceType eq "Matter" and number eq "S-1"')).toEqual([first]);
    const list = await client.get(
      `/Matters?sortBy=openedAt&startIndex=2&count=1&attributes=title&filter=${encodeURIComponent(sorted)}`,
    );
    expect(list.body).toMatchObject({ totalResults: 3, itemsPerPage: 1, startIndex: 2 });
    expect(list.body.Resources).toEqual([
      { schemas: [MATTER], id: second, number: 'S-2', title: 'About S-2' },
    ]);
    const search = await client.post('/Matters/.search', { filter: sorted, count: 0 });
    expect(search.body.totalResults).toBe(3);
    const root = await client.post('/.search', { filter: 'number eq "S-3"' });
    expect(root.body.Resources.map(({ id }) => id)).toEqual([third]);
    expectRefusal(await client.get('/Matters?filter=pages%20gt%201'), 400, 'invalidFilter', 'pages');
  });

  it('refuses wrong types and what is missing, naming the attribute (RFC 7643 §2.3, §7)', async () => {
    const wrong = await client.post('/Matters', matter('W-1', { openedAt: 'yesterday' }));
    expectRefusal(wrong, 400, 'invalidValue', 'openedAt');
    expectRefusal(
      await client.post('/Matters', { schemas: [MATTER], number: 'W-2' }),
      400,
      'invalidValue',
      'title',
    );
    const party = matter('W-3', { parties: [{ type: 'client' }] });
    expectRefusal(await client.post('/Matters', party), 400, 'invalidValue', 'parties.value');
    const one = await created(client, '/Matters', matter('W-4'));
    expectRefusal(await client.put(path(one), { schemas: [MATTER] }), 400, 'invalidValue', 'title');
    expectRefusal(
      await client.patch(path(one), [{ op: 'remove', path: 'title' }]),
      400,
      'mutability',
      'title',
    );
  });

  it('keeps an immutable attribute, also through a PUT that leaves it out (RFC 7644 §3.5.1)', async () => {
    const one = await created(client, '/Matters', matter('I-1'));
    const other_ = await client.put(path(one), matter('I-2'));
    expectRefusal(other_, 400, 'mutability', 'number');
    const patch = await client.patch(path(one), [{ op: 'replace', path: 'number', value: 'I-2' }]);
    expectRefusal(patch, 400, 'mutability', 'number');
    const kept = await client.put(path(one), { schemas: [MATTER], title: 'Kept' });
    expect(kept.body).toMatchObject({ number: 'I-1', title: 'Kept' });
  });

  it('keeps unique values unique, texts as caseExact says (RFC 7643 §2.2)', async () => {
    await created(client, '/Matters', matter('U-1'));
    expectRefusal(await client.post('/Matters', matter('U-1')), 409, 'uniqueness', 'number');
    await created(client, '/Matters', matter('u-1'));
    const first = await created(client, '/Everything', every({ level: 7, aliases: ['One', 'Two'] }));
    expectRefusal(await client.post('/Everything', every({ level: 7 })), 409, 'uniqueness', 'level');
    expectRefusal(
      await client.post('/Everything', every({ aliases: ['x', 'TWO'] })),
      409,
      'uniqueness',
      'aliases',
    );
    await client.patch(path(first), [{ op: 'remove', path: 'aliases[value eq "Two"]' }]);
    expect((await client.put(path(first), every({ aliases: ['one', 'ONE'] }))).status).toBe(200);
    expect((await client.post('/Everything', every({ level: 7 }))).status).toBe(201);
  });

  it('returns attributes as their "returned" says, and ignores what is readOnly (RFC 7643 §2.2)', async () => {
    const sent = every({ pin: '1234', always: 'a', asked: 'b', told: 'c' });
    const one = await created(client, '/Everything', sent);
    expect(one).toMatchObject({ always: 'a' });
    for (const name of ['pin', 'asked', 'told']) expect(one).not.toHaveProperty(name);
    const asked = await client.get(`${path(one)}?attributes=asked,pin`);
    expect(asked.body).toMatchObject({ asked: 'b', always: 'a' });
    expect(asked.text).not.toContain('1234');
    const guess = await client.get(`/Everything?filter=${encodeURIComponent('pin eq "1234"')}`);
    expectRefusal(guess, 403, 'sensitive', 'pin');
    const put = await client.put(path(one), every({ always: 'a' }));
    expect(put.status).toBe(200);
    const stored = await gateway.database
      .collection<{ _id: string }>('ownResources')
      .findOne({ _id: one.id });
    expect(stored).toMatchObject({ attributes: { pin: '1234' } });
  });

  it('may call its attributes as the built-in types call theirs', async () => {
    const one = await created(client, '/Everything', every({ active: false, groups: ['a', 'b'] }));
    expect(one).toMatchObject({ active: false, groups: ['a', 'b'] });
    const patched = await client.patch(path(one), [
      { op: 'add', path: 'groups', value: ['c'] },
      { op: 'replace', path: 'active', value: null },
    ]);
    expect(patched.body['groups']).toEqual(['a', 'b', 'c']);
    expect(patched.body).not.toHaveProperty('active');
    expect(await found('/Everything', 'groups eq "c"')).toEqual([one.id]);
  });

  it('keeps an immutable sub-attribute of the element that a PATCH selects', async () => {
    const seats = [{ value: 'a', number: 1, $ref: 'https://example.com/Users/a' }, { value: 'b' }];
    const one = await created(client, '/Everything', every({ seats }));
    expect(one['seats']).toEqual(seats);
    const change = (value: string, number: number): object[] => [
      { op: 'replace', path: `seats[value eq "${value}"].number`, value: number },
    ];
    expectRefusal(await client.patch(path(one), change('a', 2)), 400, 'mutability', 'seats.number');
    const given = await client.patch(path(one), change('b', 2));
    expect(given.body['seats']).toEqual([seats[0], { value: 'b', number: 2 }]);
    expect(await found('/Everything', 'seats[value eq "b" and number eq 2]')).toEqual([one.id]);
  });

  it('needs an extension that its type requires (RFC 7643 §6)', async () => {
    const lacking = await client.post('/Everything', { schemas: ['urn:ajuba:2.0:Every'] });
    expectRefusal(lacking, 400, 'invalidValue', 'urn:ajuba:2.0:Needed');
    const empty = await client.post('/Everything', { ...every(), 'urn:ajuba:2.0:Needed': { floor: '' } });
    expectRefusal(empty, 400, 'invalidValue', 'urn:ajuba:2.0:Needed');
    const one = await created(client, '/Everything', every());
    expect(one.schemas).toEqual(['urn:ajuba:2.0:Every', 'urn:ajuba:2.0:Needed']);
    const removed = await client.patch(path(one), [{ op: 'remove', path: 'urn:ajuba:2.0:Needed' }]);
    expectRefusal(removed, 400, 'mutability', 'urn:ajuba:2.0:Needed');
  });

  it('leaves an event of each write, without what is never returned', async () => {
    const one = await created(client, '/Everything', every({ pin: '98765', always: 'x' }));
    await client.patch(path(one), [{ op: 'replace', path: 'pin', value: '54321' }]);
    await client.delete(path(one));
    const events = await eventsOf(gateway.database, one.id);
    expect(
      events.map(({ resourceType, operation, version }) => [resourceType, operation, version] as const),
    ).toEqual([
      ['Every', 'create', 1],
      ['Every', 'patch', 2],
      ['Every', 'delete', 3],
    ]);
    expect(events[1]).toMatchObject({ before: { pin: '(not shown)' }, after: { pin: '(not shown)' } });
    expect(JSON.stringify(events)).not.toMatch(/98765|54321/);
  });

  it('is written by POST /Bulk as well (RFC 7644 §3.7)', async () => {
    const answered = await client.post('/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'POST', path: '/Matters', bulkId: 'a', data: matter('B-1') },
        { method: 'POST', path: '/Matters', bulkId: 'b', data: matter('B-1') },
      ],
    });
    const operations = answered.body['Operations'] as readonly { status: string }[];
    expect(operations.map(({ status }) => status)).toEqual(['201', '409']);
  });
});

describe('an own extension of User and Group', () => {
  const extended = (userName: string, extension: object): object =>
    person(userName, { schemas: [USER, AJUBA], [AJUBA]: extension });

  it('is stored, answered and named in schemas (RFC 7643 §3.3)', async () => {
    const one = await created(
      client,
      '/Users',
      extended('ext1', { Timekeeper: 'T-1', practiceGroup: 'Tax' }),
    );
    expect(one[AJUBA]).toEqual({ timekeeper: 'T-1', practiceGroup: 'Tax' });
    expect(one.schemas).toContain(AJUBA);
    const without = await created(client, '/Users', person('ext2'));
    expect(without.schemas).not.toContain(AJUBA);
    expect(await found('/Users', `${AJUBA}:practiceGroup eq "TAX"`)).toEqual([one.id]);
    expect(await found('/Users', 'timekeeper eq "T-1"')).toEqual([one.id]);
    expect(await found('/Users', `schemas eq "${AJUBA}" and userName sw "ext"`)).toEqual([one.id]);
    expect(await found('/Users', `${AJUBA}:timekeeper eq "t-1"`)).toEqual([]);
  });

  it('is sorted by, and projected by its URN', async () => {
    for (const [name, group] of [
      ['srt1', 'B'],
      ['srt2', 'A'],
    ] as const)
      await created(client, '/Users', extended(name, { practiceGroup: group, hourlyRate: 1.5 }));
    const query = `filter=${encodeURIComponent('userName sw "srt"')}&sortBy=${AJUBA}:practiceGroup`;
    const list = await client.get(`/Users?${query}&attributes=${AJUBA}:hourlyRate`);
    expect(list.body.Resources.map((user) => user[AJUBA])).toEqual([
      { hourlyRate: 1.5 },
      { hourlyRate: 1.5 },
    ]);
    const sorted = await client.get(`/Users?${query}&attributes=userName`);
    expect(sorted.body.Resources.map(({ userName }) => userName)).toEqual(['srt2', 'srt1']);
  });

  it('is changed by PATCH with and without a path, taken away by null, replaced by PUT', async () => {
    const one = await created(client, '/Users', extended('ptc', { timekeeper: 'P-1', doorCode: '7777' }));
    const pathed = await client.patch(path(one), [
      { op: 'replace', path: `${AJUBA}:practiceGroup`, value: 'Tax' },
      { op: 'add', value: { [AJUBA]: { hourlyRate: 200 }, [`${AJUBA}:timekeeper`]: 'P-2' } },
    ]);
    expect(pathed.body[AJUBA]).toEqual({ timekeeper: 'P-2', practiceGroup: 'Tax' });
    expect((await client.get(`${path(one)}?attributes=${AJUBA}:hourlyRate`)).body[AJUBA]).toEqual({
      hourlyRate: 200,
    });
    const nulled = await client.patch(path(one), [
      { op: 'replace', path: `${AJUBA}:practiceGroup`, value: null },
    ]);
    expect(nulled.body[AJUBA]).toEqual({ timekeeper: 'P-2' });
    const put = await client.put(path(one), person('ptc'));
    expect(put.body).not.toHaveProperty([AJUBA]);
    const events = await eventsOf(gateway.database, one.id);
    expect(JSON.stringify(events)).not.toContain('7777');
    expect(events[0]).toMatchObject({ after: { [AJUBA]: { doorCode: '(not shown)' } } });
  });

  it('leaves the gateway in an export of everything, but for what is never returned', async () => {
    await created(client, '/Users', extended('xpt', { practiceGroup: 'Tax', doorCode: '8888' }));
    const admin = adminClient(gateway.rootUrl, tokens.admin, 'ajuba');
    const { status, text: file } = await admin('export.everything', { format: 'ndjson' });
    const line = file.split('\n').find((each) => each.includes('xpt')) ?? '';
    expect([status, line.includes('Tax'), line.includes('(not shown)')]).toEqual([200, true, true]);
    expect(file).not.toContain('8888');
  });

  it('keeps a unique value unique among people who are not deleted', async () => {
    const one = await created(client, '/Users', extended('unq1', { timekeeper: 'Q-1' }));
    const second = await client.post('/Users', extended('unq2', { timekeeper: 'Q-1' }));
    expectRefusal(second, 409, 'uniqueness', `${AJUBA}:timekeeper`);
    await client.delete(path(one));
    const taken = await created(client, '/Users', extended('unq3', { timekeeper: 'Q-1' }));
    expectRefusal(await client.post('/Users', extended('unq1', { timekeeper: 'Q-1' })), 409, 'uniqueness');
    await client.patch(path(taken), [{ op: 'remove', path: `${AJUBA}:timekeeper` }]);
    expect((await client.post('/Users', extended('unq1', { timekeeper: 'Q-1' }))).body.id).toBe(one.id);
  });

  it('keeps of a group what is immutable', async () => {
    const body = { displayName: 'Team one', [TEAM]: { budget: 5, code: 'c1' } };
    const one = await created(client, '/Groups', body);
    expect(one).toMatchObject({ [TEAM]: { budget: 5, code: 'c1' } });
    expect(one.schemas).toContain(TEAM);
    const refused = await client.patch(path(one), [{ op: 'replace', path: `${TEAM}:code`, value: 'c2' }]);
    expectRefusal(refused, 400, 'mutability', `${TEAM}:code`);
    const put = await client.put(path(one), { displayName: 'Team one', [TEAM]: { budget: 6 } });
    expect(put.body).toMatchObject({ [TEAM]: { budget: 6, code: 'c1' } });
    expect(await found('/Groups', `${TEAM}:budget ge 6`)).toEqual([one.id]);
  });

  it('that is required is needed on POST and PUT, and stands in the way of no disable', async () => {
    expectRefusal(await other.post('/Users', person('req1')), 400, 'invalidValue', AJUBA);
    const partly = person('req1', { [AJUBA]: { timekeeper: 3 } });
    expectRefusal(await other.post('/Users', partly), 400, 'invalidValue', `${AJUBA}:floor`);
    const one = await created(other, '/Users', person('req1', { [AJUBA]: { floor: '2' } }));
    expectRefusal(await other.put(path(one), person('req1')), 400, 'invalidValue', AJUBA);
    const disabled = await other.patch(path(one), [{ op: 'replace', path: 'active', value: false }]);
    expect(disabled.body).toMatchObject({ active: false, [AJUBA]: { floor: '2' } });
    expect((await other.delete(path(one))).status).toBe(204);
  });
});

describe('two customers with own schemas at once', () => {
  it('have each its own types at the endpoints, and 404 for the others', async () => {
    expect((await other.get('/Briefs')).status).toBe(200);
    expectRefusal(await other.get('/Matters'), 404, undefined);
    expectRefusal(await client.get('/Briefs'), 404, undefined);
    expectRefusal(await plain.post('/Matters', matter('X-1')), 404, undefined);
    expectRefusal(await plain.get('/Everything/.search'), 404, undefined);
  });

  it('never see what the other keeps, under one type name either', async () => {
    const brief = await created(other, '/Briefs', { schemas: [BRIEF], title: 'Ours', pages: 3 });
    expectRefusal(await client.get(`/Matters/${brief.id}`), 404, undefined);
    expectRefusal(await client.delete(`/Matters/${brief.id}`), 404, undefined);
    const mine = await created(client, '/Matters', matter('Z-1'));
    expectRefusal(await other.get(`/Briefs/${mine.id}`), 404, undefined);
    const all = await other.post('/.search', { filter: 'title pr' });
    expect(all.body.Resources.map(({ id }) => id)).toEqual([brief.id]);
  });

  it('read one URN each as its own schema has it', async () => {
    const one = await created(other, '/Users', person('urn1', { [AJUBA]: { timekeeper: 41, floor: '1' } }));
    expect(one[AJUBA]).toEqual({ timekeeper: 41, floor: '1' });
    expectRefusal(await client.get(`/Users?filter=${AJUBA}:floor%20pr`), 400, 'invalidFilter', 'floor');
    expect(
      (await created(plain, '/Users', person('urn2', { [AJUBA]: { floor: '1' } })))[AJUBA],
    ).toBeUndefined();
  });

  it('are told their own in /ResourceTypes and /Schemas, complete (RFC 7643 §6, §7)', async () => {
    const names = async (by: ScimClient): Promise<readonly unknown[]> =>
      (await by.get('/ResourceTypes')).body.Resources.map(({ name }) => name);
    expect(await names(client)).toEqual(expect.arrayContaining(['User', 'Group', 'Matter', 'Every']));
    expect(await names(other)).not.toContain('Every');
    expect(await names(plain)).not.toContain('Matter');
    expect((await client.get('/ResourceTypes/Every')).body).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
      id: 'Every',
      name: 'Every',
      endpoint: '/Everything',
      description: 'Every',
      schema: 'urn:ajuba:2.0:Every',
      schemaExtensions: [{ schema: 'urn:ajuba:2.0:Needed', required: true }],
      meta: { resourceType: 'ResourceType', location: `${gateway.baseUrl}/ResourceTypes/Every` },
    });
    const user = (await client.get('/ResourceTypes/User')).body;
    expect(user['schemaExtensions']).toContainEqual({ schema: AJUBA, required: false });
    const schema = (await client.get(`/Schemas/${AJUBA}`)).body;
    expect((schema['attributes'] as readonly object[])[0]).toEqual({
      name: 'timekeeper',
      type: 'string',
      multiValued: false,
      description: 'Number by which the person records time.',
      required: false,
      caseExact: true,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'server',
    });
    expect((await plain.get(`/Schemas/${AJUBA}`)).status).toBe(404);
  });
});
