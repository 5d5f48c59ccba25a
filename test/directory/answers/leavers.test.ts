import { hasResidue, leavers, type Leaver } from '../../../src/directory/answers/leavers';
import { group, user } from '../../store/store-setup';
import { all, memoryHistory, type Kept } from './memory-history';
import { day, lifeOf } from './told';

const ACTIVE = { library: 'ACTIVE', role: 'DEFAULT', signInEnabled: true };
const OFF = { library: 'TAX', role: 'DEFAULT', signInEnabled: false };
const entra = { actor: { connection: 'entra', client: 'x', requestId: 'r' } };
const okta = { actor: { connection: 'okta', client: 'x', requestId: 'r' } };

const leaversOf = (kept: Kept): Promise<readonly Leaver[]> => all(leavers(memoryHistory(kept), 'ajuba'));

describe('leavers', () => {
  const here = user('ada', { assignments: [ACTIVE, OFF] });
  const out = { ...here, signInEnabled: false };
  const gone = { ...out, deletedAt: day(9) };

  it('are those whose sign-in is disabled, with the libraries and groups that were left to them', async () => {
    const [ada, ...others] = await leaversOf({
      users: [out, user('bob'), user('cy')],
      groups: [group('Tax'), group('NRTADMIN')],
      memberships: [
        { groupId: 'NRTADMIN', userId: 'ada' },
        { groupId: 'Tax', userId: 'bob' },
      ],
    });
    expect(others).toEqual([]);
    expect(ada).toMatchObject({
      person: { id: 'ada', signIn: 'disabled' },
      groups: [{ displayName: 'NRTADMIN', reserved: true }],
      libraries: ['ACTIVE'],
      disabled: undefined,
    });
  });

  it('tells when and through which connection somebody was disabled, and deleted later', async () => {
    const events = lifeOf([1, here, okta], [2, out, entra], [9, gone, okta]);
    expect(await leaversOf({ users: [gone], events })).toMatchObject([
      {
        person: { signIn: 'deleted' },
        disabled: { at: day(2), by: 'entra' },
        deleted: { at: day(9), by: 'okta' },
      },
    ]);
  });

  it('tells of the disable that holds, not of one that was taken back', async () => {
    const events = lifeOf(
      [1, here],
      [2, out, okta],
      [3, here],
      [4, { ...out, fullName: 'Ada L' }, entra],
      [5, out, okta],
    );
    expect(await leaversOf({ users: [out], events })).toMatchObject([
      { disabled: { at: day(4), by: 'entra' } },
    ]);
  });

  it('of somebody who returned disabled tells the disable and no deletion', async () => {
    const events = lifeOf([1, here], [2, gone, okta], [3, out, entra]);
    expect(await leaversOf({ users: [out], events })).toMatchObject([
      { disabled: { at: day(2), by: 'okta' }, deleted: undefined },
    ]);
  });

  it('who were disabled from the start are disabled since they came', async () => {
    expect(await leaversOf({ users: [out], events: lifeOf([3, out, okta]) })).toMatchObject([
      { disabled: { at: day(3) } },
    ]);
  });
});

describe('hasResidue', () => {
  const leaver = async (changed: Partial<Kept>): Promise<boolean> => {
    const [ada] = await leaversOf({
      users: [user('ada', { signInEnabled: false, assignments: [OFF] })],
      ...changed,
    });
    return ada !== undefined && hasResidue(ada);
  };

  it('is so with a library that is enabled or a group that was kept, and else not', async () => {
    expect(await leaver({})).toBe(false);
    expect(await leaver({ users: [user('ada', { signInEnabled: false, assignments: [ACTIVE] })] })).toBe(
      true,
    );
    expect(await leaver({ groups: [group('g')], memberships: [{ groupId: 'g', userId: 'ada' }] })).toBe(true);
  });
});
