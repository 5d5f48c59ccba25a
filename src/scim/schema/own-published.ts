// Adds a customer's own schemas and resource types to the built-in ones, as they are published to it. Must not know where they come from.

import type { PublishedSchemas, PublishedTo, ResourceTypeDefinition, SchemaDefinition } from './definitions';

type Extensions = ResourceTypeDefinition['schemaExtensions'];

/** What a customer has of its own, checked and complete. */
export interface OwnDefinitions {
  readonly schemas: readonly SchemaDefinition[];
  readonly resourceTypes: readonly ResourceTypeDefinition[];
  /** By the name of the built-in type. */
  readonly extensions: Readonly<Record<string, Extensions>>;
}

function withOwn(everybody: PublishedSchemas, own: OwnDefinitions): PublishedSchemas {
  const extended = everybody.resourceTypes.map((type) => {
    const added = own.extensions[type.name] ?? [];
    return added.length === 0 ? type : { ...type, schemaExtensions: [...type.schemaExtensions, ...added] };
  });
  return {
    schemas: [...everybody.schemas, ...own.schemas],
    resourceTypes: [...extended, ...own.resourceTypes],
    own: new Set(own.schemas.map(({ id }) => id)),
  };
}

/** To each customer what it has; one without own schemas has what everybody has. */
export function publishedTo(
  everybody: PublishedSchemas,
  customers: readonly { readonly id: string; readonly own?: OwnDefinitions }[],
): PublishedTo {
  const own = customers.flatMap(({ id, own: definitions }) =>
    definitions === undefined ? [] : [[id, withOwn(everybody, definitions)] as const],
  );
  return { everybody, own: new Map(own) };
}
