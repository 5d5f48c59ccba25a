// Which attributes nobody is ever shown (RFC 7643 §7, `returned` "never"), by name: the logs leave their values out, too. Pure.

import type { AttributeDefinition, PublishedSchemas, PublishedTo } from './definitions';

/** In lower case, without what stands in front of the name. */
export function hiddenNames({ schemas }: PublishedSchemas): ReadonlySet<string> {
  const names = (attributes: readonly AttributeDefinition[]): readonly string[] =>
    attributes.flatMap(({ name, returned, subAttributes = [] }) => [
      ...(returned === 'never' ? [name.toLowerCase()] : []),
      ...names(subAttributes),
    ]);
  return new Set(schemas.flatMap(({ attributes }) => names(attributes)));
}

/** By customer; null: of nobody known. */
export function hiddenOf({ everybody, own }: PublishedTo): (customer: string | null) => ReadonlySet<string> {
  const ofEverybody = hiddenNames(everybody);
  const byCustomer = new Map([...own].map(([customer, published]) => [customer, hiddenNames(published)]));
  return (customer) => byCustomer.get(customer ?? '') ?? ofEverybody;
}
