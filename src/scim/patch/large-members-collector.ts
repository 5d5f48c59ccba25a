// Takes down a list of members that is too long to be held as values, while its body arrives. Looks nobody up.

import type { JsonValue } from '../../directory/json';
import type { ResourceType } from '../schema/schema-map';
import type { NoteTolerance, Tolerance } from '../tolerance';
import { givenMembers } from './given-members';
import { LargeMembers } from './large-members';
import { sortedMembers } from './sorted-members';

export interface LargeMembersCollector {
  /** @throws ScimFailure 400 `invalidValue` for a member without id */
  add(given: readonly JsonValue[]): void;
  end(): LargeMembers;
}

export function largeMembersCollector({ attributes }: ResourceType): LargeMembersCollector {
  const members = attributes.get('members');
  if (members === undefined) throw new Error('schemas/: groups have no members');
  const tolerances = new Map<Tolerance, string | undefined>();
  const sorted = sortedMembers();
  const note: NoteTolerance = (tolerance, subject) => {
    if (!tolerances.has(tolerance)) tolerances.set(tolerance, subject);
  };
  return {
    add(given) {
      const { ids, displays } = givenMembers(members, given, note);
      sorted.add(ids.map((id) => ({ id, display: displays?.get(id) })));
    },
    end: () => new LargeMembers(sorted.end(), tolerances),
  };
}
