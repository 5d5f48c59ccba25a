// Counts people by kind from the keys of indexes, and finds those of whom iManage lacks something. Changes nothing.

import type { mongo } from 'mongoose';
import type { Census, PlaceCount } from '../directory/people-list';
import type { UserDocument } from './documents';
import { userRecord } from './stored-record';
import { usersWithTakenEmail } from './email-holders';
import type { UserRecord } from '../directory/user-record';
import { kindsOf, readKind } from './person-kind';

type Users = mongo.Collection<UserDocument>;

/**
 * Of those who are kept with their kind the keys of the index are counted alone; others there are only until a start has
 * given them one (people-renewal.ts). Whoever is deleted cannot sign in (rule 3.1).
 */
export async function countEnabled(
  users: Users,
  customer: string,
  session?: mongo.ClientSession,
): Promise<number> {
  const options = { hint: 'people', ...(session === undefined ? {} : { session }) };
  const withKind = { customer, kind: { $in: [...kindsOf({ states: ['enabled'] })] } };
  const counted = await users.countDocuments(withKind, options);
  const without = { customer, kind: null, signInEnabled: true } as unknown as mongo.Filter<UserDocument>;
  return counted + (await users.countDocuments(without, options));
}

const LIVE_STATES = ['enabled', 'disabled'] as const;

export async function readCensus(users: Users, customer: string): Promise<Census> {
  const [places, taken] = await Promise.all([
    readCountsByPlace(users, customer),
    // Whoever lacks something else, too, is counted there already.
    countTaken(users, customer),
  ]);
  const sum = (isCounted: (place: PlaceCount) => boolean): number =>
    places.filter(isCounted).reduce((total, { people }) => total + people, 0);
  const counts = {
    internal: sum(({ state, external }) => state === 'enabled' && !external),
    external: sum(({ state, external }) => state === 'enabled' && external),
    servingNobody: sum(({ state, servesNobody }) => state === 'enabled' && servesNobody),
    disabled: sum(({ state }) => state === 'disabled'),
    deleted: sum(({ state }) => state === 'deleted'),
    incomplete: sum(({ state, lacking }) => state !== 'deleted' && lacking) + taken,
  };
  return { counts, places };
}

/** How many lack nothing but an address that is theirs alone. */
async function countTaken(users: Users, customer: string): Promise<number> {
  const taken = await usersWithTakenEmail(users, customer);
  if (taken.length === 0) return 0;
  const kind = { $in: [...kindsOf({ states: LIVE_STATES, completeness: 'ready' })] };
  return users.countDocuments({ _id: { $in: [...taken] }, customer, kind });
}

/** One reading of the keys of one index. */
export async function readCountsByPlace(users: Users, customer: string): Promise<readonly PlaceCount[]> {
  interface Row {
    readonly _id: {
      readonly location?: string | null;
      readonly preferredLibrary?: string;
      readonly kind: string;
    };
    readonly people: number;
  }
  const place = { location: '$location', preferredLibrary: '$preferredLibrary', kind: '$kind' };
  const stages = [
    { $match: { customer, kind: { $in: [...kindsOf({})] } } },
    { $group: { _id: place, people: { $sum: 1 } } },
  ];
  const rows = await users.aggregate<Row>(stages, { hint: 'peopleByLocation' }).toArray();
  return rows.map(({ _id: { location = null, preferredLibrary = '', kind }, people }) => {
    const { state, isExternal, isServed, isLacking } = readKind(kind);
    const what = { state, external: isExternal, servesNobody: !isServed, lacking: isLacking };
    return { location, preferredLibrary, ...what, people };
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
