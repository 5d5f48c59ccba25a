// Bulk requests without HTTP and database (RFC 7644 §3.7): order, references, errors, outages.

import { BASE, bulk, group, outage, ran, refusal, user, type Call } from './bulk-setup';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const managed = (bulkId: string, manager: string): object =>
  user(bulkId, { [ENTERPRISE]: { manager: { value: manager } } });
const patch = (path: string, ...Operations: object[]): object => ({
  method: 'PATCH',
  path,
  data: { Operations },
});
const namesOf = (calls: readonly Call[]): readonly string[] => calls.map(({ call }) => call);
const failingAt =
  (name: string, error = refusal()) =>
  ({ call }: Call): Error | undefined =>
    call === name ? error : undefined;

describe('a bulk request', () => {
  it('answers each operation in the order of the request, with method, bulkId, location, version and status (RFC 7644 §3.7.3)', async () => {
    const { status, Operations } = await ran(
      bulk([
        group('g', 'bulkId:u'),
        user('u'),
        { method: 'DELETE', path: '/Users/7' },
        { method: 'PUT', path: '/Users/8', version: 'W/"3"', data: { userName: 'eight' } },
      ]),
    );
    expect(status).toBe(200);
    expect(Operations).toEqual([
      { location: `${BASE}/Groups/G`, method: 'POST', bulkId: 'g', version: 'W/"1"', status: '201' },
      { location: `${BASE}/Users/U`, method: 'POST', bulkId: 'u', version: 'W/"1"', status: '201' },
      { location: `${BASE}/Users/7`, method: 'DELETE', status: '204' },
      { location: `${BASE}/Users/8`, method: 'PUT', version: 'W/"1"', status: '200' },
    ]);
  });

  it('makes each operation a request of its own: its version is If-Match, its request id has its position', async () => {
    const { calls, done } = await ran(
      bulk([user('u'), { method: 'DELETE', path: '/Users/7', version: 'W/"3"' }]),
    );
    expect(calls.map(({ ifMatch, requestId }) => [ifMatch, requestId])).toEqual([
      [undefined, 'request/1'],
      ['W/"3"', 'request/2'],
    ]);
    expect(done.map(({ requestId, method, path }) => [requestId, method, path])).toEqual([
      ['request/1', 'POST', '/Users'],
      ['request/2', 'DELETE', '/Users/7'],
    ]);
  });

  it('goes on after an error, which is told in the result of its operation alone (RFC 7644 §3.7.3)', async () => {
    const { Operations } = await ran(bulk([user('a'), user('b')]), ({ body }) =>
      JSON.stringify(body).includes('"a"') ? refusal() : undefined,
    );
    const response = expect.objectContaining({ status: '409', detail: 'refused by the test' }) as object;
    expect(Operations[0]).toEqual({ method: 'POST', bulkId: 'a', status: '409', response });
    expect(Operations[1]).toMatchObject({ status: '201' });
  });

  it('keeps the order of what is done to one resource, also where a step waits for a reference', async () => {
    const add = { op: 'add', path: 'members', value: [{ value: 'bulkId:u' }] };
    const { calls } = await ran(
      bulk([patch('/Groups/7', add), { method: 'DELETE', path: '/Groups/7' }, user('u')]),
    );
    expect(namesOf(calls)).toEqual(['POST /Users', 'PATCH /Groups/7', 'DELETE /Groups/7']);
  });

  it('tells a bug as 500 of its operation, without its words', async () => {
    const bug = new Error('secret of the code');
    const { Operations, done } = await ran(bulk([user('a'), user('b')]), failingAt('POST /Users', bug));
    expect(JSON.stringify(Operations)).not.toContain('secret');
    expect(Operations.map((one) => one['status'])).toEqual(['500', '500']);
    expect(done[0]?.outcome.bug).toBe(bug);
  });
});

