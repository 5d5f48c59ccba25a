// Turns a resource into its search form: what a condition is compared with, in MongoDB and in memory.

import { comparisonKey } from '../../directory/comparison';
import type { SearchForm, SearchValue } from '../../directory/condition';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import type { Attribute, AttributeMap } from './attribute';
import { dateTimeOf } from './date-time';

/**
 * The search form of a resource or of one element of a complex attribute: texts that compare without case become
 * comparison keys, dates become Dates, what is empty or not in the schema is left out, and an element marked primary
 * comes first (RFC 7644 §3.4.2.3 sorts by it). Relations and attributes never returned have no search form.
 */
export function searchForm(attributes: AttributeMap, resource: JsonObject): SearchForm {
  const form: Record<string, SearchValue> = {};
  for (const [name, value] of Object.entries(resource)) {
    const attribute = attributes.get(name.toLowerCase());
    if (attribute === undefined || attribute.relation !== undefined || attribute.returned === 'never')
      continue;
    const searchable = attribute.multiValued ? manyValues(attribute, value) : oneValue(attribute, value);
    const key = attribute.searchPath.at(-1);
    if (searchable !== undefined && key !== undefined) form[key] = searchable;
  }
  return form;
}

function manyValues(attribute: Attribute, value: JsonValue): SearchValue | undefined {
  if (!isJsonArray(value)) return undefined;
  const values = value.flatMap((element) => oneValue(attribute, element) ?? []);
  if (values.length === 0) return undefined;
  return values.toSorted((left, right) => Number(isPrimary(right)) - Number(isPrimary(left)));
}

function isPrimary(value: SearchValue): boolean {
  return typeof value === 'object' && 'primary' in value && value['primary'] === true;
}

function oneValue(attribute: Attribute, value: JsonValue): SearchValue | undefined {
  if (value === null || value === '') return undefined;
  if (isJsonObject(value)) {
    const form = searchForm(attribute.subAttributes, value);
    return Object.keys(form).length === 0 ? undefined : form;
  }
  if (isJsonArray(value)) return undefined;
  return typeof value === 'string' ? searchText(attribute, value) : value;
}

/** A text as it is compared: a Date for dateTime, exact where the schema says so, else its comparison key. */
export function searchText(attribute: Attribute, text: string): string | Date | undefined {
  if (attribute.type === 'dateTime') return dateTimeOf(text);
  return attribute.caseExact || attribute.type === 'binary' ? text : comparisonKey(text);
}
