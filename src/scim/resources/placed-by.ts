// Tells a retry from a new wish: a request that speaks of one library in two ways would change it to and fro with each repeat (rule 3.10).

import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { UserInput, UserRecord } from '../../directory/user-record';
import type { Rewritten } from './requested-user';
import { assignmentTexts } from './role-values';

/** Whether what the request says of libraries made them what they are: then it has been done. */
export function isPlacedBy({ placedBy }: UserRecord, request: Rewritten): boolean {
  return placedBy !== null && placedBy === digestOf(request);
}

/**
 * The user as changed, with what placed it now: nothing else did where the placement is the same. A value that came into
 * `roles` or left it counts, though no library changes by it: the same request again finds it there and reads differently.
 */
export function withPlacedBy(
  before: UserRecord | undefined,
  changed: UserRecord,
  request: Rewritten,
): UserRecord {
  return isSamePlacement(before, changed) ? changed : { ...changed, placedBy: digestOf(request) };
}

function digestOf({ placing }: Rewritten): string {
  return createHash('sha256').update(JSON.stringify(placing)).digest('hex');
}

function isSamePlacement(before: UserRecord | undefined, after: UserRecord): boolean {
  return (
    before?.preferredLibrary === after.preferredLibrary &&
    before.external === after.external &&
    isDeepStrictEqual(before.assignments, after.assignments) &&
    isDeepStrictEqual(assignmentTexts(before.profile['roles']), assignmentTexts(after.profile['roles']))
  );
}

/** What the request asks besides. */
export function withoutPlacement(input: UserInput): UserInput {
  const {
    external: _external,
    preferredLibrary: _preferredLibrary,
    role: _role,
    libraries: _libraries,
    libraryRows: _libraryRows,
    libraryAssignments: _libraryAssignments,
    rolesAdded: _rolesAdded,
    rolesRemoved: _rolesRemoved,
    ...rest
  } = input;
  return rest;
}
