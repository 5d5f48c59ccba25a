// What a body says in "schemas" of the schemas that it uses (RFC 7643 §3); the schemas of a resource follow from what it holds.

import { isJsonArray, type JsonObject, type JsonValue } from '../../directory/json';
import { quoted } from '../failure';
import type { NoteTolerance } from '../tolerance';
import type { ResourceType } from './schema-map';

/** Judges the `schemas` of a resource in a body, and whether they name all that the body uses. */
export function noteBodySchemas(type: ResourceType, body: JsonObject, note: NoteTolerance): void {
  const given = Object.entries(body).find(([name]) => name.toLowerCase() === 'schemas')?.[1];
  const named = noteSchemas(type, given, note);
  const used = type.extensions.filter(({ name }) =>
    Object.keys(body).some((key) => key.toLowerCase() === name.toLowerCase()),
  );
  const missing = used.find(({ name }) => !named.has(name.toLowerCase()));
  if (missing !== undefined && named.size > 0) note('schemas-incomplete', missing.name);
}

/** @returns the URNs that the type has, in lower case */
export function noteSchemas(
  type: ResourceType,
  given: JsonValue | undefined,
  note: NoteTolerance,
): ReadonlySet<string> {
  if (given === undefined || given === null || (isJsonArray(given) && given.length === 0)) {
    note('schemas-missing', `a ${type.name}`);
    return new Set();
  }
  if (!isJsonArray(given)) note('single-as-list', 'schemas');
  const known = new Set([type.schema, ...type.extensions.map(({ name }) => name)].map(lower));
  const named = new Set<string>();
  for (const urn of isJsonArray(given) ? given : [given]) {
    // URNs compare without case in their first two parts only (RFC 8141 §3.1); nobody has two that differ in case alone.
    if (typeof urn === 'string' && known.has(lower(urn))) named.add(lower(urn));
    else note('unknown-ignored', typeof urn === 'string' ? quoted(urn) : '"schemas"');
  }
  if (!named.has(lower(type.schema))) note('schemas-incomplete', type.schema);
  return named;
}

function lower(urn: string): string {
  return urn.toLowerCase();
}
