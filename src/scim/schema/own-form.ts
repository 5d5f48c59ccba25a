// Owns what a customer's own schemas add to a stored search form and to `schemas` of a resource. Must not know who asks, or for what.

import { OWN_DIGEST, OWN_UNIQUE } from '../../directory/own-resource';
import type { SearchForm } from '../../directory/condition';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import type { Attribute } from './attribute';
import type { ResourceType } from './schema-map';
import { searchForm, searchText } from './search-form';

/** The search form of a resource that is kept, with what keeps its own unique values unique. */
export function recordForm(type: ResourceType, resource: JsonObject): SearchForm {
  const form = searchForm(type.attributes, withOwnUrns(type, resource));
  if (type.own === undefined) return form;
  const unique = type.own.unique.flatMap((ancestry) => uniqueKeys(type, ancestry, resource));
  const keys = unique.length === 0 ? {} : { [OWN_UNIQUE]: [...new Set(unique)] };
  return { ...form, [OWN_DIGEST]: type.own.digest, ...keys };
}

/** RFC 7643 §3: `schemas` names every schema of which the resource has an attribute. */
export function withOwnUrns(type: ResourceType, resource: JsonObject): JsonObject {
  const { schemas } = resource;
  const urns = type.extensions.filter(({ own, name }) => own && Object.hasOwn(resource, name));
  if (urns.length === 0 || !isJsonArray(schemas)) return resource;
  return { ...resource, schemas: [...schemas, ...urns.map(({ name }) => name)] };
}

/** Each value as filters compare it; server and global are the same to a customer, who is all there is. */
function uniqueKeys(
  type: ResourceType,
  ancestry: readonly Attribute[],
  resource: JsonObject,
): readonly string[] {
  const leaf = ancestry.at(-1);
  if (leaf === undefined) return [];
  const values = ancestry.reduce<readonly JsonValue[]>(
    (held, { name }) => held.flatMap((value) => valuesAt(value, name)),
    [resource],
  );
  return values.map((value) => {
    const text = typeof value === 'string' ? searchText(leaf, value) : value;
    return `${type.name} ${leaf.path} ${typeof text === 'string' ? text : JSON.stringify(text)}`;
  });
}

function valuesAt(holder: JsonValue, name: string): readonly JsonValue[] {
  if (!isJsonObject(holder) || !Object.hasOwn(holder, name)) return [];
  const value = holder[name];
  if (value === undefined) return [];
  return isJsonArray(value) ? value : [value];
}
