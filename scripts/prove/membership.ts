// Owns adding many people to one group at once, and checking that group, rows and events tell the same story afterwards.
import type { mongo } from 'mongoose';
import { collectionsOf } from '../../src/store/documents';
import { inParallel } from './parallel';
import type { ScimAnswer, ScimClient } from './scim-client';

const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';

export function addMembers(ids: readonly string[]): object {
  return memberPatch('add', ids);
}

export function removeMembers(ids: readonly string[]): object {
  return memberPatch('remove', ids);
}

function memberPatch(op: 'add' | 'remove', ids: readonly string[]): object {
  const value = ids.map((id) => ({ value: id }));
  return { schemas: [PATCH_SCHEMA], Operations: [{ op, path: 'members', value }] };
}

/** @throws Error with the answer where the group is not created */
export async function createGroup(client: ScimClient, displayName: string): Promise<string> {
  const answer = await client.send('POST', '/Groups', { schemas: [GROUP_SCHEMA], displayName });
  if (answer.status !== 201) throw new Error(`POST /Groups: ${answer.status} ${JSON.stringify(answer.body)}`);
  return (answer.body as { readonly id: string }).id;
}

/** One request for each person; the clients take turns, each with as many connections as it was made with. */
export function addOneByOne(
  clients: readonly ScimClient[],
  group: string,
  ids: readonly string[],
  workers: number,
): Promise<readonly ScimAnswer[]> {
  return inParallel(ids, workers, (id, index) => {
    const client = clients[index % clients.length];
    if (client === undefined) throw new Error('no client to send with');
    return client.send('PATCH', `/Groups/${group}`, addMembers([id]));
  });
}

export function refusals(answers: readonly ScimAnswer[]): readonly string[] {
  return answers
    .filter(({ status }) => status < 200 || status > 299)
    .map(({ status, body }) => `answered ${status}: ${JSON.stringify(body)}`);
}

/** The ids in the group's rows, of people who are deleted too. */
export async function storedMembers(database: mongo.Db, group: string): Promise<readonly string[]> {
  const { groups, memberships } = collectionsOf(database);
  const document = await groups.findOne({ _id: group });
  if (document === null) throw new Error(`there is no group ${group}`);
  const { customer, memberSet: set } = document;
  return (await memberships.find({ customer, set }).toArray()).map(({ member }) => member);
}

/**
 * What is wrong with a group that was created empty and then got exactly these members, each by one request: rows,
 * version, and one event for each version, without a gap, that together added each member once.
 */
export async function membershipFaults(
  database: mongo.Db,
  group: string,
  expected: readonly string[],
): Promise<readonly string[]> {
  const { groups, events } = collectionsOf(database);
  const rows = await storedMembers(database, group);
  const document = await groups.findOne({ _id: group });
  const told = await events.find({ resourceId: group }).sort({ version: 1 }).toArray();
  const added = told.flatMap(({ membersAdded }) => membersAdded);
  return [
    ...differences('rows', expected, rows),
    ...differences('events', expected, added),
    ...(document?.version === expected.length + 1
      ? []
      : [`the group's version is ${String(document?.version)} instead of ${expected.length + 1}`]),
    ...(told.length === expected.length + 1
      ? []
      : [`there are ${told.length} events instead of ${expected.length + 1}`]),
    ...told.flatMap(({ version }, index) =>
      version === index + 1 || told[index - 1]?.version === version - 1
        ? []
        : [`before version ${version} an event is missing`],
    ),
    ...told.flatMap(({ membersRemoved }) => membersRemoved.map((id) => `an event removed ${id}`)),
  ];
}

function differences(
  where: string,
  expected: readonly string[],
  found: readonly string[],
): readonly string[] {
  const wanted = new Set(expected);
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const id of found) {
    if (seen.has(id)) faults.push(`${where}: ${id} twice`);
    if (!wanted.has(id)) faults.push(`${where}: ${id} was never added`);
    seen.add(id);
  }
  return [...faults, ...expected.filter((id) => !seen.has(id)).map((id) => `${where}: ${id} is missing`)];
}

/** Damages, each with its repair, that the check above must notice; without this a blind check would pass. */
function plantedDamages(
  database: mongo.Db,
  group: string,
  member: string,
): readonly { readonly name: string; readonly plant: () => Promise<() => Promise<unknown>> }[] {
  const { groups, memberships, events } = collectionsOf(database);
  return [
    { name: 'an event was lost', plant: () => takeOut(events, { resourceId: group, version: 3 }) },
    { name: 'a member row was lost', plant: () => takeOut(memberships, { set: group, member }) },
    {
      name: 'a version was lost',
      plant: async () => {
        await groups.updateOne({ _id: group }, { $inc: { version: -1 } });
        return () => groups.updateOne({ _id: group }, { $inc: { version: 1 } });
      },
    },
  ];
}

async function takeOut<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  where: mongo.Filter<D>,
): Promise<() => Promise<unknown>> {
  const document = await collection.findOneAndDelete(where);
  if (document === null) throw new Error('there is nothing to take out: the check has nothing to notice');
  return () => collection.insertOne(document as unknown as mongo.OptionalUnlessRequiredId<D>);
}

/** The names of the planted damages that the check did not notice. */
export async function unnoticedDamages(
  database: mongo.Db,
  group: string,
  expected: readonly string[],
): Promise<readonly string[]> {
  const unnoticed: string[] = [];
  for (const { name, plant } of plantedDamages(database, group, expected[0] ?? '')) {
    const repair = await plant();
    if ((await membershipFaults(database, group, expected)).length === 0) unnoticed.push(name);
    await repair();
  }
  return unnoticed;
}
