import { eventList } from '../../../src/directory/answers/event-list';
import { eventWords } from '../../../src/directory/answers/event-words';
import type { DirectoryEvent } from '../../../src/directory/event';
import { event, group, user } from '../../store/store-setup';
import { all, memoryHistory } from './memory-history';
import { day, lifeOf, teamLifeOf } from './told';

const ACTIVE = { library: 'ACTIVE', role: 'DEFAULT', signInEnabled: true };
const ada = user('ada', { assignments: [ACTIVE] });

const words = (events: readonly DirectoryEvent[]): readonly string[] => {
  const last = events.at(-1);
  return last === undefined ? [] : eventWords(last, (id) => ({ ada: 'Ada', bob: 'Bob' })[id]);
};

describe('eventWords', () => {
  it('of a creation say that, the sign-in and the libraries', () => {
    expect(words(lifeOf([1, ada]))).toEqual([
      'created',
      'sign-in enabled',
      'library ACTIVE given as DEFAULT',
    ]);
  });

  it('of an approval, its withdrawal and the return that used it say so, with the reason of whoever acted', () => {
    const reason = 'Back from parental leave';
    const actor = { connection: 'console', client: 'grace', requestId: 'clicked', reason };
    const until = { returnApprovedUntil: '2026-05-01T09:00:00.000Z' };
    const told = (changed: Partial<DirectoryEvent>): readonly string[] =>
      words([{ ...event('ada', 2), ...changed }]);
    expect(told({ operation: 'approve', after: until, actor })).toEqual([
      'return approved until 2026-05-01',
      `because: ${reason}`,
    ]);
    expect(told({ operation: 'withdraw', before: until, actor })[0]).toBe('approval of the return withdrawn');
    expect(told({ operation: 'return', before: until })).toEqual(['came back', 'as an admin had approved']);
  });

  it.each<readonly [string, Partial<typeof ada>, readonly string[]]>([
    ['a disable', { signInEnabled: false }, ['sign-in disabled']],
    ['a role', { assignments: [{ ...ACTIVE, role: 'PARTNER' }] }, ['role in ACTIVE from DEFAULT to PARTNER']],
    [
      'a library that is disabled',
      { assignments: [{ ...ACTIVE, signInEnabled: false }] },
      ['library ACTIVE disabled'],
    ],
    [
      'a library that is given',
      { assignments: [ACTIVE, { library: 'TAX', role: 'READER', signInEnabled: false }] },
      ['library TAX given as READER, sign-in disabled'],
    ],
    ['a value that came', { location: 'York' }, ['location set to "York"']],
    ['a value that changed', { fullName: 'Ada L' }, ['fullName from "ada" to "Ada L"']],
  ])('of %s say what changed, from what to what', (_name, changed, expected) => {
    expect(words(lifeOf([1, ada], [2, { ...ada, ...changed }]))).toEqual(expected);
  });

  it('of a value that went say what it was', () => {
    expect(words(lifeOf([1, { ...ada, location: 'York' }], [2, ada]))).toEqual([
      'location taken away, was "York"',
    ]);
  });

  it('of a deletion and a return say that', () => {
    const gone = { ...ada, signInEnabled: false, deletedAt: day(2) };
    expect(words(lifeOf([1, ada], [2, gone, { operation: 'delete' }]))).toEqual([
      'deleted',
      'sign-in disabled',
    ]);
    expect(words(lifeOf([1, gone], [2, ada, { operation: 'return' }]))).toEqual([
      'came back',
      'sign-in enabled',
    ]);
  });

  it('of a group name the members, and count those that would be too many', () => {
    const ids = ['ada', 'bob', 'c', 'd', 'e', 'f', 'g'];
    const out = { membersRemoved: ['bob'] };
    expect(words(teamLifeOf([1, group('Tax'), { membersAdded: ids }]))).toEqual([
      'created',
      'members in: Ada, Bob, c, d, e and 2 more',
    ]);
    expect(words(teamLifeOf([1, group('Tax')], [2, group('Tax', { enabled: false }), out]))).toEqual([
      'group disabled',
      'members out: Bob',
    ]);
  });

  it('never are nothing, and cut what is long', () => {
    expect(words([event('ada', 1)])).toEqual(['nothing that is told']);
    const long = { ...event('ada', 1), after: { title: 'x'.repeat(500) } };
    expect(words([long])[0]?.length).toBeLessThan(120);
  });
});

describe('eventList', () => {
  it('names who was meant, and gives the id where nobody has that name', async () => {
    const events = [...lifeOf([1, ada]), ...lifeOf([2, user('lost')])];
    const rows = await all(eventList(memoryHistory({ users: [ada], events }), 'ajuba', {}));
    expect(rows.map(({ on }) => on)).toEqual(['User lost', 'User ada']);
  });
});
