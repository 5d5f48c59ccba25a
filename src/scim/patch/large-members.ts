// A list of members in a body that is larger than what is held as values: it is written down compactly while the body arrives.

import type { JsonValue } from '../../directory/json';
import type { MemberList } from '../../directory/member-list';
import { ScimFailure } from '../failure';
import type { NoteTolerance, Tolerance } from '../tolerance';
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
