// Two customers in one gateway: to each of them the other does not exist, on any verb, in any list, by any name.

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  IMANAGE,
  person,
  scimClient,
  storedState,
  type Answered,
  type Body,
  type ScimClient,
} from './scim-client';

const B_TOKEN = 'token-of-customer-b-0123456789abcdef0123456789';

let gateway: TestGateway;
let a: ScimClient;
let b: ScimClient;
let user: Body;
let group: Body;

beforeAll(async () => {
  // The gateway's own token opens the customer `default`, which is A here.
  const customers = [
    { id: 'default', name: 'Firm A', libraries: [{ id: 'ACTIVE_A' }] },
    {
      id: 'b',
      name: 'Firm B',
      connections: [{ name: 'idp-of-b', token: { env: 'B_TOKEN' } }],
      libraries: [{ id: 'ACTIVE_B' }],
    },
  ];
  gateway = await startTestGateway({ file: { customers }, env: { B_TOKEN } });
  a = scimClient(gateway);
  b = scimClient({ ...gateway, token: B_TOKEN });
  user = await created(a, '/Users', person('shared.name', { externalId: 'ext-1', title: 'Partner' }));
  group = await created(a, '/Groups', { displayName: 'Shared name', members: [{ value: user.id }] });
});

afterAll(() => gateway.close());

/** Status, body and headers of an answer without what names the id that was asked for or the request. */
function withoutNames({ status, text, headers }: Answered, id: string): object {
  const { date: _date, 'x-request-id': _requestId, ...others } = headers;
  return { status, text: text.replaceAll(id, 'ID'), others };
}

describe('a resource of customer A asked for with the token of customer B', () => {
  const verbs: readonly (readonly [string, (path: string) => Promise<Answered>])[] = [
    ['GET', (path) => b.get(path)],
    ['HEAD', (path) => b.send('HEAD', path)],
    ['PUT', (path) => b.put(path, { userName: 'taken', displayName: 'Taken' })],
    ['PATCH', (path) => b.patch(path, [{ op: 'replace', path: 'displayName', value: 'Taken' }])],
    ['DELETE', (path) => b.delete(path)],
  ];

  it.each(verbs)(
    '%s is 404, the same as for an id that nobody has, and changes nothing',
    async (_verb, ask) => {
      const before = await storedState(gateway.database);
      for (const [place, id] of [
        ['Users', user.id],
        ['Groups', group.id],
      ] as const) {
        const unknown = id.slice(0, -4) + '0000';
        for (const spelled of [id, encodeURIComponent(id), id.replaceAll('-', '%2D')]) {
          const answered = await ask(`/${place}/${spelled}`);
          expect(answered.status).toBe(404);
          expect(withoutNames(answered, id)).toEqual(
            withoutNames(await ask(`/${place}/${unknown}`), unknown),
          );
        }
        expect((await ask(`/${place}/${id.toUpperCase()}`)).status).toBe(404);
      }
      expect(await storedState(gateway.database)).toBe(before);
    },
  );

  it('is there for A all the while', async () => {
    expect((await a.get(`/Users/${user.id}`)).body).toMatchObject({
      userName: 'shared.name',
      title: 'Partner',
    });
    expect((await a.get(`/Groups/${group.id}`)).body.members).toHaveLength(1);
  });
});

