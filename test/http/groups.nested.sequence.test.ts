// Random requests on groups nested in each other, one by one and at once: each holds its own people and those below it, and nobody else.

import { randomInt } from 'node:crypto';
import { startTestGateway, type TestGateway } from './gateway';
import {
  created,
  IMANAGE_GROUP,
  person,
  scimClient,
  type Answered,
  type Body,
  type ScimClient,
} from './scim-client';

const STEPS = 70;
const ROUNDS = 4;
const AT_ONCE = 8;
const PROCESSES = 4;
const SEED = Number(process.env['NESTED_SEQUENCE_SEED'] ?? randomInt(2 ** 31));

let gateway: TestGateway;
/** On the same database: inside one process the writes would wait for each other. */
let beside: readonly TestGateway[];
let client: ScimClient;
let people: readonly string[];

beforeAll(async () => {
  const file = { customers: [{ id: 'default', name: 'Firm', rules: { nestedGroups: 'flatten' } }] };
  gateway = await startTestGateway({ file });
  const { token } = gateway;
  beside = await Promise.all(Array.from({ length: PROCESSES - 1 }, () => startTestGateway({ file, token })));
  client = scimClient(gateway);
  people = (
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => created(client, '/Users', person(`step.${name}`))))
  ).map(({ id }) => id);
});
afterAll(async () => {
  for (const each of [...beside, gateway]) await each.close();
});

