// The facts of a directory event as SCIM attributes, with their paths and values (imanage-model.md §2). Pure.

import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { sameJson } from '../../directory/event';

export type ToldType = 'User' | 'Group';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:';
const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:';

/** Facts that are attributes of the iManage extension, under their own names. */
const IMANAGE_FACTS: Readonly<Record<ToldType, readonly string[]>> = {
  User: ['userId', 'location', 'external', 'preferredLibrary', 'accountType', 'libraries'],
  Group: ['groupId', 'library', 'external', 'enabled'],
};
/** What follows from other facts, or is no attribute. */
const UNTOLD = new Set([
  ...['fullName', 'email', 'deleted', 'returnApprovedUntil', 'activeUnassigned', 'nestedGroups', 'password'],
]);

/** Attributes by path (RFC 7644 §3.5.2): `name`, `active`, `urn:…:User:location`. */
export type Attributes = ReadonlyMap<string, JsonValue>;
type Named = readonly [string, JsonValue];

export function attributesOf(type: ToldType, facts: JsonObject): Attributes {
  return new Map(
    Object.entries(facts).flatMap(([name, value]): Named[] => {
      if (UNTOLD.has(name)) return [];
      if (name === 'signInEnabled') return [['active', value]];
      if (IMANAGE_FACTS[type].includes(name)) return [[`${IMANAGE}${type}:${name}`, told(name, value)]];
      return isExtension(name, value) ? extensionAttributes(name, value) : [[name, value]];
    }),
  );
}

/** The paths of what one version changed, each once. */
export function changedPaths(type: ToldType, before: JsonObject, after: JsonObject): readonly string[] {
  const [old, now] = [attributesOf(type, before), attributesOf(type, after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    (path) => !sameJson(old.get(path), now.get(path)),
  );
}

/** The attributes as a resource (RFC 7643 §3): those of extensions under their schemas. */
export function resourceOf(type: ToldType, id: string, facts: JsonObject): JsonObject {
  const core: Record<string, JsonValue> = {};
  const extensions = new Map<string, Record<string, JsonValue>>();
  for (const [path, value] of attributesOf(type, facts)) {
    const cut = path.startsWith('urn:') ? path.lastIndexOf(':') : -1;
    if (cut === -1) core[path] = value;
    else {
      const schema = path.slice(0, cut);
      const held = extensions.get(schema) ?? {};
      held[path.slice(cut + 1)] = value;
      extensions.set(schema, held);
    }
  }
  const schemas = [`${CORE}${type}`, ...extensions.keys()];
  return { schemas, id, ...core, ...Object.fromEntries(extensions) };
}

function isExtension(name: string, value: JsonValue): value is JsonObject {
  return name.startsWith('urn:') && isJsonObject(value);
}

function extensionAttributes(schema: string, value: JsonObject): Named[] {
  return Object.entries(value).map(([name, held]) => [`${schema}:${name}`, held]);
}

/** Rows of libraries as the attribute has them. */
function told(name: string, value: JsonValue): JsonValue {
  if (name !== 'libraries' || !isJsonArray(value)) return value;
  return value.map((row: JsonValue) => {
    if (!isJsonObject(row)) return row;
    const { library, ...rest } = row;
    return { value: library ?? null, ...rest };
  });
}
