// Reads the published definitions from the files in schemas/, once, at start.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishedSchemas, ResourceTypeDefinition, SchemaDefinition } from './definitions';

const RESOURCE_TYPES = 'resource-types.json';
/** A JSON Schema for editors lies beside the SCIM schemas. */
const NOT_SCIM = /\.schema\.json$/;

/** @throws Error where the folder or a file cannot be read: the installation is broken */
export function readPublishedSchemas(folder: string): PublishedSchemas {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !NOT_SCIM.test(file));
  const schemas = files
    .filter((file) => file !== RESOURCE_TYPES)
    .sort()
    .map((file) => readJson(join(folder, file)) as SchemaDefinition);
  return { schemas, resourceTypes: readJson(join(folder, RESOURCE_TYPES)) as ResourceTypeDefinition[] };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8')) as unknown;
}
