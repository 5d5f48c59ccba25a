// What admins do to people by hand, over HTTP against the identity provider's requests: done once, told in the log, taken back or refused.

import { randomBytes } from 'node:crypto';
import {
  created,
  eventsOf,
  expectRefusal,
  person,
  scimClient,
  type Body,
  type ScimClient,
} from '../scim-client';
import { startTestGateway, type TestGateway } from '../gateway';
import { IMANAGE, IMANAGE_GROUP } from '../scim-client';
import { placed, placement, PLACED, PLACED_ALL_DISABLED } from '../../rules/people';
import { setActive } from '../../rules/firms';
import { adminClient, type AdminAnswer, type AskAdmin } from './admin-client';

const LIBRARIES = ['ACTIVE', 'ARCHIVE', 'CLOSED'].map((id) => ({
  id,
  roles: [{ id: 'PARTNER' }, { id: 'PARALEGAL' }],
}));
const RULES = {
  keep: {},
  manual: { reenableLibraries: 'manual', membershipsOnDisable: 'remove' },
  braked: { massDisable: { mode: 'hold', count: 1, percent: 1, windowMinutes: 60 } },
};
type Firm = keyof typeof RULES;
const reason = 'Left the firm on Friday';

let gateway: TestGateway;
let idp: Readonly<Record<Firm, ScimClient>>;
let admin: Readonly<Record<Firm, AskAdmin>>;

beforeAll(async () => {
  const names = Object.keys(RULES) as Firm[];
  const tokens = new Map(names.map((name) => [name, randomBytes(32).toString('hex')]));
  const adminToken = randomBytes(32).toString('hex');
  gateway = await startTestGateway({
    file: {
      customers: [
        ...names.map((id) => ({
          ...{ id, libraries: LIBRARIES, rules: RULES[id] },
          connections: [{ name: 'okta', token: { env: `TOKEN_${id.toUpperCase()}` } }],
        })),
        { id: 'default' },
      ],
    },
    env: {
      ADMIN_TOKEN: adminToken,
      ...Object.fromEntries(names.map((name) => [`TOKEN_${name.toUpperCase()}`, tokens.get(name) ?? ''])),
    },
  });
  const each = <T>(of: (name: Firm) => T): Record<Firm, T> =>
    Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Firm, T>;
  idp = each((name) => scimClient({ baseUrl: gateway.baseUrl, token: tokens.get(name) ?? '' }));
  admin = each((name) => adminClient(gateway.rootUrl, adminToken, name));
});
afterAll(() => gateway.close());

let count = 0;
const fresh = (): string => `person.${(count += 1)}`;
const read = async (client: ScimClient, { id }: Body): Promise<Body> =>
  (await client.get(`/Users/${id}`)).body;
const lastEvent = async (id: string): Promise<unknown> => (await eventsOf(gateway.database, id)).at(-1);
const countEvents = (): Promise<number> => gateway.database.collection('events').countDocuments({});

async function done(answer: Promise<AdminAnswer>): Promise<AdminAnswer['body']> {
  const { status, body, text } = await answer;
  if (status !== 200) throw new Error(text);
  return body;
}

/** The refusal, and that nothing was changed by it. */
async function refused(ask: () => Promise<AdminAnswer>, status: number, detail: RegExp): Promise<void> {
  const before = await countEvents();
  const answer = await ask();
  expect(answer.body.error).toMatchObject({ status, detail: expect.stringMatching(detail) as string });
  expect(answer.status).toBe(status);
  expect(await countEvents()).toBe(before);
}

