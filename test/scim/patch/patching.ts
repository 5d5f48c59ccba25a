// Runs a PATCH body against a resource as the gateway does, with the published schemas; holds no expectations.

import { join } from 'node:path';

import type { JsonObject, JsonValue } from '../../../src/directory/json';
import { ScimFailure } from '../../../src/scim/failure';
import { applyPatch } from '../../../src/scim/patch/apply';
import { assertEchoes } from '../../../src/scim/patch/echo';
import type { MemberOperation, PatchLimits } from '../../../src/scim/patch/operation';
import { parsePatch } from '../../../src/scim/patch/parse';
import { DEFAULT_PROFILE, profileOf, type Profile } from '../../../src/scim/profile';
import { toleranceNotes } from '../../../src/scim/resources/services';
import { readPublishedSchemas } from '../../../src/scim/schema/published';
import { compileSchemaMap, type ResourceType } from '../../../src/scim/schema/schema-map';
import type { Tolerance } from '../../../src/scim/tolerance';

export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const LIMITS: PatchLimits = {
  operationsMax: 1_000,
  filterBytesMax: 8_192,
  filterDepthMax: 32,
  filterTokensMax: 1_000,
};

const STRICT = profileOf('strict');
const SCHEMA_MAP = compileSchemaMap(readPublishedSchemas(join(__dirname, '../../../schemas')));

function typeNamed(name: string): ResourceType {
  const type = SCHEMA_MAP.get(name);
  if (type === undefined) throw new Error(`schemas/ has no ${name}`);
  return type;
}

export const USER = typeNamed('User');
export const GROUP = typeNamed('Group');

export interface Patched {
  readonly resource: JsonObject;
  readonly members: readonly MemberOperation[];
  /** The tolerances that were applied, each once, in alphabetical order. */
  readonly tolerances: readonly Tolerance[];
}

/** The outcome of a whole PATCH body; the body goes through its text first, as on the wire. */
export function patchedByBody(
  type: ResourceType,
  resource: JsonObject,
  body: unknown,
  profile: Profile = DEFAULT_PROFILE,
): Patched {
  const notes = toleranceNotes(profile);
  const given = JSON.parse(JSON.stringify(body)) as JsonValue;
  const { operations, memberOperations, echoes } = parsePatch(type, given, LIMITS, notes);
  assertEchoes(echoes, resource);
  const after = applyPatch(type, deeplyFrozen(resource), operations, notes.note);
  return { resource: after, members: memberOperations, tolerances: [...notes.list()].toSorted() };
}

export function patched(
  type: ResourceType,
  resource: JsonObject,
  ...operations: readonly unknown[]
): Patched {
  return patchedByBody(type, resource, { schemas: [PATCH_OP], Operations: operations });
}

/** The same under the strict profile. */
export function patchedStrictly(
  type: ResourceType,
  resource: JsonObject,
  ...operations: readonly unknown[]
): Patched {
  return patchedByBody(type, resource, { schemas: [PATCH_OP], Operations: operations }, STRICT);
}

export interface Refusal {
  readonly status: number;
  readonly scimType: string | undefined;
  readonly detail: string;
}

/** What the refusal says; a patch that is not refused, or refused by anything but a ScimFailure, fails the test. */
export function refusalOf(patch: () => unknown): Refusal {
  try {
    patch();
  } catch (failure) {
    if (!(failure instanceof ScimFailure)) throw failure;
    return { status: failure.status, scimType: failure.scimType, detail: failure.detail };
  }
  throw new Error('the patch was not refused');
}

/** Frozen all the way down, so that a patch which changes its input throws. */
export function deeplyFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deeplyFrozen(inner);
    Object.freeze(value);
  }
  return value;
}
