// Groups named LIB/NAME over real HTTP, where the rule groupNamePrefix is "library" and where it is not (imanage-model.md §2, §3a).

import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  eventsOf,
  expectRefusal,
  GROUP,
  IMANAGE_GROUP,
  scimClient,
  storedState,
  type ScimClient,
} from './scim-client';

let gateway: TestGateway;
let client: ScimClient;

beforeAll(async () => {
  const libraries = [{ id: 'ACTIVE' }, { id: 'TAX' }];
  gateway = await startTestGateway({
    file: { customers: [{ id: 'default', name: 'Firm', libraries, rules: { groupNamePrefix: 'library' } }] },
  });
  client = scimClient(gateway);
});
afterAll(() => gateway.close());

const inLibrary = (library: string, more: object = {}): object => ({ [IMANAGE_GROUP]: { library, ...more } });

describe('POST /Groups with groupNamePrefix library', () => {
  it('makes LIB/NAME a group of the library; the displayName stays as sent and is found', async () => {
    const group = await created(client, '/Groups', { schemas: [GROUP], displayName: 'active/Deals' });
    expect(group).toMatchObject({
      displayName: 'active/Deals',
      [IMANAGE_GROUP]: { library: 'ACTIVE', groupId: 'Deals' },
    });
    const found = await client.get('/Groups?filter=displayName%20eq%20%22ACTIVE%2Fdeals%22');
    expect(found.body.Resources.map(({ id }) => id)).toEqual([group.id]);
    expect((await eventsOf(gateway.database, group.id))[0]).toMatchObject({ tolerances: [] });
  });

  it('leaves a name whose prefix is no library whole, and the event names the tolerance', async () => {
    const group = await created(client, '/Groups', { schemas: [GROUP], displayName: 'AC/DC fans' });
    expect(group[IMANAGE_GROUP]).toMatchObject({ groupId: 'AC/DC fans' });
    expect(group[IMANAGE_GROUP]).not.toHaveProperty('library');
    expect((await eventsOf(gateway.database, group.id))[0]).toMatchObject({
      tolerances: ['unknown-library-prefix'],
    });
  });

  it('is 409 where the library has the groupId, however the two were sent', async () => {
    await created(client, '/Groups', { displayName: 'TAX/Twice' });
    await created(client, '/Groups', { displayName: 'Once', ...inLibrary('TAX') });
    const state = await storedState(gateway.database);
    for (const body of [
      { displayName: 'Twice', ...inLibrary('TAX') },
      { displayName: 'tax/ONCE' },
      { displayName: 'TAX/Twice' },
      { displayName: 'Other', ...inLibrary('TAX', { groupId: 'twice' }) },
    ]) {
      expectRefusal(await client.post('/Groups', body), 409, 'uniqueness', /exists in library "TAX"/);
    }
    expect(await storedState(gateway.database)).toBe(state);
    await created(client, '/Groups', { displayName: 'ACTIVE/Twice' });
    await created(client, '/Groups', { displayName: 'Twice' });
  });

  it('at the same time with the same place makes one group', async () => {
    const bodies = [{ displayName: 'TAX/Race' }, { displayName: 'Race', ...inLibrary('TAX') }];
    const answers = await Promise.all(
      [...bodies, ...bodies, ...bodies].map((body) => client.post('/Groups', body)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('refuses another library in the extension', async () => {
    const answered = await client.post('/Groups', { displayName: 'TAX/Torn', ...inLibrary('ACTIVE') });
    expectRefusal(answered, 400, 'invalidValue', /"ACTIVE".*"TAX"/);
  });

  it('revives a deleted group by its groupId in its library (rule 3.5)', async () => {
    const group = await created(client, '/Groups', { displayName: 'TAX/Phoenix' });
    expect((await client.delete(`/Groups/${group.id}`)).status).toBe(204);
    const elsewhere = await created(client, '/Groups', { displayName: 'ACTIVE/Phoenix' });
    const revived = await created(client, '/Groups', { displayName: 'tax/phoenix' });
    expect(elsewhere.id).not.toBe(group.id);
    expect(revived).toMatchObject({ id: group.id, [IMANAGE_GROUP]: { library: 'TAX', groupId: 'Phoenix' } });
  });
});

describe('a rename with groupNamePrefix library', () => {
  const rename = async (
    id: string,
    displayName: string,
  ): Promise<readonly Awaited<ReturnType<typeof client.put>>[]> => [
    await client.put(`/Groups/${id}`, { schemas: [GROUP], displayName }),
    await client.patch(`/Groups/${id}`, [{ op: 'replace', path: 'displayName', value: displayName }]),
  ];

  it('within the library is done and keeps the groupId', async () => {
    const group = await created(client, '/Groups', { displayName: 'TAX/Old' });
    for (const { status } of await rename(group.id, 'TAX/New')) expect([200, 204]).toContain(status);
    expect((await client.get(`/Groups/${group.id}`)).body).toMatchObject({
      displayName: 'TAX/New',
      [IMANAGE_GROUP]: { library: 'TAX', groupId: 'Old' },
    });
  });

  it('into another library, or from the global groups into one, is refused and says what to do', async () => {
    const inTax = await created(client, '/Groups', { displayName: 'TAX/Settled' });
    const global = await created(client, '/Groups', { displayName: 'Settled' });
    for (const { id } of [inTax, global]) {
      for (const answered of await rename(id, 'ACTIVE/Settled')) {
        expectRefusal(answered, 400, 'mutability', /never changes; choose a name without this prefix/);
      }
      expect(await eventsOf(gateway.database, id)).toHaveLength(1);
    }
  });

  it('to a name whose prefix is no library is done, and the event names the tolerance', async () => {
    const group = await created(client, '/Groups', { schemas: [GROUP], displayName: 'Rock' });
    for (const { status } of await rename(group.id, 'R/C')) expect([200, 204]).toContain(status);
    const events = await eventsOf(gateway.database, group.id);
    expect(events.map(({ tolerances }) => tolerances as unknown)).toEqual([[], ['unknown-library-prefix']]);
  });
});
