// Sorting by every attribute of every type, and lists of all types at the SCIM base, against an order made in the test (RFC 7644 §3.4.2.1, §3.4.2.3).

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  ENTERPRISE,
  expectRefusal,
  IMANAGE,
  IMANAGE_GROUP,
  person,
  scimClient,
  type Answered,
  type Body,
  type ScimClient,
} from './scim-client';

interface Definition {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly caseExact: boolean;
  readonly returned: string;
  readonly subAttributes?: readonly Definition[];
}

/** An attribute under the name that sortBy takes, with what leads to its value. */
interface Sortable {
  readonly path: string;
  readonly steps: readonly Definition[];
}

let gateway: TestGateway;
let client: ScimClient;
const ENDPOINTS = ['Users', 'Groups', 'Libraries', 'Roles'] as const;

beforeAll(async () => {
  gateway = await startTestGateway({
    file: {
      customers: [
        {
          id: 'default',
          libraries: [
            {
              id: 'MAIN',
              displayName: 'beta',
              roles: [{ id: 'PARTNER', description: 'b' }, { id: 'CLERK' }],
            },
            { id: 'Old', displayName: 'Alpha', type: 'linksite', hidden: true, roles: [] },
          ],
          rules: { nestedGroups: 'flatten' },
        },
      ],
    },
  });
  client = scimClient(gateway);
  for (const [index, name] of ['carol', 'Alice', 'bob', 'Dave', 'eve', 'Frank'].entries())
    await created(client, '/Users', sortedPerson(index, name));
  for (const [index, displayName] of ['north', 'South', 'bob'].entries())
    await created(client, '/Groups', {
      ...{ displayName, members: [] },
      ...(index === 1 ? { externalId: 'x' } : {}),
      [IMANAGE_GROUP]: { groupId: `g${3 - index}`, ...(index === 2 ? { library: 'MAIN' } : {}) },
    });
});

afterAll(() => gateway.close());

/** Every other one lacks most; values neither rise nor fall with the number. */
function sortedPerson(index: number, name: string): object {
  if (index % 3 === 2) return { userName: name };
  const text = ['m', 'B', 'z', 'a', 'K', 'c'][index] ?? '';
  const several = (value: string): object[] => [
    { value: `z${value}`, type: 'home' },
    { value: `${text}${value}`, type: 'work', primary: index !== 4 },
  ];
  return person(name, {
    ...{ externalId: `${text}-id`, displayName: text, nickName: `${text}${text}`, title: `Title ${text}` },
    ...{ name: { givenName: text, familyName: `${name}${text}`, formatted: text, honorificPrefix: text } },
    ...{ locale: 'en-US', preferredLanguage: text, timezone: 'Europe/London', userType: text },
    ...{ profileUrl: `https://x.example/${text}`, active: index !== 1, emails: several('@x.example') },
    phoneNumbers: several('1'),
    ims: several('im'),
    photos: [{ value: `https://x.example/${text}.png`, type: 'photo' }],
    addresses: [{ type: 'work', locality: text, country: 'GB', formatted: `${text} Street` }],
    entitlements: several('e'),
    x509Certificates: [{ value: Buffer.from(text).toString('base64') }],
    [ENTERPRISE]: { employeeNumber: `${9 - index}`, department: text, manager: { value: `boss-${text}` } },
    [IMANAGE]: { location: text },
  });
}

const listed = async (endpoint: string, query: Readonly<Record<string, string>> = {}): Promise<Answered> =>
  client.get(`/${endpoint}?${new URLSearchParams({ count: '100', ...query }).toString()}`);

/** What of the type may be sorted by, from what the gateway itself publishes, and the common attributes (RFC 7643 §3.1). */
async function attributesOf(endpoint: string): Promise<readonly Sortable[]> {
  const types = (await client.get('/ResourceTypes')).body.Resources as unknown as readonly {
    readonly endpoint: string;
    readonly schema: string;
    readonly schemaExtensions?: readonly { readonly schema: string }[];
  }[];
  const type = types.find((one) => one.endpoint === `/${endpoint}`);
  if (type === undefined) throw new Error(`there is no /${endpoint}`);
  const core = await sortablesOf(type.schema, undefined);
  const extensions = await Promise.all(
    (type.schemaExtensions ?? []).map(({ schema }) => sortablesOf(schema, schema)),
  );
  return [...COMMON, ...core, ...extensions.flat()];
}

