// Random sequences of requests on a few people: a disabled one is enabled by nothing but an explicit active true (reliability.md V13).

import { randomInt } from 'node:crypto';
import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  ENTERPRISE,
  eventsOf,
  IMANAGE,
  person,
  scimClient,
  USER,
  type Answered,
  type Body,
  type ScimClient,
} from './scim-client';

const STEPS = 150;
const PEOPLE = 4;
const SEED = Number(process.env['USER_SEQUENCE_SEED'] ?? randomInt(2 ** 31));

let gateway: TestGateway;
let client: ScimClient;

beforeAll(async () => {
  gateway = await startTestGateway({
    file: { customers: [{ id: 'default', name: 'Firm', libraries: [{ id: 'ACTIVE' }, { id: 'ARCHIVE' }] }] },
  });
  client = scimClient(gateway);
});

afterAll(() => gateway.close());

/** Numbers that look random and are the same again for the same seed (Lehmer's generator). */
function generator(seed: number): (below: number) => number {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

interface Person {
  readonly name: string;
  id: string;
  group: string;
  /** What the model expects: undefined while deleted. */
  enabled: boolean | undefined;
}

interface Step {
  readonly what: string;
  readonly run: (who: Person) => Promise<Answered>;
  /** The sign-in that the step asks for in so many words; `return` and `delete` are steps of a life. */
  readonly asks?: boolean | 'delete';
}

const patch = (operation: object) => (who: Person) => client.patch(`/Users/${who.id}`, [operation]);
const put = (change: (body: Body) => object) => async (who: Person) => {
  const { body } = await client.get(`/Users/${who.id}`);
  return client.put(`/Users/${who.id}`, body.id === who.id ? change(body) : person(who.name));
};
const without = ({ active: _active, ...rest }: Body): object => rest;

const STEPS_THERE_ARE: readonly Step[] = [
  { what: 'PATCH active false', run: patch({ op: 'replace', path: 'active', value: false }), asks: false },
  {
    what: 'PATCH active "False"',
    run: patch({ op: 'Replace', path: 'active', value: 'False' }),
    asks: false,
  },
  {
    what: 'PATCH without path, active false',
    run: patch({ op: 'replace', value: { active: false } }),
    asks: false,
  },
  { what: 'PATCH active true', run: patch({ op: 'replace', path: 'active', value: true }), asks: true },
  {
    what: 'PATCH active "True" by URN',
    run: patch({ op: 'add', path: `${USER}:active`, value: 'True' }),
    asks: true,
  },
  { what: 'PATCH active null', run: patch({ op: 'replace', path: 'active', value: null }) },
  { what: 'PATCH active "yes"', run: patch({ op: 'replace', path: 'active', value: 'yes' }) },
  { what: 'PATCH remove active', run: patch({ op: 'remove', path: 'active' }) },
  { what: 'PATCH title', run: patch({ op: 'replace', path: 'title', value: 'Clerk' }) },
  { what: 'PATCH department', run: patch({ op: 'add', path: `${ENTERPRISE}:department`, value: 'Tax' }) },
  {
    what: 'PATCH signInEnabled true',
    run: patch({ op: 'replace', path: `${IMANAGE}:signInEnabled`, value: true }),
  },
  {
    what: 'PATCH a library enabled',
    run: patch({ op: 'replace', path: `${IMANAGE}:libraryAssignments`, value: 'ACTIVE;ARCHIVE' }),
  },
  { what: 'PATCH roles', run: patch({ op: 'add', path: 'roles', value: [{ value: 'ARCHIVE:DEFAULT' }] }) },
  { what: 'PUT without active', run: put(without) },
  { what: 'PUT with active null', run: put((body) => ({ ...body, active: null })) },
  { what: 'PUT without active, other title', run: put((body) => ({ ...without(body), title: 'Partner' })) },
  { what: 'PUT minimal', run: put((body) => ({ userName: body['userName'] })) },
  { what: 'PUT active false', run: put((body) => ({ ...body, active: false })), asks: false },
  { what: 'PUT active true', run: put((body) => ({ ...body, active: true })), asks: true },
  { what: 'DELETE', run: (who) => client.delete(`/Users/${who.id}`), asks: 'delete' },
  { what: 'POST again, silent', run: (who) => client.post('/Users', { userName: who.name }) },
  {
    what: 'POST again, active false',
    run: (who) => client.post('/Users', person(who.name, { active: false })),
    asks: false,
  },
  { what: 'POST again, active true', run: (who) => client.post('/Users', person(who.name)), asks: true },
  {
    what: 'into a group',
    run: (who) =>
      client.patch(`/Groups/${who.group}`, [{ op: 'add', path: 'members', value: [{ value: who.id }] }]),
  },
  {
    what: 'out of a group',
    run: (who) =>
      client.patch(`/Groups/${who.group}`, [{ op: 'remove', path: `members[value eq "${who.id}"]` }]),
  },
  {
    what: 'PUT of the group',
    run: (who) =>
      client.put(`/Groups/${who.group}`, { displayName: `Of ${who.name}`, members: [{ value: who.id }] }),
  },
];

/** What a step makes of the sign-in: only an answer 2xx changes anything, and only where the step says so. */
function expected({ enabled }: Person, { what, asks }: Step, { status }: Answered): boolean | undefined {
  if (status >= 300 || what.includes('group')) return enabled;
  if (asks === 'delete') return undefined;
  if (asks !== undefined) return asks;
  return what.startsWith('POST') ? false : enabled;
}

describe(`random requests, seed ${SEED} (USER_SEQUENCE_SEED repeats it)`, () => {
  it(`enable nobody without an explicit active true in ${STEPS} steps`, async () => {
    const below = generator(SEED);
    const people: Person[] = [];
    for (let number = 0; number < PEOPLE; number += 1) {
      const name = `sequence.${number}`;
      const user = await created(client, '/Users', person(name));
      const group = await created(client, '/Groups', { displayName: `Of ${name}` });
      people.push({ name, id: user.id, group: group.id, enabled: true });
    }
    const outcomes = new Set<string>();
    const history: string[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const who = people[below(PEOPLE)] as Person;
      const chosen = STEPS_THERE_ARE[below(STEPS_THERE_ARE.length)] as Step;
      const answered = await chosen.run(who);
      history.push(`${who.name}: ${chosen.what} -> ${answered.status}`);
      expect([history.slice(-8), answered.status < 500]).toEqual([history.slice(-8), true]);
      who.enabled = expected(who, chosen, answered);
      outcomes.add(`${chosen.what} ${answered.status}`);
      expect([history.slice(-8), await signInOf(who)]).toEqual([history.slice(-8), who.enabled]);
    }
    // A run in which everything is refused, or nothing is ever disabled, would prove nothing.
    expect(outcomes.size).toBeGreaterThan(STEPS_THERE_ARE.length);
    for (const { id } of people) await expectEveryVersionToldOnce(id);
  });
});

/** The global sign-in as iManage would have it, or undefined where SCIM knows nobody. */
async function signInOf({ id }: Person): Promise<boolean | undefined> {
  const { status, body } = await client.get(`/Users/${id}?attributes=${IMANAGE}:signInEnabled,active`);
  const record = await gateway.database.collection('users').findOne({ _id: id as never });
  if (status === 404) {
    expect(record?.['signInEnabled']).toBe(false);
    return undefined;
  }
  const { signInEnabled } = body[IMANAGE] as { signInEnabled: boolean };
  expect(record?.['signInEnabled']).toBe(signInEnabled);
  if (body['active'] !== undefined) expect(body['active']).toBe(signInEnabled);
  return signInEnabled;
}

async function expectEveryVersionToldOnce(id: string): Promise<void> {
  const record = await gateway.database.collection('users').findOne({ _id: id as never });
  const versions = (await eventsOf(gateway.database, id)).map(({ version }) => version as number);
  expect(versions).toEqual(Array.from({ length: record?.['version'] as number }, (_, index) => index + 1));
}
