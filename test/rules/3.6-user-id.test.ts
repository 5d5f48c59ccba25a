// Rule 3.6 of imanage-model.md: the User ID never changes; the userName may.

import { created, eventsOf, expectRefusal, IMANAGE, person, type ScimClient } from '../http/scim-client';
import { imanage, startFirms, type Firms } from './firms';
import { at, replace } from './people';

let firms: Firms<'firm'>;
let client: ScimClient;

beforeAll(async () => {
  firms = await startFirms({ firm: {} });
  client = firms.clients.firm;
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `person.${(count += 1)}`;

describe('rule 3.6: a change of userId', () => {
  it.each<[string, object]>([
    ['another one', replace(at('userId'), 'another')],
    ['null', replace(at('userId'), null)],
    ['its removal', { op: 'remove', path: at('userId') }],
    ['another one without path', { op: 'replace', value: { [IMANAGE]: { userId: 'another' } } }],
  ])('by PATCH to %s is 400 mutability and changes nothing', async (_what, operation) => {
    const user = await created(client, '/Users', person(fresh()));
    const refused = await client.patch(`/Users/${user.id}`, [replace('title', 'Clerk'), operation]);
    expectRefusal(refused, 400, 'mutability', `"${String(user['userName'])}" cannot be changed`);
    expect((await client.get(`/Users/${user.id}`)).body).toEqual(user);
  });

  it('by PUT, or by the POST of a return, is 400 mutability as well', async () => {
    const name = fresh();
    const { id } = await created(client, '/Users', person(name));
    const other = person(name, { [IMANAGE]: { userId: 'another' } });
    expectRefusal(await client.put(`/Users/${id}`, other), 400, 'mutability', `User ID "${name}"`);
    await client.delete(`/Users/${id}`);
    expectRefusal(await client.post('/Users', other), 400, 'mutability', `User ID "${name}"`);
  });

  it('to one that is equal without letter case is no change', async () => {
    const name = fresh();
    const user = await created(client, '/Users', person(name));
    const echo = person(name, { [IMANAGE]: { userId: name.toUpperCase() } });
    const answers = [
      await client.patch(`/Users/${user.id}`, [replace(at('userId'), name.toUpperCase())]),
      await client.put(`/Users/${user.id}`, echo),
    ];
    for (const { status, body } of answers) expect([status, body]).toEqual([200, user]);
    expect(await eventsOf(firms.gateway.database, user.id)).toHaveLength(1);
  });
});

describe('rule 3.6: a change of userName', () => {
  it('is fine, and the User ID does not follow', async () => {
    const [name, married] = [fresh(), fresh()];
    const { id } = await created(client, '/Users', person(name));
    const { body } = await client.patch(`/Users/${id}`, [replace('userName', married)]);
    expect(body['userName']).toBe(married);
    expect(imanage(body)['userId']).toBe(name);
    const filter = encodeURIComponent(`${at('userId')} eq "${name.toUpperCase()}"`);
    expect((await client.get(`/Users?filter=${filter}`)).body.Resources.map((found) => found.id)).toEqual([
      id,
    ]);
  });

  it('to one that a live user has is 409', async () => {
    const [name, taken] = [fresh(), fresh()];
    await created(client, '/Users', person(taken));
    const { id } = await created(client, '/Users', person(name));
    const refused = await client.patch(`/Users/${id}`, [replace('userName', taken.toUpperCase())]);
    expectRefusal(refused, 409, 'uniqueness', 'userName');
  });
});
