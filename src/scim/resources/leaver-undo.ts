// Gives back to one person what the run of a clean-up took, but for what was changed since. Must not know who wants it.

import type { Taken } from '../../directory/answers/clean-up';
import { DirectoryFailure } from '../../directory/failure';
import { assertMayJoin } from '../../directory/group';
import type { GroupRecord } from '../../directory/group-record';
import type { UserRecord } from '../../directory/user-record';
import type { ScimRequest } from '../request';
import { saveWithParents } from './group-nesting';
import { keptUser, saveLibraries, type KeptPerson } from './leaver-steps';
import { queueOf, toleranceNotes, writeTo, type ResourceWrite, type TypeServices } from './services';

export interface GivenBack {
  readonly groups: readonly string[];
  readonly libraries: readonly string[];
  /** What is not given back, with the reason. */
  readonly skipped: readonly string[];
}

/** What was taken; a preview says what would come back, and gives nothing. */
type Giving = Taken & { readonly isPreview?: boolean };

/** One transaction for one person: each change an ordinary version with its event. */
export function giveBack(
  services: TypeServices,
  request: ScimRequest,
  person: KeptPerson,
  { isPreview = false, ...taken }: Giving,
): Promise<GivenBack> {
  const queue = { queue: queueOf(request, person.id), notes: toleranceNotes() };
  return writeTo(services, request, queue, async (write) => {
    const user = await keptUser(write, person);
    if (user === undefined) return { groups: [], libraries: [], skipped: ['everything: the person is gone'] };
    const given = { groups: [] as string[], libraries: [] as string[], skipped: [] as string[] };
    for (const { id, isChangedSince } of taken.groups) {
      const group = await write.transaction.liveGroup(user.customer, id);
      const why = isChangedSince ? CHANGED : whySkipped(group, user);
      if (group === undefined || why !== undefined)
        given.skipped.push(`group ${nameOf(group, id)}: ${why ?? ''}`);
      else if (await (isPreview ? mayRejoin : rejoin)(write, group, user))
        given.groups.push(nameOf(group, id));
    }
    for (const { id, isChangedSince } of taken.libraries) {
      if (isChangedSince) given.skipped.push(`library ${id}: ${CHANGED}`);
      else given.libraries.push(id);
    }
    if (given.libraries.length > 0 && !isPreview)
      await saveLibraries(write, user, reenabled(user, given.libraries));
    return given;
  });
}

const CHANGED = 'changed since';

async function mayRejoin(
  { transaction }: ResourceWrite,
  group: GroupRecord,
  { id }: UserRecord,
): Promise<boolean> {
  return (await transaction.memberIds(group.customer, group.id, { among: [id] })).length === 0;
}

/** A deleted person's row comes back too, though no list shows it: iManage keeps it (rule 3.1). */
async function rejoin(write: ResourceWrite, group: GroupRecord, { id }: UserRecord): Promise<boolean> {
  const added = await write.transaction.addMembers(group.customer, group.id, [id]);
  if (added.length === 0) return false;
  const members = { added, removed: [] };
  await saveWithParents(write, group, group, { operation: 'patch', members, rules: [], tolerances: [] });
  return true;
}

function whySkipped(group: GroupRecord | undefined, user: UserRecord): string | undefined {
  if (group === undefined) return 'it was deleted since';
  if (!group.enabled) return 'it is disabled, so its membership is frozen';
  try {
    assertMayJoin(group, [user]);
    return undefined;
  } catch (error) {
    if (error instanceof DirectoryFailure) return error.message;
    throw error;
  }
}

function reenabled(user: UserRecord, libraries: readonly string[]): UserRecord['assignments'] {
  return user.assignments.map((row) =>
    libraries.includes(row.library) ? { ...row, signInEnabled: true } : row,
  );
}

function nameOf(group: GroupRecord | undefined, id: string): string {
  return group?.groupId ?? id;
}
