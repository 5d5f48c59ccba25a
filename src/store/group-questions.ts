// What the writes of one transaction ask about groups, people and members at the same moment: one query, or one for each customer or set. Must not know why.

import type { mongo } from 'mongoose';
import { askedAtOnce } from './asked-together';
import type { Collections, GroupDocument } from './documents';
import { findAtOnce } from './find-at-once';
import { findKnownUsers, type KnownUser } from './known-users';
import type { Lane } from './lane';

export interface Asked {
  readonly customer: string;
  readonly id: string;
}

export interface AskedMember extends Asked {
  readonly set: string;
}

export interface GroupQuestions {
  readonly group: (asked: Asked) => Promise<GroupDocument | undefined>;
  readonly person: (asked: Asked) => Promise<KnownUser | undefined>;
  readonly isMember: (asked: AskedMember) => Promise<boolean>;
}

export function groupQuestions(
  { groups, memberships, users }: Collections,
  session: mongo.ClientSession,
  lane: Lane,
): GroupQuestions {
  return {
    group: askedAtOnce((asked) =>
      lane.run(async () => {
        const customer = { $in: [...new Set(asked.map((one) => one.customer))] };
        const query = { _id: { $in: idsOf(asked) }, customer, live: true };
        const found = await findAtOnce(groups, query, { session });
        const byId = new Map(found.map((group) => [group._id, group]));
        return ({ id }: Asked) => byId.get(id);
      }),
    ),
    person: askedAtOnce((asked) =>
      lane.run(async () => {
        const found = new Map<string, KnownUser>();
        for (const [customer, ofCustomer] of grouped(asked, (one) => one.customer)) {
          const people = await findKnownUsers(users, { customer, ids: idsOf(ofCustomer) }, session);
          for (const person of people) found.set(keyOf({ customer, id: person.id }), person);
        }
        return (one: Asked) => found.get(keyOf(one));
      }),
    ),
    isMember: askedAtOnce((asked) =>
      lane.run(async () => {
        const found = new Set<string>();
        for (const [set, ofSet] of grouped(asked, (one) => one.set)) {
          const customer = ofSet[0]?.customer ?? '';
          const query = { customer, set, member: { $in: idsOf(ofSet) } };
          const projection = { _id: 0, member: 1 };
          for (const { member } of await findAtOnce(memberships, query, { projection, session }))
            found.add(keyOf({ customer, set, id: member }));
        }
        return (one: AskedMember) => found.has(keyOf(one));
      }),
    ),
  };
}

/** `Map.groupBy`, which Node 20 does not have. */
export function grouped<T>(all: readonly T[], nameOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(nameOf(one)) ?? [];
    group.push(one);
    groups.set(nameOf(one), group);
  }
  return groups;
}

export function idsOf(asked: readonly Asked[]): string[] {
  return [...new Set(asked.map(({ id }) => id))];
}

export function keyOf({ customer, id, set = '' }: Asked & { readonly set?: string }): string {
  return JSON.stringify([customer, set, id]);
}
