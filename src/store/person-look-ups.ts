// Finds several people of one transaction by one query each kind: by id, by User ID, or deleted ones by their names. Must not know why.

import type { mongo } from 'mongoose';
import { comparisonKey } from '../directory/comparison';
import { among } from './among';
import type { RememberedDocument, UserDocument } from './documents';
import { findAtOnce } from './find-at-once';

type Users = mongo.Collection<UserDocument>;

/** Everything a write asks about one person; nobody of another customer answers it. */
interface OfCustomer {
  readonly customer: string;
}
export interface ById extends OfCustomer {
  readonly id: string;
}
export interface ByUserId extends OfCustomer {
  readonly userId: string;
}
export interface ByNames extends OfCustomer {
  readonly externalId: string | undefined;
  readonly userName: string;
}

/** Of one name; beyond it somebody plays with the gateway. */
const DELETED_MAX = 100;

export async function findLivePeople(
  users: Users,
  asked: readonly ById[],
  session: mongo.ClientSession,
): Promise<(one: ById) => UserDocument | undefined> {
  const query = { _id: among(asked.map(({ id }) => id)), customer: customersOf(asked), live: true };
  const found = new Map((await findAtOnce(users, query, { session })).map((user) => [user._id, user]));
  return ({ customer, id }) => {
    const user = found.get(id);
    return user?.customer === customer ? user : undefined;
  };
}

export async function findUserIdHolders(
  users: Users,
  asked: readonly ByUserId[],
  session: mongo.ClientSession,
): Promise<(one: ByUserId) => UserDocument | undefined> {
  const query = {
    customer: customersOf(asked),
    userIdKey: among(asked.map(({ userId }) => comparisonKey(userId))),
  };
  const found = await findAtOnce(users, query, { session });
  return ({ customer, userId }) => {
    const key = comparisonKey(userId);
    return found.find((user) => user.customer === customer && user.userIdKey === key);
  };
}

/** The most recently deleted first. */
export async function findDeletedPeople(
  users: Users,
  asked: readonly ByNames[],
  session: mongo.ClientSession,
): Promise<(one: ByNames) => readonly UserDocument[]> {
  const externalIds = asked.flatMap(({ externalId }) => externalId ?? []);
  const either = [
    { 'search.userName': among(asked.map(({ userName }) => comparisonKey(userName))) },
    ...(externalIds.length === 0 ? [] : [{ 'search.externalId': among(externalIds) }]),
  ];
  const query = { customer: customersOf(asked), live: false, $or: either } as mongo.Filter<UserDocument>;
  const most = DELETED_MAX * asked.length;
  const found = await findAtOnce(users, query, { sort: { deletedAt: -1 }, limit: most, session });
  const isCutOff = found.length === most && asked.length > 1;
  if (!isCutOff) return (one) => found.filter((user) => isNamed(user, one)).slice(0, DELETED_MAX);
  // One of the names has so many that those of the others may be missing.
  const answers = new Map<ByNames, readonly UserDocument[]>();
  for (const one of asked) answers.set(one, (await findDeletedPeople(users, [one], session))(one));
  return (one) => answers.get(one) ?? [];
}

/** The groups that a disable took each of them out of. */
export async function findRemembered(
  remembered: mongo.Collection<RememberedDocument>,
  asked: readonly ById[],
  session: mongo.ClientSession,
): Promise<(one: ById) => readonly string[]> {
  const query = { customer: customersOf(asked), member: among(asked.map(({ id }) => id)) };
  const rows = await findAtOnce(remembered, query, { session });
  return ({ customer, id }) =>
    rows.flatMap((row) => (row.customer === customer && row.member === id ? [row.group] : []));
}

function isNamed({ customer, search }: UserDocument, one: ByNames): boolean {
  if (customer !== one.customer) return false;
  const isSameName = search['userName'] === comparisonKey(one.userName);
  return isSameName || (one.externalId !== undefined && search['externalId'] === one.externalId);
}

function customersOf(asked: readonly OfCustomer[]): ReturnType<typeof among> {
  return among(asked.map(({ customer }) => customer));
}
