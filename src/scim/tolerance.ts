// The names of what the gateway puts up with from clients, and the one table of what each is refused with where a profile refuses it.

import type { ScimType } from './failure';

/** Told of each tolerance as it is applied, and of what: an attribute, a path, a place in the body. */
export type NoteTolerance = (tolerance: Tolerance, subject?: string) => void;

/** How one tolerance is judged. */
interface Row {
  /** Of the 400 that refuses the request; undefined where `status` says another. */
  readonly scimType: ScimType | undefined;
  readonly status?: number;
  /** What the client is to send instead; stands behind the subject. */
  readonly instead: string;
  /** What the strict profile makes of it: draft-zollner-scim-interop-profile, or the RFC where the draft is silent. */
  readonly strict: 'refuse' | 'allow';
  /** RFC 7643 and 7644 allow it, so it is no news for the log; a profile may forbid it all the same. */
  readonly isLegal?: true;
}

const rows = <T extends Readonly<Record<string, Row>>>(table: T): Readonly<Record<keyof T, Row>> => table;

/** Those that a connection may refuse. The names are public: they stand in the configuration and in the events. */
const REFUSABLE = rows({
  /** `Replace` for `replace` (Entra). RFC 7644 §3.5.2 has the three in lower case. */
  'op-letter-case': { scimType: 'invalidSyntax', strict: 'refuse', instead: 'write "op" in lower case' },
  /** An operation of a PATCH without `path`. RFC 7644 §3.5.2.1 has it; interop §6.5.1.1 does not. */
  'path-less': {
    scimType: 'invalidSyntax',
    strict: 'refuse',
    isLegal: true,
    instead: 'give each attribute an operation of its own, with a "path"',
  },
  /** `emails[type eq "work"]` as a path. Interop §6.5.2.2; a remove of members so is allowed: no other way names one. */
  'element-path': {
    scimType: 'invalidPath',
    strict: 'refuse',
    isLegal: true,
    instead: 'name a sub-attribute behind the filter, as in emails[type eq "work"].value',
  },
  /** The filter of a path selects several values (interop §6.5.3). RFC 7644 §3.5.2.3 changes them all. */
  'many-selected': {
    scimType: 'invalidFilter',
    strict: 'refuse',
    isLegal: true,
    instead: 'send a filter that selects one value only',
  },
  /** A value path that matched nothing created the value it describes (Entra); RFC 7644 table 9 has noTarget. */
  'element-created': {
    scimType: 'noTarget',
    strict: 'refuse',
    instead: 'add the value to the list as a whole; the filter selects none',
  },
  /** A remove whose value path selects nothing did nothing. */
  'nothing-removed': {
    scimType: 'noTarget',
    strict: 'refuse',
    instead: 'the filter selects no value to remove',
  },
  /** `remove` with a list of values took away these and no others (Entra); RFC 7644 §3.5.2.2 knows no value there. */
  'value-list-removed': {
    scimType: 'invalidValue',
    strict: 'refuse',
    instead: 'send "remove" without "value" and say by a filter in "path" what is removed',
  },
  /** The `value` of a `remove` that says nothing was passed over. */
  'remove-value-ignored': {
    scimType: 'invalidSyntax',
    strict: 'refuse',
    instead: 'send "remove" without "value"',
  },
  /** `{"name.givenName": …}` or `{"urn:…:User:department": …}` in an operation without path (Entra). */
  'dotted-key': {
    scimType: 'invalidSyntax',
    strict: 'refuse',
    instead: 'a key is the name of one attribute; nest sub-attributes as objects, or send them with a "path"',
  },
  /** An attribute of an extension named without its URN (Entra's `manager`); RFC 7644 §3.10 asks for the URN. */
  'urn-omitted': {
    scimType: 'invalidPath',
    strict: 'refuse',
    instead: 'write the URN of its schema and a colon in front of the attribute',
  },
  /** A read-only attribute in a PATCH was left out: echoed `id`, `meta`, `groups` (Okta). RFC 7644 §3.5.2: `mutability`. */
  'read-only-echoed': { scimType: 'mutability', strict: 'refuse', instead: 'it is read-only; leave it out' },
  /** An attribute or a schema URN that the gateway does not know was left out (interop §5.3 refuses it). */
  'unknown-ignored': {
    scimType: 'invalidSyntax',
    strict: 'refuse',
    instead: 'no schema in /Schemas defines it; leave it out',
  },
  /** A body without `schemas` (RFC 7643 §3, RFC 7644 §3.5.2). */
  'schemas-missing': {
    scimType: 'invalidSyntax',
    strict: 'refuse',
    instead: 'name the schemas of the body in "schemas"',
  },
  /** `schemas` leaves out the URN of the resource type or of an extension that the body uses (RFC 7643 §3). */
  'schemas-incomplete': {
    scimType: 'invalidSyntax',
    strict: 'refuse',
    instead: '"schemas" names every schema that the body uses',
  },
  /** `"False"` for `false` (Entra without its feature flag). */
  'text-boolean': { scimType: 'invalidValue', strict: 'refuse', instead: 'send true or false, not a text' },
  /** `"7"` for `7` (connectors that keep every value of a customer's own schema as a text). */
  'text-number': { scimType: 'invalidValue', strict: 'refuse', instead: 'send a number, not a text' },
  /** `{"value": false}` or `[false]` for `false`. */
  'wrapped-boolean': { scimType: 'invalidValue', strict: 'refuse', instead: 'send true or false alone' },
  /** `"x"` where `{"value": "x"}` is meant (Entra's manager, a member as plain text). */
  'text-as-value': {
    scimType: 'invalidValue',
    strict: 'refuse',
    instead: 'send an object, as in {"value": "x"}',
  },
  /** One value where a list of values is meant (interop §6.5.2.2 asks for the list). */
  'single-as-list': { scimType: 'invalidValue', strict: 'refuse', instead: 'send a list [...]' },
  /** A list of one value where one value is meant. */
  'list-as-single': { scimType: 'invalidValue', strict: 'refuse', instead: 'send the one value, not a list' },
  /** null, "" or [] took the attribute away. RFC 7643 §2.5 says so of null and [], so strict has no say in it. */
  'null-unassigns': {
    scimType: 'invalidValue',
    strict: 'allow',
    instead: 'take an attribute away by "remove", or leave it out of a PUT',
  },
  /** A value given twice in one list was kept once, as RFC 7643 §2.4 would have it; so strict keeps it. */
  'duplicate-merged': { scimType: 'invalidValue', strict: 'allow', instead: 'send each value once' },
  /** Of several primary values the last one given stayed primary; RFC 7643 §2.4: no more than one. */
  'one-primary-kept': {
    scimType: 'invalidValue',
    strict: 'refuse',
    instead: 'mark one value only as primary',
  },
  /** A member id that is no user of the customer was left out: one bad id must not lose a whole push. */
  'unknown-member-skipped': {
    scimType: 'invalidValue',
    strict: 'refuse',
    instead: 'each member is the id of a user who exists',
  },
  /** A displayName with a slash begins with no library, so it names a global group; of iManage, not of the protocol. */
  'unknown-library-prefix': {
    scimType: 'invalidValue',
    strict: 'allow',
    instead: 'the name begins with the id of a library and a slash, or has no slash',
  },
  /** A password was accepted and thrown away; under strict it stands in no schema (IPSIE §6.1.2). */
  'password-not-kept': {
    scimType: 'invalidSyntax',
    strict: 'refuse',
    instead: 'people sign in through the identity provider; send no password',
  },
  /** A query parameter that the gateway does not know was passed over (Entra leaves its flags there). */
  'parameter-ignored': {
    scimType: 'invalidSyntax',
    strict: 'refuse',
    isLegal: true,
    instead: 'there is no such query parameter',
  },
  /** A body sent as application/json (interop §6.2, RFC 7644 §3.1). */
  'plain-json': {
    scimType: undefined,
    status: 415,
    strict: 'refuse',
    isLegal: true,
    instead: 'send application/scim+json',
  },
});

/** A tolerance that a connection may refuse. */
export type RefusableTolerance = keyof typeof REFUSABLE;

/**
 * The others are rules, not leniency, and no profile may refuse them:
 * - `read-only-ignored`: in a POST or PUT, where RFC 7644 §3.3 and §3.5.1 have read-only values ignored
 * - `nested-member-kept`: a person stays in a group that was to lose them, because a nested group brings them in; to
 *   refuse the request would leave everybody else in, whom it takes out
 */
export type Tolerance = RefusableTolerance | 'read-only-ignored' | 'nested-member-kept';

export const REFUSABLE_TOLERANCES = Object.keys(REFUSABLE) as readonly RefusableTolerance[];

export function isRefusable(tolerance: string): tolerance is RefusableTolerance {
  return Object.hasOwn(REFUSABLE, tolerance);
}

export function toleranceRow(tolerance: RefusableTolerance): Row {
  return REFUSABLE[tolerance];
}

/** RFC 7643 and 7644 allow it anyway, so it is no tolerance to tell of. */
export function isLegal(tolerance: Tolerance): boolean {
  return isRefusable(tolerance) && toleranceRow(tolerance).isLegal === true;
}
