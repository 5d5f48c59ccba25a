// Which resource types there are for a customer, where they stand under the SCIM base and which take writes; serves none of them.

import type { PublishedSchemas } from './schema/definitions';

/** What the catalogue tells: no client writes it. */
export const READ_ONLY_TYPES = ['Library', 'Role', 'LibraryRole'] as const;
/** Another form of the roles: a search at the SCIM base finds each role once. */
const NOT_SEARCHED: TypeName = 'LibraryRole';

/** The name of a resource type: of a built-in one, or of one that the customer's configuration defines. */
export type TypeName = string;

export interface TypeTable {
  /** In the order in which a search at the SCIM base finds them. */
  readonly names: readonly TypeName[];
  /** @param segment the first of a path below the SCIM base, e.g. `Users`; names in paths have one spelling */
  typeAt(segment: string): TypeName | undefined;
  isWritable(type: TypeName): boolean;
  /** The type is the customer's own. */
  isOwn(type: TypeName): boolean;
}

export function typeTable({ resourceTypes, own = new Set() }: PublishedSchemas): TypeTable {
  const bySegment = new Map(resourceTypes.map(({ endpoint, name }) => [endpoint.slice(1), name]));
  const ownNames = new Set(resourceTypes.filter(({ schema }) => own.has(schema)).map(({ name }) => name));
  const readOnly: ReadonlySet<string> = new Set(READ_ONLY_TYPES);
  return {
    names: resourceTypes.map(({ name }) => name).filter((name) => name !== NOT_SEARCHED),
    typeAt: (segment) => bySegment.get(segment),
    isWritable: (type) => !readOnly.has(type),
    isOwn: (type) => ownNames.has(type),
  };
}
