// Reads the envelope of a bulk request (RFC 7644 §3.7): what refuses the request as a whole, before any work. Looks into no operation's data.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest, quoted, ScimFailure } from '../failure';

export interface BulkEnvelope {
  readonly operations: readonly JsonObject[];
  /** After how many errors the rest is left undone; undefined: never. */
  readonly failOnErrors: number | undefined;
}

const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

/** @throws ScimFailure 413 above `operationsMax`, 400 `invalidSyntax` or `invalidValue`; operations count from 1 */
export function readEnvelope(body: JsonValue | undefined, operationsMax: number): BulkEnvelope {
  if (!isJsonObject(body)) throw badRequest('invalidSyntax', 'the body is one JSON object, a BulkRequest');
  assertSchemas(member(body, 'schemas'));
  const operations = readOperations(member(body, 'Operations'), operationsMax);
  const failOnErrors = readFailOnErrors(member(body, 'failOnErrors'));
  assertDistinctIds(operations);
  return { operations, failOnErrors };
}

/** A member by its name, which compares without case (RFC 7643 §2.1). @throws ScimFailure 400 where it is given twice */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  const lower = name.toLowerCase();
  const found = Object.entries(object).filter(([key]) => key.toLowerCase() === lower);
  if (found.length > 1) throw badRequest('invalidSyntax', `"${name}" is given more than once`);
  return found[0]?.[1] ?? undefined;
}

/** As in a PATCH, a body without `schemas` is understood all the same; one with another schema is something else. */
function assertSchemas(schemas: JsonValue | undefined): void {
  if (schemas === undefined) return;
  const named = isJsonArray(schemas) ? schemas : [schemas];
  if (named.some((urn) => typeof urn === 'string' && urn.toLowerCase() === BULK_REQUEST.toLowerCase()))
    return;
  throw badRequest('invalidSyntax', `"schemas" of a bulk request takes ["${BULK_REQUEST}"]`);
}

function readOperations(operations: JsonValue | undefined, operationsMax: number): readonly JsonObject[] {
  if (!isJsonArray(operations) || operations.length === 0) {
    throw badRequest('invalidSyntax', '"Operations" takes a list of at least one operation');
  }
  if (operations.length > operationsMax) {
    const detail = `"Operations" holds ${operations.length} operations, more than maxOperations (${operationsMax}); use several requests`;
    throw new ScimFailure(413, undefined, detail);
  }
  return operations.map((operation, index) => {
    if (isJsonObject(operation)) return operation;
    const detail = `operation ${index + 1} takes an object with "method", "path", "bulkId" and "data"`;
    throw badRequest('invalidSyntax', detail);
  });
}

function readFailOnErrors(value: JsonValue | undefined): number | undefined {
  if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1)) {
    return value;
  }
  throw badRequest('invalidValue', '"failOnErrors" takes a whole number of at least 1, without quotes');
}

/** RFC 7644 §3.7: a bulkId is unique within the request, else nobody knows which resource a reference means. */
function assertDistinctIds(operations: readonly JsonObject[]): void {
  const seen = new Map<string, number>();
  for (const [index, operation] of operations.entries()) {
    const bulkId = member(operation, 'bulkId');
    if (typeof bulkId !== 'string') continue;
    const first = seen.get(bulkId);
    if (first !== undefined) {
      const detail = `bulkId ${quoted(bulkId)} is given by operation ${first + 1} and by operation ${index + 1}; it must be unique in the request`;
      throw badRequest('invalidValue', detail);
    }
    seen.set(bulkId, index);
  }
}
