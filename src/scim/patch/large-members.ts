// A list of members in a body that is larger than what is held as values: it is written down compactly while the body arrives.

import type { JsonValue } from '../../directory/json';
import type { MemberList } from '../../directory/member-list';
import { ScimFailure } from '../failure';
import type { ResourceType } from '../schema/schema-map';
import type { NoteTolerance, Tolerance } from '../tolerance';
import { givenMembers } from './given-members';
import { sortedMembers } from './sorted-members';
import type { Target } from './target';

/**
 * Stands in a body where the list stood. As a JSON value it is an empty list, so whoever reads values of members asks
 * first whether it is one of these.
 */
export class LargeMembers extends Array<JsonValue> {
  readonly #list: MemberList;
  readonly #tolerances: ReadonlyMap<Tolerance, string | undefined>;

  constructor(list: MemberList, tolerances: ReadonlyMap<Tolerance, string | undefined>) {
    super();
    this.#list = list;
    this.#tolerances = tolerances;
  }

  /** The list, once what was put up with in reading it is told. @throws ScimFailure where the profile refuses it */
  heard(note: NoteTolerance): MemberList {
    for (const [tolerance, subject] of this.#tolerances) note(tolerance, subject);
    return this.#list;
  }
}

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

/** @throws ScimFailure 413 where so long a list is sent for anything but the members as a whole */
export function assertTakesAll(target: Target): void {
  if (target.kind === 'members' && target.filter === undefined && target.subAttribute === undefined) return;
  throw new ScimFailure(413, undefined, 'only "members" takes a list of so many values');
}

/** Whether the body is more than what stands in it as values. */
export function hasLargeMembers(body: JsonValue | undefined): boolean {
  if (body instanceof LargeMembers) return true;
  return typeof body === 'object' && body !== null && Object.values(body).some(hasLargeMembers);
}
