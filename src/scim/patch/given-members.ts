// Members of a group as a client names them: who, and how they are to be shown. Looks nobody up.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest } from '../failure';
import type { Attribute } from '../schema/attribute';
import { isUnassigned, normaliseValue } from '../schema/normalise';
import type { NoteTolerance } from '../tolerance';
import { LargeMembers } from './large-members';
import type { GivenMembers } from './operation';

/** @throws ScimFailure 400 `invalidValue` for a member without id, or shown by what no text may hold */
export function givenMembers(
  members: Attribute,
  value: JsonValue | undefined,
  note: NoteTolerance,
): GivenMembers {
  if (value instanceof LargeMembers) return { ids: [], list: value.heard(note) };
  const ids = memberIds(members, value, note);
  const displays = new Map(displaysIn(members, isJsonArray(value) ? value : [value ?? null], note));
  return displays.size === 0 ? { ids } : { ids, displays };
}

/**
 * The ids of members given as texts, as objects with `value`, or as lists of either; each once.
 *
 * @throws ScimFailure 400 `invalidValue` for a member without id
 */
export function memberIds(
  members: Attribute,
  value: JsonValue | undefined,
  note: NoteTolerance,
): readonly string[] {
  if (value === undefined || isUnassigned(value)) return [];
  if (!isJsonArray(value)) note('single-as-list', members.path);
  const given = isJsonArray(value) ? value : [value];
  const ids = given.filter((member) => member !== null).map((member) => memberId(members, member, note));
  return [...new Set(ids)];
}

/** A part of a member by its name in lower case. */
export function memberPart(given: JsonObject, lower: 'value' | 'display'): JsonValue | undefined {
  return Object.entries(given).find(([name]) => name.toLowerCase() === lower)?.[1];
}

function memberId(members: Attribute, given: JsonValue, note: NoteTolerance): string {
  if (typeof given === 'string') note('text-as-value', members.path);
  const id = isJsonObject(given) ? memberPart(given, 'value') : given;
  const attribute = members.subAttributes.get('value');
  if (attribute !== undefined && typeof id === 'string' && id !== '') {
    const canonical = normaliseValue(attribute, id, note);
    if (typeof canonical === 'string') return canonical;
  }
  throw badRequest('invalidValue', 'each of "members" takes {"value": "<id of a user>"}');
}

/** Anything but a text says nothing of how a member is shown. */
function displaysIn(
  members: Attribute,
  given: readonly JsonValue[],
  note: NoteTolerance,
): readonly (readonly [string, string])[] {
  const attribute = members.subAttributes.get('display');
  if (attribute === undefined) return [];
  return given.filter(isJsonObject).flatMap((member) => {
    const [id, display] = [memberPart(member, 'value'), memberPart(member, 'display')];
    const shown = typeof display === 'string' ? normaliseValue(attribute, display, note) : undefined;
    return typeof id !== 'string' || typeof shown !== 'string' ? [] : [[id, shown]];
  });
}
