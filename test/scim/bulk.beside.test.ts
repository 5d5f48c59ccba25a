// Which operations of a bulk request are executed side by side, and which wait for each other (RFC 7644 §3.7); without HTTP and database.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Rules } from '../../src/directory/customer';
import { bulk, group, ranAtOnce, refusal, user as post, type Call } from './bulk-setup';

const patch = (id: string, path: string | undefined, value: unknown): object => ({
  method: 'PATCH',
  path: `/Users/${id}`,
  data: { Operations: [{ op: 'replace', path, value }] },
});
const put = (id: string): object => ({ method: 'PUT', path: `/Users/${id}`, data: { userName: id } });
const remove = (id: string): object => ({ method: 'DELETE', path: `/Users/${id}` });

/** Which operations, by position from 1, were under way at the same time, one group after the other. */
async function wavesOf(operations: readonly object[], rules?: Partial<Rules>): Promise<readonly string[]> {
  const { waves } = await ranInWaves(bulk(operations), undefined, rules);
  return waves;
}

/** Nobody ends before everybody has begun who may. */
async function ranInWaves(
  body: ReturnType<typeof bulk>,
  mishap?: (call: Call) => Error | undefined,
  rules?: Partial<Rules>,
) {
  const waves: string[] = [];
  let held: { readonly position: string; readonly goOn: () => void }[] = [];
  const hold = ({ requestId }: Call): Promise<void> =>
    new Promise((goOn) => held.push({ position: requestId.split('/')[1] ?? '', goOn }));
  const running = ranAtOnce(body, { hold, ...(mishap && { mishap }), ...(rules && { rules }) });
  const state = { isOver: false };
  void running.catch(() => undefined).then(() => (state.isOver = true));
  for (;;) {
    for (let turns = 0; turns < 3; turns += 1) await nextTurn();
    if (state.isOver) break;
    const wave = held;
    held = [];
    waves.push(wave.map(({ position }) => position).join(' '));
    for (const { goOn } of wave) goOn();
  }
  return { ...(await running), waves };
}

describe('operations that touch nothing in common', () => {
  it('are executed side by side', async () => {
    expect(await wavesOf([post('a'), post('b'), post('c')])).toEqual(['1 2 3']);
    expect(await wavesOf([patch('1', 'title', 'x'), patch('2', 'name.givenName', 'y'), remove('3')])).toEqual(
      ['1 2 3'],
    );
    expect(
      await wavesOf([patch('1', 'active', false), patch('2', undefined, { active: 'False', title: 'x' })]),
    ).toEqual(['1 2']);
  });

  it('are told in the order of the request, whichever ends first', async () => {
    const operations = [post('a', { title: 'slow' }), post('b'), post('c', { title: 'slow' }), post('d')];
    const slow = async ({ body }: Call): Promise<void> => {
      if (!JSON.stringify(body).includes('slow')) return;
      for (let turns = 0; turns < 5; turns += 1) await nextTurn();
    };
    const { Operations, done } = await ranAtOnce(bulk(operations), { hold: slow });
    expect(Operations.map(({ bulkId }) => bulkId)).toEqual(['a', 'b', 'c', 'd']);
    expect(done.map(({ requestId }) => requestId)).toEqual([
      'request/2',
      'request/4',
      'request/1',
      'request/3',
    ]);
  });

  it('are at most 128 at once', async () => {
    const waves = await wavesOf(Array.from({ length: 200 }, (_, index) => post(`u${index}`)));
    expect(waves.map((wave) => wave.split(' ').length)).toEqual([128, 72]);
  });

  it('are executed though one of them is refused', async () => {
    const { Operations, waves } = await ranInWaves(bulk([post('a'), post('b'), post('c')]), ({ body }) =>
      JSON.stringify(body).includes('"b"') ? refusal() : undefined,
    );
    expect(waves).toEqual(['1 2 3']);
    expect(Operations.map(({ status }) => status)).toEqual(['201', '409', '201']);
  });
});

