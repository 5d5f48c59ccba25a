// Reads library assignments out of `roles[].value`: what Entra's app roles can send (imanage-model.md §2). Pure.

import { comparisonKey } from '../../directory/comparison';
import { splitAssignment } from '../../directory/assignments';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';

/** `LIBRARY:ROLE`; any other value of a role is kept as it is and means nothing to iManage. */
const ASSIGNMENT = /^[^\s:;{}"]+:[^:;{}"]+$/;

/** The `LIBRARY:ROLE` texts in the attribute, also where Entra packs an app role into a JSON text. */
export function assignmentTexts(roles: JsonValue | undefined): readonly string[] {
  if (!isJsonArray(roles)) return [];
  return roles.flatMap((role) => assignmentText(role) ?? []);
}

/** Leaves out the stored role values of libraries that a newly given value places anew: one role for each library. */
export function withoutSuperseded(profile: JsonObject, added: readonly string[]): JsonObject {
  if (added.length === 0 || !isJsonArray(profile['roles'])) return profile;
  const placed = new Map(added.map((text) => [libraryKey(text), comparisonKey(text)]));
  const roles = profile['roles'].filter((role) => {
    const text = assignmentText(role);
    const winner = text === undefined ? undefined : placed.get(libraryKey(text));
    return text === undefined || winner === undefined || winner === comparisonKey(text);
  });
  return { ...profile, roles };
}

function assignmentText(role: JsonValue): string | undefined {
  const value = isJsonObject(role) ? role['value'] : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.startsWith('{') ? packedValue(value) : value;
  return text !== undefined && ASSIGNMENT.test(text) ? text : undefined;
}

/** Entra's default app-role mapping sends `{"id":…,"value":"LIBRARY:ROLE","displayName":…}` as one text. */
function packedValue(text: string): string | undefined {
  try {
    const packed = JSON.parse(text) as JsonValue;
    return isJsonObject(packed) && typeof packed['value'] === 'string' ? packed['value'] : undefined;
  } catch {
    return undefined;
  }
}

function libraryKey(text: string): string {
  return comparisonKey(splitAssignment(text).library);
}