describe('a bulkId reference', () => {
  const made = { U: 'bulkId:u' };
  const bodyOf = async (operation: object): Promise<unknown> =>
    (await ran(bulk([operation, user('u')]))).calls.at(-1)?.body;

  it('is replaced by the id in paths, in members and managers, and in $ref (RFC 7644 §3.7.2)', async () => {
    const { calls } = await ran(bulk([{ method: 'DELETE', path: '/Users/bulkId:u' }, user('u')]));
    expect(namesOf(calls)).toEqual(['POST /Users', 'DELETE /Users/U']);
    expect(await bodyOf(group('g', made.U))).toMatchObject({ members: [{ value: 'U' }] });
    expect(await bodyOf(managed('m', made.U))).toMatchObject({ [ENTERPRISE]: { manager: { value: 'U' } } });
    const references = { manager: { $ref: '../Users/bulkId:u', value: 'bulkId:u' } };
    expect(await bodyOf(user('m', { [ENTERPRISE]: references }))).toMatchObject({
      [ENTERPRISE]: { manager: { $ref: '../Users/U', value: 'U' } },
    });
    const data = { displayName: 'g', members: ['bulkId:u', { $ref: 'bulkId:u' }] };
    expect(await bodyOf({ method: 'PUT', path: '/Groups/7', data })).toMatchObject({
      members: ['U', { $ref: `${BASE}/Users/U` }],
    });
  });

  it.each([
    [
      { path: 'members', value: [{ value: 'bulkId:u' }] },
      { path: 'members', value: [{ value: 'U' }] },
    ],
    [{ path: 'Members', value: { Value: 'bulkId:u' } }, { value: { Value: 'U' } }],
    [{ path: 'members[value eq "bulkId:u"]' }, { path: 'members[value eq "U"]' }],
    [
      { path: 'members[display eq "bulkId:u" or (value eq "bulkId:u")]' },
      { path: 'members[display eq "bulkId:u" or (value eq "U")]' },
    ],
    [{ value: { members: [{ value: 'bulkId:u' }] } }, { value: { members: [{ value: 'U' }] } }],
    [{ value: [{ members: ['bulkId:u'] }] }, { value: [{ members: ['U'] }] }],
    [{ value: { 'members[value eq "bulkId:u"]': {} } }, { value: { 'members[value eq "U"]': {} } }],
  ])('is replaced in the PATCH of a group: %j', async (given, expected) => {
    const body = await bodyOf(patch('/Groups/7', { op: 'add', ...given }));
    expect(body).toMatchObject({ Operations: [expected] });
  });

  it.each([
    [{ path: `${ENTERPRISE}:manager`, value: 'bulkId:u' }, 'U'],
    [{ path: 'manager', value: { value: 'bulkId:u' } }, { value: 'U' }],
    [{ path: `${ENTERPRISE}:manager.value`, value: 'bulkId:u' }, 'U'],
    [{ value: { [`${ENTERPRISE}:manager`]: 'bulkId:u' } }, { [`${ENTERPRISE}:manager`]: 'U' }],
    [{ value: { [ENTERPRISE]: { manager: ['bulkId:u'] } } }, { [ENTERPRISE]: { manager: ['U'] } }],
  ])('is replaced in the PATCH of a user: %j', async (given, value) => {
    const body = await bodyOf(patch('/Users/7', { op: 'replace', ...given }));
    expect(body).toMatchObject({ Operations: [{ value }] });
  });

  it('is text where no resource is referred to: in names, in values of other attributes, in filters on them', async () => {
    const data = {
      displayName: 'bulkId:u',
      emails: [{ value: 'bulkId:u', type: 'bulkId:nobody' }],
      unknown: { value: 'bulkId:nobody' },
      groups: [{ value: 'bulkId:nobody' }],
    };
    expect((await ran(bulk([user('text', data), user('u')]))).calls[0]?.body).toMatchObject(data);
    const named = patch(
      '/Users/7',
      { op: 'add', path: 'title', value: 'bulkId:nobody' },
      { op: 'remove', path: 'emails[value eq "bulkId:nobody"]' },
    );
    expect((await ran(bulk([named]))).calls[0]?.body).toMatchObject({
      Operations: [{ value: 'bulkId:nobody' }, { path: 'emails[value eq "bulkId:nobody"]' }],
    });
  });

  it('to what no POST of the request gives is 409 and names it; nothing is executed (RFC 7644 §3.7.2)', async () => {
    const others = [user('u'), { ...patch('/Users/7', { op: 'remove', path: 'title' }), bulkId: 'p' }];
    const { Operations, calls } = await ran(
      bulk([group('g', 'bulkId:nobody'), { method: 'DELETE', path: '/Users/bulkId:p' }, ...others]),
    );
    expect(namesOf(calls)).toEqual(['POST /Users', 'PATCH /Users/7']);
    expect(Operations[0]).toMatchObject({
      status: '409',
      response: { detail: expect.stringContaining('"nobody"') as string },
    });
    expect(Operations[1]).toMatchObject({ status: '409', location: `${BASE}/Users/bulkId%3Ap` });
  });

  it('to an operation that failed is 409 and names it, and so is all that refers to that one', async () => {
    const { Operations, calls } = await ran(
      bulk([
        patch('/Groups/bulkId:g', { op: 'add', path: 'members', value: [] }),
        group('g', 'bulkId:u'),
        user('u'),
      ]),
      failingAt('POST /Users'),
    );
    expect(namesOf(calls)).toEqual(['POST /Users']);
    expect(Operations.map((one) => one['status'])).toEqual(['409', '409', '409']);
    expect(Operations[1]).toMatchObject({
      response: { detail: expect.stringContaining('bulkId "u" (operation 3)') as string },
    });
  });
});

