// §3a of imanage-model.md, completeness: the one time a userId may be set, and a status that is looked at, never remembered.

import { created, expectRefusal, IMANAGE, person, type Body, type ScimClient } from '../http/scim-client';
import { imanage, setEmail, startFirms, type Firms } from './firms';
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
const setUserId = ({ id }: Body, value: string): ReturnType<ScimClient['patch']> =>
  client.patch(`/Users/${id}`, [{ op: 'add', path: at('userId'), value }]);
const provisioning = async ({ id }: Body): Promise<unknown> =>
  imanage((await client.get(`/Users/${id}`)).body)['provisioning'];

describe('rule 3a, completeness: userId', () => {
  it.each([
    ['has white space', 'white space'],
    ['is longer than 64 characters', 'u'.repeat(65)],
    ['is in the private use area', 'user\ue000'],
  ])('may be set once where the userName %s and so gave none', async (_what, unusable) => {
    const emails = [{ value: `${fresh()}@firm.example` }];
    const user = await created(client, '/Users', person(`${unusable}.${fresh()}`, { emails }));
    expect(user[IMANAGE]).not.toHaveProperty('userId');
    const userId = fresh();
    expect((await setUserId(user, userId)).body).toMatchObject({
      [IMANAGE]: { userId, provisioning: { status: 'ready' } },
    });
    expectRefusal(await setUserId(user, 'another'), 400, 'mutability', `"${userId}" cannot be changed`);
  });

  it('may be tried until one is usable, and that one only once', async () => {
    const userId = fresh();
    const user = await created(client, '/Users', person(fresh(), { [IMANAGE]: { userId: 'first try' } }));
    expect((await setUserId(user, 'second try')).body).toMatchObject({ [IMANAGE]: { userId: 'second try' } });
    expect((await setUserId(user, userId)).body).toMatchObject({ [IMANAGE]: { userId } });
    expectRefusal(await setUserId(user, 'fourth'), 400, 'mutability', userId);
  });

  it('may not be set where there was a usable one from the start', async () => {
    const user = await created(client, '/Users', person(fresh()));
    expectRefusal(await setUserId(user, 'late'), 400, 'mutability', 'userId');
  });

  it('may not be set to one that another person has', async () => {
    const holder = await created(client, '/Users', person(fresh()));
    const user = await created(client, '/Users', person(`white space ${fresh()}`));
    const refused = await setUserId(user, String(holder['userName']));
    expectRefusal(refused, 409, 'uniqueness', 'is in use by another user');
  });
});

describe('rule 3a, completeness: the status', () => {
  it('becomes ready when the other one gives the e-mail address up, and no version changes', async () => {
    const emails = [{ value: 'shared@firm.example' }];
    const holder = await created(client, '/Users', person(fresh(), { emails }));
    const user = await created(client, '/Users', person(fresh(), { emails }));
    expect(imanage(user)['provisioning']).toMatchObject({ status: 'incomplete', missing: ['email'] });
    await client.patch(`/Users/${holder.id}`, setEmail('own@firm.example'));
    expect(await provisioning(user)).toEqual({ status: 'ready' });
    expect((await client.get(`/Users/${user.id}`)).body.meta).toEqual(user.meta);
  });

  it('stays incomplete where the other one changes something else', async () => {
    const emails = [{ value: 'kept@firm.example' }];
    const holder = await created(client, '/Users', person(fresh(), { emails }));
    const user = await created(client, '/Users', person(fresh(), { emails }));
    await client.patch(`/Users/${holder.id}`, [replace('title', 'Partner')]);
    expect(await provisioning(user)).toMatchObject({ status: 'incomplete', missing: ['email'] });
  });
});
