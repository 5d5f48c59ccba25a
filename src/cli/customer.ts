// Whose directory a command works on: the one that was named, else the only one there is. Knows no directory.

import { Misuse } from './failure';

/** @throws Misuse with those that there are */
export function chosenCustomer<T extends { readonly id: string }>(
  customers: readonly T[],
  wanted: string | undefined,
): T {
  const ids = customers.map(({ id }) => id).join(', ');
  const [only] = customers;
  if (wanted === undefined) {
    if (only !== undefined && customers.length === 1) return only;
    throw new Misuse(`there are ${customers.length} customers; say which with --customer: ${ids}`);
  }
  const found = customers.find(({ id }) => id.toLowerCase() === wanted.toLowerCase());
  if (found !== undefined) return found;
  throw new Misuse(`--customer ${JSON.stringify(wanted)} is unknown; known: ${ids}`);
}
