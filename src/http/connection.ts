// What a credential opens: one connection of one customer, and what it may do there.

import type { Customer } from '../directory/customer';

export interface Connection {
  readonly name: string;
  readonly customer: Customer;
  /** SHA-256 of the token, lower-case hexadecimal; the token itself is kept nowhere. */
  readonly tokenDigest: string;
  readonly expires: Date | null;
  /** False for a credential that reads only (scope `scim.read`). */
  readonly mayWrite: boolean;
  /** userName of the person the credential is bound to, who is /Me (RFC 7644 §3.11); null: it is of a client. */
  readonly user: string | null;
}
