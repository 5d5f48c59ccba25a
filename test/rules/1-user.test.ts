// §1 of imanage-model.md, User: what each field of an iManage user may hold, its default, and the rule it keeps.

import type { mongo } from 'mongoose';
import {
  created,
  expectRefusal,
  IMANAGE,
  person,
  USER,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { imanage, setActive, startFirms, type Firms } from './firms';
import { at, placement, replace } from './people';

let firms: Firms<'firm' | 'other'>;
let client: ScimClient;

beforeAll(async () => {
  firms = await startFirms({ firm: {}, other: {} });
  client = firms.clients.firm;
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `person.${(count += 1)}`;
const withImanage = (extension: object): Promise<Body> =>
  created(client, '/Users', person(fresh(), { [IMANAGE]: extension }));
/** The iManage user behind the resource: SCIM has no attribute for the full name and the one e-mail address. */
const record = ({ id }: Body): Promise<mongo.Document | null> =>
  firms.gateway.database.collection('users').findOne({ _id: id as never });

describe('rule 1, User: userId', () => {
  it.each<[string, string]>([
    ['one character', 'x'],
    ['64 characters', 'u'.repeat(64)],
    ['letters of any script, kept as given', 'Jürgen.ΩМ-王'],
    ['signs', `O'Neil/#?%\\:;"&`],
  ])('holds %s', async (_what, userId) => {
    const user = await withImanage({ userId });
    expect(imanage(user)).toMatchObject({ userId, provisioning: { status: 'ready' } });
  });

  it.each<[string, string]>([
    ['65 characters', 'u'.repeat(65)],
    ['a space', 'a b'],
    ['a no-break space', 'a\u00a0b'],
    ['an em space', 'a\u2003b'],
    ['a line break', 'a\nb'],
    ['the private use area', 'a\ue000b'],
    ['a character beyond U+FFEF', 'a\u{1f600}b'],
  ])('never holds %s', async (_what, userId) => {
    const user = await withImanage({ userId });
    expect(imanage(user)).toMatchObject({
      userId,
      provisioning: { status: 'incomplete', missing: ['userId'] },
    });
    expect(await record(user)).toMatchObject({ userId: null });
  });

  it('is the first userName unless one is sent', async () => {
    const name = fresh();
    expect(imanage(await created(client, '/Users', person(name)))['userId']).toBe(name);
    expect(imanage(await withImanage({ userId: 'OWN' }))['userId']).toBe('OWN');
  });

  it('is compared without letter case and kept as given', async () => {
    const user = await withImanage({ userId: 'Kept.AsGiven' });
    const filter = encodeURIComponent(`${at('userId')} eq "kept.asgiven"`);
    const [found] = (await client.get(`/Users?filter=${filter}`)).body.Resources;
    expect(found).toEqual(user);
    const taken = await client.post('/Users', person(fresh(), { [IMANAGE]: { userId: 'KEPT.ASGIVEN' } }));
    expectRefusal(taken, 409, 'uniqueness', 'is in use by another user');
  });

  it('is unique over everybody who ever was in the customer, and free in another one', async () => {
    const { id } = await withImanage({ userId: 'Burned' });
    await client.delete(`/Users/${id}`);
    const body = person(fresh(), { [IMANAGE]: { userId: 'burned' } });
    expectRefusal(await client.post('/Users', body), 409, 'uniqueness', 'was used before');
    expect(imanage(await created(firms.clients.other, '/Users', body))['userId']).toBe('burned');
  });
});

describe('rule 1, User: fullName', () => {
  const name = { formatted: 'Lady Ada', givenName: 'Ada', familyName: 'Byron' };

  it.each<[string, object, string | undefined]>([
    ['displayName', { displayName: 'A. Byron', name }, 'A. Byron'],
    ['else name.formatted', { name }, 'Lady Ada'],
    ['else given and family name', { name: { givenName: 'Ada', familyName: 'Byron' } }, 'Ada Byron'],
    ['of these the one there is', { name: { familyName: 'Byron' } }, 'Byron'],
    ['else userName', {}, undefined],
    ['of 254 characters', { displayName: 'x'.repeat(254) }, 'x'.repeat(254)],
    ['of the first 254 characters', { displayName: 'x'.repeat(255) }, 'x'.repeat(254)],
    ['of whole characters', { displayName: `${'x'.repeat(253)}\u{1f600}` }, 'x'.repeat(253)],
  ])('is %s', async (_what, profile, fullName) => {
    const userName = fresh();
    const user = await created(client, '/Users', { schemas: [USER], userName, ...profile });
    expect(user).toMatchObject(profile);
    expect((await record(user))?.['fullName']).toBe(fullName ?? userName);
  });

  it('is derived anew on every change', async () => {
    const user = await created(client, '/Users', person(fresh(), { displayName: 'First', name }));
    await client.patch(`/Users/${user.id}`, [{ op: 'remove', path: 'displayName' }]);
    expect((await record(user))?.['fullName']).toBe('Lady Ada');
    await client.patch(`/Users/${user.id}`, [{ op: 'remove', path: 'name' }]);
    expect((await record(user))?.['fullName']).toBe(user['userName']);
  });
});

describe('rule 1, User: email', () => {
  const home = { value: 'h@home.example', type: 'home' };
  const work = { value: 'w@work.example', type: 'work' };
  const primary = { value: 'p@prim.example', type: 'other', primary: true };

  it.each<[string, readonly object[], string | null]>([
    ['the primary one', [home, work, primary], 'p@prim.example'],
    ['else that of type work', [home, work], 'w@work.example'],
    ['else the first', [home, { value: 'o@other.example', type: 'other' }], 'h@home.example'],
    ['none where none is sent', [], null],
  ])('is %s; the others are kept and returned', async (_what, emails, email) => {
    const user = await created(client, '/Users', person(fresh(), { emails }));
    expect(user['emails'] ?? []).toEqual(emails);
    expect((await record(user))?.['email']).toBe(email);
  });
});

describe('rule 1, User: location', () => {
  it('holds 254 characters and is empty by default', async () => {
    const location = 'l'.repeat(254);
    expect(imanage(await withImanage({ location }))['location']).toBe(location);
    expect(imanage(await withImanage({}))).not.toHaveProperty('location');
  });

  it('holds no more, by POST or by PATCH', async () => {
    const location = 'l'.repeat(255);
    const refused = await client.post('/Users', person(fresh(), { [IMANAGE]: { location } }));
    expectRefusal(refused, 400, 'invalidValue', 'location: at most 254 characters');
    const { id } = await withImanage({});
    const patched = await client.patch(`/Users/${id}`, [replace(at('location'), location)]);
    expectRefusal(patched, 400, 'invalidValue', 'location: at most 254 characters');
  });
});

describe('rule 1, User: accountType', () => {
  it.each<[object, string]>([
    [{}, 'enterprise'],
    [{ external: true }, 'virtual'],
    [{ external: true, accountType: 'Enterprise' }, 'enterprise'],
    [{ accountType: 'VIRTUAL' }, 'virtual'],
  ])('of %j is as expected', async (extension, accountType) => {
    expect(imanage(await withImanage(extension))['accountType']).toBe(accountType);
  });

  it('is nothing else', async () => {
    const body = person(fresh(), { [IMANAGE]: { accountType: 'shared' } });
    expectRefusal(await client.post('/Users', body), 400, 'invalidValue', 'known: enterprise, virtual');
  });
});

describe('rule 1, User: preferredLibrary', () => {
  it.each<[string, object, string]>([
    ['the default library of the customer', {}, '*ACTIVE:DEFAULT'],
    ['the one that is sent', { preferredLibrary: 'archive' }, '*ARCHIVE:DEFAULT'],
    [
      'the default one beside others',
      { libraries: [{ value: 'CLOSED' }] },
      '*-ACTIVE:DEFAULT CLOSED:DEFAULT',
    ],
  ])('is %s, and the user is assigned to it', async (_what, extension, expected) => {
    expect(placement(await withImanage(extension))).toBe(expected);
  });

  it.each<[string, object, string]>([
    ['another one', replace(at('preferredLibrary'), 'CLOSED'), 'ARCHIVE:PARALEGAL *CLOSED:DEFAULT'],
    ['null: the default one', replace(at('preferredLibrary'), null), 'ARCHIVE:PARALEGAL *ACTIVE:DEFAULT'],
    [
      'nothing: the default one',
      { op: 'remove', path: at('preferredLibrary') },
      'ARCHIVE:PARALEGAL *ACTIVE:DEFAULT',
    ],
    ['no library at all', { op: 'remove', path: at('libraries') }, '*-ARCHIVE:PARALEGAL'],
  ])('is always exactly one, changed to %s too', async (_what, operation, expected) => {
    const { id } = await withImanage({ preferredLibrary: 'ARCHIVE', role: 'PARALEGAL' });
    const { body } = await client.patch(`/Users/${id}`, [operation]);
    expect(placement(body)).toBe(expected);
  });

  it('is no library that the customer does not have', async () => {
    const body = person(fresh(), { [IMANAGE]: { preferredLibrary: 'NONE' } });
    expectRefusal(await client.post('/Users', body), 400, 'invalidValue', 'known: ACTIVE, ARCHIVE, CLOSED');
  });
});

describe('rule 1, User: locked and signInEnabled', () => {
  it('are false and true by default, and a client writes neither', async () => {
    const user = await withImanage({ locked: true, signInEnabled: false });
    expect(imanage(user)).toMatchObject({ locked: false, signInEnabled: true });
  });

  it('are independent of each other', async () => {
    const user = await withImanage({});
    const lock = { $set: { locked: true } };
    await firms.gateway.database.collection('users').updateOne({ _id: user.id as never }, lock);
    const locked = (await client.get(`/Users/${user.id}`)).body;
    expect(locked['active']).toBe(true);
    expect(imanage(locked)['locked']).toBe(true);
    const { body } = await client.patch(`/Users/${user.id}`, setActive(false));
    expect(imanage(body)).toMatchObject({ locked: true, signInEnabled: false });
  });
});
