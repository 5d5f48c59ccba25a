// Members of a group as a client names them, too many to be held as values: what the store needs of them, and what it makes of them.

import type { MovedMembers } from './event';
import type { GroupRecord } from './group-record';

export interface AskedMember {
  readonly id: string;
  /** As it was sent. */
  readonly display?: string | undefined;
}

/** Can be read more than once. */
export interface MemberList {
  /** In ascending order of id, each once. */
  batches(): Iterable<readonly AskedMember[]>;
  /** Whether ids were sent, too, that no user and no group can have. */
  readonly hasOthers: boolean;
}

/**
 * A change of the members of one group that is too large for one transaction:
 *
 * - `clear`: nobody is left, the hidden rows of deleted people included; `removeAll`: those stay
 */
export type MassChange =
  | { readonly kind: 'add' | 'replace' | 'remove'; readonly list: MemberList }
  | { readonly kind: 'removeAll' | 'clear' };

/** What a mass change is made of; a group that has changed since must not take it over. */
export interface MemberBase {
  readonly set: string;
  readonly version: number;
  readonly held: number;
}

/** A mass change made ready aside; the transaction that it belongs to has only to take it over. */
export interface StagedMembers {
  /** Undefined of a group that is new. */
  readonly base: MemberBase | undefined;
  /** Some were asked for who are neither live users nor live groups. */
  readonly hasUnknown: boolean;
  /** Some of the groups among those who were asked for. */
  readonly groups: readonly GroupRecord[];
  /** Some internal people among those who would join. */
  readonly internal: readonly { readonly id: string; readonly external: boolean }[];
  readonly outcome: StagedFew | StagedSet;
}

/** In fact it changes little: nothing is aside. */
export interface StagedFew {
  readonly kind: 'few';
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Also of people who are members already; undefined: by their own displayName. */
  readonly displays: ReadonlyMap<string, string | undefined>;
}

/** The members as they will be are a set of their own. */
export interface StagedSet {
  readonly kind: 'set';
  readonly set: string;
  readonly moved: MovedMembers;
  /** The first of those who came and left. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The group has changed since the mass change was made ready, so it has to be made ready again. */
export class OutdatedStage extends Error {
  override readonly name = 'OutdatedStage';
}
