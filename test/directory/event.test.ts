// What an event tells: only what differs, from both sides, and nothing secret.

import { difference, groupFacts, sameJson, userFacts } from '../../src/directory/event';
import { newGroup } from '../../src/directory/group';
import type { JsonValue } from '../../src/directory/json';
import { changedUser, deletedUser } from '../../src/directory/user';
import { firm, STAMP, userOf } from './firm';

describe('difference', () => {
  it('has the entries that differ, each on the side that has it', () => {
    const before = { kept: { a: [1] }, changed: 'x', gone: true };
    const after = { kept: { a: [1] }, changed: 'y', come: null };
    expect(difference(before, after)).toEqual({
      before: { changed: 'x', gone: true },
      after: { changed: 'y', come: null },
    });
  });

  it('of a creation has everything on one side', () => {
    expect(difference({}, { a: 1 })).toEqual({ before: {}, after: { a: 1 } });
  });
});

describe('sameJson', () => {
  it.each<[JsonValue | undefined, JsonValue | undefined]>([
    [1, 1],
    [undefined, undefined],
    [null, null],
    [
      { a: 1, b: [2, { c: 3 }] },
      { b: [2, { c: 3 }], a: 1 },
    ],
    [[], []],
  ])('%j and %j are the same', (left, right) => {
    expect(sameJson(left, right)).toBe(true);
  });

  it.each<[JsonValue | undefined, JsonValue | undefined]>([
    [1, '1'],
    [null, undefined],
    [{}, []],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1 }, { b: 1 }],
    [JSON.parse('{"toString":1}') as JsonValue, {}],
    [{ a: 1 }, JSON.parse('{"__proto__":1}') as JsonValue],
  ])('%j and %j differ', (left, right) => {
    expect(sameJson(left, right)).toBe(false);
    expect(sameJson(right, left)).toBe(false);
  });
});

describe('userFacts', () => {
  it('tell of the person, the sign-in and every library, and nothing of search or versions', () => {
    expect(userFacts(userOf({ location: 'Leeds' }))).toEqual({
      userName: 'ada',
      userId: 'ada',
      fullName: 'ada',
      location: 'Leeds',
      signInEnabled: true,
      external: false,
      preferredLibrary: 'ACTIVE',
      accountType: 'enterprise',
      libraries: [{ library: 'ACTIVE', role: 'DEFAULT', signInEnabled: true }],
      deleted: false,
    });
  });

  it('differ by what a step changed and by nothing else', () => {
    const user = userOf();
    const disabled = changedUser(firm(), user, user.profile, { signInEnabled: false });
    expect(difference(userFacts(user), userFacts(disabled))).toEqual({
      before: { signInEnabled: true },
      after: { signInEnabled: false },
    });
    expect(difference(userFacts(user), userFacts(deletedUser(user, STAMP.now))).after).toEqual({
      signInEnabled: false,
      deleted: true,
    });
    const unassigned = changedUser(firm(), user, user.profile, { signInEnabled: null });
    expect(difference(userFacts(user), userFacts(unassigned)).after).toEqual({ activeUnassigned: true });
  });
});

describe('groupFacts', () => {
  it('tell of the group and leave its members to lists of their own', () => {
    const group = newGroup(firm(), { displayName: 'Tax', externalId: 'g' }, { library: 'TAX' }, STAMP);
    expect(groupFacts(group)).toEqual({
      displayName: 'Tax',
      externalId: 'g',
      groupId: 'Tax',
      library: 'TAX',
      external: false,
      enabled: true,
      deleted: false,
    });
  });
});
