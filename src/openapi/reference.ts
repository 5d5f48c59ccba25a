// References from one place of the document to another (OpenAPI 3.1 §4.8.23).

import type { JsonObject } from '../directory/json';

export function schemaRef(name: string): JsonObject {
  return reference('schemas', name);
}

export function reference(
  kind: 'schemas' | 'responses' | 'parameters' | 'headers',
  name: string,
): JsonObject {
  return { $ref: `#/components/${kind}/${name}` };
}
