// Stores the groups of a firm: teams of some people, and one of everybody. Must not know how a group lives.

import { mongo } from 'mongoose';
import type { DirectoryEvent } from '../../src/directory/event';
import type { GroupRecord } from '../../src/directory/group-record';
import { groupResource } from '../../src/scim/resources/group-resource';
import { typeNamed } from '../../src/scim/schema/schema-map';
import { searchForm } from '../../src/scim/schema/search-form';
import {
  collectionsOf,
  groupDocument,
  type GroupDocument,
  type MembershipDocument,
} from '../../src/store/documents';
import { chunks, range } from '../prove/parallel';
import { chanceOf } from './chances';
import { eventDocuments } from './event-documents';
import type { Work } from './firm';
import { afterEvents, createdGroup, firstEvent, groupLife, movedEvent } from './group-life';
import { sendInOrder } from './pipeline';

const GROUPS_AT_ONCE = 20;
/** As many as one PATCH of a careful client brings. */
const JOINING_AT_ONCE = 1_000;
/** Beyond the numbers of all other groups. */
const LARGEST_INDEX = 2 ** 30;
const BASE_URL = 'http://127.0.0.1/scim/v2';

/** @returns how many events were stored */
export async function storeGroups(work: Work, people: readonly string[], events: number): Promise<number> {
  const { database, customer, plan, store, reached, notebook, onProgress, stopping } = work;
  const collections = collectionsOf(database);
  let stored = 0;
  await sendInOrder(chunks(range(plan.groups).slice(reached.groups), GROUPS_AT_ONCE), {
    stopping,
    async send(indexes) {
      const lives = indexes.map((index) => {
        const chance = chanceOf(plan.seed, 'group', index);
        const options = { customer, chance, from: plan.from, to: plan.to, events };
        return { index, ...groupLife(plan.groupsBefore + index, people, options) };
      });
      const documents = lives.flatMap((life) => eventDocuments(life.events));
      stored += documents.length;
      await store(
        collections.groups,
        lives.map(({ group }) => document(work, group)),
      );
      const rows = lives.flatMap(({ index, group, members }) =>
        rowsOf(group, [...members], { index, row: 0 }),
      );
      await Promise.all([store(collections.events, documents), store(collections.memberships, rows)]);
    },
    async onStored(indexes) {
      reached.groups = (indexes.at(-1) ?? 0) + 1;
      onProgress('groups', reached.groups, plan.groups);
      await notebook.reach(reached);
    },
  });
  return stored;
}

/**
 * A group that people joined in the order in which they came, many at once: as the first sync of a firm makes it.
 *
 * @returns how many events were stored
 */
export async function storeLargestGroup(work: Work, people: readonly string[]): Promise<number> {
  const { database, customer, plan, store, reached, notebook, onProgress, stopping } = work;
  if (plan.largestGroup === 0) return 0;
  const collections = collectionsOf(database);
  const chance = chanceOf(plan.seed, 'group', LARGEST_INDEX);
  const created = createdGroup(`Everybody ${plan.groupsBefore}`, plan.from, { customer, chance });
  const first = firstEvent(created, chance);
  const members = people.slice(0, plan.largestGroup);
  const joining = [...chunks(members, JOINING_AT_ONCE)].map((ids, index) => ({ ids, index }));
  const eventOf = ({ ids, index }: (typeof joining)[number]): DirectoryEvent =>
    movedEvent(created, {
      at: cameAt(ids.at(-1) ?? ''),
      version: index + 2,
      ...{ added: ids, removed: [] },
      chance: chanceOf(plan.seed, 'group', LARGEST_INDEX + 1 + index),
    });
  const group = afterEvents(created, joining.slice(-1).map(eventOf));
  if (reached.largestGroup === 0) {
    await store(collections.groups, [document(work, group)]);
    await store(collections.events, eventDocuments([first]));
  }
  await sendInOrder(joining.slice(Math.ceil(reached.largestGroup / JOINING_AT_ONCE)), {
    stopping,
    async send({ ids, index }) {
      const rows = rowsOf(group, ids, { index: LARGEST_INDEX, row: index * JOINING_AT_ONCE });
      await Promise.all([
        store(collections.events, eventDocuments([eventOf({ ids, index })])),
        store(collections.memberships, rows),
      ]);
    },
    async onStored({ ids, index }) {
      reached.largestGroup = index * JOINING_AT_ONCE + ids.length;
      onProgress('members of the largest group', reached.largestGroup, members.length);
      await notebook.reach(reached);
    },
  });
  return joining.length + 1;
}

function document({ schemaMap }: Work, group: GroupRecord): GroupDocument {
  const type = typeNamed(schemaMap, 'Group');
  return groupDocument(group, searchForm(type.attributes, groupResource(group, BASE_URL)), group.id);
}

/** With ids that are the same each time, so that a row is not stored twice. */
function rowsOf(
  group: GroupRecord,
  members: readonly string[],
  { index, row }: { readonly index: number; readonly row: number },
): (MembershipDocument & { readonly _id: mongo.ObjectId })[] {
  const seconds = Math.floor(group.created.getTime() / 1000);
  return members.map((member, place) => {
    const hex = [seconds, index, row + place].map((part) => part.toString(16).padStart(8, '0')).join('');
    return { _id: new mongo.ObjectId(hex), customer: group.customer, set: group.id, member };
  });
}

/** An id begins with the moment at which it was made. */
function cameAt(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}
