// Finds a published schema by its URN; knows nothing of OpenAPI.

import type { PublishedSchemas, SchemaDefinition } from '../scim/schema/definitions';

/** @throws Error where schemas/ publishes no such schema: the installation is broken */
export function schemaNamed({ schemas }: PublishedSchemas, urn: string): SchemaDefinition {
  const schema = schemas.find(({ id }) => id === urn);
  if (schema === undefined) throw new Error(`schemas/: no schema file defines ${urn}`);
  return schema;
}