const definition = (name: string, type = 'string', more: object = {}): Definition => ({
  ...{ name, type, multiValued: false, caseExact: true, returned: 'default', ...more },
});
const META = definition('meta', 'complex');
const COMMON: readonly Sortable[] = [
  { path: 'id', steps: [definition('id')] },
  { path: 'externalId', steps: [definition('externalId')] },
  { path: 'schemas', steps: [definition('schemas', 'reference', { multiValued: true })] },
  { path: 'meta.resourceType', steps: [META, definition('resourceType')] },
  { path: 'meta.created', steps: [META, definition('created', 'dateTime')] },
  { path: 'meta.lastModified', steps: [META, definition('lastModified', 'dateTime')] },
];

async function sortablesOf(urn: string, extension: string | undefined): Promise<readonly Sortable[]> {
  const { body } = await client.get(`/Schemas/${urn}`);
  const attributes = body['attributes'] as readonly Definition[];
  const outer = extension === undefined ? [] : [definition(extension, 'complex')];
  const prefix = extension === undefined ? '' : `${extension}:`;
  return attributes
    .flatMap((attribute) => [
      { path: attribute.name, steps: [attribute] },
      ...(attribute.subAttributes ?? []).map((sub) => ({
        path: `${attribute.name}.${sub.name}`,
        steps: [attribute, sub],
      })),
    ])
    .map(({ path, steps }) => ({ path: `${prefix}${path}`, steps: [...outer, ...steps] }));
}

/** What a resource is sorted by: of several values the primary one, or else the first (RFC 7644 §3.4.2.3). */
function valueOf(resource: Body, { steps }: Sortable): unknown {
  const last = steps.at(-1);
  const path = last?.type === 'complex' ? [...steps, ...valueIn(last)] : steps;
  let value: unknown = resource;
  for (const { name, multiValued } of path) {
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
    if (multiValued && Array.isArray(value)) {
      const elements = value as readonly { readonly primary?: boolean }[];
      value = elements.find((element) => element.primary === true) ?? elements[0];
    }
  }
  const exact = path.at(-1);
  if (typeof value !== 'string') return typeof value === 'object' ? undefined : value;
  if (exact?.type === 'dateTime') return new Date(value).getTime();
  return exact?.caseExact === false && exact.type !== 'binary' ? value.toLowerCase() : value;
}

function valueIn({ subAttributes = [] }: Definition): readonly Definition[] {
  return subAttributes.filter(({ name }) => name === 'value');
}

function inOrder(values: readonly unknown[], descending: boolean): readonly unknown[] {
  const order = (left: unknown, right: unknown): number => {
    if (left === undefined || right === undefined)
      return Number(left === undefined) - Number(right === undefined);
    if (left === right) return 0;
    return (left as string) < (right as string) ? -1 : 1;
  };
  // In an array of their own, because JavaScript puts undefined last whatever the order says.
  return values
    .map((value) => ({ value }))
    .toSorted((left, right) => (descending ? -1 : 1) * order(left.value, right.value))
    .map(({ value }) => value);
}

/** RFC 7644 §3.4.2.3 wants the path of a sub-attribute; what is computed, or kept as rows, has no order. */
function isRefused({ path, steps }: Sortable): boolean {
  const last = steps.at(-1);
  if (last?.type === 'complex' && valueIn(last).length === 0) return true;
  return /^(groups|members)\b/.test(path) || /:provisioning\b/.test(path) || last?.returned === 'never';
}

describe.each(ENDPOINTS)('GET /%s?sortBy', (endpoint) => {
  it('orders the whole list by any attribute, missing values last, descending first (RFC 7644 §3.4.2.3)', async () => {
    const whole = (await listed(endpoint)).body.Resources;
    const wrong: unknown[] = [];
    let valued = 0;
    for (const [index, sortable] of (await attributesOf(endpoint)).entries()) {
      const { path } = sortable;
      const descending = index % 2 === 1;
      const query = { sortBy: path, ...(descending ? { sortOrder: 'descending' } : {}) };
      const { status, body } = await listed(endpoint, query);
      if (isRefused(sortable)) {
        if (status !== 400 && status !== 403) wrong.push([path, status]);
        continue;
      }
      const expected = inOrder(
        whole.map((resource) => valueOf(resource, sortable)),
        descending,
      );
      valued += new Set(expected).size > 1 ? 1 : 0;
      const given = status === 200 ? body.Resources.map((resource) => valueOf(resource, sortable)) : status;
      if (JSON.stringify(given) !== JSON.stringify(expected)) wrong.push([path, descending, given, expected]);
      if (status === 200 && new Set(body.Resources.map(({ id }) => id)).size !== whole.length)
        wrong.push(path);
    }
    expect(wrong).toEqual([]);
    // The comparison says something: there are attributes of which values differ.
    expect(valued).toBeGreaterThan(endpoint === 'Users' ? 40 : 3);
  });

  it('refuses what it does not know, and an order that is none', async () => {
    expectRefusal(await listed(endpoint, { sortBy: 'noSuch' }), 400, 'invalidValue', 'noSuch');
    expectRefusal(
      await listed(endpoint, { sortBy: 'id', sortOrder: 'up' }),
      400,
      'invalidValue',
      'sortOrder',
    );
    expectRefusal(await listed(endpoint, { sortOrder: 'sideways' }), 400, 'invalidValue', 'sortOrder');
  });
});

