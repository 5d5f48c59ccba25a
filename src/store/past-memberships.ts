// Reads of the events of groups only what concerns some people, and only what groups are. Changes nothing.

import type { mongo } from 'mongoose';
import type { DirectoryEvent } from '../directory/event';
import type { MemberStep, PastMemberships } from '../directory/past-memberships';
import { readInBatches } from './batched-reading';
import type { Index } from './collection-schema';
import type { Collections, EventDocument } from './documents';
import { named } from './driver-failure';
import { movesAmong, partsBeside } from './event-members';
import { recordedEvent } from './latest-events';
import { JOINED, LEFT } from './log-models';

/** A group of everybody has as many events as there are people, and few of them say what it is. */
export const GROUP_FACT_INDEXES: readonly Index[] = [
  [
    { customer: 1, tellsGroup: 1, resourceId: 1, version: 1 },
    { name: 'groupFacts', partialFilterExpression: { tellsGroup: true } },
  ],
];

/** How an event is kept that says what a group is. */
export function tellsGroup({ resourceType, before, after }: DirectoryEvent): { readonly tellsGroup?: true } {
  const isTold = Object.keys(before).length + Object.keys(after).length > 0;
  return resourceType === 'Group' && isTold ? { tellsGroup: true } : {};
}

export function createPastMemberships({ users, events }: Collections): PastMemberships {
  return {
    memberSteps: (customer, userIds, until) => named(readSteps(events, customer, userIds, until)),
    async *groupFacts(customer, groupIds) {
      const older = await named(withoutMarks(events, customer, groupIds));
      const query = {
        customer,
        resourceId: { $in: [...groupIds] },
        $or: [{ tellsGroup: true }, { resourceId: { $in: [...older] }, $nor: [{ before: {}, after: {} }] }],
      };
      const marked = { customer, tellsGroup: true, resourceId: { $in: [...groupIds] } };
      const filter = (older.length === 0 ? marked : query) as mongo.Filter<EventDocument>;
      yield* readInBatches(
        () =>
          events
            .find(filter, { projection: { membersAdded: 0, membersRemoved: 0 } })
            .sort({ resourceId: 1, version: 1 }),
        ({ moved: _moved, ...document }) =>
          recordedEvent({ ...document, membersAdded: [], membersRemoved: [] }),
      );
    },
    async peopleBefore(customer, { at, after, limit }) {
      const query = { customer, live: { $in: [true, false] }, _id: { $gt: after }, created: { $lte: at } };
      const found = users
        .find(query, { projection: { _id: 1 } })
        .sort({ _id: 1 })
        .limit(limit);
      return (await named(found.toArray())).map(({ _id }) => _id);
    },
  };
}

/** An event that took in everybody names 100,000; of them only those are sent who were asked about. */
async function readSteps(
  events: mongo.Collection<EventDocument>,
  customer: string,
  userIds: readonly string[],
  until: Date,
): Promise<readonly MemberStep[]> {
  const ids = [...userIds];
  const among = (members: string): mongo.Document => ({ $setIntersection: [members, ids] });
  const project = {
    $project: {
      groupId: '$resourceId',
      version: 1,
      at: 1,
      added: among('$membersAdded'),
      removed: among('$membersRemoved'),
    },
  };
  const read = (match: mongo.Document, hint: string): Promise<(MemberStep & { readonly _id: string })[]> =>
    events
      .aggregate<MemberStep & { readonly _id: string }>(
        [{ $match: { customer, ...match, at: { $lte: until } } }, project],
        { hint },
      )
      .toArray();
  const movedInMass = massSteps(events, customer, { userIds, until });
  const found = await Promise.all([
    read({ ...JOINED, membersAdded: { $in: ids } }, 'joined'),
    read({ ...LEFT, membersRemoved: { $in: ids } }, 'left'),
    read({ mass: true, moved: { $exists: false } }, 'mass'),
  ]);
  const plain = [...new Map(found.flat().map((step) => [step._id, step])).values()];
  const steps = [...plain, ...(await movedInMass)].filter(
    ({ added, removed }) => added.length + removed.length > 0,
  );
  return steps.sort((left, right) =>
    left.groupId === right.groupId ? left.version - right.version : left.groupId < right.groupId ? -1 : 1,
  );
}

/** Of mass changes, whose people are kept beside their events. */
async function massSteps(
  events: mongo.Collection<EventDocument>,
  customer: string,
  { userIds, until }: { readonly userIds: readonly string[]; readonly until: Date },
): Promise<readonly MemberStep[]> {
  const moves = await movesAmong(partsBeside(events), customer, userIds);
  if (moves.length === 0) return [];
  const ids = [...new Set(moves.map(({ moved }) => moved))];
  const query = { customer, 'moved.id': { $in: ids }, at: { $lte: until } } as mongo.Filter<EventDocument>;
  const projection = { resourceId: 1, version: 1, at: 1, moved: 1 };
  const found = await events.find(query, { projection }).toArray();
  return found.map(({ resourceId, version, at, moved }) => {
    const of = (list: 'added' | 'removed'): readonly string[] =>
      moves.flatMap((move) => (move.moved === moved?.id && move.list === list ? move.members : []));
    return { groupId: resourceId, version, at, added: of('added'), removed: of('removed') };
  });
}

/** Groups whose first events were kept before events said what they tell. */
async function withoutMarks(
  events: mongo.Collection<EventDocument>,
  customer: string,
  groupIds: readonly string[],
): Promise<readonly string[]> {
  const query = { customer, resourceId: { $in: [...groupIds] }, version: 1, tellsGroup: { $exists: false } };
  const found = events.find(query as mongo.Filter<EventDocument>, { projection: { resourceId: 1 } });
  return (await found.toArray()).map(({ resourceId }) => resourceId);
}
