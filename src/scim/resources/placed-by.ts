// Tells a retry from a new wish: a request that speaks of one library in two ways would change it to and fro with each repeat (rule 3.10).

import { createHash } from 'node:crypto';
import { sameJson, userFacts } from '../../directory/event';
import type { UserInput, UserRecord } from '../../directory/user-record';
import type { ScimRequest } from '../request';

/** SHA-256 of the body as lower-case hex; null where the request has none. */
export function requestDigest({ body }: ScimRequest): string | null {
  if (body === undefined) return null;
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}

/** Whether a write left preferred library, assignments and `external` as they were. */
export function isSamePlacement(before: UserRecord | undefined, after: UserRecord): boolean {
  if (before === undefined) return false;
  const [held, placed] = [userFacts(before), userFacts(after)];
  return ['preferredLibrary', 'libraries', 'external'].every((name) => sameJson(held[name], placed[name]));
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