describe('a list of customer B', () => {
  it.each([
    '/Users',
    '/Groups',
    '/Users?filter=userName%20eq%20%22shared.name%22',
    '/Users?filter=externalId%20eq%20%22ext-1%22',
    '/Users?filter=userName%20pr',
    '/Users?filter=not%20(userName%20eq%20%22x%22)',
    '/Users?filter=active%20eq%20false%20or%20active%20eq%20true',
    '/Users?sortBy=title&sortOrder=descending',
    '/Users?startIndex=1&count=1000',
    '/Groups?filter=displayName%20sw%20%22S%22',
    '/Groups?filter=members%20pr',
  ])('%s neither holds nor counts the people of A', async (path) => {
    expect((await b.get(path)).body).toMatchObject({ totalResults: 0, Resources: [] });
  });

  it('filtered by an id of A finds nobody, as an id, a member or a group', async () => {
    const filters = [
      ['Users', `id eq "${user.id}"`],
      ['Users', `groups eq "${group.id}"`],
      ['Groups', `members eq "${user.id}"`],
      ['Groups', `members[value eq "${user.id}"]`],
      ['Groups', `id eq "${group.id}"`],
    ] as const;
    for (const [place, filter] of filters) {
      const path = `/${place}?filter=${encodeURIComponent(filter)}`;
      expect((await b.get(path)).body.totalResults).toBe(0);
      expect((await a.get(path)).body.totalResults).toBe(1);
      expect((await b.post(`/${place}/.search`, { filter })).body.totalResults).toBe(0);
    }
  });
});

describe('what customer B creates', () => {
  let own: Body;
  let ownGroup: Body;

  it('may have the userName, externalId and User ID that somebody of A has', async () => {
    own = await created(b, '/Users', person('shared.name', { externalId: 'ext-1' }));
    expect(own.id).not.toBe(user.id);
    expect(own[IMANAGE]).toMatchObject({ userId: 'shared.name', preferredLibrary: 'ACTIVE_B' });
    ownGroup = await created(b, '/Groups', { displayName: 'Shared name' });
    expect(ownGroup.id).not.toBe(group.id);
  });

  it('cannot have a user of A as a member: the id is passed over like an unknown one', async () => {
    const before = ownGroup.meta.version;
    for (const value of [user.id, 'an-id-that-nobody-has']) {
      const operation = { op: 'add', path: 'members', value: [{ value }] };
      const answered = await b.patch(`/Groups/${ownGroup.id}`, [operation]);
      expect([answered.status, answered.headers['etag']]).toEqual([200, before]);
    }
    expect((await b.get(`/Groups/${ownGroup.id}`)).body.members).toBeUndefined();
    expect((await a.get(`/Users/${user.id}`)).body.groups).toEqual([
      expect.objectContaining({ value: group.id }),
    ]);
  });

  it('is in libraries of B only, and discovery tells B of no others', async () => {
    const answered = await b.post(
      '/Users',
      person('elsewhere', { [IMANAGE]: { preferredLibrary: 'ACTIVE_A' } }),
    );
    expect([answered.status, answered.body.scimType]).toEqual([400, 'invalidValue']);
    expect(answered.body.detail).toMatch(/known: ACTIVE_B$/);
    expect((await b.get('/Schemas')).text).not.toContain('ACTIVE_A');
  });

  it('deleted by B is a deleted person of B alone', async () => {
    await b.delete(`/Users/${own.id}`);
    expect((await a.get(`/Users/${user.id}`)).status).toBe(200);
    const back = await created(b, '/Users', person('shared.name', { externalId: 'ext-1' }));
    expect(back.id).toBe(own.id);
  });
});

describe('an externalId that is an id of somebody else', () => {
  it('never leads to that person', async () => {
    const named = await created(a, '/Users', person('externally.named', { externalId: user.id }));
    expect(named.id).not.toBe(user.id);
    await a.delete(`/Users/${named.id}`);
    const other = await created(a, '/Users', person('another.name', { externalId: named.id }));
    expect([named.id, user.id]).not.toContain(other.id);
  });
});

describe('the request log', () => {
  it('keeps each customer’s requests under its own name', async () => {
    const ids = [await a.get('/Users'), await b.get('/Users')].map(({ headers }) => headers['x-request-id']);
    const lines = gateway
      .logLines()
      .map((line) => JSON.parse(line) as { requestId?: string; customer?: string; connection?: string })
      .filter(({ requestId }) => ids.includes(requestId));
    expect(lines.map(({ customer, connection }) => [customer, connection])).toEqual([
      ['default', 'default'],
      ['b', 'idp-of-b'],
    ]);
  });
});