describe('operations that depend on each other', () => {
  const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';

  it('by bulkId are executed one after the other, while others go on', async () => {
    const managed = post('a', { [ENTERPRISE]: { manager: { value: 'bulkId:b' } } });
    expect(await wavesOf([managed, post('b'), post('c')])).toEqual(['2 3', '1']);
    expect(await wavesOf([post('a'), patch('bulkId:a', 'title', 'x'), post('b')])).toEqual(['1 3', '2']);
  });

  it.each<[string, object, object]>([
    ['userName, in whichever case', post('a', { userName: 'Smith' }), post('b', { USERNAME: 'smith' })],
    ['externalId', post('a', { externalId: '7' }), post('b', { externalId: '7' })],
    [
      'e-mail address',
      post('a', { emails: [{ value: 'A@x.example' }] }),
      post('b', { emails: [{ type: 'home', value: 'a@x.example' }] }),
    ],
    [
      'User ID, which is the userName of another',
      post('a', { userName: 'smith' }),
      post('b', { [IMANAGE]: { userId: 'SMITH' } }),
    ],
    ['User ID that another may be allotted', post('smith'), post('smith-2')],
  ])('by the same %s keep their order', async (_name, first, second) => {
    expect(await wavesOf([first, second, post('other')])).toEqual(['1 3', '2']);
    expect(await wavesOf([second, first, post('other')])).toEqual(['1 3', '2']);
  });

  it('by no more than a like name are executed side by side', async () => {
    const emails = [{ value: 'x@x.example', type: 'work' }];
    expect(
      await wavesOf([
        post('smith-2', { externalId: '1' }),
        post('smith-3', { externalId: '2', emails }),
        post('s', { emails: [{ value: 'y@x.example', type: 'work' }] }),
      ]),
    ).toEqual(['1 2 3']);
  });

  it('by the same person keep their order', async () => {
    expect(
      await wavesOf([patch('1', 'title', 'x'), patch('1', 'title', 'y'), patch('2', 'title', 'z')]),
    ).toEqual(['1 3', '2']);
  });

  it.each<[string, object]>([
    ['a PUT', put('7')],
    ['a group', group('g', '1')],
    ['a PATCH of a name that is unique', patch('7', 'userName', 'x')],
    ['a PATCH whose value holds such a name', patch('7', undefined, { title: 'x', externalId: 'y' })],
    ['a PATCH that cannot be read', { method: 'PATCH', path: '/Users/7', data: {} }],
  ])('by what nobody can foresee keep their order: %s', async (_name, operation) => {
    expect(await wavesOf([post('a'), post('b'), operation, post('c'), post('d')])).toEqual([
      '1 2',
      '3',
      '4 5',
    ]);
  });

  it('by a person who may come back keep their order: a creation, and a change of somebody whose id is known', async () => {
    expect(await wavesOf([remove('1'), post('a'), patch('2', 'title', 'x')])).toEqual(['1', '2', '3']);
  });

  it('by the brake that holds disables, or by memberships that a disable takes away, keep their order', async () => {
    const hold = { massDisable: { mode: 'hold', count: 1, percent: 1, windowMinutes: 1 } } as const;
    const disables = [remove('1'), patch('2', 'active', false), remove('3')];
    expect(await wavesOf(disables, hold)).toEqual(['1', '2', '3']);
    expect(await wavesOf(disables, { membershipsOnDisable: 'remove' })).toEqual(['1', '2', '3']);
  });

  it('by a circle are executed alone', async () => {
    const managed = (bulkId: string, manager: string): object =>
      post(bulkId, { [ENTERPRISE]: { manager: { value: `bulkId:${manager}` } } });
    expect(await wavesOf([post('x'), managed('a', 'b'), managed('b', 'a'), post('y')])).toEqual([
      ...['1', '2', '3', '2', '4'],
    ]);
  });
});

describe('failOnErrors among operations that are executed side by side', () => {
  const people = 'abcdefgh'.split('').map((name) => post(name));
  const failing =
    (...names: string[]) =>
    ({ body }: Call): Error | undefined =>
      names.includes((body as { readonly userName: string }).userName) ? refusal() : undefined;

  it('lets so many begin as may fail before the next would not be executed any more', async () => {
    const { Operations, waves } = await ranInWaves(bulk(people, { failOnErrors: 3 }), failing('b', 'e', 'f'));
    expect(waves).toEqual(['1 2 3', '4 5', '6']);
    expect(Operations.map(({ status }) => status)).toEqual(['201', '409', '201', '201', '409', '409']);
  });

  it.each(['', 'a', 'h', 'ab', 'bd', 'gh', 'abc', 'ceg', 'fgh', 'abcdefgh'])(
    'executes what it would execute one after the other, where these fail: "%s"',
    async (names) => {
      for (const failOnErrors of [1, 2, 3, 9]) {
        const expected: string[] = [];
        let errors = 0;
        for (const name of 'abcdefgh') {
          if (errors === failOnErrors) break;
          expected.push(name);
          if (names.includes(name)) errors += 1;
        }
        const { Operations, calls } = await ranInWaves(
          bulk(people, { failOnErrors }),
          failing(...names.split('')),
        );
        expect(Operations.map(({ bulkId }) => bulkId)).toEqual(expected);
        expect(calls).toHaveLength(expected.length);
      }
    },
  );
});
