// Rule 3.9 of imanage-model.md: what iManage needs and SCIM does not; an incomplete user is kept, marked, and refused only where the customer is strict.

import {
  created,
  expectRefusal,
  IMANAGE,
  person,
  USER,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { imanage, setActive, setEmail, startFirms, type Firms } from './firms';

let firms: Firms<'lenient' | 'strict'>;
let lenient: ScimClient;
let strict: ScimClient;

beforeAll(async () => {
  firms = await startFirms({ lenient: {}, strict: { validation: 'strict' } });
  ({ lenient, strict } = firms.clients);
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `person.${(count += 1)}`;
const READY = { status: 'ready' };
const incomplete = (...missing: string[]): object => ({
  status: 'incomplete',
  missing,
  reasons: missing.map((name) => expect.stringMatching(`^${name}: .*`) as unknown),
});
const provisioning = async (client: ScimClient, { id }: Body): Promise<unknown> =>
  imanage((await client.get(`/Users/${id}`)).body)['provisioning'];
const found = async (filter: string): Promise<readonly string[]> => {
  const { body } = await lenient.get(`/Users?count=1000&filter=${encodeURIComponent(filter)}`);
  return body.Resources.map(({ id }) => id);
};
const STATUS = `${IMANAGE}:provisioning.status`;
const MISSING = `${IMANAGE}:provisioning.missing`;

describe('rule 3.9, lenient', () => {
  it('keeps and answers a user without e-mail address, and says what is missing and why', async () => {
    const answered = await lenient.post('/Users', { schemas: [USER], userName: fresh() });
    expect(answered.status).toBe(201);
    expect(imanage(answered.body)['provisioning']).toEqual(incomplete('email'));
  });

  it('calls a user ready who has all that iManage needs', async () => {
    const body = await created(lenient, '/Users', person(fresh()));
    expect(imanage(body)['provisioning']).toEqual(READY);
  });

  it.each([
    ['white space', 'two words'],
    ['65 characters', 'u'.repeat(65)],
  ])('counts a User ID with %s as missing until a usable one comes, once', async (_title, userId) => {
    const body = await created(lenient, '/Users', person(fresh(), { [IMANAGE]: { userId } }));
    expect(imanage(body)['provisioning']).toEqual(incomplete('userId'));
    const path = `/Users/${body.id}`;
    const mended = await lenient.patch(path, [{ op: 'replace', path: `${IMANAGE}:userId`, value: fresh() }]);
    expect(imanage(mended.body)['provisioning']).toEqual(READY);
    const again = await lenient.patch(path, [{ op: 'replace', path: `${IMANAGE}:userId`, value: fresh() }]);
    expectRefusal(again, 400, 'mutability', 'cannot be changed');
  });

  it.each([
    ['255 characters', `${'a'.repeat(60)}@${`${'b'.repeat(60)}.`.repeat(3)}${'c'.repeat(12)}`],
    ['a local part of 65', `${'a'.repeat(65)}@firm.example`],
    ['a domain name of 65', `a@${'b'.repeat(65)}.example`],
    ['an extension of 65', `a@firm.${'c'.repeat(65)}`],
    ['no at sign', 'nobody'],
  ])('counts an e-mail address with %s as missing', async (_title, value) => {
    const body = await created(lenient, '/Users', person(fresh(), { emails: [{ value }] }));
    expect(imanage(body)['provisioning']).toEqual(incomplete('email'));
    expect(body['emails']).toEqual([{ value }]);
  });

  it.each([
    ['a local part of 64', `${'a'.repeat(64)}@firm.example`],
    ['a domain name of 64', `x@${'b'.repeat(64)}.example`],
    ['an extension of 64', `x@firm.${'c'.repeat(64)}`],
  ])('takes an e-mail address with %s', async (_title, value) => {
    const body = await created(lenient, '/Users', person(fresh(), { emails: [{ value }] }));
    expect(imanage(body)['provisioning']).toEqual(READY);
  });

  it('completes a user whose address another one had as soon as that one gives it up', async () => {
    const [first, second] = [fresh(), fresh()];
    const shared = { emails: [{ value: `${first}@shared.example` }] };
    const holder = await created(lenient, '/Users', person(first, shared));
    const other = await created(lenient, '/Users', person(second, { emails: [] }));
    const taken = await lenient.patch(
      `/Users/${other.id}`,
      setEmail(`${first.toUpperCase()}@shared.example`),
    );
    expect(imanage(taken.body)['provisioning']).toEqual({
      status: 'incomplete',
      missing: ['email'],
      reasons: [expect.stringContaining(`the user "${first}"`)],
    });
    expect(await provisioning(lenient, holder)).toEqual(READY);
    await lenient.patch(`/Users/${holder.id}`, setEmail(`${first}@other.example`));
    expect(await provisioning(lenient, other)).toEqual(READY);
  });

  it('frees the address of a deleted person, who comes back behind the one who took it', async () => {
    const [first, second] = [fresh(), fresh()];
    const emails = [{ value: `${first}@shared.example` }];
    const leaver = await created(lenient, '/Users', person(first, { emails }));
    const heir = await created(lenient, '/Users', person(second, { emails }));
    await lenient.delete(`/Users/${leaver.id}`);
    expect(await provisioning(lenient, heir)).toEqual(READY);
    const back = await created(lenient, '/Users', person(first, { emails }));
    expect(imanage(back)['provisioning']).toEqual(incomplete('email'));
    expect(await provisioning(lenient, heir)).toEqual(READY);
  });

  it('finds the incomplete by filter, those with a taken address too', async () => {
    const name = fresh();
    const emails = [{ value: `${name}@found.example` }];
    const ready = await created(lenient, '/Users', person(name, { emails }));
    const taken = await created(lenient, '/Users', person(fresh(), { emails }));
    const none = await created(lenient, '/Users', { schemas: [USER], userName: fresh() });
    const spaced = await created(lenient, '/Users', person(fresh(), { [IMANAGE]: { userId: 'a b' } }));
    for (const filter of [
      `${STATUS} eq "incomplete"`,
      `${STATUS} ne "READY"`,
      `not (${STATUS} eq "ready")`,
    ]) {
      const ids = await found(filter);
      expect(ids).toEqual(expect.arrayContaining([taken.id, none.id, spaced.id]));
      expect(ids).not.toContain(ready.id);
    }
    expect(await found(`${STATUS} eq "ready"`)).toContain(ready.id);
    expect(await found(`${STATUS} eq "ready"`)).not.toContain(taken.id);
    const email = await found(`${MISSING} eq "email"`);
    expect(email).toEqual(expect.arrayContaining([taken.id, none.id]));
    expect(email).not.toContain(spaced.id);
    expect(await found(`${MISSING} eq "userId"`)).toContain(spaced.id);
    expect(await found(`${MISSING} pr and userName eq "${name}"`)).toEqual([]);
    expect(await found(`${STATUS} eq "unheard of"`)).toEqual([]);
  });

  it('leaves it out of what a client writes: it is read only', async () => {
    const body = await created(
      lenient,
      '/Users',
      person(fresh(), { emails: [], [IMANAGE]: { provisioning: { status: 'ready' }, locked: true } }),
    );
    expect(imanage(body)).toMatchObject({ provisioning: incomplete('email'), locked: false });
  });
});

describe('rule 3.9, strict', () => {
  it.each([
    ['no e-mail address', { emails: [] }, 'email: none was sent'],
    ['an impossible e-mail address', { emails: [{ value: 'nobody' }] }, 'email: "nobody" is no address'],
    ['an impossible User ID', { [IMANAGE]: { userId: 'a b' } }, 'userId: "a b" cannot be held'],
  ])('refuses a new user with %s and stores nothing', async (_title, more, detail) => {
    const name = fresh();
    expectRefusal(await strict.post('/Users', person(name, more)), 400, 'invalidValue', detail);
    const { body } = await strict.get(`/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`);
    expect(body.totalResults).toBe(0);
  });

  it('takes a complete one', async () => {
    expect(imanage(await created(strict, '/Users', person(fresh())))['provisioning']).toEqual(READY);
  });

  it('refuses an address that another live user has, 409, in POST and in PATCH', async () => {
    const name = fresh();
    const emails = [{ value: `${name}@firm.example` }];
    await created(strict, '/Users', person(name));
    expectRefusal(await strict.post('/Users', person(fresh(), { emails })), 409, 'uniqueness', `"${name}"`);
    const other = await created(strict, '/Users', person(fresh()));
    const patched = await strict.patch(`/Users/${other.id}`, setEmail(`${name}@firm.example`));
    expectRefusal(patched, 409, 'uniqueness', 'is the address of the user');
  });

  it('lets one of many who come with the same address at once have it', async () => {
    const emails = [{ value: `${fresh()}@race.example` }];
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => strict.post('/Users', person(fresh(), { emails }))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(15).fill(409)]);
  });

  it('refuses the return of a deleted person whose address somebody else has by now', async () => {
    const [name, heir] = [fresh(), fresh()];
    const emails = [{ value: `${name}@firm.example` }];
    const leaver = await created(strict, '/Users', person(name, { emails }));
    await strict.delete(`/Users/${leaver.id}`);
    await created(strict, '/Users', person(heir, { emails }));
    expectRefusal(await strict.post('/Users', person(name, { emails })), 409, 'uniqueness', `"${heir}"`);
    const back = await created(
      strict,
      '/Users',
      person(name, { emails: [{ value: `${name}@new.example` }] }),
    );
    expect(back.id).toBe(leaver.id);
  });

  it('carries a disable always, even one that takes the address away', async () => {
    const name = fresh();
    const { id } = await created(strict, '/Users', person(name));
    const leaver = { schemas: [USER], userName: name, active: false };
    const answered = await strict.put(`/Users/${id}`, leaver);
    expect(answered.body).toMatchObject({ active: false });
    expect(imanage(answered.body)['provisioning']).toEqual(incomplete('email'));
  });

  it('refuses to take the address away from somebody who stays', async () => {
    const { id } = await created(strict, '/Users', person(fresh()));
    const answered = await strict.patch(`/Users/${id}`, [{ op: 'remove', path: 'emails' }]);
    expectRefusal(answered, 400, 'invalidValue', 'email: none was sent');
    expect((await strict.get(`/Users/${id}`)).body['emails']).toHaveLength(1);
  });

  it('does not blame a request for what was missing before it', async () => {
    const name = fresh();
    const { id } = await created(strict, '/Users', person(name));
    await strict.put(`/Users/${id}`, { schemas: [USER], userName: name, active: false });
    expect((await strict.patch(`/Users/${id}`, setActive(true))).status).toBe(200);
    const renamed = await strict.patch(`/Users/${id}`, [{ op: 'add', path: 'title', value: 'Partner' }]);
    expect(renamed.status).toBe(200);
  });
});
