// The names of what the gateway puts up with from clients; each use is written into the sync log under its name.

/**
 * - `op-letter-case`: `Replace` for `replace` (Entra)
 * - `text-boolean`: `"False"` for `false` (Entra without its feature flag)
 * - `wrapped-boolean`: `{"value": false}` or `[false]` for `false`
 * - `text-as-value`: `"x"` where `{"value": "x"}` is meant (Entra's manager, a member as plain text)
 * - `single-as-list`: one value where a list of values is meant
 * - `list-as-single`: a list of one value where one value is meant
 * - `dotted-key`: `{"name.givenName": …}` or `{"urn:…:User:department": …}` in an operation without path (Entra)
 * - `element-created`: a value path that matched nothing created the element it describes (Entra)
 * - `null-unassigns`: null or "" took the attribute away
 * - `read-only-ignored`: an echoed `id`, `meta`, `schemas`, `groups` or other read-only attribute was left out (Okta)
 * - `unknown-ignored`: an attribute or schema that the gateway does not know was left out
 * - `value-list-removed`: `remove` with a list of values took away these and no others (Entra)
 * - `duplicate-merged`: a value given twice in one list was kept once
 * - `one-primary-kept`: of several primary values the last one given stayed primary
 * - `unknown-member-skipped`: a member id that is no user of the customer was left out
 * - `unknown-library-prefix`: a displayName with a slash begins with no library, so it names a global group as a whole
 * - `nested-member-kept`: a person stays in a group that was to lose them, because a nested group brings them in
 * - `password-not-kept`: a password was accepted and thrown away
 */
export type Tolerance =
  | 'op-letter-case'
  | 'text-boolean'
  | 'wrapped-boolean'
  | 'text-as-value'
  | 'single-as-list'
  | 'list-as-single'
  | 'dotted-key'
  | 'element-created'
  | 'null-unassigns'
  | 'read-only-ignored'
  | 'unknown-ignored'
  | 'value-list-removed'
  | 'duplicate-merged'
  | 'one-primary-kept'
  | 'unknown-member-skipped'
  | 'unknown-library-prefix'
  | 'nested-member-kept'
  | 'password-not-kept';

/** Told of each tolerance as it is applied. */
export type NoteTolerance = (tolerance: Tolerance) => void;
