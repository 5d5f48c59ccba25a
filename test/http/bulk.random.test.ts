// Random bulk requests of people and groups that refer to each other: they leave the directory that the same requests leave one by one.

import * as fc from 'fast-check';
import { startFirms, type Firms } from '../rules/firms';
import { ENTERPRISE, person, type Body, type ScimClient } from './scim-client';

const SEED = Number(process.env['TEST_SEED'] ?? Date.now() % 2 ** 31);
console.info(`bulk.random seed ${SEED}`);

const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const RUNS = 6;

/** With the names of others where a request has their ids. */
interface Step {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: '/Users' | '/Groups';
  /** Whom it is about; a POST gives the name. */
  readonly name: string;
  readonly refersTo: readonly string[];
  readonly data: (idOf: (name: string) => string) => object | undefined;
}

let firms: Firms<'whole' | 'single'>;

beforeAll(async () => {
  firms = await startFirms({ whole: {}, single: {} });
});

afterAll(() => firms.gateway.close());

let run = 0;

/** People who may have any of them as manager, groups of them, and changes of both, in any order. */
const plots = fc.record({
  managers: fc.array(fc.option(fc.nat({ max: 4 })), { minLength: 2, maxLength: 5 }),
  groups: fc.array(fc.array(fc.nat({ max: 4 }), { maxLength: 4 }), { maxLength: 3 }),
  changes: fc.array(
    fc.record({ kind: fc.nat({ max: 4 }), one: fc.nat({ max: 4 }), other: fc.nat({ max: 4 }) }),
    {
      maxLength: 6,
    },
  ),
  shuffle: fc.array(fc.nat(), { minLength: 14, maxLength: 14 }),
});

type Plot = typeof plots extends fc.Arbitrary<infer T> ? T : never;

function stepsOf({ managers, groups, changes, shuffle }: Plot): readonly Step[] {
  run += 1;
  const user = (index: number): string => `p${run}.${index % managers.length}`;
  const group = (index: number): string => `g${run}.${groups.length === 0 ? 0 : index % groups.length}`;
  const patch = (operation: object): object => ({ Operations: [operation] });
  const people = managers.map((manager, index): Step => {
    const boss = manager === null ? undefined : user(manager);
    return {
      ...{ method: 'POST', path: '/Users', name: user(index), refersTo: boss === undefined ? [] : [boss] },
      data: (idOf) =>
        person(user(index), boss === undefined ? {} : { [ENTERPRISE]: { manager: { value: idOf(boss) } } }),
    };
  });
  const teams = groups.map((members, index): Step => {
    const names = [...new Set(members.map(user))];
    const data: Step['data'] = (idOf) => ({
      displayName: group(index),
      members: names.map((name) => ({ value: idOf(name) })),
    });
    return { method: 'POST', path: '/Groups', name: group(index), refersTo: names, data };
  });
  const others = changes.map(({ kind, one, other }): Step => {
    const onUser = { path: '/Users', name: user(one), refersTo: [user(one)] } as const;
    const onGroup = {
      method: 'PATCH',
      path: '/Groups',
      name: group(one),
      refersTo: [group(one), user(other)],
    } as const;
    if (kind === 0) return { ...onUser, method: 'DELETE', data: () => undefined };
    if (kind === 1)
      return { ...onUser, method: 'PUT', data: () => person(user(one), { title: `t${other}` }) };
    if (kind === 2 || groups.length === 0) {
      const data = patch({ op: 'add', path: 'title', value: `bulkId:${other}` });
      return { ...onUser, method: 'PATCH', data: () => data };
    }
    if (kind === 3)
      return {
        ...onGroup,
        data: (idOf) => patch({ op: 'add', path: 'members', value: [{ value: idOf(user(other)) }] }),
      };
    return {
      ...onGroup,
      data: (idOf) => patch({ op: 'remove', path: `members[value eq "${idOf(user(other))}"]` }),
    };
  });
  const all = [...people, ...teams, ...others];
  return all
    .map((step, index) => ({ step, key: shuffle[index] ?? 0 }))
    .toSorted((left, right) => left.key - right.key)
    .map(({ step }) => step);
}

async function asBulk(client: ScimClient, steps: readonly Step[]): Promise<readonly string[]> {
  const Operations = steps.map(({ method, path, name, data }) => ({
    method,
    path: method === 'POST' ? path : `${path}/bulkId:${name}`,
    ...(method === 'POST' ? { bulkId: name } : {}),
    data: data((other) => `bulkId:${other}`),
  }));
  const { body } = await client.post('/Bulk', { schemas: [BULK_REQUEST], Operations });
  return (body['Operations'] as readonly { readonly status: string }[]).map(({ status }) => status);
}

