import { eventDiff } from '../../../src/directory/answers/event-diff';
import { attributesOf, eventSentence } from '../../../src/directory/answers/event-sentence';
import type { DirectoryEvent } from '../../../src/directory/event';

const NAMES: Readonly<Record<string, string>> = {
  m: 'MARCIE DAVENPORT',
  t: 'Tax',
  a: 'ADA',
  b: 'BOB',
  c: 'CYD',
};
const nameOf = (id: string): string | undefined => NAMES[id];

function event(changed: Partial<DirectoryEvent>): DirectoryEvent {
  return {
    ...{ id: '1', customer: 'firm', at: new Date(0), version: 2, before: {}, after: {}, operation: 'patch' },
    ...{ actor: { connection: 'hr', client: 'okta', requestId: 'r' }, resourceType: 'User', resourceId: 'm' },
    ...{ membersAdded: [], membersRemoved: [], rules: [], tolerances: [] },
    ...changed,
  };
}
const sentence = (changed: Partial<DirectoryEvent>, libraries?: number): string =>
  eventSentence(event(changed), { nameOf, libraries });

const DISABLED = { before: { signInEnabled: true }, after: { signInEnabled: false } };
const ENABLED = { before: { signInEnabled: false }, after: { signInEnabled: true } };
const GROUP = { resourceType: 'Group', resourceId: 't' };

describe('the sentence of an event', () => {
  it.each([
    [sentence(DISABLED, 3), 'Okta disabled MARCIE DAVENPORT; 3 libraries kept, seat freed'],
    [sentence(DISABLED), 'Okta disabled MARCIE DAVENPORT; seat freed'],
    [
      sentence({ ...DISABLED, operation: 'delete' }, 1),
      'Okta deleted MARCIE DAVENPORT; sign-in disabled, 1 library kept, seat freed',
    ],
    [sentence(ENABLED), 'Okta enabled MARCIE DAVENPORT; seat taken'],
    [
      sentence({ ...ENABLED, rules: ['libraries-restored'] }),
      'Okta enabled MARCIE DAVENPORT; seat taken, libraries enabled as before',
    ],
    [
      sentence({ operation: 'create', after: { signInEnabled: true } }),
      'Okta created MARCIE DAVENPORT; seat taken',
    ],
    [
      sentence({ operation: 'create', after: { signInEnabled: false } }),
      'Okta created MARCIE DAVENPORT; without sign-in',
    ],
    [
      sentence({ operation: 'return', after: {} }),
      'Okta brought back MARCIE DAVENPORT; sign-in stays disabled',
    ],
    [
      sentence({ before: { title: 'A' }, after: { title: 'B', preferredLibrary: 'X' } }),
      'Okta changed title and preferred library of MARCIE DAVENPORT',
    ],
    [
      sentence({
        before: { libraries: [{ library: 'L', role: 'R', signInEnabled: true }] },
        after: { libraries: [{ library: 'L', role: 'R', signInEnabled: false }] },
      }),
      'Okta changed libraries of MARCIE DAVENPORT; library L disabled',
    ],
    [
      sentence({ ...GROUP, membersAdded: ['a', 'b', 'c', 'm', 'x'] }),
      'Okta added ADA, BOB, CYD and 2 more to group Tax',
    ],
    [sentence({ ...GROUP, membersRemoved: ['a'] }), 'Okta took ADA out of group Tax'],
    [
      sentence({ ...GROUP, operation: 'delete', membersRemoved: ['a', 'b'] }),
      'Okta deleted group Tax; 2 people taken out',
    ],
    [
      sentence({
        resourceType: 'Connection',
        operation: 'configure',
        resourceId: 'c',
        after: { name: 'okta', kind: 'okta', 'token …ab12': 'live' },
      }),
      'Okta made connection CYD; token …ab12 made, live',
    ],
    [
      sentence({
        resourceType: 'Connection',
        operation: 'configure',
        resourceId: 'c',
        before: { 'token …ab12': 'live' },
        after: { 'token …ab12': 'revoked' },
      }),
      'Okta changed connection CYD; token …ab12 revoked',
    ],
    [
      sentence({ resourceType: 'Customer', operation: 'configure', after: { defaultLibrary: 'X' } }),
      'Okta changed the settings: default library',
    ],
  ])('%s', (said, expected) => {
    expect(said).toBe(expected);
  });

  it('names the admin who acted by hand, and why', () => {
    const actor = { connection: 'console', client: 'Ines', requestId: 'r', reason: 'left early' };
    expect(sentence({ ...DISABLED, actor })).toBe(
      'Ines disabled MARCIE DAVENPORT; seat freed (reason: left early)',
    );
  });

  it('names a connection that looks like no known client by its own name', () => {
    const actor = { connection: 'hr', client: 'unknown', requestId: 'r' };
    expect(sentence({ ...DISABLED, actor })).toMatch(/^hr disabled/);
  });

  it('says the same of a value that did not change as of none', () => {
    expect(sentence({ before: {}, after: {} })).toBe('Okta changed MARCIE DAVENPORT');
    expect(attributesOf({ before: { deleted: false }, after: { deleted: true } })).toEqual([]);
  });
});

describe('before and after', () => {
  const diff = (before: object, after: object, hidden: readonly string[] = []): unknown =>
    eventDiff({ before, after } as Pick<DirectoryEvent, 'before' | 'after'>, new Set(hidden));

  it('go down into what is nested, and tell only what differs', () => {
    expect(
      diff({ name: { givenName: 'A', familyName: 'X' } }, { name: { givenName: 'B', familyName: 'X' } }),
    ).toEqual([{ attribute: 'name: given name', before: 'A', after: 'B' }]);
  });

  it('write lists as people read them', () => {
    const rows = [{ library: 'L', role: 'R', signInEnabled: false }];
    expect(
      diff({ libraries: [] }, { libraries: rows, emails: [{ value: 'a@b.c', type: 'work', primary: true }] }),
    ).toEqual([
      { attribute: 'libraries', before: '', after: 'L:R (disabled)' },
      { attribute: 'e-mail addresses', before: null, after: 'a@b.c (work, primary)' },
    ]);
  });

  it('tell of a hidden value that it changed, not how', () => {
    expect(diff({ pin: '1' }, { pin: '2' }, ['pin'])).toEqual([
      { attribute: 'pin', before: 'not shown', after: 'not shown' },
    ]);
    expect(diff({ pin: '1' }, { pin: '2' })).toEqual([{ attribute: 'pin', before: '1', after: '2' }]);
  });
});