/** Numbers that look random and are the same again for the same seed (Lehmer's generator). */
function generator(seed: number): (below: number) => number {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** A group as the model expects it. */
interface Team {
  readonly id: string;
  readonly name: string;
  own: Set<string>;
  nested: Set<string>;
  people: Set<string>;
  state: 'enabled' | 'disabled' | 'deleted';
}

function newTeam({ id, displayName }: Body): Team {
  const none = { own: new Set<string>(), nested: new Set<string>(), people: new Set<string>() };
  return { id, name: String(displayName), ...none, state: 'enabled' };
}

/** Own people and those of the groups below; what a disabled group holds is frozen and counts as it is. */
function expectedPeople(team: Team, teams: readonly Team[]): Set<string> {
  const found = new Set(team.own);
  const seen = new Set([team.id]);
  const visit = (ids: Iterable<string>): void => {
    for (const id of ids) {
      const below = teams.find((other) => other.id === id);
      if (below === undefined || below.state === 'deleted' || seen.has(id)) continue;
      seen.add(id);
      for (const member of below.state === 'enabled' ? below.own : below.people) found.add(member);
      if (below.state === 'enabled') visit(below.nested);
    }
  };
  visit(team.nested);
  return found;
}

function settle(teams: readonly Team[]): void {
  const enabled = teams.filter(({ state }) => state === 'enabled');
  const next = enabled.map((team) => [team, expectedPeople(team, teams)] as const);
  for (const [team, expected] of next) team.people = expected;
}

const enable = (team: Team, value: boolean): Promise<Answered> =>
  client.patch(`/Groups/${team.id}`, [{ op: 'replace', path: `${IMANAGE_GROUP}:enabled`, value }]);
const values = (ids: readonly string[]): readonly object[] => ids.map((value) => ({ value }));

interface Step {
  readonly what: string;
  readonly run: () => Promise<Answered>;
  readonly expect: () => void;
}

function membershipStep(
  team: Team,
  teams: readonly Team[],
  next: (below: number) => number,
  at: ScimClient = client,
): Step {
  const patchMembers = (op: string, value: readonly object[]): Promise<Answered> =>
    at.patch(`/Groups/${team.id}`, [{ op, path: 'members', value }]);
  const others = teams.filter(({ id, state }) => id !== team.id && state !== 'deleted').map(({ id }) => id);
  const candidates = [...people, ...others];
  const chosen = candidates.filter(() => next(4) === 0);
  const isPerson = (id: string): boolean => people.includes(id);
  const assign = (ids: readonly string[]): void => {
    team.own = new Set(ids.filter(isPerson));
    team.nested = new Set(ids.filter((id) => !isPerson(id)));
  };
  switch (next(8)) {
    case 0:
      return {
        what: 'replace',
        run: () => patchMembers('replace', values(chosen)),
        expect: () => {
          assign(chosen);
        },
      };
    case 1:
      return {
        what: 'PUT',
        run: () => at.put(`/Groups/${team.id}`, { displayName: team.name, members: values(chosen) }),
        expect: () => {
          assign(chosen);
        },
      };
    case 2:
    case 3:
    case 4:
      return {
        what: 'add',
        run: () => patchMembers('add', values(chosen)),
        expect: () => {
          for (const id of chosen) (isPerson(id) ? team.own : team.nested).add(id);
        },
      };
    default:
      return {
        what: 'remove',
        run: () => patchMembers('remove', values(chosen)),
        expect: () => {
          // To remove nobody is to do nothing.
          for (const id of chosen) (isPerson(id) ? team.own : team.nested).delete(id);
        },
      };
  }
}

function lifeStep(team: Team, teams: readonly Team[]): Step {
  if (team.state === 'deleted') {
    return {
      what: 'revive',
      run: () => client.post('/Groups', { displayName: team.name }),
      expect: () => {
        team.state = 'enabled';
      },
    };
  }
  if (team.state === 'disabled') {
    return {
      what: 'enable',
      run: () => enable(team, true),
      expect: () => {
        team.state = 'enabled';
      },
    };
  }
  return {
    what: 'delete',
    run: () => client.delete(`/Groups/${team.id}`),
    expect: () => {
      Object.assign(team, { state: 'deleted', own: new Set(), nested: new Set(), people: new Set() });
      for (const other of teams) other.nested.delete(team.id);
    },
  };
}

function stepOn(team: Team, teams: readonly Team[], next: (below: number) => number): Step {
  if (team.state !== 'enabled' || next(15) === 0) return lifeStep(team, teams);
  if (next(10) > 0) return membershipStep(team, teams, next);
  return {
    what: 'disable',
    run: () => enable(team, false),
    expect: () => {
      team.state = 'disabled';
    },
  };
}

/** As it is stored: the members of each group, by id, and which of them only a nested group brings in. */
async function stored(teams: readonly Team[]): Promise<readonly Pick<Team, 'people' | 'own' | 'nested'>[]> {
  const groups = await gateway.database.collection('groups').find().toArray();
  const rows = await gateway.database.collection('memberships').find().toArray();
  return teams.map(({ id }) => {
    const group = groups.find(({ _id }) => String(_id) === id);
    const members = rows.filter(({ set }) => set === group?.['memberSet']);
    const own = members.filter(({ nested }) => nested !== true);
    const ids = (list: typeof rows): Set<string> => new Set(list.map(({ member }) => String(member)));
    const nested = new Set((group?.['nestedGroups'] as readonly string[] | undefined) ?? []);
    return { people: ids(members), own: ids(own), nested };
  });
}

const plain = (sets: Pick<Team, 'people' | 'own' | 'nested'>): object => ({
  people: [...sets.people].toSorted(),
  own: [...sets.own].toSorted(),
  nested: [...sets.nested].toSorted(),
});

async function newTeams(name: string, count: number): Promise<readonly Team[]> {
  const names = Array.from({ length: count }, (_, index) => `${name} ${index}`);
  const bodies = await Promise.all(names.map((displayName) => created(client, '/Groups', { displayName })));
  return bodies.map(newTeam);
}

describe('random requests on groups nested in each other', () => {
  it('one by one leave every group with the people that the model expects', async () => {
    console.info(`groups.nested.sequence seed ${SEED}`);
    const next = generator(SEED);
    const teams = await newTeams('Single', 5);
    const history: string[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const index = next(teams.length);
      const team = teams[index];
      if (team === undefined) throw new Error('there is no such group');
      const { what, run, expect: apply } = stepOn(team, teams, next);
      const { status, text } = await run();
      history.push(`${what} ${index}: ${status}`);
      if (status >= 300) throw new Error(`${history.join('\n')}\n${text}`);
      apply();
      settle(teams);
      const now = await stored(teams);
      expect({ last: history.slice(-5), now: now.map(plain) }).toEqual({
        last: history.slice(-5),
        now: teams.map(plain),
      });
    }
  });

  it('at once leave every group with its own people and those below it, and nobody else', async () => {
    const next = generator(SEED + 1);
    const teams = await newTeams('Crowd', 4);
    const clients = [gateway, ...beside].map(scimClient);
    for (let round = 0; round < ROUNDS; round += 1) {
      const steps = Array.from({ length: AT_ONCE }, (_, index) => {
        const team = teams[next(teams.length)];
        if (team === undefined) throw new Error('there is no such group');
        return membershipStep(team, teams, next, clients[index % clients.length]);
      });
      const answers = await Promise.all(steps.map(({ run }) => run()));
      expect(answers.filter(({ status }) => status >= 300).map(({ text }) => text)).toEqual([]);
      const now = (await stored(teams)).map((sets, index) => ({
        ...newTeam({} as Body),
        ...teams[index],
        ...sets,
      }));
      expect(now.map(plain)).toEqual(
        now.map((team) => plain({ ...team, people: expectedPeople(team, now) })),
      );
    }
  });
});
