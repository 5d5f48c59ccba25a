// What a PATCH request comes down to once every path is looked up and every value is canonical; changes nothing itself.

import type { Condition } from '../../directory/condition';
import type { JsonObject, JsonValue } from '../../directory/json';
import type { MemberList } from '../../directory/member-list';
import type { FilterLimits } from '../filter/ast';
import type { Attribute } from '../schema/attribute';
import type { Echo } from './echo';

export type PatchLimits = FilterLimits & { readonly operationsMax: number };

/** An attribute and the single-valued complex attributes it stands in: `department` in [`urn:…:User`]. */
export interface Place {
  readonly holders: readonly Attribute[];
  readonly attribute: Attribute;
}

/** A new value for one sub-attribute; undefined unassigns it. */
export interface SubAttributeChange {
  readonly attribute: Attribute;
  readonly value: JsonValue | undefined;
}

/** The values of a multi-valued complex attribute that a value path selects (RFC 7644 §3.5.2). */
export interface Selection {
  readonly place: Place;
  /** Undefined: every value. */
  readonly where: Condition | undefined;
  /** The value that the filter describes, where it is nothing but equalities; without it none can be created. */
  readonly described: JsonObject | undefined;
  /** Where nothing is selected, nothing is created either. */
  readonly createsNone?: true;
}

export type PatchOperation =
  /** Gives the attribute a whole new value; undefined unassigns it. */
  | { readonly kind: 'assign'; readonly place: Place; readonly value: JsonValue | undefined }
  /** Adds the values that the multi-valued attribute does not hold yet. */
  | { readonly kind: 'append'; readonly place: Place; readonly values: readonly JsonValue[] }
  /** Takes away these values of the multi-valued attribute and no others. */
  | { readonly kind: 'removeValues'; readonly place: Place; readonly values: readonly JsonValue[] }
  /** Changes sub-attributes of the selected values; others survive. */
  | ({
      readonly kind: 'changeSelected';
      readonly changes: readonly SubAttributeChange[];
    } & Selection)
  /** Replaces the selected values as wholes. */
  | ({ readonly kind: 'replaceSelected'; readonly value: JsonObject } & Selection)
  | ({ readonly kind: 'removeSelected' } & Selection);

/** Members as a client names them. */
export interface GivenMembers {
  readonly ids: readonly string[];
  /** Instead of ids, where there are too many of them. */
  readonly list?: MemberList;
  /** By id, where a `display` was sent. */
  readonly displays?: ReadonlyMap<string, string>;
}

/** What happens to the members of a group, which are rows and no part of the resource; ids as the client wrote them. */
export type MemberOperation =
  | ({ readonly kind: 'add' | 'replace' } & GivenMembers)
  | { readonly kind: 'remove'; readonly ids: readonly string[]; readonly list?: MemberList }
  | { readonly kind: 'removeAll' }
  | { readonly kind: 'removeWhere'; readonly condition: Condition };

/** Both lists keep the client's order; no operation of one touches what the other changes. */
export interface PatchRequest {
  readonly operations: readonly PatchOperation[];
  readonly memberOperations: readonly MemberOperation[];
  /** What is said of read-only attributes; judged against the resource as it is read. */
  readonly echoes: readonly Echo[];
}

export const NOTHING: PatchRequest = { operations: [], memberOperations: [], echoes: [] };
