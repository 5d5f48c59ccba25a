// What a bearer token opens: one connection of one customer.

import type { Customer } from '../directory/customer';

export interface Connection {
  readonly name: string;
  readonly customer: Customer;
  /** SHA-256 of the token, lower-case hexadecimal; the token itself is kept nowhere. */
  readonly tokenDigest: string;
  readonly expires: Date | null;
}
