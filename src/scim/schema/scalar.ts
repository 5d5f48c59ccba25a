// Checks and coerces one simple value against its attribute type (RFC 7643 §2.3); knows no lists and no objects' names.

import { isJsonObject, type JsonValue } from '../../directory/json';
import { badRequest, quoted, type ScimFailure } from '../failure';
import type { NoteTolerance } from '../tolerance';
import type { Attribute } from './attribute';
import { dateTimeOf } from './date-time';

/** Longest text of one value, in UTF-16 code units; certificates and photos are longer than names. */
const TEXT_LENGTH_MAX = 8_192;
const BINARY_LENGTH_MAX = 262_144;

// Control characters other than tab, line feed and carriage return, and halves of surrogate pairs: no directory holds them.
// eslint-disable-next-line no-control-regex -- the control characters are what is looked for
const UNSTORABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u;
/** RFC 8259 §6, no longer than any double needs. */
const JSON_NUMBER = /^(?=.{1,32}$)-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** RFC 7643 §2.3.6: RFC 4648 §4, where the padding may be left out; no text of 4n + 1 characters stands for octets. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** @throws ScimFailure 400 `invalidValue` naming the attribute and what it takes */
export function normaliseScalar(attribute: Attribute, value: JsonValue, note: NoteTolerance): JsonValue {
  switch (attribute.type) {
    case 'boolean':
      return booleanOf(attribute, value, note);
    case 'integer': {
      const number = numberOf(attribute, value, note);
      if (Number.isSafeInteger(number)) return number;
      throw wrongType(attribute, 'a whole number');
    }
    case 'decimal': {
      const number = numberOf(attribute, value, note);
      if (typeof number === 'number' && Number.isFinite(number)) return number;
      throw wrongType(attribute, 'a number');
    }
    case 'dateTime':
      if (typeof value === 'string' && dateTimeOf(value) !== undefined) return value;
      throw wrongType(attribute, 'a date and time such as 2026-01-31T09:00:00Z');
    case 'binary':
      if (typeof value === 'string' && value.length <= BINARY_LENGTH_MAX && BASE64.test(value)) return value;
      throw wrongType(attribute, `base64 text of at most ${BINARY_LENGTH_MAX} characters`);
    case 'string':
    case 'reference':
      return textOf(attribute, value);
    case 'complex':
      throw wrongType(attribute, 'an object with sub-attributes');
  }
}

function textOf(attribute: Attribute, value: JsonValue): string {
  if (typeof value !== 'string') throw wrongType(attribute, 'a text');
  if (value.length > TEXT_LENGTH_MAX)
    throw wrongType(attribute, `a text of at most ${TEXT_LENGTH_MAX} characters`);
  if (UNSTORABLE.test(value)) throw wrongType(attribute, 'a text without control characters');
  return value;
}

/** A text that holds a JSON number is that number: connectors that keep every value as a text send "7" for 7. */
function numberOf(attribute: Attribute, value: JsonValue, note: NoteTolerance): JsonValue {
  if (typeof value !== 'string' || !JSON_NUMBER.test(value)) return value;
  note('text-number', attribute.path);
  return Number(value);
}

function booleanOf(attribute: Attribute, value: JsonValue, note: NoteTolerance): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) {
    note('text-boolean', attribute.path);
    return value.toLowerCase() === 'true';
  }
  if (isJsonObject(value) && Object.keys(value).length === 1 && value['value'] !== undefined) {
    note('wrapped-boolean', attribute.path);
    return booleanOf(attribute, value['value'], note);
  }
  const shown = typeof value === 'string' ? `, not ${quoted(value)}` : '';
  throw wrongType(attribute, `true or false${shown}`);
}

function wrongType(attribute: Attribute, wanted: string): ScimFailure {
  return badRequest('invalidValue', `attribute "${attribute.path}" takes ${wanted}`);
}
