// §3a of imanage-model.md, the mass-disable brake: what counts, and what hold and warn do beyond the limit; users.brake.test.ts has the rest.

import { created, expectRefusal, person, type Answered, type ScimClient } from '../http/scim-client';
import { setActive, startFirms, type Firms } from './firms';

const LIMIT = 3;
const massDisable = { count: LIMIT, percent: 1, windowMinutes: 60 };

let firms: Firms<'hold' | 'warn' | 'off' | 'half'>;

beforeAll(async () => {
  firms = await startFirms({
    hold: { massDisable: { ...massDisable, mode: 'hold' } },
    warn: { massDisable: { ...massDisable, mode: 'warn' } },
    off: { massDisable: { ...massDisable, mode: 'off' } },
    half: { massDisable: { ...massDisable, count: 1, percent: 50, mode: 'hold' } },
  });
});

afterAll(() => firms.gateway.close());

/** One disable more than the limit: by PATCH, PUT and DELETE, and one that is none because the person is disabled. */
async function disables(client: ScimClient): Promise<readonly Answered[]> {
  const people = await Promise.all(
    ['a', 'b', 'c', 'd'].map(async (name) => (await created(client, '/Users', person(name))).id),
  );
  const path = (index: number): string => `/Users/${people[index] ?? ''}`;
  return [
    await client.patch(path(0), setActive(false)),
    await client.patch(path(0), setActive(false)),
    await client.put(path(1), person('b', { active: false })),
    await client.delete(path(2)),
    await client.patch(path(3), setActive(false)),
  ];
}

describe('rule 3a, the mass-disable brake', () => {
  it('counts every step from enabled to disabled, and holds what is beyond the limit: 429, not done', async () => {
    const answers = await disables(firms.clients.hold);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 204, 429]);
    const [held] = answers.slice(-1);
    if (held === undefined) throw new Error('there is no last answer');
    expectRefusal(held, 429, undefined, 'massDisable');
    expect(held.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    const { body } = await firms.clients.hold.get('/Users?filter=userName%20eq%20%22d%22');
    expect(body.Resources).toMatchObject([{ userName: 'd', active: true }]);
  });

  it('takes the percentage of the people who were enabled when the window began, not of those who are left', async () => {
    const answers = await disables(firms.clients.half);
    // Half of four are two: after the first of them, half of three would be one.
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
  });

  it.each<['warn' | 'off']>([['warn'], ['off']])('holds nothing where the mode is %s', async (mode) => {
    const answers = await disables(firms.clients[mode]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 204, 200]);
  });
});
