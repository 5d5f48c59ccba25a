// POST /Bulk against a whole gateway (RFC 7644 §3.7): real people and groups, events and request log, limits.

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  ENTERPRISE,
  eventsOf,
  expectRefusal,
  person,
  rawRequest,
  requestLine,
  scimClient,
  storedState,
  type Answered,
  type Body,
  type ScimClient,
} from './scim-client';

const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const BULK_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

interface Result {
  readonly method: string;
  readonly bulkId?: string;
  readonly location?: string;
  readonly version?: string;
  readonly status: string;
  readonly response?: Body;
}

let gateway: TestGateway;
let client: ScimClient;

beforeAll(async () => {
  gateway = await startTestGateway({
    env: {
      GATEWAY_LIMIT_OPERATIONS: '20',
      GATEWAY_LIMIT_BODY_BYTES: '20000',
      GATEWAY_LIMIT_BULK_BODY_BYTES: '60000',
    },
  });
  client = scimClient(gateway);
});

afterAll(() => gateway.close());

const send = (Operations: readonly object[], more: object = {}): Promise<Answered> =>
  client.post('/Bulk', { schemas: [BULK_REQUEST], Operations, ...more });
const resultsOf = ({ body }: Answered): readonly Result[] => body['Operations'] as readonly Result[];
const idOf = ({ location }: Result): string => location?.split('/').at(-1) ?? '';
const post = (path: string, bulkId: string, data: object): object => ({ method: 'POST', path, bulkId, data });
const statuses = (answered: Answered): readonly string[] => resultsOf(answered).map(({ status }) => status);

