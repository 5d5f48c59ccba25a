// Reads what somebody sent into an operation's input: text to numbers where numbers are meant, defaults, and a refusal that names each fault.

import type { TObject } from '@sinclair/typebox';
import { Value, type ValueError } from '@sinclair/typebox/value';
import { AdminFailure } from './failure';

const FAULTS_MAX = 5;

/**
 * @param isText the values came as texts, in a query
 * @throws AdminFailure `invalid`
 */
export function readInput(
  schema: TObject,
  given: Readonly<Record<string, unknown>>,
  isText: boolean,
): Record<string, unknown> {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(schema.properties, name));
  if (unknown.length > 0) throw new AdminFailure('invalid', unknownWords(schema, unknown));
  assertTexts(given);
  const whole = Value.Default(schema, { ...given });
  const value = isText ? Value.Convert(schema, whole) : whole;
  if (Value.Check(schema, value)) return value;
  const faults = [...Value.Errors(schema, value)].slice(0, FAULTS_MAX).map(faultWords);
  throw new AdminFailure('invalid', [...new Set(faults)].join('; '));
}

/** What the database cannot hold in a text or look for: NUL, and half a character. */
const NO_TEXT = /[\0\p{Surrogate}]/u;

function assertTexts(given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'object' && value !== null) assertTexts(value as Readonly<Record<string, unknown>>);
    if (NO_TEXT.test(name) || (typeof value === 'string' && NO_TEXT.test(value)))
      throw new AdminFailure(
        'invalid',
        `${quoted(name)}: holds a character that is none; type the text anew`,
      );
  }
}

function unknownWords({ properties }: TObject, names: readonly string[]): string {
  const known = Object.keys(properties);
  const told = known.length === 0 ? 'it takes none' : `known: ${known.join(', ')}`;
  return `${names.slice(0, FAULTS_MAX).map(quoted).join(', ')} is not taken here; ${told}`;
}

function faultWords({ path, schema, message }: ValueError): string {
  const name = path.replace(/^\//, '').replaceAll('/', '.') || 'the input';
  const values: unknown[] = ((schema['anyOf'] ?? []) as { const?: unknown }[]).map((each) => each.const);
  if (values.length > 0 && values.every((value) => typeof value === 'string'))
    return `${name}: must be one of ${values.join(', ')}`;
  const expected = message.charAt(0).toLowerCase() + message.slice(1);
  return `${name}: ${schema.description === undefined ? expected : `must be ${schema.description}`}`;
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
