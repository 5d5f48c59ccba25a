/** Turns one schema error into a plain sentence: where, what is wrong, what would do. Knows no particular setting. */
import type { ErrorObject } from 'ajv';
import { quote, quoteAll } from './faults';
import { nearestName } from './nearest-name';

type Wording = (error: ErrorObject, value: string) => string;

const KINDS: Readonly<Record<string, string>> = {
  object: 'an object {...}',
  array: 'a list [...]',
  string: 'a text "..."',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  null: 'null',
};

/** What something is, without saying it: a value in the wrong place may be a secret. */
function kindOf(value: unknown): string {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return KINDS[kind] ?? kind;
}

const description = (error: ErrorObject): string =>
  String(error.parentSchema?.['description'] ?? 'see the schema');
const param = (error: ErrorObject, name: string): unknown => (error.params as Record<string, unknown>)[name];
const knownKeys = (error: ErrorObject): string[] =>
  Object.keys((error.parentSchema?.['properties'] ?? {}) as object);

const WORDINGS: Readonly<Record<string, Wording>> = {
  type: (error) =>
    `is ${kindOf(error.data)}; it must be ${KINDS[String(param(error, 'type'))] ?? ''}. ${description(error)}`,
  required: (error) => `lacks ${quote(param(error, 'missingProperty'))}.`,
  additionalProperties: (error) => `has ${unknownKey(error)} Known keys: ${knownKeys(error).join(', ')}.`,
  enum: (error, value) =>
    `is ${value}; possible values: ${quoteAll(param(error, 'allowedValues') as unknown[])}.`,
  pattern: (error, value) => `is ${value}, which does not fit. ${description(error)}`,
  format: (error, value) => `is ${value}, which does not fit. ${description(error)}`,
  minLength: (error) => `is empty. ${description(error)}`,
  minItems: (error) => `is empty. ${description(error)}`,
  maxItems: (error) => `holds more than ${String(param(error, 'limit'))}. ${description(error)}`,
  minProperties: (error) => `must hold one of ${quoteAll(knownKeys(error))}.`,
  maxProperties: (error) => `must hold only one of ${quoteAll(knownKeys(error))}.`,
  minimum: (error, value) => `is ${value}; it must be at least ${String(param(error, 'limit'))}.`,
  maximum: (error, value) => `is ${value}; it must be at most ${String(param(error, 'limit'))}.`,
  uniqueItems: () => 'holds the same value twice.',
};

/** "customers[0].rules.validation is …; possible values: …". */
export function schemaFault(error: ErrorObject): string {
  const shown = isSecretPlace(error.instancePath) ? 'a text (not shown)' : quote(error.data);
  const wording =
    WORDINGS[error.keyword]?.(error, shown) ?? `does not fit: ${error.message ?? error.keyword}.`;
  return `GATEWAY_CONFIG: ${jsonPath(error.instancePath)} ${wording}`;
}

/** Where somebody may have pasted the token itself. */
function isSecretPlace(pointer: string): boolean {
  return /\/(tokens?|secrets?|authorization|push\/endpoint|webhook\/url|smtp)(\/|$)/.test(pointer);
}

function unknownKey(error: ErrorObject): string {
  if (isSecretPlace(error.instancePath)) return 'an unknown key.';
  const key = String(param(error, 'additionalProperty'));
  return `the unknown key ${quote(key)}; did you mean ${quote(nearestName(key, knownKeys(error)))}?`;
}

/** `/customers/0/rules` (RFC 6901) as people write it: `customers[0].rules`. Only names of the schema occur in it. */
function jsonPath(pointer: string): string {
  if (pointer === '') return 'the file';
  return pointer
    .slice(1)
    .replace(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.');
}
