import type { JsonObject } from '../../src/directory/json';
import { openAnswers, type AnswersSetup } from './answers-setup';

const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';
const person = (userName: string, imanage: JsonObject = {}): JsonObject => ({
  userName,
  displayName: `${userName} the person`,
  emails: [{ value: `${userName}@firm.example`, primary: true }],
  [IMANAGE]: imanage,
});

describe('answers on the command line', () => {
  let setup: AnswersSetup;
  let ids: Readonly<Record<'ada' | 'bob' | 'cy' | 'dee', string>>;
  let beforeLeaving: string;

  beforeAll(async () => {
    setup = await openAnswers({ reservedGroups: 'allow' });
    const ada = await setup.user(person('ada', { libraryAssignments: 'ACTIVE:PARTNER;TAX' }));
    const bob = await setup.user(person('bob', { external: true, location: 'Leeds' }));
    const cy = await setup.user(person('cy'));
    const dee = await setup.user(person('dee'));
    ids = { ada, bob, cy, dee };
    await setup.group('Tax', [ada, cy], { library: 'TAX' });
    await setup.group('NRTADMIN', [cy, dee]);
    beforeLeaving = setup.now().toISOString();
    await setup.patch('User', cy, 'active', false);
    await setup.remove('User', dee);
    await setup.patch('User', ada, `${IMANAGE}:role`, 'PARALEGAL');
  });
  afterAll(() => setup.close());

  it('access-review --at shows each user and library as it was then', async () => {
    const { rows } = await setup.run('access-review', '--at', beforeLeaving);
    expect(rows.map(({ userId, library }) => [userId, library])).toEqual([
      ['ada', 'ACTIVE'],
      ['ada', 'TAX'],
      ['bob', 'ACTIVE'],
      ['cy', 'ACTIVE'],
      ['dee', 'ACTIVE'],
    ]);
    expect(rows[1]).toMatchObject({ role: 'DEFAULT', groups: ['Tax'], nrtAdmin: false, external: false });
    expect(rows[4]).toMatchObject({ nrtAdmin: true, librarySignIn: 'enabled', globalSignIn: 'enabled' });
  });

  it('access-review --at today shows how it is now', async () => {
    const { rows } = await setup.run('access-review', '--at', setup.now().toISOString().slice(0, 10));
    expect(rows.map(({ userId, globalSignIn }) => [userId, globalSignIn])).toEqual([
      ['ada', 'enabled'],
      ['ada', 'enabled'],
      ['bob', 'enabled'],
      ['cy', 'disabled'],
      ['dee', 'deleted'],
    ]);
  });

  it('access-review --against shows what changed and nothing else, whichever date is given first', async () => {
    const now = setup.now().toISOString();
    const { rows } = await setup.run('access-review', '--at', now, '--against', beforeLeaving);
    expect(rows).toMatchObject([
      {
        userId: 'ada',
        library: 'ACTIVE',
        change: 'changed',
        roleBefore: 'PARTNER',
        roleAfter: 'PARALEGAL',
        groupsBefore: null,
      },
      { userId: 'cy', globalSignInBefore: 'enabled', globalSignInAfter: 'disabled', roleAfter: null },
      { userId: 'dee', globalSignInAfter: 'deleted' },
    ]);
    expect(await setup.run('access-review', '--at', beforeLeaving, '--against', now)).toEqual({
      rows,
      said: [],
    });
  });

  it.each([
    ['2999-01-01', 'lies in the future'],
    ['2001-01-01', 'the first event of this directory is of'],
    ['soon', 'is no date'],
  ])('access-review --at %s is answered by a sentence', async (date, sentence) => {
    await expect(setup.run('access-review', '--at', date)).rejects.toThrow(sentence);
    await expect(setup.run('access-review', '--at', beforeLeaving, '--against', date)).rejects.toThrow(
      `--against: `,
    );
  });

  it('access-review without a date is refused', async () => {
    await expect(setup.run('access-review')).rejects.toThrow("'--at <date>' not specified");
  });

  it('leavers shows what is left, and who disabled whom when', async () => {
    const { rows } = await setup.run('leavers');
    expect(rows).toMatchObject([
      {
        userName: 'cy',
        signIn: 'disabled',
        disabledBy: 'okta',
        groups: ['Tax (TAX)', 'NRTADMIN (reserved)'],
        reserved: true,
      },
      {
        userName: 'dee',
        signIn: 'deleted',
        libraries: ['ACTIVE'],
        disabledAt: expect.any(String) as unknown,
      },
    ]);
  });

  it('seats counts, and --over-time counts at each moment', async () => {
    const { rows } = await setup.run('seats');
    expect(rows.slice(0, 3)).toEqual([
      { by: 'total', value: 'all', seats: 2, internal: 1, external: 1 },
      { by: 'kind', value: 'external', seats: 1, internal: 0, external: 1 },
      { by: 'kind', value: 'internal', seats: 1, internal: 1, external: 0 },
    ]);
    const over = await setup.run('seats', '--over-time', '--from', beforeLeaving);
    expect(over.rows.map(({ seats }) => seats)).toEqual([4, 2]);
    expect((await setup.run('seats', '--over-time', '--every', 'week')).rows).toHaveLength(1);
  });

  it('seats refuses a step that is none, and dates without --over-time', async () => {
    await expect(setup.run('seats', '--over-time', '--every', 'year')).rejects.toThrow('day, week, month');
    await expect(setup.run('seats', '--from', '2026-01-01')).rejects.toThrow('--over-time');
  });

  it.each([
    ['new.person', { state: 'free', userName: null }],
    ['ADA', { state: 'in use', userId: 'ada', userName: 'ada', deletedAt: null }],
    ['DEE', { state: 'burned', userName: 'dee', deletedAt: expect.any(String) as unknown }],
    ['a b', { state: 'unusable', reason: 'it holds white space' }],
  ])('user-id check %s', async (id, expected) => {
    const { rows } = await setup.run('user-id', 'check', id);
    expect(rows).toMatchObject([expected]);
  });

  it('externals shows the external people', async () => {
    const { rows } = await setup.run('externals');
    expect(rows).toMatchObject([
      { userName: 'bob', location: 'Leeds', signIn: 'enabled', libraries: ['ACTIVE:DEFAULT EXTERNAL'] },
    ]);
  });

  it('users lists those who are called so, deleted ones where they are asked for', async () => {
    const names = async (...args: readonly string[]): Promise<readonly unknown[]> =>
      (await setup.run('users', ...args)).rows.map(({ userName }) => userName);
    expect(await names()).toEqual(['ada', 'bob', 'cy']);
    expect(await names('ADA@')).toEqual(['ada']);
    expect(await names('--deleted', 'dee')).toEqual(['dee']);
    expect((await setup.run('users', 'ada')).rows).toMatchObject([
      { libraries: ['ACTIVE:PARALEGAL', 'TAX:DEFAULT'], groups: 1, signIn: 'enabled', kind: 'internal' },
    ]);
  });

  it('users show gives one person whole, with all that happened, newest first', async () => {
    const { rows } = await setup.run('users', 'show', 'CY');
    const told = rows.filter(({ part }) => part === 'history').map(({ value }) => value);
    expect(told).toEqual([
      'okta: sign-in disabled',
      expect.stringContaining('okta: Group NRTADMIN: created; members in: cy, dee'),
      expect.stringContaining('okta: Group Tax: created; members in: ada, cy'),
      expect.stringContaining('okta: created; sign-in enabled; library ACTIVE given as DEFAULT'),
    ]);
    expect(rows.find(({ name }) => name === 'Sign-in')?.['value']).toBe('disabled');
    expect((await setup.run('users', 'show', ids.dee)).rows.some(({ name }) => name === 'Deleted')).toBe(
      true,
    );
    await expect(setup.run('users', 'show', 'nobody')).rejects.toThrow('Nobody is called "nobody"');
  });

  it('groups lists the groups with their counts', async () => {
    const { rows } = await setup.run('groups');
    expect(rows).toMatchObject([
      {
        displayName: 'Tax',
        library: 'TAX',
        members: 2,
        disabledMembers: 1,
        deletedMembers: 0,
        reserved: false,
      },
      {
        displayName: 'NRTADMIN',
        library: '(global)',
        members: 1,
        disabledMembers: 1,
        deletedMembers: 1,
        reserved: true,
      },
    ]);
    expect((await setup.run('groups', 'tax')).rows).toHaveLength(1);
  });

  it('events are newest first, and narrowed by what is asked', async () => {
    const { rows } = await setup.run('events', '--limit', '2');
    expect(rows).toMatchObject([
      { on: 'User ada', what: ['role in ACTIVE from PARTNER to PARALEGAL'], connection: 'okta' },
      {
        on: 'User dee',
        operation: 'delete',
        rules: expect.arrayContaining(['delete-disables-sign-in']) as unknown,
      },
    ]);
    const whats = async (...args: readonly string[]): Promise<readonly unknown[]> =>
      (await setup.run('events', ...args)).rows.map(
        ({ on, operation }) => `${String(on)} ${String(operation)}`,
      );
    expect(await whats('--person', 'ada', '--operation', 'patch')).toEqual(['User ada patch']);
    expect(await whats('--group', 'tax/Tax')).toEqual(['Group Tax create']);
    expect(await whats('--rule', 'delete-disables-sign-in')).toEqual(['User dee delete']);
    expect(await whats('--connection', 'entra')).toEqual([]);
    expect(await whats('--request', 'sent', '--from', beforeLeaving)).toHaveLength(3);
    expect(await whats('--to', '2001-01-01')).toEqual([]);
    await expect(whats('--group', 'nothing')).rejects.toThrow('no group is called "nothing"');
    await expect(whats('--operation', 'burn')).rejects.toThrow('create, replace, patch');
    await expect(whats('--limit', '0')).rejects.toThrow('whole number');
  });
});