describe('people.disable and people.enable', () => {
  it('disable at once, keep the libraries, and are in the log with name and reason', async () => {
    const user = await created(idp.keep, '/Users', placed(fresh()));
    const {
      event,
      person: now,
      warnings,
    } = await done(admin.keep('people.disable', { person: user.id, reason }));
    expect(now).toMatchObject({ id: user.id, signIn: 'disabled' });
    expect(warnings[0]).toContain('identity provider does not know');
    const shown = await read(idp.keep, user);
    expect([shown['active'], placement(shown)]).toEqual([false, PLACED]);
    expect(await lastEvent(user.id)).toMatchObject({
      _id: event,
      actor: { connection: 'command-line', reason },
      before: { signInEnabled: true },
      after: { signInEnabled: false },
      rules: ['memberships-kept'],
    });
  });

  it('are shown among the leavers by the name of the admin, and what an identity provider did by its connection', async () => {
    const byHand = await created(idp.keep, '/Users', person(fresh()));
    const byProvider = await created(idp.keep, '/Users', person(fresh()));
    await idp.keep.patch(`/Users/${byProvider.id}`, setActive(false));
    await done(admin.keep('people.disable', { person: byHand.id, reason }));
    const rows = (await done(admin.keep('leavers.list', {})))['rows'] as readonly Body[];
    const listedBy = ({ id }: Body): unknown => rows.find((row) => row.id === id)?.['disabled'];
    expect([listedBy(byHand), listedBy(byProvider)]).toMatchObject([{ by: 'admin token' }, { by: 'okta' }]);
    const { text } = await admin.keep('leavers.export', { format: 'json' });
    const written = JSON.parse(text) as readonly Body[];
    const writtenBy = (user: Body): unknown => written.find(({ id }) => id === user.id)?.['disabledBy'];
    expect([writtenBy(byHand), writtenBy(byProvider)]).toEqual(['admin token', 'okta']);
  });

  it('say what they would do, and do nothing, as a preview', async () => {
    const user = await created(idp.keep, '/Users', placed(fresh()));
    const before = await countEvents();
    const answer = await done(admin.keep('people.disable', { person: user.id, reason, preview: true }));
    expect(answer).toMatchObject({ event: null, person: { signIn: 'disabled' } });
    expect(await countEvents()).toBe(before);
    expect((await read(idp.keep, user))['active']).toBe(true);
  });

  it('enable again, with the libraries as they were', async () => {
    const user = await created(idp.keep, '/Users', placed(fresh(), { active: false }));
    const { done: words } = await done(
      admin.keep('people.enable', { person: String(user['userName']), reason }),
    );
    expect(words[1]).toBe('Enabled in: ACTIVE, ARCHIVE.');
    expect(placement(await read(idp.keep, user))).toBe(PLACED);
  });

  it('enable no library under reenableLibraries=manual, and say so', async () => {
    const user = await created(idp.manual, '/Users', placed(fresh(), { active: false }));
    const { warnings } = await done(admin.manual('people.enable', { person: user.id, reason }));
    expect(warnings[0]).toContain('No library is enabled');
    expect(placement(await read(idp.manual, user))).toBe(PLACED_ALL_DISABLED);
  });

  it('take memberships away and give them back under membershipsOnDisable=remove', async () => {
    const user = await created(idp.manual, '/Users', person(fresh()));
    const group = await created(idp.manual, '/Groups', {
      displayName: fresh(),
      members: [{ value: user.id }],
    });
    const members = async (): Promise<unknown> =>
      (await idp.manual.get(`/Groups/${group.id}`)).body.members ?? [];
    await done(admin.manual('people.disable', { person: user.id, reason }));
    expect(await members()).toEqual([]);
    await done(admin.manual('people.enable', { person: user.id, reason }));
    expect(await members()).toEqual([expect.objectContaining({ value: user.id })]);
  });

  it('refuse what makes no sense, in words, and change nothing', async () => {
    const here = await created(idp.keep, '/Users', person(fresh()));
    const out = await created(idp.keep, '/Users', person(fresh(), { active: false }));
    const gone = await created(idp.keep, '/Users', person(fresh()));
    await idp.keep.delete(`/Users/${gone.id}`);
    await refused(() => admin.keep('people.enable', { person: here.id, reason }), 409, /can sign in already/);
    await refused(() => admin.keep('people.disable', { person: out.id, reason }), 409, /is disabled already/);
    await refused(() => admin.keep('people.disable', { person: gone.id, reason }), 409, /was deleted on/);
    await refused(
      () => admin.keep('people.enable', { person: gone.id, reason }),
      409,
      /approve the return here/,
    );
    await refused(
      () => admin.keep('people.disable', { person: 'nobody', reason }),
      404,
      /Nobody is called "nobody"/,
    );
    await refused(() => admin.manual('people.disable', { person: here.id, reason }), 404, /Nobody is called/);
    await refused(
      () => admin.keep('people.disable', { person: here.id, reason: 'x ' }),
      400,
      /reason: must be why/,
    );
    await refused(() => admin.keep('people.disable', { person: here.id, reason: '    ' }), 400, /reason/);
  });

  it('are neither held nor counted by the mass-disable brake, which goes on holding the identity provider', async () => {
    const people: Body[] = [];
    for (let at = 0; at < 4; at += 1) people.push(await created(idp.braked, '/Users', person(fresh())));
    const [first, second, third, fourth] = people.map(({ id }) => id);
    for (const id of [first, second]) await done(admin.braked('people.disable', { person: id, reason }));
    const disable = (id = ''): ReturnType<ScimClient['patch']> =>
      idp.braked.patch(`/Users/${id}`, setActive(false));
    expect((await disable(third)).status).toBe(200);
    expect((await disable(fourth)).status).toBe(429);
    await done(admin.braked('people.disable', { person: fourth, reason }));
    expect(await lastEvent(fourth ?? '')).toMatchObject({ after: { signInEnabled: false } });
  });
});

