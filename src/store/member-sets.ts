// Owns which set of member rows a group has after one write, and changes of any size to it. Must not know events or versions.
//
// A group has one set of rows. A small change alters its rows in the transaction. MongoDB keeps all that open transactions
// changed in its cache, so a mass change writes the next set aside, where nobody sees it, and the transaction only makes
// the group change over to it: all or nothing at any size. Measured with the embedded database's cache of 0.25 GB: 20,000
// new rows in one transaction never fit, nor 5,000 in each of eight at once; 2,000 in each of sixteen do.

import { mongo } from 'mongoose';
import type { MemberBase } from '../directory/member-list';
import type { MemberDisplays, MemberSelection } from '../directory/ports';
import { abandonedSets, clearSets } from './abandoned-sets';
import type { Collections, GroupDocument } from './documents';
import { memberRows, type MemberRow, type MemberRows } from './member-rows';

/** Rows that one transaction may change. */
const ROWS_MAX = 2_000;

export interface MemberSets {
  /** Every group that the write reads is made known, or its set would be taken for that of a new group. */
  know(group: GroupDocument): void;
  /** Undefined of a group that is new. */
  baseOf(groupId: string): MemberBase | undefined;
  /** The group changes over to a set that was written aside before. */
  adopt(groupId: string, set: string): void;
  /** Whether its set was written aside by this transaction, which cannot see it. */
  isAside(groupId: string): boolean;
  /** The set that the group has once the write is committed. */
  setOf(groupId: string): string;
  /** Each returns the ids that really changed. */
  add(customer: string, groupId: string, members: MarkedMembers): Promise<readonly string[]>;
  remove(customer: string, groupId: string, userIds: readonly string[]): Promise<readonly string[]>;
  /** Of the members that are there; the others stay away. */
  mark(customer: string, groupId: string, members: MarkedMembers): Promise<void>;
  show(customer: string, groupId: string, displays: MemberDisplays): Promise<void>;
  members(customer: string, groupId: string, selection?: MemberSelection): Promise<readonly string[]>;
}

interface MarkedMembers {
  readonly ids: readonly string[];
  /** Whether only a nested group brings them in. */
  readonly nested: boolean;
  readonly displays?: MemberDisplays | undefined;
}

/** A set made aside belongs to this write alone: it is read and written outside the transaction, which cannot see it. */
interface MemberSet {
  readonly id: string;
  readonly isAside: boolean;
}

export function createMemberSets(collections: Collections, session: mongo.ClientSession): MemberSets {
  const sets = new Map<string, MemberSet>();
  const bases = new Map<string, MemberBase>();
  let rowsChanged = 0;

  const setOf = (groupId: string): MemberSet => sets.get(groupId) ?? { id: groupId, isAside: false };
  const rowsOf = (customer: string, { id, isAside }: MemberSet): MemberRows =>
    memberRows(collections.memberships, { customer, set: id }, isAside ? {} : { session });
  const fits = ({ isAside }: MemberSet, rows: number): boolean => isAside || rowsChanged + rows <= ROWS_MAX;
  const counted = ({ isAside }: MemberSet, changed: readonly string[]): readonly string[] => {
    if (!isAside) rowsChanged += changed.length;
    return changed;
  };

  /** The group is told first: whoever writes to it at the same time is met before the rows are written. */
  async function changeOver(customer: string, groupId: string, members: readonly MemberRow[]): Promise<void> {
    const set = { id: new mongo.ObjectId().toHexString(), isAside: true };
    const memberSet = { $set: { memberSet: set.id } };
    await collections.groups.updateOne({ _id: groupId, customer }, memberSet, { session });
    const abandoned = await abandonedSets(collections, customer, Date.now());
    // Nobody waits for it, and what fails is left to the next mass change.
    clearSets(collections, customer, abandoned).catch(() => undefined);
    await rowsOf(customer, set).insert(members);
    sets.set(groupId, set);
  }

  return {
    know({ _id, memberSet, version, held = 0 }) {
      if (sets.has(_id)) return;
      sets.set(_id, { id: memberSet, isAside: false });
      bases.set(_id, { set: memberSet, version, held });
    },

    baseOf: (groupId) => bases.get(groupId),

    adopt(groupId, set) {
      sets.set(groupId, { id: set, isAside: true });
    },

    isAside: (groupId) => setOf(groupId).isAside,

    setOf: (groupId) => setOf(groupId).id,

    members: (customer, groupId, selection = {}) => rowsOf(customer, setOf(groupId)).ids(selection),

    async add(customer, groupId, { ids, nested, displays }) {
      const set = setOf(groupId);
      const rows = rowsOf(customer, set);
      const row = (member: string): MemberRow => ({ member, nested, display: displays?.get(member) });
      if (fits(set, ids.length)) return counted(set, await rows.insertMissing(ids.map(row)));
      const members = await rows.all();
      const held = new Set(members.map(({ member }) => member));
      const missing = [...new Set(ids)].filter((id) => !held.has(id));
      const added = missing.map(row);
      if (!fits(set, missing.length)) await changeOver(customer, groupId, [...members, ...added]);
      else {
        counted(set, missing);
        await rows.insert(added);
      }
      return missing;
    },

    async remove(customer, groupId, userIds) {
      const set = setOf(groupId);
      const rows = rowsOf(customer, set);
      if (fits(set, userIds.length)) return counted(set, await rows.deletePresent(userIds));
      const members = await rows.all();
      const named = new Set(userIds);
      const leaving = members.map(({ member }) => member).filter((id) => named.has(id));
      const staying = members.filter(({ member }) => !named.has(member));
      if (!fits(set, leaving.length)) await changeOver(customer, groupId, staying);
      else await rows.delete(counted(set, leaving));
      return leaving;
    },

    async mark(customer, groupId, { ids, nested }) {
      const set = setOf(groupId);
      const rows = rowsOf(customer, set);
      const changing = await rows.ids({ among: ids, nested: !nested });
      if (fits(set, changing.length)) {
        await rows.mark(counted(set, changing), nested);
        return;
      }
      const named = new Set(changing);
      const members = await rows.all();
      const marked = members.map((row) => (named.has(row.member) ? { ...row, nested } : row));
      await changeOver(customer, groupId, marked);
    },

    async show(customer, groupId, displays) {
      const set = setOf(groupId);
      const rows = rowsOf(customer, set);
      const changing = await rows.shownOtherwise(displays);
      if (changing.size === 0) return;
      // No version tells of it: a mass change that is made ready meanwhile must meet it all the same.
      await collections.groups.updateOne({ _id: groupId, customer }, { $inc: { held: 1 } }, { session });
      if (fits(set, changing.size)) {
        counted(set, [...changing.keys()]);
        await rows.show(changing);
        return;
      }
      const members = await rows.all();
      const shown = members.map((row) =>
        changing.has(row.member) ? { ...row, display: changing.get(row.member) } : row,
      );
      await changeOver(customer, groupId, shown);
    },
  };
}
