// `leavers --clean` and `--undo`: what is taken, what stays, and that exactly what was taken comes back.

import type { JsonObject } from '../../src/directory/json';
import { openAnswers, type AnswersSetup } from './answers-setup';

const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Group';
const ACTIVE_AND_TAX: JsonObject = { [IMANAGE]: { libraryAssignments: 'ACTIVE;TAX' } };

let setup: AnswersSetup;
beforeAll(async () => {
  setup = await openAnswers({ reservedGroups: 'allow' });
});
afterEach(() => setup.clear());
afterAll(() => setup.close());

describe('leavers --clean', () => {
  let ids: Readonly<Record<'here' | 'out' | 'gone' | 'tax' | 'frozen' | 'board', string>>;

  beforeEach(async () => {
    const here = await setup.user({ userName: 'here', ...ACTIVE_AND_TAX });
    const out = await setup.user({ userName: 'out', ...ACTIVE_AND_TAX });
    const gone = await setup.user({ userName: 'gone', ...ACTIVE_AND_TAX });
    const tax = await setup.group('Tax', [here, out, gone]);
    const board = await setup.group('Board', [out]);
    const frozen = await setup.group('Frozen', [out]);
    ids = { here, out, gone, tax, board, frozen };
    await setup.patch('Group', frozen, `${GROUP}:enabled`, false);
    await setup.patch('User', out, `${IMANAGE}:libraries[value eq "TAX"].signInEnabled`, false);
    await setup.patch('User', out, 'active', false);
    await setup.remove('User', gone);
  });

  /** What is left of whom, as `leavers` shows it. */
  async function residue(): Promise<readonly unknown[]> {
    const { rows } = await setup.run('leavers', '--residue');
    return rows.map(({ userName, groups, libraries }) => [userName, groups, libraries]);
  }
  const ALL = [
    ['out', ['Tax', 'Board', 'Frozen (disabled)'], ['ACTIVE']],
    ['gone', ['Tax'], ['ACTIVE', 'TAX']],
  ];

  async function cleaned(...args: readonly string[]): Promise<string> {
    const { said } = await setup.run('leavers', '--clean', ...args, '--yes');
    const run = /^Run (clean-\S+)$/.exec(said[0] ?? '')?.[1];
    if (run === undefined) throw new Error(`no run in ${said.join('\n')}`);
    return run;
  }
  const countEvents = (): Promise<number> => setup.test.collections.events.countDocuments({});

  it('shows what it would do, and does nothing, without --yes', async () => {
    const before = await countEvents();
    const { rows, said } = await setup.run('leavers', '--clean');
    expect(rows).toMatchObject([
      {
        userName: 'out',
        groups: ['Tax', 'Board'],
        libraries: ['ACTIVE'],
        left: ['Frozen: the group is disabled, so its membership is frozen; enable it first'],
      },
      { userName: 'gone', groups: ['Tax'], libraries: ['ACTIVE', 'TAX'], left: [] },
    ]);
    expect(said).toEqual(['This is a preview, nothing was changed; the same with --yes does it.']);
    expect(await residue()).toEqual(ALL);
    expect(await countEvents()).toBe(before);
  });

  it('takes memberships and library sign-ins away, of deleted people too, and leaves frozen groups and everybody else', async () => {
    await cleaned();
    expect(await residue()).toEqual([['out', ['Frozen (disabled)'], []]]);
    expect((await setup.run('groups', 'Tax')).rows).toMatchObject([{ members: 1, deletedMembers: 0 }]);
    expect((await setup.run('users', 'here')).rows).toMatchObject([{ signIn: 'enabled', groups: 1 }]);
  });

  it('makes each change an ordinary version with an event that names the run and the reason', async () => {
    const run = await cleaned('--reason', 'They left');
    const why = 'because: They left';
    const { rows } = await setup.run('events', '--request', run);
    expect(rows.map(({ on, what, connection }) => [on, what, connection])).toEqual([
      ['User gone', ['library ACTIVE disabled', 'library TAX disabled', why], 'command-line'],
      ['Group Tax', ['members out: gone', why], 'command-line'],
      ['User out', ['library ACTIVE disabled', why], 'command-line'],
      ['Group Board', ['members out: out', why], 'command-line'],
      ['Group Tax', ['members out: out', why], 'command-line'],
    ]);
    const versions = await setup.test.collections.events.distinct('version', { resourceId: ids.tax });
    expect(versions).toEqual([1, 2, 3]);
    expect(await setup.test.collections.groups.findOne({ _id: ids.tax })).toMatchObject({ version: 3 });
  });

  it('enables nobody, and changes nothing where nothing is left', async () => {
    await cleaned();
    const before = await countEvents();
    expect((await setup.run('leavers', '--clean', '--yes')).rows).toMatchObject([
      { groups: [], libraries: [] },
    ]);
    expect(await countEvents()).toBe(before);
    expect((await setup.run('seats')).rows[0]).toMatchObject({ seats: 1 });
  });

  it('of named people leaves the others alone', async () => {
    await cleaned('GONE');
    expect(await residue()).toEqual([ALL[0]]);
  });

  it('refuses somebody who can sign in, and somebody unknown, before anything is taken', async () => {
    const before = await countEvents();
    await expect(setup.run('leavers', '--clean', 'gone', 'here', '--yes')).rejects.toThrow(
      'here can sign in',
    );
    await expect(setup.run('leavers', '--clean', 'gone', 'nobody', '--yes')).rejects.toThrow(
      'Nobody is called',
    );
    await expect(setup.run('leavers', '--yes')).rejects.toThrow('--yes goes with --clean');
    expect(await countEvents()).toBe(before);
  });

  it('--undo gives back exactly what the run took, deleted people included', async () => {
    const run = await cleaned();
    const { rows, said } = await setup.run('leavers', '--undo', run);
    expect(said[0]).toMatch(/^Run undo-/);
    expect(rows).toEqual([
      { userName: 'gone', groups: ['Tax'], libraries: ['ACTIVE', 'TAX'], skipped: [] },
      { userName: 'out', groups: ['Board', 'Tax'], libraries: ['ACTIVE'], skipped: [] },
    ]);
    const left = await residue();
    expect(left).toEqual([
      ['out', expect.arrayContaining(['Tax', 'Board', 'Frozen (disabled)']), ['ACTIVE']],
      ALL[1],
    ]);
  });

  it('--undo skips what was changed since, and says so', async () => {
    const run = await cleaned();
    await setup.patch('Group', ids.board, `${GROUP}:enabled`, false);
    await setup.patch('Group', ids.tax, 'displayName', 'Taxes');
    await setup.patch('User', ids.out, `${IMANAGE}:libraries[value eq "ACTIVE"].role`, 'PARTNER');
    const { rows } = await setup.run('leavers', '--undo', run);
    expect(rows).toEqual([
      { userName: 'gone', groups: ['Tax'], libraries: ['ACTIVE', 'TAX'], skipped: [] },
      {
        userName: 'out',
        groups: ['Tax'],
        libraries: [],
        skipped: [
          'group Board: it is disabled, so its membership is frozen',
          'library ACTIVE: changed since',
        ],
      },
    ]);
  });

  it('--undo a second time gives nothing back, for it was given back since', async () => {
    const run = await cleaned('gone');
    await setup.run('leavers', '--undo', run);
    const before = await countEvents();
    expect((await setup.run('leavers', '--undo', run)).rows).toEqual([
      {
        userName: 'gone',
        groups: [],
        libraries: [],
        skipped: ['group Tax: changed since', 'library ACTIVE: changed since', 'library TAX: changed since'],
      },
    ]);
    expect(await countEvents()).toBe(before);
  });

  it.each(['clean-unknown', 'sent'])('--undo refuses %s, which is no run of a clean-up', async (run) => {
    await expect(setup.run('leavers', '--undo', run)).rejects.toThrow(`No clean-up has the run "${run}"`);
  });

  it('an external person who became internal does not come back into an external group', async () => {
    const ext = await setup.user({ userName: 'ext', active: false, [IMANAGE]: { external: true } });
    await setup.group('Clients', [ext], { external: true });
    const run = await cleaned('ext');
    await setup.patch('User', ext, `${IMANAGE}:role`, 'DEFAULT EXTERNAL');
    await setup.patch('User', ext, IMANAGE, { external: false, role: 'DEFAULT' });
    const { rows } = await setup.run('leavers', '--undo', run);
    expect(rows).toMatchObject([
      {
        groups: [],
        skipped: [expect.stringContaining('external users only'), 'library ACTIVE: changed since'],
      },
    ]);
  });
});

describe('leavers --clean with reserved groups', () => {
  it.each([
    ['allow', [], ['NRTADMIN (reserved)']],
    ['refuse', [expect.stringContaining('NRTADMIN: a reserved group') as unknown], []],
  ] as const)('under reservedGroups=%s', async (reservedGroups, left, groups) => {
    const out = await setup.user({ userName: 'out' });
    await setup.group('NRTADMIN', [out]);
    await setup.patch('User', out, 'active', false);
    await setup.test.collections.settings.insertOne({ _id: 'firm', version: 1, rules: { reservedGroups } });
    expect((await setup.run('leavers', '--clean', '--yes')).rows).toMatchObject([{ groups, left }]);
    expect((await setup.run('leavers', '--residue')).rows).toHaveLength(left.length);
  });
});
