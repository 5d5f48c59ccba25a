// What the writes of one transaction know of groups and their members: read once for all of them, stored once at the end. Must not know events.
//
// A group to which sixteen clients add one member each is read once, and so are the sixteen people and rows; each write
// then finds the group as the one before it left it, and one insert and one update store all of it.

import type { mongo } from 'mongoose';
import type { SearchForm } from '../directory/condition';
import type { GroupRecord } from '../directory/group-record';
import type { CountChanges } from './count-changes';
import { groupDocument, groupRecord, type Collections, type GroupDocument } from './documents';
import { grouped, groupQuestions, idsOf, keyOf, type Asked, type AskedMember } from './group-questions';
import type { KnownUser } from './known-users';
import type { Lane } from './lane';
import { rowDocument, type MemberRow } from './member-rows';
import type { MemberSets } from './member-sets';
import { replaceTogether } from './replace-together';
import { versionConflict } from './version-conflict';
import { insertAtOnce } from './write-at-once';

export interface GroupMemory {
  liveGroup(customer: string, id: string): Promise<GroupRecord | undefined>;
  /** Whether the transaction sees the rows of its members. */
  seesMembers(groupId: string): boolean;
  /** Stored with the others. */
  replace(before: GroupRecord, after: GroupRecord, form: SearchForm): void;
  /** Which of the ids are users, deleted or not. */
  knownUsers(customer: string, ids: readonly string[]): Promise<readonly KnownUser[]>;
  /** Which of them are members now. */
  present(customer: string, groupId: string, ids: readonly string[]): Promise<readonly string[]>;
  /** Each returns the ids that really changed; stored with the others. */
  join(customer: string, groupId: string, rows: readonly MemberRow[]): Promise<readonly string[]>;
  leave(customer: string, groupId: string, ids: readonly string[]): Promise<readonly string[]>;
  /** Other steps changed people or members: what is known of them, and does not wait to be stored, is asked again. */
  forget(): void;
  /** @throws a conflict, which the store retries, where a version that is replaced is not the stored one any more */
  store(): Promise<void>;
}

interface Replaced {
  readonly before: GroupRecord;
  readonly after: GroupRecord;
  readonly form: SearchForm;
}

interface KnownMember extends AskedMember {
  /** As it is stored. */
  wasPresent: boolean;
  isPresent: boolean;
  /** As it is to be stored. */
  row: MemberRow | undefined;
}

export function createGroupMemory(
  collections: Collections,
  session: mongo.ClientSession,
  { lane, sets, counts }: { readonly lane: Lane; readonly sets: MemberSets; readonly counts: CountChanges },
): GroupMemory {
  const { groups, memberships } = collections;
  const read = new Map<string, GroupDocument>();
  const people = new Map<string, KnownUser>();
  const members = new Map<string, KnownMember>();
  const replaced = new Map<string, Replaced>();
  const ask = groupQuestions(collections, session, lane);

  async function personOf(asked: Asked): Promise<KnownUser | undefined> {
    const person = people.get(keyOf(asked)) ?? (await ask.person(asked));
    if (person !== undefined) people.set(keyOf(asked), person);
    return person;
  }

  async function learn(asked: AskedMember): Promise<void> {
    const isPresent = await ask.isMember(asked);
    // Another write may have asked for the same, and changed it.
    const key = keyOf(asked);
    if (!members.has(key)) members.set(key, { ...asked, isPresent, wasPresent: isPresent, row: undefined });
  }

  /** @param change runs when all are known, before anything else can happen to them */
  async function withMembers<T>(
    customer: string,
    groupId: string,
    { ids, change }: { readonly ids: readonly string[]; readonly change: (known: KnownMember[]) => T },
  ): Promise<T> {
    for (;;) {
      const set = sets.setOf(groupId);
      const asked = ids.map((id) => ({ customer, set, id }));
      const known = asked.flatMap((one) => members.get(keyOf(one)) ?? []);
      if (known.length === asked.length) return change(known);
      await Promise.all(asked.filter((one) => !members.has(keyOf(one))).map(learn));
    }
  }

  /** What is changed while these are stored is stored the next time. */
  async function storeMembers(): Promise<void> {
    const changed = [...members.values()].filter(isChanged);
    // Who left and came back is shown as they came back.
    const left = grouped(
      changed.filter(({ wasPresent }) => wasPresent),
      ({ set }) => set,
    );
    const joined = changed.flatMap(({ isPresent, row, ...of }) =>
      isPresent && row !== undefined ? [rowDocument(of, row)] : [],
    );
    for (const member of changed) {
      member.wasPresent = member.isPresent;
      member.row = undefined;
    }
    for (const [set, rows] of left) {
      const query = { customer: rows[0]?.customer ?? '', set, member: { $in: idsOf(rows) } };
      await memberships.deleteMany(query, { session });
    }
    await insertAtOnce(memberships, joined, session);
  }

  async function storeGroups(): Promise<void> {
    const replacements = [...replaced].map(([_id, { before, after, form }]) => {
      const document = groupDocument(after, form, sets.setOf(_id));
      const { customer, version } = before;
      const known = read.get(_id);
      read.set(_id, document);
      const isRead = known?.version === version;
      const wasLive = before.deletedAt === null;
      return { _id, customer, version, read: isRead ? known : undefined, document, wasLive };
    });
    replaced.clear();
    await replaceTogether(groups, replacements, session);
    counts.replaced('groups', replacements);
  }

  return {
    async liveGroup(customer, id) {
      if (!replaced.has(id) && !read.has(id)) {
        const found = await ask.group({ customer, id });
        // Another write of the moment may have asked for the same.
        if (found !== undefined && !read.has(id)) {
          read.set(id, found);
          sets.know(found);
        }
      }
      const known = read.get(id);
      const group = replaced.get(id)?.after ?? (known && groupRecord(known));
      return group?.customer === customer && group.deletedAt === null ? group : undefined;
    },

    seesMembers: (groupId) => !sets.isAside(groupId),

    replace(before, after, form) {
      const first = replaced.get(after.id);
      if (first !== undefined && first.after.version !== before.version) throw versionConflict();
      replaced.set(after.id, { before: first?.before ?? before, after, form });
    },

    async knownUsers(customer, ids) {
      const found = await Promise.all(ids.map((id) => personOf({ customer, id })));
      return found.filter((person) => person !== undefined);
    },

    present: (customer, groupId, ids) =>
      withMembers(customer, groupId, {
        ids,
        change: (known) => known.flatMap(({ id, isPresent }) => (isPresent ? [id] : [])),
      }),

    join: (customer, groupId, rows) =>
      withMembers(customer, groupId, {
        ids: rows.map(({ member }) => member),
        change: (known) =>
          known.flatMap((member, index) => {
            if (member.isPresent) return [];
            member.isPresent = true;
            member.row = rows[index];
            return [member.id];
          }),
      }),

    leave: (customer, groupId, ids) =>
      withMembers(customer, groupId, {
        ids,
        change: (known) =>
          known.flatMap((member) => {
            if (!member.isPresent) return [];
            member.isPresent = false;
            member.row = undefined;
            return [member.id];
          }),
      }),

    forget() {
      people.clear();
      for (const [key, member] of members) if (!isChanged(member)) members.delete(key);
    },

    async store() {
      await storeMembers();
      await storeGroups();
    },
  };
}

function isChanged({ isPresent, wasPresent, row }: KnownMember): boolean {
  return isPresent !== wasPresent || row !== undefined;
}