/** Always the first that can be done; of a circle of managers the first person is told of the manager afterwards. */
async function oneByOne(client: ScimClient, steps: readonly Step[]): Promise<readonly string[]> {
  const ids = new Map<string, string>();
  const statuses = new Map<Step, string>();
  const late = lateManagers(steps);
  const isReady = (step: Step): boolean =>
    step.refersTo.every((name) => ids.has(name) || (late.has(step.name) && step.method === 'POST')) &&
    !earlierOnSame(steps, step).some((other) => !statuses.has(other));
  for (;;) {
    const step = steps.find((candidate) => !statuses.has(candidate) && isReady(candidate));
    if (step === undefined) break;
    const isLate = step.method === 'POST' && late.has(step.name);
    const answered = await sendOne(
      client,
      step,
      isLate ? person(step.name) : step.data((name) => ids.get(name) ?? ''),
      ids,
    );
    statuses.set(step, String(answered));
    for (const [name, manager] of late) {
      const [own, boss] = [ids.get(name), ids.get(manager)];
      if (own === undefined || boss === undefined) continue;
      late.delete(name);
      await client.patch(`/Users/${own}`, [
        { op: 'add', path: `${ENTERPRISE}:manager`, value: { value: boss } },
      ]);
    }
  }
  return steps.map((step) => statuses.get(step) ?? '');
}

async function sendOne(
  client: ScimClient,
  step: Step,
  data: object | undefined,
  ids: Map<string, string>,
): Promise<number> {
  const { method, path, name } = step;
  const place = method === 'POST' ? path : `${path}/${ids.get(name) ?? ''}`;
  const headers = { 'Content-Type': 'application/scim+json' };
  const answered = await client.send(
    method,
    place,
    data === undefined ? {} : { headers, body: JSON.stringify(data) },
  );
  if (method === 'POST') ids.set(name, answered.body.id);
  return answered.status;
}

function earlierOnSame(steps: readonly Step[], step: Step): readonly Step[] {
  if (step.method === 'POST') return [];
  const before = steps.slice(0, steps.indexOf(step));
  return before.filter(({ method, name }) => method !== 'POST' && name === step.name);
}

/** Of each circle of managers, the person who comes first in the request, with the manager. */
function lateManagers(steps: readonly Step[]): Map<string, string> {
  const bosses = new Map(
    steps.flatMap(({ method, path, name, refersTo }) =>
      method === 'POST' && path === '/Users' && refersTo[0] !== undefined
        ? [[name, refersTo[0]] as const]
        : [],
    ),
  );
  const late = new Map<string, string>();
  const places = new Map(steps.map(({ method, name }, index) => [method === 'POST' ? name : '', index]));
  for (const start of bosses.keys()) {
    const circle = [start];
    for (let name = bosses.get(start); name !== undefined && !circle.includes(name); name = bosses.get(name))
      circle.push(name);
    if (bosses.get(circle.at(-1) ?? '') !== start) continue;
    const first =
      circle.toSorted((left, right) => (places.get(left) ?? 0) - (places.get(right) ?? 0))[0] ?? '';
    late.set(first, bosses.get(first) ?? '');
  }
  return late;
}

/** Everything of this run that is to be seen, with names in place of ids. */
async function directoryOf(client: ScimClient): Promise<unknown> {
  const prefix = encodeURIComponent(`"p${run}."`);
  const users = (await client.get(`/Users?count=100&filter=userName+sw+${prefix}`)).body.Resources;
  const groups = (
    await client.get(`/Groups?count=100&filter=displayName+sw+${encodeURIComponent(`"g${run}."`)}`)
  ).body.Resources;
  const names = new Map(users.map(({ id, ...user }) => [id, String(user['userName'])]));
  const named = (id: string): string => names.get(id) ?? 'gone';
  const manager = (user: Body): unknown => {
    const enterprise = user[ENTERPRISE] as { readonly manager?: { readonly value: string } } | undefined;
    return enterprise?.manager === undefined ? undefined : named(enterprise.manager.value);
  };
  return {
    users: users.map((user) => [user['userName'], user['title'], manager(user)]).toSorted(byText),
    groups: groups
      .map((group) => [
        group['displayName'],
        (group.members ?? []).map(({ value }) => named(value)).toSorted(),
      ])
      .toSorted(byText),
  };
}

const byText = (left: unknown, right: unknown): number =>
  JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;

describe('POST /Bulk with random references', () => {
  it('leaves the directory that its operations leave one by one, with the same statuses (RFC 7644 §3.7.2)', async () => {
    const { whole, single } = firms.clients;
    await fc.assert(
      fc.asyncProperty(plots, async (plot) => {
        const steps = stepsOf(plot);
        const statuses = await asBulk(whole, steps);
        expect(statuses).toEqual(await oneByOne(single, steps));
        expect(await directoryOf(whole)).toEqual(await directoryOf(single));
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});
