// Owns the look at a whole customer at the end: what holds between people and groups of different sequences, and what lists show.
import type { mongo } from 'mongoose';
import type { UserDocument } from '../../../src/store/documents';
import type { ScimClient } from '../scim-client';
import { breachOf, type Breach } from './breach';
import { IMANAGE_USER, objectIn, objectsIn, textIn, type Json } from './call';
import { missingOf } from './completeness';
import type { Firm } from './firms';
import { worldBreaches } from './rules-groups';
import { clashes } from './rules-users';

const PAGE = 500;

/** Nobody may write meanwhile. */
export async function sweep(database: mongo.Db, firm: Firm, client: ScimClient): Promise<readonly Breach[]> {
  const users = await database.collection<UserDocument>('users').find({ customer: firm.id }).toArray();
  const groups = await database.collection('groups').find({ customer: firm.id }).toArray();
  const rows = await database.collection('memberships').find({ customer: firm.id }).toArray();
  const facts = new Map<string, Json>(
    users.map((user) => [user._id, { ...user.profile, ...user, deleted: user.deletedAt !== null }]),
  );
  const world = {
    users: facts,
    groups: new Map<string, Json>(
      groups.map((group) => [
        String(group._id),
        { ...objectIn(group['profile']), ...group, deleted: group['deletedAt'] !== null },
      ]),
    ),
    members: new Map(
      groups.map((group) => [
        String(group._id),
        new Set(rows.filter(({ set }) => set === group['memberSet']).map(({ member }) => String(member))),
      ]),
    ),
    versions: new Map<string, number>(),
  };
  return [
    ...clashes([...facts.values()], undefined),
    ...worldBreaches(firm, world, undefined),
    ...(await listBreaches(client, users, facts)),
  ];
}

/** Every live person is listed, nobody else, each as complete as a reckoning over all of them says. */
async function listBreaches(
  client: ScimClient,
  users: readonly UserDocument[],
  facts: ReadonlyMap<string, Json>,
): Promise<readonly Breach[]> {
  const since = new Map(users.map(({ _id, emailSince }) => [_id, emailSince.getTime()]));
  const missing = missingOf(facts, (id) => since.get(id) ?? 0);
  const deleted = breachOf('deleted', undefined);
  const complete = breachOf('complete', undefined);
  const listed = await listedUsers(client);
  return [
    ...[...missing.keys()].filter((id) => !listed.has(id)).map((id) => deleted(`${id} is not listed`)),
    ...[...listed].flatMap(([id, shown]) => {
      const lacks = missing.get(id);
      if (lacks === undefined) return [deleted(`${id} is listed`)];
      const { missing: told = [] } = objectIn(objectIn(shown[IMANAGE_USER])['provisioning']);
      return String(told) === lacks.join()
        ? []
        : [complete(`${id} lacks [${String(told)}], reckoned [${lacks.join()}]`)];
    }),
  ];
}

async function listedUsers(client: ScimClient): Promise<ReadonlyMap<string, Json>> {
  const found = new Map<string, Json>();
  for (let start = 1; ; start += PAGE) {
    const { status, body } = await client.send('GET', `/Users?startIndex=${start}&count=${PAGE}`);
    if (status !== 200) throw new Error(`GET /Users: ${status} ${JSON.stringify(body)}`);
    const page = objectsIn(objectIn(body)['Resources']);
    for (const user of page) found.set(textIn(user['id']), user);
    if (page.length < PAGE) return found;
  }
}
