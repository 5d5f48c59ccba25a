// A query in the body of a POST (RFC 7644 §3.4.3, RFC 9865 §3): the same list, asked with longer words.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../directory/json';
import { badRequest, quoted } from './failure';
import { assertTolerated, type Profile } from './profile';

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

const NUMBERS = new Set(['startIndex', 'count']);
const NAME_LISTS = new Set(['attributes', 'excludedAttributes']);
const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/** The query parameters that a SearchRequest stands for. @throws ScimFailure 400 naming the member of a wrong type */
export function searchQuery(body: JsonValue | undefined, profile: Profile): URLSearchParams {
  if (!isJsonObject(body)) throw badRequest('invalidSyntax', 'the body is one JSON object, a SearchRequest');
  assertSchemas(body, profile);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    const parameter = PARAMETERS.find((known) => known.toLowerCase() === name.toLowerCase());
    if (parameter !== undefined && value !== null) query.append(parameter, textOf(parameter, value));
    if (parameter === undefined && !isSchemas(name))
      assertTolerated(profile, 'parameter-ignored', quoted(name));
  }
  return query;
}

function isSchemas(name: string): boolean {
  return name.toLowerCase() === 'schemas';
}

/** RFC 7644 §3.4.3: `schemas` says that the body is a SearchRequest. */
function assertSchemas(body: JsonObject, profile: Profile): void {
  const given = Object.entries(body).find(([name]) => isSchemas(name))?.[1] ?? null;
  if (given === null) {
    assertTolerated(profile, 'schemas-missing', 'a SearchRequest');
    return;
  }
  const named = isJsonArray(given) ? given : [given];
  if (named.some((urn) => typeof urn === 'string' && urn.toLowerCase() === SEARCH_REQUEST.toLowerCase()))
    return;
  throw badRequest('invalidSyntax', `"schemas" of a search takes ["${SEARCH_REQUEST}"]`);
}

function textOf(parameter: string, value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (NUMBERS.has(parameter)) {
    if (typeof value === 'number') return String(value);
    throw badRequest('invalidValue', `${parameter}: takes a whole number`);
  }
  if (!NAME_LISTS.has(parameter)) {
    throw badRequest(parameter === 'filter' ? 'invalidFilter' : 'invalidValue', `${parameter}: takes a text`);
  }
  if (isJsonArray(value) && value.every((element) => typeof element === 'string')) return value.join(',');
  throw badRequest('invalidValue', `${parameter}: takes a list of texts`);
}
