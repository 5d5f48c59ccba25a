// A query in the body of a POST (RFC 7644 §3.4.3, RFC 9865 §3): the same list, asked with longer words.

import { isJsonArray, isJsonObject, type JsonValue } from '../directory/json';
import { badRequest } from './failure';

const PARAMETERS = [
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
  'attributes',
  'excludedAttributes',
];

/** The query parameters that a SearchRequest stands for. @throws ScimFailure 400 naming the member of a wrong type */
export function searchQuery(body: JsonValue | undefined): URLSearchParams {
  if (!isJsonObject(body)) throw badRequest('invalidSyntax', 'the body is one JSON object, a SearchRequest');
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    const parameter = PARAMETERS.find((known) => known.toLowerCase() === name.toLowerCase());
    if (parameter !== undefined && value !== null) query.append(parameter, textOf(parameter, value));
  }
  return query;
}

function textOf(parameter: string, value: JsonValue): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (isJsonArray(value) && value.every((element) => typeof element === 'string')) return value.join(',');
  throw badRequest('invalidValue', `${parameter}: takes a text, a number or a list of texts`);
}