describe('people.enableLibrary and people.disableLibrary', () => {
  it('change one library and nothing else', async () => {
    const user = await created(idp.keep, '/Users', placed(fresh()));
    await done(admin.keep('people.disableLibrary', { person: user.id, library: 'archive', reason }));
    expect(placement(await read(idp.keep, user))).toBe('*ACTIVE:PARTNER -ARCHIVE:PARALEGAL -CLOSED:DEFAULT');
    await done(admin.keep('people.enableLibrary', { person: user.id, library: 'CLOSED', reason }));
    expect(placement(await read(idp.keep, user))).toBe('*ACTIVE:PARTNER -ARCHIVE:PARALEGAL CLOSED:DEFAULT');
  });

  it('refuse a library that the person is not assigned to, or that is so already', async () => {
    const user = await created(idp.keep, '/Users', person(fresh()));
    const ask = (name: 'people.enableLibrary' | 'people.disableLibrary', library: string) => () =>
      admin.keep(name, { person: user.id, library, reason });
    await refused(
      ask('people.enableLibrary', 'TAX'),
      409,
      /not assigned to the library "TAX", only to: ACTIVE/,
    );
    await refused(ask('people.enableLibrary', 'ACTIVE'), 409, /can sign in to ACTIVE already/);
    await done(ask('people.disableLibrary', 'ACTIVE')());
    await refused(ask('people.disableLibrary', 'ACTIVE'), 409, /cannot sign in to ACTIVE already/);
  });
});

