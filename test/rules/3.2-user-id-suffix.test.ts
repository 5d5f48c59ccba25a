// Rule 3.2 of imanage-model.md where the customer allots a suffixed User ID instead of refusing one that was used before.

import { created, eventsOf, expectRefusal, IMANAGE, person, type ScimClient } from '../http/scim-client';
import { imanage, startFirms, type Firms } from './firms';

let firms: Firms<'reject' | 'suffix'>;
let reject: ScimClient;
let suffix: ScimClient;

beforeAll(async () => {
  firms = await startFirms({ reject: {}, suffix: { userIdConflict: 'suffix' } });
  ({ reject, suffix } = firms.clients);
});

afterAll(() => firms.gateway.close());

async function burn(client: ScimClient, name: string): Promise<void> {
  const { id } = await created(client, '/Users', person(name, { externalId: `${name}-first` }));
  await client.delete(`/Users/${id}`);
}

describe('rule 3.2, userIdConflict suffix', () => {
  it('gives another person of the same name the User ID with a suffix, and the sync log says so', async () => {
    await burn(suffix, 'JSMITH');
    const body = await created(suffix, '/Users', person('jsmith', { externalId: 'second' }));
    expect(imanage(body)['userId']).toBe('jsmith-2');
    expect(body['userName']).toBe('jsmith');
    const [event] = await eventsOf(firms.gateway.database, body.id);
    expect(event).toMatchObject({ rules: ['user-id-suffixed'], after: { userId: 'jsmith-2' } });
    await suffix.delete(`/Users/${body.id}`);
    const third = await created(suffix, '/Users', person('jsmith', { externalId: 'third' }));
    expect(imanage(third)['userId']).toBe('jsmith-3');
  });

  it('takes a client that goes on asking for the User ID it wanted for an echo', async () => {
    await burn(suffix, 'AKHAN');
    const wanted = { [IMANAGE]: { userId: 'AKHAN' }, externalId: 'x' };
    const { id, meta } = await created(suffix, '/Users', person('a.khan', wanted));
    const path = `/Users/${id}`;
    const echoed = await suffix.patch(path, [{ op: 'replace', path: `${IMANAGE}:userId`, value: 'akhan' }]);
    expect(echoed.status).toBe(200);
    expect(imanage(echoed.body)['userId']).toBe('AKHAN-2');
    expect(echoed.body.meta.version).toBe(meta.version);
    const other = await suffix.patch(path, [{ op: 'replace', path: `${IMANAGE}:userId`, value: 'AKHAN-9' }]);
    expectRefusal(other, 400, 'mutability', '"AKHAN-2" cannot be changed');
  });

  it('makes room for the suffix in a User ID of full length', async () => {
    const name = 'L'.repeat(64);
    await burn(suffix, name);
    const body = await created(suffix, '/Users', person(name, { externalId: 'next' }));
    expect(imanage(body)['userId']).toBe(`${'L'.repeat(62)}-2`);
  });

  it('gives each of many who come at once a User ID of its own', async () => {
    await burn(suffix, 'MANY');
    const bodies = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        created(suffix, '/Users', person(`many.${index}`, { [IMANAGE]: { userId: 'MANY' } })),
      ),
    );
    const userIds = bodies.map((body) => imanage(body)['userId']);
    expect(new Set(userIds)).toEqual(new Set([2, 3, 4, 5, 6, 7, 8, 9].map((number) => `MANY-${number}`)));
  });

  it('still refuses a userName that a live user has', async () => {
    await created(suffix, '/Users', person('same.name'));
    expectRefusal(await suffix.post('/Users', person('SAME.name')), 409, 'uniqueness', 'userName: ');
  });

  it('brings the same person back under the old User ID, without a suffix', async () => {
    await burn(suffix, 'BACK');
    const body = await created(suffix, '/Users', person('back', { externalId: 'BACK-first' }));
    expect(imanage(body)['userId']).toBe('BACK');
  });
});

describe('rule 3.2, userIdConflict reject', () => {
  it('refuses another person of the same name and says what to do', async () => {
    await burn(reject, 'JSMITH');
    const answered = await reject.post('/Users', person('jsmith', { externalId: 'second' }));
    expectRefusal(answered, 409, 'uniqueness', /was used before .* never be reused .* send an own "userId"/);
  });
});