describe('references in a circle', () => {
  it('are given after all are created; the answer has the version after that (RFC 7644 §3.7.1)', async () => {
    const { Operations, calls, done } = await ran(bulk([managed('a', 'bulkId:b'), managed('b', 'bulkId:a')]));
    expect(calls.map(({ call, body }) => [call, body])).toEqual([
      ['POST /Users', { userName: 'a', [ENTERPRISE]: {} }],
      ['POST /Users', { userName: 'b', [ENTERPRISE]: { manager: { value: 'A' } } }],
      [
        'PATCH /Users/A',
        {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'add', path: `${ENTERPRISE}:manager`, value: { value: 'B' } }],
        },
      ],
    ]);
    expect(Operations).toMatchObject([
      { bulkId: 'a', status: '201', version: 'W/"2"' },
      { bulkId: 'b', status: '201', version: 'W/"1"' },
    ]);
    expect(done.map(({ requestId }) => requestId)).toEqual(['request/2', 'request/1']);
  });

  it('of a resource to itself are given after it is created (RFC 7644 §3.7.1)', async () => {
    const { Operations, calls } = await ran(bulk([managed('a', 'bulkId:a')]));
    expect(namesOf(calls)).toEqual(['POST /Users', 'PATCH /Users/A']);
    expect(Operations).toMatchObject([{ status: '201', version: 'W/"2"' }]);
  });

  it('between groups are 409, and neither group is created: no group can hold itself (RFC 7644 §3.7.1)', async () => {
    const { Operations, calls } = await ran(
      bulk([group('g', 'bulkId:h'), group('h', 'bulkId:g'), group('i', 'bulkId:i'), group('j', 'bulkId:g')]),
    );
    expect(calls).toEqual([]);
    expect(Operations.map((one) => one['status'])).toEqual(['409', '409', '409', '409']);
  });

  it('that cannot be given are 409 with the place of what was created', async () => {
    const { Operations } = await ran(
      bulk([managed('a', 'bulkId:b'), managed('b', 'bulkId:a')]),
      ({ body }) => (JSON.stringify(body).includes('"b"') ? refusal(400) : undefined),
    );
    expect(Operations).toMatchObject([
      {
        bulkId: 'a',
        status: '409',
        location: `${BASE}/Users/A`,
        response: { detail: expect.stringContaining('was created') as string },
      },
      { bulkId: 'b', status: '400' },
    ]);
  });
});

describe('failOnErrors', () => {
  const operations = [user('a'), user('b'), user('c'), user('d')];
  const failing = ({ body }: Call): Error | undefined =>
    /"[abd]"/.test(JSON.stringify(body)) ? refusal() : undefined;

  it.each([
    [1, ['a']],
    [2, ['a', 'b']],
    [3, ['a', 'b', 'c', 'd']],
    [9, ['a', 'b', 'c', 'd']],
  ])(
    'of %i ends the request at that error; the rest is neither executed nor answered (RFC 7644 §3.7.3)',
    async (failOnErrors, answered) => {
      const { Operations, calls } = await ran(bulk(operations, { failOnErrors }), failing);
      expect(Operations.map(({ bulkId }) => bulkId)).toEqual(answered);
      expect(calls).toHaveLength(answered.length);
    },
  );

  it.each([0, -1, 1.5, '1', true, [1]])(
    'of %j is refused: it is a whole number of at least 1',
    async (failOnErrors) => {
      await expect(ran(bulk(operations, { failOnErrors }))).rejects.toMatchObject({
        status: 400,
        scimType: 'invalidValue',
      });
    },
  );
});

describe('an outage in the middle of a bulk request', () => {
  const awayAfter = (executed: number): ((call: Call) => Error | undefined) => {
    let calls = 0;
    return () => ((calls += 1) > executed ? outage() : undefined);
  };

  it('is 503 of the whole request where nothing was done', async () => {
    await expect(ran(bulk([user('a'), user('b')]), awayAfter(0))).rejects.toMatchObject({
      status: 503,
      headers: { 'Retry-After': expect.stringMatching(/^\d+$/) as string },
    });
  });

  it('is 503 of each operation that was not done any more, and what was not under way is not even tried', async () => {
    const { Operations, calls } = await ran(
      bulk([user('a'), user('b'), user('c'), group('g', 'bulkId:a'), user('d')]),
      awayAfter(1),
    );
    expect(namesOf(calls)).toEqual(['POST /Users', 'POST /Users', 'POST /Users']);
    expect(Operations.map(({ status }) => status)).toEqual(['201', '503', '503', '503', '503']);
  });
});