describe('POST /Bulk', () => {
  it('creates people and groups that refer to each other in any order (RFC 7644 §3.7.2)', async () => {
    const manager = { manager: { value: 'bulkId:boss' } };
    const answered = await send([
      post('/Groups', 'team', {
        displayName: 'Bulk team',
        members: [{ value: 'bulkId:clerk' }, { value: 'bulkId:boss' }],
      }),
      post('/Users', 'clerk', person('bulk.clerk', { [ENTERPRISE]: manager })),
      post('/Users', 'boss', person('bulk.boss')),
      {
        method: 'PATCH',
        path: '/Users/bulkId:boss',
        data: { Operations: [{ op: 'add', path: 'title', value: 'Partner' }] },
      },
      {
        method: 'PATCH',
        path: '/Groups/bulkId:team',
        data: { Operations: [{ op: 'remove', path: 'members[value eq "bulkId:boss"]' }] },
      },
    ]);
    expect([answered.status, answered.body.schemas]).toEqual([200, [BULK_RESPONSE]]);
    expect(answered.headers['content-type']).toBe('application/scim+json');
    expect(statuses(answered)).toEqual(['201', '201', '201', '200', '200']);
    const [team, clerk, boss] = resultsOf(answered).map(idOf);
    const group = await client.get(`/Groups/${team ?? ''}`);
    expect(group.body.members?.map(({ value }) => value)).toEqual([clerk]);
    expect((await client.get(`/Users/${clerk ?? ''}`)).body).toMatchObject({
      [ENTERPRISE]: { manager: { value: boss } },
    });
    expect((await client.get(`/Users/${boss ?? ''}`)).body).toMatchObject({ title: 'Partner' });
    expect(resultsOf(answered)[0]).toMatchObject({ method: 'POST', bulkId: 'team', version: 'W/"1"' });
    expect(resultsOf(answered)[4]).toMatchObject({
      location: group.body.meta.location,
      version: group.headers['etag'],
    });
  });

  it('closes a circle of managers: the version told is the last one (RFC 7644 §3.7.1)', async () => {
    const managedBy = (bulkId: string): object => ({
      [ENTERPRISE]: { manager: { value: `bulkId:${bulkId}` } },
    });
    const answered = await send([
      post('/Users', 'one', person('circle.one', managedBy('two'))),
      post('/Users', 'two', person('circle.two', managedBy('one'))),
      post('/Users', 'own', person('circle.own', managedBy('own'))),
    ]);
    expect(statuses(answered)).toEqual(['201', '201', '201']);
    const [one, two, own] = await Promise.all(
      resultsOf(answered).map(async (result) => {
        const { headers, body } = await client.get(`/Users/${idOf(result)}`);
        expect(headers['etag']).toBe(result.version);
        return body;
      }),
    );
    expect(one).toMatchObject({ [ENTERPRISE]: { manager: { value: two?.id } } });
    expect(two).toMatchObject({ [ENTERPRISE]: { manager: { value: one?.id } } });
    expect(own).toMatchObject({ [ENTERPRISE]: { manager: { value: own?.id } } });
  });

  it('owes nothing to who is deleted by the same request before a circle is closed', async () => {
    const managedBy = (bulkId: string): object => ({
      [ENTERPRISE]: { manager: { value: `bulkId:${bulkId}` } },
    });
    const answered = await send([
      post('/Users', 'short', person('circle.short', managedBy('long'))),
      { method: 'DELETE', path: '/Users/bulkId:short' },
      post('/Users', 'long', person('circle.long', managedBy('short'))),
    ]);
    expect(statuses(answered)).toEqual(['201', '204', '201']);
    const [short] = resultsOf(answered).map(idOf);
    expect((await client.get(`/Users/${short ?? ''}`)).status).toBe(404);
  });

  it('tells each failure as the error of a single request, and does the rest (RFC 7644 §3.7.3)', async () => {
    const known = await created(client, '/Users', person('bulk.known'));
    const answered = await send([
      post('/Users', 'again', person('BULK.known')),
      { method: 'PUT', path: `/Users/${known.id}`, version: 'W/"9"', data: person('bulk.known') },
      { method: 'DELETE', path: '/Users/nobody' },
      { method: 'GET', path: `/Users/${known.id}` },
      { method: 'DELETE', path: `/Users/${known.id}`, version: 'W/"1"' },
    ]);
    expect(statuses(answered)).toEqual(['409', '412', '404', '400', '204']);
    const [again, put, absent] = resultsOf(answered);
    expect(again).toEqual({
      method: 'POST',
      bulkId: 'again',
      status: '409',
      response: expect.objectContaining({ status: '409', scimType: 'uniqueness' }) as object,
    });
    expect(put).toMatchObject({ location: known.meta.location, response: { status: '412' } });
    expect(absent).toMatchObject({ location: `${gateway.baseUrl}/Users/nobody` });
  });

  it('sent twice does no harm: who exists is 409, and so is what refers to them', async () => {
    const operations = [
      post('/Users', 'u', person('bulk.twice')),
      post('/Groups', 'g', { displayName: 'Bulk twice', members: [{ value: 'bulkId:u' }] }),
    ];
    expect(statuses(await send(operations))).toEqual(['201', '201']);
    const before = await storedState(gateway.database);
    expect(statuses(await send(operations))).toEqual(['409', '409']);
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('leaves an event and a line in the request log for each operation, both under one request id', async () => {
    const answered = await send([
      post('/Users', 'u', person('bulk.logged')),
      { method: 'DELETE', path: '/Groups/nobody' },
    ]);
    const requestId = answered.headers['x-request-id'] ?? '';
    const [event] = await eventsOf(gateway.database, idOf(resultsOf(answered)[0] as Result));
    expect(event).toMatchObject({ operation: 'create', actor: { requestId: `${requestId}/1` } });
    const line = (id: string): Promise<object> =>
      requestLine(gateway.database, { ...answered, headers: { 'x-request-id': id } });
    expect(await line(requestId)).toMatchObject({ method: 'POST', url: '/scim/v2/Bulk', status: 200 });
    expect(await line(`${requestId}/1`)).toMatchObject({
      method: 'POST',
      url: '/scim/v2/Users',
      status: 201,
      connection: 'default',
    });
    expect(await line(`${requestId}/2`)).toMatchObject({
      method: 'DELETE',
      url: '/scim/v2/Groups/nobody',
      status: 404,
      detail: expect.stringContaining('nobody') as string,
    });
  });
});

describe('POST /Bulk of operations that touch nothing in common', () => {
  /** How many of the people each transaction stored, as the database's own log tells. */
  async function storedTogether(ids: readonly string[]): Promise<readonly number[]> {
    const { client: connection, databaseName } = gateway.database;
    const oplog = connection
      .db('local')
      .collection<{ readonly o: { readonly applyOps: readonly Applied[] } }>('oplog.rs');
    interface Applied {
      readonly ns: string;
      readonly o: { readonly _id: unknown };
    }
    const ns = `${databaseName}.users`;
    const found = await oplog.find({ 'o.applyOps': { $elemMatch: { ns, 'o._id': { $in: ids } } } }).toArray();
    return found.map(
      ({ o }) => o.applyOps.filter((one) => one.ns === ns && ids.includes(String(one.o._id))).length,
    );
  }

  it('stores them by few transactions, one event each', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `beside.${index}`);
    const answered = await send(names.map((name) => post('/Users', name, person(name))));
    expect(new Set(statuses(answered))).toEqual(new Set(['201']));
    expect(resultsOf(answered).map(({ bulkId }) => bulkId)).toEqual(names);
    const ids = resultsOf(answered).map(idOf);
    const together = await storedTogether(ids);
    expect(together.reduce((sum, one) => sum + one, 0)).toBe(20);
    expect(together.length).toBeLessThanOrEqual(5);
    for (const [index, id] of ids.entries()) {
      expect(await eventsOf(gateway.database, id)).toMatchObject([
        { operation: 'create', after: { userName: names[index] } },
      ]);
    }
  });

  it('leaves the others as they are where one is refused, by the gateway or by the database', async () => {
    await created(client, '/Users', person('beside.taken', { externalId: 'beside-taken' }));
    const answered = await send([
      post('/Users', 'first', person('beside.first')),
      post('/Users', 'nameless', { ...person('x'), userName: 7 }),
      post('/Users', 'taken', person('beside.taken')),
      post('/Users', 'number', person('beside.other', { externalId: 'beside-taken' })),
      post('/Users', 'last', person('beside.last')),
    ]);
    expect(statuses(answered)).toEqual(['201', '400', '409', '409', '201']);
    const first = await client.get(`/Users/${idOf(resultsOf(answered)[0] as Result)}`);
    expect(first.body).toMatchObject({ userName: 'beside.first' });
  });

  it('lets the first of two with one name win', async () => {
    for (let round = 0; round < 3; round += 1) {
      const twins = ['a', 'b', 'c'].map((twin) =>
        post('/Users', twin, person(`beside.twin${round}`, { title: twin })),
      );
      const others = Array.from({ length: 8 }, (_, index) =>
        post('/Users', `o${index}`, person(`beside.other${round}.${index}`)),
      );
      const answered = await send([...others, ...twins]);
      expect(statuses(answered).slice(8)).toEqual(['201', '409', '409']);
    }
  });

  it('executes exactly what failOnErrors lets it (RFC 7644 §3.7.3)', async () => {
    const known = person('beside.known');
    await created(client, '/Users', known);
    const people = Array.from({ length: 12 }, (_, index) => `beside.counted${index}`);
    const operations = people.map((name, index) =>
      post('/Users', name, [3, 6, 8].includes(index) ? known : person(name)),
    );
    const answered = await send(operations, { failOnErrors: 2 });
    expect(statuses(answered)).toEqual(['201', '201', '201', '409', '201', '201', '409']);
    const filter = encodeURIComponent('userName sw "beside.counted"');
    expect((await client.get(`/Users?filter=${filter}`)).body['totalResults']).toBe(5);
  });
});