describe('people.approveReturn', () => {
  async function deleted(name = fresh()): Promise<Body> {
    const user = await created(idp.keep, '/Users', placed(name, { externalId: `one-${name}` }));
    await idp.keep.delete(`/Users/${user.id}`);
    return user;
  }
  const again = (name: unknown, more: object = {}): object =>
    person(String(name), { externalId: `two-${String(name)}`, ...more });

  it('lets the same iManage user come back once under another externalId', async () => {
    const user = await deleted();
    const name = user['userName'];
    expectRefusal(
      await idp.keep.post('/Users', again(name)),
      409,
      'uniqueness',
      'approve the return in the console',
    );
    const { event } = await done(admin.keep('people.approveReturn', { person: user.id, reason }));
    expect(await lastEvent(user.id)).toMatchObject({ _id: event, operation: 'approve', actor: { reason } });
    const back = await created(idp.keep, '/Users', again(name));
    expect(back).toMatchObject({ id: user.id, externalId: `two-${String(name)}`, active: true });
    expect(await lastEvent(user.id)).toMatchObject({
      operation: 'return',
      rules: ['person-returned', 'return-approved', 'libraries-restored'],
    });
    await idp.keep.delete(`/Users/${user.id}`);
    const third = person(String(name), { externalId: `three-${String(name)}` });
    expectRefusal(
      await idp.keep.post('/Users', third),
      409,
      'uniqueness',
      /approve the return in the console$/,
    );
  });

  it('finds the person by User ID, too, also where the login name is another one now', async () => {
    const user = await deleted();
    await done(admin.keep('people.approveReturn', { person: user.id, reason }));
    const renamed = again(fresh(), { [IMANAGE]: { userId: user['userName'] } });
    expect(await created(idp.keep, '/Users', renamed)).toMatchObject({ id: user.id });
  });

  it('does not take somebody who names a User ID of their own for the person', async () => {
    const user = await deleted();
    await done(admin.keep('people.approveReturn', { person: user.id, reason }));
    const own = again(user['userName'], { [IMANAGE]: { userId: `${fresh()}.own` } });
    expect((await created(idp.keep, '/Users', own)).id).not.toBe(user.id);
  });

  it('is used by one of several creations that come at once and meet only in the database', async () => {
    const user = await deleted();
    await done(admin.keep('people.approveReturn', { person: user.id, reason }));
    const userId = user['userName'];
    const bodies = Array.from({ length: 4 }, () => again(fresh(), { [IMANAGE]: { userId } }));
    const answers = await Promise.all(bodies.map((body) => idp.keep.post('/Users', body)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
    const returns = (await eventsOf(gateway.database, user.id)).filter(
      (event) => event['operation'] === 'return',
    );
    expect(returns).toHaveLength(1);
  });

  it('can be withdrawn, and then counts no more', async () => {
    const user = await deleted();
    await done(admin.keep('people.approveReturn', { person: user.id, reason }));
    await refused(
      () => admin.keep('people.approveReturn', { person: user.id, reason }),
      409,
      /approved already, until/,
    );
    await done(admin.keep('people.withdrawReturn', { person: user.id, reason }));
    await refused(
      () => admin.keep('people.withdrawReturn', { person: user.id, reason }),
      409,
      /No return .* is approved/,
    );
    expectRefusal(await idp.keep.post('/Users', again(user['userName'])), 409, 'uniqueness');
  });

  it('ends after 30 days, and the refusal says that it did', async () => {
    const user = await deleted();
    const { person: now } = await done(admin.keep('people.approveReturn', { person: user.id, reason }));
    const days = (Date.parse(String(now['returnApprovedUntil'])) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    const users = gateway.database.collection<{ _id: string }>('users');
    await users.updateOne({ _id: user.id }, { $set: { returnApprovedUntil: new Date('2026-01-01') } });
    const answered = await idp.keep.post('/Users', again(user['userName']));
    expectRefusal(answered, 409, 'uniqueness', 'once more: an approval was given and ended on 2026-01-01');
    await done(admin.keep('people.approveReturn', { person: user.id, reason }));
  });

  it('is refused for somebody who was not deleted', async () => {
    const user = await created(idp.keep, '/Users', person(fresh()));
    await refused(
      () => admin.keep('people.approveReturn', { person: user.id, reason }),
      409,
      /was not deleted/,
    );
  });
});

describe('people.cleanUp', () => {
  async function leaver(): Promise<{ readonly user: Body; readonly group: Body }> {
    const user = await created(idp.keep, '/Users', placed(fresh()));
    const group = await created(idp.keep, '/Groups', {
      displayName: `Team ${fresh()}`,
      members: [{ value: user.id }],
    });
    await idp.keep.patch(`/Users/${user.id}`, setActive(false));
    return { user, group };
  }

  it('shows first, then takes away, and gives back by the run', async () => {
    const { user, group } = await leaver();
    const people = [user.id];
    const preview = await done(admin.keep('people.cleanUp', { people, reason, preview: true }));
    expect(preview).toMatchObject({
      run: null,
      isMore: false,
      people: [{ groups: [group['displayName']], libraries: ['ACTIVE', 'ARCHIVE'] }],
    });
    expect(placement(await read(idp.keep, user))).toBe(PLACED);
    const { run, people: cleaned } = await done(admin.keep('people.cleanUp', { people, reason }));
    expect(cleaned).toEqual(preview.people);
    expect(placement(await read(idp.keep, user))).toBe(PLACED_ALL_DISABLED);
    expect(await lastEvent(group.id)).toMatchObject({
      actor: { requestId: run, reason },
      membersRemoved: [user.id],
    });

    const before = await countEvents();
    const shown = await done(admin.keep('people.undo', { run, reason, preview: true }));
    expect(shown.done[0]).toContain('would get back');
    expect(await countEvents()).toBe(before);
    await done(admin.keep('people.undo', { run, reason }));
    expect(placement(await read(idp.keep, user))).toBe(PLACED);
    expect((await idp.keep.get(`/Groups/${group.id}`)).body.members).toHaveLength(1);
  });

  it('leaves what was changed since as it is, and says so', async () => {
    const { user, group } = await leaver();
    const { run } = await done(admin.keep('people.cleanUp', { people: [user.id], reason }));
    const path = `${IMANAGE}:libraries[value eq "ACTIVE"].signInEnabled`;
    for (const value of [true, false])
      await idp.keep.patch(`/Users/${user.id}`, [{ op: 'replace', path, value }]);
    await idp.keep.patch(`/Groups/${group.id}`, [
      { op: 'replace', path: `${IMANAGE_GROUP}:enabled`, value: false },
    ]);
    const { skipped } = await done(admin.keep('people.undo', { run, reason }));
    expect(skipped).toEqual([
      expect.stringMatching(/frozen/),
      expect.stringMatching(/library ACTIVE: changed since/),
    ]);
  });

  it('of everybody takes each of whom something is left', async () => {
    const { user } = await leaver();
    const { people } = await done(admin.keep('people.cleanUp', { everybody: true, reason }));
    expect(people.map((row) => (row['person'] as Body).id)).toContain(user.id);
    const again = await done(admin.keep('people.cleanUp', { everybody: true, reason, preview: true }));
    expect(JSON.stringify(again.people)).not.toContain(user.id);
  });

  it('refuses somebody who can sign in, and a request that names nobody', async () => {
    const { user } = await leaver();
    const here = await created(idp.keep, '/Users', person(fresh()));
    await refused(
      () => admin.keep('people.cleanUp', { people: [user.id, here.id], reason }),
      409,
      /can sign in/,
    );
    await refused(() => admin.keep('people.cleanUp', { reason }), 400, /Name the people/);
    await refused(
      () => admin.keep('people.undo', { run: 'clean-none', reason }),
      404,
      /No clean-up has the run/,
    );
  });
});

describe('people.undo of an action', () => {
  const undo = (event: string, more: object = {}): Promise<AdminAnswer> =>
    admin.keep('people.undo', { event, reason: 'It was the wrong person', ...more });

  it.each([
    ['people.disable', {}, PLACED],
    ['people.disableLibrary', { library: 'ARCHIVE' }, PLACED],
    ['people.enableLibrary', { library: 'CLOSED' }, PLACED],
  ] as const)(
    'gives back what %s took, after a preview, once, and is itself undone',
    async (action, more, before) => {
      const user = await created(idp.keep, '/Users', placed(fresh()));
      const { event } = await done(admin.keep(action, { person: user.id, reason, ...more }));
      const after = await read(idp.keep, user);
      const shown = await done(undo(event, { preview: true }));
      expect(shown.event).toBeNull();
      expect((await read(idp.keep, user)).meta.version).toBe(after.meta.version);
      const undone = await done(undo(event));
      expect(undone.done).toEqual(shown.done);
      const back = await read(idp.keep, user);
      expect([back['active'], placement(back)]).toEqual([true, before]);
      await refused(() => undo(event), 409, /cannot be taken back: "command-line" .* changed/);
      await done(undo(undone.event));
      const [asActed, asUndone] = [after, await read(idp.keep, user)].map((one) => [
        one['active'],
        placement(one),
      ]);
      expect(asUndone).toEqual(asActed);
    },
  );

  it('brings libraries back that an enable had disabled under reenableLibraries=manual', async () => {
    const user = await created(idp.manual, '/Users', placed(fresh(), { active: false }));
    const { event } = await done(admin.manual('people.enable', { person: user.id, reason }));
    await done(admin.manual('people.undo', { event, reason }));
    const back = await read(idp.manual, user);
    expect([back['active'], placement(back)]).toEqual([false, PLACED]);
  });

  it('withdraws an approval, and approves again what was withdrawn', async () => {
    const user = await created(idp.keep, '/Users', person(fresh()));
    await idp.keep.delete(`/Users/${user.id}`);
    const { event } = await done(admin.keep('people.approveReturn', { person: user.id, reason }));
    const { event: withdrawn, people } = await done(undo(event));
    expect(people[0]?.['returnApprovedUntil']).toBeNull();
    const { people: after } = await done(undo(withdrawn));
    expect(after[0]?.['returnApprovedUntil']).toEqual(expect.any(String));
    expect((await eventsOf(gateway.database, user.id)).slice(-3)).toMatchObject(
      ['approve', 'withdraw', 'approve'].map((operation) => ({ operation })),
    );
  });

  it('is refused once the identity provider has changed the same, and not for anything else', async () => {
    const user = await created(idp.keep, '/Users', placed(fresh()));
    const { event } = await done(admin.keep('people.disable', { person: user.id, reason }));
    await idp.keep.patch(`/Users/${user.id}`, [{ op: 'replace', path: 'title', value: 'Partner' }]);
    const shown = await done(undo(event, { preview: true }));
    expect(shown.done).toHaveLength(1);
    for (const active of [true, false]) await idp.keep.patch(`/Users/${user.id}`, setActive(active));
    await refused(() => undo(event), 409, /"okta" .* changed the sign-in of/);
  });

  it('is refused for a person who was deleted or came back since', async () => {
    const user = await created(idp.keep, '/Users', person(fresh()));
    const { event } = await done(admin.keep('people.disable', { person: user.id, reason }));
    await idp.keep.delete(`/Users/${user.id}`);
    await refused(() => undo(event), 409, /changed whether they are deleted/);
  });

  it('is refused for what an identity provider did, a part of a clean-up, and what is no event', async () => {
    const user = await created(idp.keep, '/Users', placed(fresh()));
    await idp.keep.patch(`/Users/${user.id}`, setActive(false));
    const [, disabled] = await eventsOf(gateway.database, user.id);
    await refused(() => undo(String(disabled?.['_id'])), 409, /done by "okta", not by an admin/);
    await done(admin.keep('people.cleanUp', { people: [user.id], reason }));
    const cleaned = (await eventsOf(gateway.database, user.id)).at(-1);
    await refused(() => undo(String(cleaned?.['_id'])), 409, /undo the whole run clean-/);
    await refused(() => undo('none'), 404, /no event "none"/);
    await refused(() => admin.keep('people.undo', { reason }), 400, /one of the two/);
  });
});
