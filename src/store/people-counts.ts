// Counts people by kind from the keys of indexes, and finds those of whom iManage lacks something. Changes nothing.

import type { mongo } from 'mongoose';
import type { KindCount, PeopleCounts } from '../directory/people-list';
import { userRecord, type UserDocument } from './documents';
import { usersWithTakenEmail } from './email-holders';
import type { UserRecord } from '../directory/user-record';
import { kindsOf, readKind } from './person-kind';

type Users = mongo.Collection<UserDocument>;

const LIVE_STATES = ['enabled', 'disabled'] as const;

export async function readCounts(users: Users, customer: string): Promise<PeopleCounts> {
  const [byKind, taken] = await Promise.all([
    countKinds(users, customer),
    // Whoever lacks something else, too, is counted there already.
    ready(users, customer),
  ]);
  const sum = (isCounted: (kind: ReturnType<typeof readKind>) => boolean): number =>
    byKind.filter(({ kind }) => isCounted(readKind(kind))).reduce((total, { people }) => total + people, 0);
  return {
    internal: sum(({ state, isExternal }) => state === 'enabled' && !isExternal),
    external: sum(({ state, isExternal }) => state === 'enabled' && isExternal),
    servingNobody: sum(({ state, isServed }) => state === 'enabled' && !isServed),
    disabled: sum(({ state }) => state === 'disabled'),
    deleted: sum(({ state }) => state === 'deleted'),
    incomplete: sum(({ state, isLacking }) => state !== 'deleted' && isLacking) + taken,
  };
}

/** How many lack nothing but an address that is theirs alone. */
async function ready(users: Users, customer: string): Promise<number> {
  const taken = await usersWithTakenEmail(users, customer);
  if (taken.length === 0) return 0;
  const kind = { $in: [...kindsOf({ states: LIVE_STATES, completeness: 'ready' })] };
  return users.countDocuments({ _id: { $in: [...taken] }, customer, kind });
}

/** Each kind is one stretch of the index, and counting one is faster than grouping them all. */
function countKinds(
  users: Users,
  customer: string,
): Promise<readonly { readonly kind: string; readonly people: number }[]> {
  return Promise.all(
    kindsOf({}).map(async (kind) => ({
      kind,
      people: await users.countDocuments({ customer, kind }, { hint: 'people' }),
    })),
  );
}

export async function readCountsBy(
  users: Users,
  customer: string,
  attribute: 'location' | 'preferredLibrary',
): Promise<readonly KindCount[]> {
  interface Row {
    readonly _id: { readonly value?: string | null; readonly kind: string };
    readonly people: number;
  }
  const stages = [
    { $match: { customer, kind: { $in: [...kindsOf({})] } } },
    { $group: { _id: { value: `$${attribute}`, kind: '$kind' }, people: { $sum: 1 } } },
  ];
  const hint = attribute === 'location' ? 'peopleByLocation' : 'peopleByLibrary';
  const rows = await users.aggregate<Row>(stages, { hint }).toArray();
  return rows.map(({ _id: { value = null, kind }, people }) => {
    const { state, isExternal, isServed } = readKind(kind);
    return { value, state, external: isExternal, servesNobody: !isServed, people };
  });
}

export async function readIncomplete(
  users: Users,
  customer: string,
  { unchangedSince, most }: { readonly unchangedSince: Date; readonly most: number },
): Promise<{ readonly count: number; readonly people: readonly UserRecord[] }> {
  const taken = await usersWithTakenEmail(users, customer);
  const since = { lastModified: { $lt: unchangedSince } };
  const lacking = {
    customer,
    kind: { $in: [...kindsOf({ states: LIVE_STATES, completeness: 'lacking' })] },
    ...since,
  };
  const others = {
    _id: { $in: [...taken] },
    customer,
    kind: { $in: [...kindsOf({ states: LIVE_STATES, completeness: 'ready' })] },
    ...since,
  };
  const read = (query: mongo.Filter<UserDocument>): Promise<UserDocument[]> =>
    users
      .find(query, { projection: { search: 0, words: 0, former: 0 }, limit: most })
      .sort({ nameOrder: 1 })
      .toArray();
  const [some, rest, counted, others_] = await Promise.all([
    read(lacking),
    taken.length === 0 ? [] : read(others),
    users.countDocuments(lacking, { hint: 'people' }),
    taken.length === 0 ? 0 : users.countDocuments(others),
  ]);
  return { count: counted + others_, people: [...some, ...rest].slice(0, most).map(userRecord) };
}
