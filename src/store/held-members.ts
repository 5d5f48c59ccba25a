// Reads the rows of one member set in order of id, outside any write, however many there are. Must not know what becomes of them.

import type { mongo } from 'mongoose';
import type { MembershipDocument } from './documents';
import { named } from './driver-failure';
import type { MemberRow } from './member-rows';

const BATCH = 1_000;

type Memberships = mongo.Collection<MembershipDocument>;
interface SetName {
  readonly customer: string;
  readonly set: string;
}

/** Each question is answered by an index; a look into each row would not be. */
export async function* heldMembers(
  memberships: Memberships,
  set: SetName,
): AsyncGenerator<readonly MemberRow[]> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const ids = await idsAfter(memberships, { ...set, member: { $gt: after } });
    const last = ids.at(-1) ?? '';
    const within: mongo.Filter<MembershipDocument> = { ...set, member: { $gt: after, $lte: last } };
    const displays = ids.length === 0 ? new Map<string, string>() : await readDisplays(memberships, within);
    if (ids.length > 0) yield ids.map((member) => ({ member, nested: false, display: displays.get(member) }));
    after = ids.length < BATCH ? undefined : last;
  }
}

async function idsAfter(
  memberships: Memberships,
  rows: mongo.Filter<MembershipDocument>,
): Promise<readonly string[]> {
  const found = memberships.find(rows, {
    projection: { _id: 0, member: 1 },
    hint: 'membership',
    batchSize: BATCH,
  });
  const documents = await named(found.sort({ member: 1 }).limit(BATCH).toArray());
  return documents.map(({ member }) => member);
}

/** Of the members who are not shown by their own displayName: few or none. */
export async function readDisplays(
  memberships: Memberships,
  rows: mongo.Filter<MembershipDocument>,
): Promise<ReadonlyMap<string, string>> {
  const shown = { ...rows, display: { $exists: true } };
  const found = memberships.find(shown, { projection: { _id: 0, member: 1, display: 1 } });
  const documents = await named(found.toArray());
  return new Map(documents.map(({ member, display = '' }) => [member, display]));
}
