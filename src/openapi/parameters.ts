// The parameters of SCIM requests: queries (RFC 7644 §3.4.2, §3.9; RFC 9865) and preconditions (§3.14); knows no path.

import type { JsonObject } from '../directory/json';
import { attributeName, filterText, sortOrder, WHOLE_NUMBER } from './messages';
import { reference } from './reference';

export const PROJECTION = ['attributes', 'excludedAttributes'] as const;
export const QUERY = [
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
  ...PROJECTION,
] as const;
export const PRECONDITIONS = ['If-Match', 'If-None-Match'] as const;
type ParameterName = (typeof QUERY)[number] | (typeof PRECONDITIONS)[number] | 'Prefer';

export function parameterRefs(names: readonly ParameterName[]): readonly JsonObject[] {
  return names.map((name) => reference('parameters', name));
}

export function idParameter(name: string, description: string): JsonObject {
  return { name, in: 'path', required: true, description, schema: { type: 'string', minLength: 1 } };
}

export function parameterComponents(): JsonObject {
  const query = (description: string, schema: JsonObject): JsonObject => ({
    in: 'query',
    description,
    schema,
  });
  const precondition = (description: string, example: string): JsonObject => ({
    in: 'header',
    description,
    // Tags that are not the gateway's own, and lists of tags, are read too; nobody else's tag can match.
    schema: {
      anyOf: [{ const: '*' }, { type: 'string', pattern: '^W/"[0-9A-Za-z]{1,40}"$' }],
      examples: [example],
    },
  });
  const components: Readonly<Record<ParameterName, JsonObject>> = {
    filter: query(
      'RFC 7644 §3.4.2.2, on every attribute of the schemas: `userName eq "tove.rask@ajuba-law.example"`.',
      filterText(),
    ),
    sortBy: query('RFC 7644 §3.4.2.3: `name.familyName`.', attributeName()),
    sortOrder: query('RFC 7644 §3.4.2.3; ascending where it is not given.', sortOrder()),
    startIndex: query('The first resource of the page, counted from 1; less means 1.', WHOLE_NUMBER),
    count: query('Resources on one page at most; less than 0 means 0.', WHOLE_NUMBER),
    cursor: query(
      'RFC 9865: empty for the first page, then `nextCursor` or `previousCursor` of the answer before.',
      { type: 'string', format: 'scim-cursor' },
    ),
    attributes: query(
      'What the answer is to have, such as `displayName,meta.version`; not with excludedAttributes.',
      names(),
    ),
    excludedAttributes: query('What the answer is to leave out, separated by commas.', names()),
    'If-Match': precondition(
      'Only where the resource is at one of these versions, such as `W/"1"`; else 412.',
      '*',
    ),
    Prefer: {
      in: 'header',
      description:
        '`respond-async`: answered 202 at once (RFC 9967 §2.5.1); `wait` in seconds (RFC 7240 §4.3).',
      schema: { type: 'string' },
    },
    'If-None-Match': precondition('Only where the resource is at none of these versions.', 'W/"0"'),
  };
  return Object.fromEntries(
    Object.entries(components).map(([name, parameter]) => [name, { name, ...parameter }]),
  );
}

function names(): JsonObject {
  return { type: 'string' };
}
