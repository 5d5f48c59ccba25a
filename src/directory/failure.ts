// The refusals that the directory and its store can give; no HTTP status and no SCIM type (scim/ maps them).

import type { RefusalRule } from './refusal-rule';

/**
 * - `invalidValue`: a value that iManage or the customer's catalogue does not allow
 * - `mutability`: a change of something that cannot change
 * - `uniqueness`: somebody else has it
 * - `forbidden`: a rule of the customer refuses the operation
 * - `notFound`: the resource is known to be absent
 * - `tooLarge`: more than one write may carry
 * - `tooMany`: more than one answer can be found among
 * - `held`: the mass-disable brake holds it until an admin releases it; nothing was stored
 * - `busy`: too many writes met on one resource; nothing was stored, the same request will do later
 * - `unavailable`: the database is away; nothing is known
 */
export type FailureCode =
  | 'invalidValue'
  | 'mutability'
  | 'uniqueness'
  | 'forbidden'
  | 'notFound'
  | 'tooLarge'
  | 'tooMany'
  | 'held'
  | 'busy'
  | 'unavailable';

/** A refusal in plain words: which attribute, which rule, which values would do. */
export class DirectoryFailure extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    /** By which the sync log explains it; undefined: the code says enough. */
    readonly rule?: RefusalRule,
  ) {
    super(message);
    this.name = 'DirectoryFailure';
  }
}