describe('what refuses a bulk request as a whole', () => {
  it.each<[string, unknown, object]>([
    ['no object', [], { status: 400, scimType: 'invalidSyntax' }],
    ['no Operations', {}, { status: 400, scimType: 'invalidSyntax' }],
    ['empty Operations', bulk([]), { status: 400, scimType: 'invalidSyntax' }],
    ['Operations that are no list', { Operations: {} }, { status: 400, scimType: 'invalidSyntax' }],
    ['an operation that is no object', { Operations: [1] }, { status: 400, scimType: 'invalidSyntax' }],
    ['another schema', bulk([user('a')], { schemas: ['urn:x'] }), { status: 400, scimType: 'invalidSyntax' }],
    ['a bulkId given twice', bulk([user('a'), user('a')]), { status: 400, scimType: 'invalidValue' }],
    ['more than maxOperations', bulk([user('a'), user('b'), user('c')]), { status: 413 }],
  ])('is %s', async (_name, body, expected) => {
    await expect(ran(body as ReturnType<typeof bulk>, undefined, 2)).rejects.toMatchObject(expected);
  });
});

describe('what refuses one operation', () => {
  const post = user('a');
  it.each<[string, object, object]>([
    ['GET', { method: 'GET', path: '/Users/1' }, { status: '400', scimType: 'invalidValue' }],
    ['no method', { path: '/Users/1' }, { status: '400', scimType: 'invalidValue' }],
    ['no path', { ...post, path: undefined }, { status: '400', scimType: 'invalidSyntax' }],
    ['a path that is no text', { ...post, path: 7 }, { status: '400', scimType: 'invalidSyntax' }],
    [
      'a path with a query',
      { ...post, path: '/Users?attributes=id' },
      { status: '400', scimType: 'invalidPath' },
    ],
    ['a whole address', { ...post, path: `${BASE}/Users` }, { status: '400', scimType: 'invalidPath' }],
    ['an unknown path', { ...post, path: '/Nothing' }, { status: '404' }],
    ['a type that is only read', { ...post, path: '/Roles' }, { status: '405' }],
    ['POST of an id', { ...post, path: '/Users/1' }, { status: '405' }],
    ['DELETE of a type', { method: 'DELETE', path: '/Users' }, { status: '405' }],
    ['POST without bulkId', { ...post, bulkId: undefined }, { status: '400', scimType: 'invalidSyntax' }],
    ['POST without data', { ...post, data: undefined }, { status: '400', scimType: 'invalidSyntax' }],
    [
      'a version that is no text',
      { method: 'DELETE', path: '/Users/1', version: 1 },
      { status: '400', scimType: 'invalidSyntax' },
    ],
    ['data beyond the limit of one resource', user('a', { title: 'x'.repeat(20_000) }), { status: '413' }],
  ])('is %s, and the others are executed', async (_name, operation, response) => {
    const { Operations, calls } = await ran(bulk([operation, user('other')]));
    expect(Operations[0]).toMatchObject({ response });
    expect(Operations[0]?.['status']).toBe(
      (Operations[0] as { response: { status: string } }).response.status,
    );
    expect(Operations[1]).toMatchObject({ status: '201' });
    expect(calls).toHaveLength(1);
  });

  it('is not the letter case of a method or member, nor a slash missing or too many', async () => {
    const { Operations } = await ran(
      bulk([
        { Method: 'post', PATH: 'Users/', BulkId: 'a', Data: { userName: 'a' } },
        { method: 'delete', path: '/Users/1/' },
      ]),
    );
    expect(Operations.map(({ method, status }) => [method, status])).toEqual([
      ['POST', '201'],
      ['DELETE', '204'],
    ]);
  });
});

describe('a bulk request of many references', () => {
  it('is read in a time that grows with its size', async () => {
    const people = Array.from({ length: 1_000 }, (_, index) => user(`u${index}`));
    const members = people.map((_, index) => `bulkId:u${index}`).slice(0, 100);
    const groups = Array.from({ length: 300 }, (_, index) => group(`g${index}`, ...members));
    const start = performance.now();
    const { Operations } = await ran(bulk([...groups, ...people]), undefined, 2_000);
    expect(Operations.every(({ status }) => status === '201')).toBe(true);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
