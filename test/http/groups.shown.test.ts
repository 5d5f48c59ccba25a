// What an answer shows of a group's members: the display that a client sent, and after a PATCH only the members of small groups.

import { startTestGateway, type TestGateway } from './gateway';
import { created, eventsOf, GROUP, person, scimClient, type Body, type ScimClient } from './scim-client';

let gateway: TestGateway;
let client: ScimClient;
let people: readonly Body[];
beforeAll(async () => {
  gateway = await startTestGateway();
  client = scimClient(gateway);
  const names = Array.from({ length: 102 }, (_, index) => `shown.${String(index).padStart(3, '0')}`);
  // One after the other: members come in the order in which the people came.
  const made: Body[] = [];
  for (const name of names) made.push(await created(client, '/Users', person(name)));
  people = made;
});
afterAll(() => gateway.close());

const idOf = (index: number): string => people[index]?.id ?? '';
const fresh = (): string => `Shown ${String((fresh.count += 1))}`;
fresh.count = 0;

async function group(members: readonly object[]): Promise<Body> {
  return created(client, '/Groups', { schemas: [GROUP], displayName: fresh(), members });
}

async function displaysOf(id: string): Promise<Readonly<Record<string, string | undefined>>> {
  const { members = [] } = (await client.get(`/Groups/${id}`)).body;
  return Object.fromEntries(members.map(({ value, display }) => [value, display]));
}

const add = (id: string, ...value: readonly object[]): ReturnType<ScimClient['patch']> =>
  client.patch(`/Groups/${id}`, [{ op: 'add', path: 'members', value }]);

describe('members.display', () => {
  it('comes back as it was sent, in the answer and later, and without one it is the displayName', async () => {
    const sent = [{ value: idOf(0), display: 'Okta sends this' }, { value: idOf(1) }];
    const made = await group(sent);
    const shown = { [idOf(0)]: 'Okta sends this', [idOf(1)]: people[1]?.['displayName'] };
    expect(made.members).toMatchObject([sent[0], { value: idOf(1), display: people[1]?.['displayName'] }]);
    expect(await displaysOf(made.id)).toEqual(shown);
    await add(made.id, { value: idOf(2), display: 'Sent by PATCH' });
    expect(await displaysOf(made.id)).toEqual({ ...shown, [idOf(2)]: 'Sent by PATCH' });
  });

  it('stays as it was sent when the person is renamed; the displayName, sent or not, follows', async () => {
    const displayName = 'Before the wedding';
    const renamed = await created(client, '/Users', person('renamed', { displayName }));
    const other = await group([{ value: renamed.id, display: 'As sent' }]);
    const same = await group([{ value: renamed.id, display: displayName }]);
    const rename = { op: 'replace', path: 'displayName', value: 'After the wedding' };
    await client.patch(`/Users/${renamed.id}`, [rename]);
    expect(await displaysOf(other.id)).toEqual({ [renamed.id]: 'As sent' });
    expect(await displaysOf(same.id)).toEqual({ [renamed.id]: 'After the wedding' });
  });

  it('sent again for somebody who is a member already takes the place of the one before, without a version', async () => {
    const made = await group([{ value: idOf(0), display: 'First' }, { value: idOf(1) }]);
    const again = await add(made.id, { value: idOf(0), display: 'Second' });
    expect(again.headers['etag']).toBe(made.meta.version);
    expect(await displaysOf(made.id)).toMatchObject({ [idOf(0)]: 'Second' });
    const members = [
      { value: idOf(0), display: people[0]?.['displayName'] },
      { value: idOf(1), display: 'By PUT' },
    ];
    const put = await client.put(`/Groups/${made.id}`, { displayName: made['displayName'], members });
    expect(put.body.members).toMatchObject(members);
    expect(await eventsOf(gateway.database, made.id)).toHaveLength(1);
    expect(await gateway.database.collection('memberships').countDocuments({ display: 'Second' })).toBe(0);
  });

  it('of an echo changes nothing, and one that is no text says nothing', async () => {
    const made = await group([
      { value: idOf(0), display: 'Echoed' },
      { value: idOf(1), display: 7 },
    ]);
    const echo = (await client.get(`/Groups/${made.id}`)).body;
    const put = await client.put(`/Groups/${made.id}`, echo);
    expect([put.status, put.headers['etag'], put.body]).toEqual([200, made.meta.version, echo]);
    expect(await displaysOf(made.id)).toMatchObject({ [idOf(1)]: people[1]?.['displayName'] });
  });

  it('is what a filter on members compares', async () => {
    const made = await group([{ value: idOf(0), display: 'Filtered out' }, { value: idOf(1) }]);
    await client.patch(`/Groups/${made.id}`, [{ op: 'remove', path: 'members[display eq "filtered OUT"]' }]);
    expect(Object.keys(await displaysOf(made.id))).toEqual([idOf(1)]);
  });

  it.each([
    ['type', { type: 'Group' }],
    ['$ref', { $ref: 'https://elsewhere.example/Users/1' }],
  ])(
    'and %s are not the same: the gateway says what kind a member is and where it is',
    async (_name, sent) => {
      const made = await group([{ value: idOf(0), ...sent }]);
      const place = `${gateway.baseUrl}/Users/${idOf(0)}`;
      expect(made.members).toMatchObject([{ value: idOf(0), type: 'User', $ref: place }]);
    },
  );
});

describe('PATCH /Groups/{id} of a large group', () => {
  let large: Body;
  beforeAll(async () => {
    large = await group(people.slice(0, 100).map(({ id }) => ({ value: id })));
  });

  it('shows 100 members, and with more is 204 with the ETag alone (RFC 7644 §3.5.2)', async () => {
    const small = await client.patch(`/Groups/${large.id}`, [
      { op: 'replace', path: 'displayName', value: fresh() },
    ]);
    expect([small.status, small.body.members?.length]).toEqual([200, 100]);
    const more = await add(large.id, { value: idOf(100) });
    expect([more.status, more.text, more.headers['etag']]).toEqual([204, '', 'W/"3"']);
  });

  it('with attributes is 200 with these, and shows members where they are asked for (RFC 7644 §3.5.2)', async () => {
    await add(large.id, { value: idOf(100) });
    const rename = [{ op: 'replace', path: 'displayName', value: fresh() }];
    const named = await client.patch(`/Groups/${large.id}?attributes=displayName`, rename);
    expect([named.status, named.body]).toEqual([
      200,
      { schemas: large.schemas, id: large.id, displayName: rename[0]?.value },
    ]);
    const listed = await client.patch(`/Groups/${large.id}?attributes=members`, rename);
    expect([listed.status, listed.body.members?.length]).toEqual([200, 101]);
  });

  it('with members excluded is 200 without them', async () => {
    await add(large.id, { value: idOf(100) });
    const rename = [{ op: 'replace', path: 'displayName', value: fresh() }];
    const without = await client.patch(`/Groups/${large.id}?excludedAttributes=members`, rename);
    expect([without.status, without.body['displayName'], without.body.members]).toEqual([
      200,
      rename[0]?.value,
      undefined,
    ]);
    const others = await client.patch(`/Groups/${large.id}?excludedAttributes=meta`, rename);
    expect([others.status, others.text]).toEqual([204, '']);
  });
});
