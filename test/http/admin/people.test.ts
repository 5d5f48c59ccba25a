// What admins see of people, groups, leavers and seats, over HTTP, after requests of an identity provider.

import { randomBytes } from 'node:crypto';
import { startTestGateway, type TestGateway } from '../gateway';
import { created, ENTERPRISE, IMANAGE, IMANAGE_GROUP, scimClient, type ScimClient } from '../scim-client';
import { adminClient, type AskAdmin } from './admin-client';

const LIBRARIES = ['ACTIVE', 'TAX'].map((id) => ({
  id,
  displayName: `${id} files`,
  roles: [{ id: 'PARTNER' }],
}));

type Row = Readonly<Record<string, unknown>>;

describe('an admin who looks at the directory', () => {
  let gateway: TestGateway;
  let idp: ScimClient;
  let admin: AskAdmin;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    const [token, adminToken] = [1, 2].map(() => randomBytes(32).toString('hex')) as [string, string];
    const file = {
      customers: [
        { id: 'firm', libraries: LIBRARIES, connections: [{ name: 'okta', token: { env: 'TOKEN_FIRM' } }] },
        { id: 'default' },
      ],
    };
    gateway = await startTestGateway({ file, env: { ADMIN_TOKEN: adminToken, TOKEN_FIRM: token } });
    idp = scimClient({ baseUrl: gateway.baseUrl, token });
    admin = adminClient(gateway.rootUrl, adminToken, 'firm');
    await joins('marcie', 'Marcie Davenport', {
      location: 'Leeds',
      libraryAssignments: 'ACTIVE:PARTNER;TAX',
    });
    await joins('john', 'John Smith', { external: true, location: 'York' });
    await joins('idle', 'Ida Idle', {});
    await joins('gone', 'Gustav Gone', {});
    await idp.patch(`/Users/${ids['idle'] ?? ''}`, [
      { op: 'replace', path: `${IMANAGE}:libraries[value eq "ACTIVE"].signInEnabled`, value: false },
    ]);
    const members = ['marcie', 'gone'].map((name) => ({ value: ids[name] }));
    ids['tax'] = (await created(idp, '/Groups', { displayName: 'Tax lawyers', members })).id;
    ids['admins'] = (
      await created(idp, '/Groups', { displayName: 'Readers', [IMANAGE_GROUP]: { library: 'TAX' } })
    ).id;
    await idp.patch(`/Users/${ids['marcie'] ?? ''}`, [{ op: 'replace', path: 'active', value: false }]);
    await idp.delete(`/Users/${ids['gone'] ?? ''}`);
  });
  afterAll(() => gateway.close());

  async function joins(name: string, fullName: string, more: object): Promise<void> {
    const { id } = await created(idp, '/Users', {
      userName: `${name}@firm.example`,
      displayName: fullName,
      emails: name === 'idle' ? [] : [{ value: `${name}@firm.example`, type: 'work', primary: true }],
      [ENTERPRISE]: { department: 'Law' },
      [IMANAGE]: { userId: name.toUpperCase(), ...more },
    });
    ids[name] = id;
  }

  async function ask(
    name: Parameters<AskAdmin>[0],
    input: object = {},
  ): Promise<Row & { readonly rows: readonly Row[] }> {
    const { status, text, body } = await admin(name, input);
    if (status !== 200) throw new Error(text);
    return body as unknown as Row & { readonly rows: readonly Row[] };
  }
  const idsOf = async (input: object): Promise<unknown> =>
    (await ask('people.list', input)).rows.map(({ userId }) => userId);
  const id = (name: string): string => ids[name] ?? '';

  it.each<readonly [filter: object, found: readonly string[]]>([
    [{}, ['GONE', 'IDLE', 'JOHN', 'MARCIE']],
    [{ text: 'davenport' }, ['MARCIE']],
    [{ text: 'MARCIE@firm' }, ['MARCIE']],
    [{ text: 'port' }, []],
    [{ signIn: 'enabled' }, ['IDLE', 'JOHN']],
    [{ signIn: 'disabled' }, ['MARCIE']],
    [{ signIn: 'deleted' }, ['GONE']],
    [{ signIn: 'live', external: true }, ['JOHN']],
    [{ location: 'Leeds' }, ['MARCIE']],
    [{ location: '' }, ['GONE', 'IDLE']],
    [{ preferredLibrary: 'TAX' }, []],
    [{ completeness: 'incomplete' }, ['IDLE']],
    [{ completeness: 'ready', signIn: 'enabled' }, ['JOHN']],
    [{ seat: 'servesNobody' }, ['IDLE']],
    [{ seat: 'servesNobody', signIn: 'deleted' }, []],
  ])('finds with %j by name %j', async (filter, found) => {
    expect(await idsOf(filter)).toEqual(found);
  });

  it('pages through people with a cursor, and is refused a cursor that no page gave', async () => {
    const first = await ask('people.list', { limit: 3 });
    const second = await ask('people.list', { limit: 3, cursor: first['next'] });
    expect([...first.rows, ...second.rows].map(({ userId }) => userId)).toEqual([
      'GONE',
      'IDLE',
      'JOHN',
      'MARCIE',
    ]);
    expect(second['next']).toBeNull();
    for (const cursor of ['x', Buffer.from('["a","b"]').toString('base64url')])
      expect(await admin('people.list', { cursor })).toMatchObject({ status: 400 });
    expect(await admin('people.list', { signIn: 'locked' })).toMatchObject({ status: 400 });
  });

  it('sees a disabled person whole: what locked means, who disabled, what is left', async () => {
    const shown = await ask('people.show', { person: 'MARCIE' });
    expect(shown).toMatchObject({
      id: id('marcie'),
      department: 'Law',
      signIn: { status: 'disabled', locked: false },
      seat: { taken: false, servesNobody: false },
      disabled: { by: 'okta' },
      deleted: null,
      provisioning: { status: 'ready', missing: [] },
      residue: { libraries: ['ACTIVE', 'TAX'], groups: [{ name: 'Tax lawyers' }] },
    });
    expect(JSON.stringify(shown['signIn'])).toContain('Locked is not disabled');
    expect(shown['libraries']).toMatchObject([
      { name: 'ACTIVE files', role: 'PARTNER', preferred: true },
      { library: 'TAX' },
    ]);
    const idle = await ask('people.show', { person: id('idle') });
    expect(idle).toMatchObject({
      seat: { servesNobody: true },
      residue: null,
      provisioning: { missing: ['email'] },
    });
    expect(await admin('people.show', { person: 'nobody' })).toMatchObject({ status: 404 });
  });

  it('sees what happened to a person, groups included, newest first, page by page', async () => {
    const { rows } = await ask('people.timeline', { person: id('marcie') });
    expect(rows.map(({ group, operation }) => [operation, group === null])).toEqual([
      ['patch', true],
      ['create', false],
      ['create', true],
    ]);
    expect(rows[1]).toMatchObject({ words: ['came into the group Tax lawyers'], group: { id: id('tax') } });
    const first = await ask('people.timeline', { person: id('marcie'), limit: 2 });
    const second = await ask('people.timeline', { person: id('marcie'), limit: 2, cursor: first['next'] });
    expect([...first.rows, ...second.rows]).toEqual(rows);
  });

  it('sees what a person was at a moment, before and after the disable, and not before there was anything', async () => {
    const { rows } = await ask('people.timeline', { person: id('marcie') });
    const [disabledAt, joinedAt] = rows.map(({ at }) => new Date(String(at)));
    const before = new Date((disabledAt?.getTime() ?? 0) - 1).toISOString();
    expect(await ask('people.at', { person: id('marcie'), at: before })).toMatchObject({
      person: { signIn: 'enabled', groups: [{ name: 'Tax lawyers' }] },
    });
    expect(await ask('people.at', { person: id('marcie'), at: disabledAt?.toISOString() })).toMatchObject({
      person: { signIn: 'disabled', groups: [{ name: 'Tax lawyers' }] },
    });
    const ungrouped = new Date((joinedAt?.getTime() ?? 0) - 1).toISOString();
    expect(await ask('people.at', { person: id('marcie'), at: ungrouped })).toMatchObject({
      person: { groups: [] },
    });
    expect(await admin('people.at', { person: id('marcie'), at: '2001-01-01' })).toMatchObject({
      status: 400,
    });
  });

  it('sees groups with their members, deleted people told apart', async () => {
    const { rows } = await ask('groups.list');
    expect(rows).toMatchObject([
      { name: 'Readers', library: 'TAX', members: 0 },
      { name: 'Tax lawyers', library: null, members: 2, manyMembers: false },
    ]);
    const names = async (input: object): Promise<unknown> =>
      (await ask('groups.list', input)).rows.map(({ name }) => name);
    expect(await names({ text: 'LAW' })).toEqual(['Tax lawyers']);
    // The library is no part of a Group ID.
    expect(await names({ text: 'tax' })).toEqual(['Tax lawyers']);
    expect(await names({ library: '' })).toEqual(['Tax lawyers']);
    expect(await names({ library: 'TAX' })).toEqual(['Readers']);
    expect(await names({ state: 'deleted' })).toEqual([]);
    const first = await ask('groups.list', { limit: 1 });
    expect(await names({ limit: 1, cursor: first['next'] })).toEqual(['Tax lawyers']);
    const shown = await ask('groups.show', { group: id('tax') });
    expect(shown).toMatchObject({ members: 1, disabledMembers: 1, deletedMembers: 1 });
    const members = await ask('groups.members', { group: id('tax') });
    expect(members.rows).toMatchObject([
      { userId: 'GONE', signIn: 'deleted' },
      { userId: 'MARCIE', signIn: 'disabled' },
    ]);
    expect((await ask('groups.members', { group: id('tax'), text: 'marc' })).rows).toHaveLength(1);
    expect(await admin('groups.show', { group: 'nothing' })).toMatchObject({ status: 404 });
  });

  it('sees leavers with what is left of them, and nobody who may sign in', async () => {
    const { rows } = await ask('leavers.list');
    expect(rows).toMatchObject([
      {
        userId: 'GONE',
        signIn: 'deleted',
        deleted: { by: 'okta' },
        groups: [{ name: 'Tax lawyers' }],
        hasResidue: true,
      },
      { userId: 'MARCIE', signIn: 'disabled', disabled: { by: 'okta' }, libraries: ['ACTIVE', 'TAX'] },
    ]);
    const first = await ask('leavers.list', { limit: 1, residue: true });
    const second = await ask('leavers.list', { limit: 1, residue: true, cursor: first['next'] });
    expect([...first.rows, ...second.rows]).toEqual(rows);
    expect((await ask('leavers.list', { signIn: 'deleted' })).rows).toHaveLength(1);
    expect((await ask('leavers.list', { text: 'john' })).rows).toEqual([]);
  });

  it('is told whether a User ID may be given, and who is external', async () => {
    const state = async (userId: string): Promise<unknown> =>
      (await ask('userids.check', { userId }))['state'];
    expect(await Promise.all(['new', 'john', 'GONE', 'a b'].map(state))).toEqual([
      'free',
      'in use',
      'burned',
      'unusable',
    ]);
    expect((await ask('externals.list')).rows).toMatchObject([{ userId: 'JOHN', days: 0, location: 'York' }]);
  });

  it('reviews access on a date and between two, in pages and as a file', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const { rows } = await ask('review.list', { at: today });
    const marcie = rows.filter(({ person }) => (person as Row)['userId'] === 'MARCIE');
    expect(marcie).toMatchObject([
      {
        library: 'ACTIVE',
        change: null,
        before: null,
        after: { role: 'PARTNER', groups: ['Tax lawyers'], globalSignIn: 'disabled' },
      },
      { library: 'TAX' },
    ]);
    const paged: Row[] = [];
    for (let cursor: unknown; cursor !== null;) {
      const page = await ask('review.list', {
        at: today,
        limit: 1,
        ...(cursor === undefined ? {} : { cursor }),
      });
      paged.push(...page.rows);
      cursor = page['next'];
    }
    expect(paged).toEqual(rows);
    const timeline = await ask('people.timeline', { person: id('marcie') });
    const before = new Date(new Date(String(timeline.rows[0]?.['at'])).getTime() - 1).toISOString();
    const changes = await ask('review.list', { at: today, against: before });
    const changed = changes.rows.map(({ person, library, changed }) => [
      (person as Row)['userId'],
      library,
      changed,
    ]);
    expect(changed).toEqual([
      ['MARCIE', 'ACTIVE', ['globalSignIn']],
      ['MARCIE', 'TAX', ['globalSignIn']],
      ['GONE', 'ACTIVE', ['globalSignIn']],
    ]);
    const file = await admin('review.export', { at: today, format: 'csv' });
    expect(file.text.split('\r\n').filter(Boolean)).toHaveLength(rows.length + 1);
    expect((await admin('review.exportChanges', { at: today, against: before })).text).toContain(
      'enabled,disabled',
    );
  });

  it('counts seats now and in the present day alike, with who joined and left', async () => {
    const seats = await ask('overview.seats');
    expect(seats).toMatchObject({
      seats: 2,
      internal: 1,
      external: 1,
      servingNobody: 1,
      incomplete: 1,
      disabled: 1,
      deleted: 1,
    });
    expect(seats['byLibrary']).toEqual([
      { value: 'ACTIVE', name: 'ACTIVE files', seats: 2, internal: 1, external: 1 },
    ]);
    const { days, countedTo } = (await ask('overview.days')) as unknown as {
      days: readonly Row[];
      countedTo: unknown;
    };
    expect([days.length, countedTo]).toEqual([30, null]);
    // Where midnight fell between, the day before has a part.
    const sum = (name: string): number => days.reduce((total, day) => total + Number(day[name]), 0);
    expect(days.at(-1)).toMatchObject({ seats: 2, internal: 1, external: 1, isOpen: true });
    expect([sum('joiners'), sum('leavers'), sum('returns'), sum('movers')]).toEqual([4, 2, 0, 0]);
    expect(await admin('overview.days', { from: '2026-02-30' })).toMatchObject({ status: 400 });
    const stored = await gateway.database
      .collection('events')
      .countDocuments({ customer: 'firm', marks: { $exists: false } });
    expect(stored).toBe(0);
  });

  it('takes people, groups and leavers away as files', async () => {
    const people = await admin('people.export', { external: true });
    expect(people.text).toContain('JOHN,John Smith,john@firm.example');
    expect(people.text).not.toContain('MARCIE');
    const groups = await admin('groups.export', { format: 'json' });
    expect(JSON.parse(groups.text)).toMatchObject([{ name: 'Readers' }, { name: 'Tax lawyers', members: 2 }]);
    expect((await admin('leavers.export', { residue: true })).text).toContain('MARCIE');
    expect(await ask('people.choices')).toEqual({
      locations: [
        { value: '', people: 2 },
        { value: 'Leeds', people: 1 },
        { value: 'York', people: 1 },
      ],
      libraries: [{ value: 'ACTIVE', name: 'ACTIVE files', people: 4 }],
    });
  });
});