describe('a list at the SCIM base (RFC 7644 §3.4.2.1)', () => {
  const namesOf = ({ body }: Answered): unknown[] =>
    body.Resources.map((resource) => resource['userName'] ?? resource['displayName']);
  const filtered = async (filter: string): Promise<unknown[]> => {
    const [got, posted] = [
      await listed('', { filter }),
      await client.post('/.search', { filter, count: 100 }),
    ];
    expect(got.body).toEqual(posted.body);
    return namesOf(got);
  };

  it('by GET and by POST holds all resources of all types, with and without a slash', async () => {
    const { body } = await listed('');
    const apart = await Promise.all(ENDPOINTS.map(async (endpoint) => (await listed(endpoint)).body));
    expect(body.Resources).toEqual(apart.flatMap(({ Resources }) => Resources));
    expect(body.totalResults).toBe(apart.reduce((sum, { totalResults }) => sum + totalResults, 0));
    expect((await client.get('?count=100')).body).toEqual(body);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect((await client.send(method, '/')).status).toBe(405);
  });

  it.each([
    ['userName eq "bob" or displayName eq "bob"', ['bob', 'bob']],
    ['displayName eq "South" or hidden eq true', ['South', 'Alpha']],
    ['not (userName pr) and displayName co "o"', ['north', 'South', 'bob']],
    ['not (userName pr or members pr) and (hidden eq true or displayName eq "south")', ['South', 'Alpha']],
    ['hidden ne true and displayName eq "bob"', ['bob']],
    ['emails[type eq "work"] and userName sw "a" or type eq "linksite"', ['Alice', 'Alpha']],
    ['userName eq null and externalId eq "x"', ['South']],
    ['meta.resourceType eq "Group"', ['north', 'South', 'bob']],
    ['meta.resourceType eq "Library" and displayName eq "beta"', ['beta']],
    ['not (meta.resourceType ne "Group") and displayName sw "n"', ['north']],
    ['meta.resourceType eq "Nothing"', []],
    [`${IMANAGE_GROUP}:groupId eq "g3" or ${IMANAGE}:userId eq "Dave"`, ['Dave', 'north']],
  ])('an attribute that a type lacks has no value there: %s', async (filter, names) => {
    expect(await filtered(filter)).toEqual(names);
  });

  it('a filter is refused where no type knows what it asks for, and a password is not asked for', async () => {
    expectRefusal(await listed('', { filter: 'userName pr or noSuch pr' }), 400, 'invalidFilter', 'noSuch');
    expectRefusal(await listed('', { filter: 'userName eq 5' }), 400, 'invalidFilter');
    expectRefusal(await listed('', { filter: 'password pr' }), 403, 'sensitive');
    expectRefusal(await listed('', { sortBy: 'noSuch' }), 400, 'invalidValue', 'noSuch');
  });

  it.each(['ascending', 'descending'])(
    'is in one order over all types, %s, on every page',
    async (sortOrder) => {
      for (const [sortBy, sorted] of [
        ['displayName', (resource: Body) => (resource['displayName'] as string | undefined)?.toLowerCase()],
        ['userName', (resource: Body) => (resource['userName'] as string | undefined)?.toLowerCase()],
        ['meta.lastModified', (resource: Body) => (resource.meta as { lastModified?: string }).lastModified],
      ] as const) {
        const whole = await listed('', { sortBy, sortOrder });
        const values = whole.body.Resources.map(sorted);
        expect(values).toEqual(inOrder(values, sortOrder === 'descending'));
        expect(whole.body.Resources).toHaveLength(whole.body.totalResults);
        const pages: Body[] = [];
        for (let startIndex = 1; startIndex <= whole.body.totalResults; startIndex += 4)
          pages.push(
            (await listed('', { sortBy, sortOrder, count: '4', startIndex: String(startIndex) })).body,
          );
        expect(pages.flatMap(({ Resources }) => Resources)).toEqual(whole.body.Resources);
      }
    },
  );

  it('refuses by index what lies beyond what it merges, and says how to get there', async () => {
    const deep = await listed('', { sortBy: 'displayName', startIndex: '10001' });
    expectRefusal(deep, 400, 'invalidValue', 'cursor');
    expect((await listed('', { startIndex: '10001' })).body.itemsPerPage).toBe(0);
  });
});
