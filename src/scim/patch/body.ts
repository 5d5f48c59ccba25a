// Reads the envelope of a PATCH request (RFC 7644 §3.5.2) into verbs, paths and values; looks no attribute up.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest, quoted, ScimFailure } from '../failure';
import type { NoteTolerance } from '../tolerance';

export type Verb = 'add' | 'replace' | 'remove';

/** One operation as the client wrote it. */
export interface GivenOperation {
  readonly verb: Verb;
  /** Undefined where the operation is about the resource itself. */
  readonly path: string | undefined;
  /** Undefined where the client gave none; null where it gave null. */
  readonly value: JsonValue | undefined;
}

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/**
 * @throws ScimFailure 400 `invalidSyntax`, `invalidPath`, `invalidValue` or `noTarget`, 413 above `operationsMax`;
 *   each names the operation by its position, counted from 1
 */
export function readPatchBody(
  body: JsonValue,
  operationsMax: number,
  note: NoteTolerance,
): readonly GivenOperation[] {
  if (!isJsonObject(body)) throw badRequest('invalidSyntax', 'a PATCH body is an object with "Operations"');
  assertSchemas(member(body, 'schemas'), note);
  noteUnknown(body, ['schemas', 'operations'], note);
  const operations = member(body, 'operations');
  if (!isJsonArray(operations) || operations.length === 0) {
    throw badRequest('invalidSyntax', '"Operations" takes a list of at least one operation');
  }
  if (operations.length > operationsMax) {
    const detail = `"Operations" holds ${operations.length} operations; one request takes at most ${operationsMax}`;
    throw new ScimFailure(413, undefined, detail);
  }
  return operations.map((operation, index) => readOperation(operation, `operation ${index + 1}`, note));
}

/** RFC 7644 §3.5.2: `schemas` says that the body is a PatchOp. */
function assertSchemas(schemas: JsonValue | undefined, note: NoteTolerance): void {
  if (schemas === undefined || schemas === null) {
    note('schemas-missing', `"schemas" of a PATCH body is ["${PATCH_OP}"]`);
    return;
  }
  const named = isJsonArray(schemas) ? schemas : [schemas];
  if (named.some((urn) => typeof urn === 'string' && urn.toLowerCase() === PATCH_OP.toLowerCase())) return;
  throw badRequest('invalidSyntax', `"schemas" of a PATCH body takes ["${PATCH_OP}"]`);
}

function readOperation(given: JsonValue, where: string, note: NoteTolerance): GivenOperation {
  if (!isJsonObject(given)) {
    throw badRequest('invalidSyntax', `${where} takes an object with "op", "path" and "value"`);
  }
  noteUnknown(given, ['op', 'path', 'value'], note);
  const verb = readVerb(member(given, 'op'), where, note);
  const path = readPath(member(given, 'path'), where);
  const value = member(given, 'value');
  if (path === undefined) note('path-less', where);
  if (verb === 'remove' && path === undefined) {
    // RFC 7644 §3.5.2.2: a remove without path "fails with … noTarget", whatever its value says.
    throw badRequest('noTarget', `${where} removes nothing: "remove" takes a "path"`);
  }
  if (verb !== 'remove' && value === undefined) {
    throw badRequest('invalidValue', `${where} has no "value"; "${verb}" takes one`);
  }
  return { verb, path, value };
}

function readVerb(op: JsonValue | undefined, where: string, note: NoteTolerance): Verb {
  const verb = typeof op === 'string' ? op.toLowerCase() : undefined;
  if (verb !== 'add' && verb !== 'replace' && verb !== 'remove') {
    const shown = typeof op === 'string' ? `, not ${quoted(op)}` : '';
    throw badRequest('invalidSyntax', `"op" of ${where} is one of add, replace, remove${shown}`);
  }
  if (op !== verb) note('op-letter-case', where);
  return verb;
}

function readPath(path: JsonValue | undefined, where: string): string | undefined {
  if (path === undefined || path === null || path === '') return undefined;
  if (typeof path === 'string') return path;
  throw badRequest('invalidPath', `"path" of ${where} takes a text such as name.givenName`);
}

/** Members that mean nothing: a misspelt one is not what the client thinks it is. */
function noteUnknown(object: JsonObject, known: readonly string[], note: NoteTolerance): void {
  const unknown = Object.keys(object).find((name) => !known.includes(name.toLowerCase()));
  if (unknown !== undefined) note('unknown-ignored', quoted(unknown));
}

/** A member of the object by its name in lower case: clients write `Operations`, `operations`, `Path` … */
function member(object: JsonObject, lower: string): JsonValue | undefined {
  const found = Object.entries(object).filter(([name]) => name.toLowerCase() === lower);
  if (found.length > 1) throw badRequest('invalidSyntax', `"${lower}" is given more than once`);
  return found[0]?.[1];
}