describe('the limits of POST /Bulk', () => {
  it('are in ServiceProviderConfig (RFC 7643 §5)', async () => {
    const { body } = await client.get('/ServiceProviderConfig');
    expect(body['bulk']).toEqual({ supported: true, maxOperations: 20, maxPayloadSize: 60_000 });
  });

  it.each([
    [
      'maxOperations',
      Array.from({ length: 21 }, (_, index) => post('/Users', `${index}`, person(`over${index}`))),
    ],
    [
      'maxPayloadSize',
      [
        post('/Users', 'first', person('too.large')),
        post('/Groups', 'g', { displayName: 'x'.repeat(60_000) }),
      ],
    ],
  ])('%s is 413 and named, before any work (RFC 7644 §3.7.4)', async (name, operations) => {
    const before = await storedState(gateway.database);
    expectRefusal(await send(operations), 413, undefined, name);
    expect(await storedState(gateway.database)).toBe(before);
  });

  it('are for one person those of a request of its own', async () => {
    const answered = await send([post('/Users', 'u', person('long.title', { title: 'x'.repeat(20_000) }))]);
    expect(resultsOf(answered)).toMatchObject([{ status: '413', response: { status: '413' } }]);
  });

  it('let no operation begin where the request as a whole is wrong', async () => {
    const before = await storedState(gateway.database);
    const first = post('/Users', 'u', person('never.begun'));
    expectRefusal(await send([first, first]), 400, 'invalidValue', 'bulkId "u"');
    expectRefusal(await send([first], { failOnErrors: 0 }), 400, 'invalidValue', 'failOnErrors');
    expectRefusal(await send([]), 400, 'invalidSyntax', 'Operations');
    expectRefusal(await client.send('POST', '/Bulk'), 400, 'invalidSyntax');
    const asked = {
      method: 'POST',
      path: '/scim/v2/Bulk',
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
    };
    expect((await rawRequest(gateway.rootUrl, asked)).status).toBe(401);
    expect(await storedState(gateway.database)).toBe(before);
  });
});
