// Finds the attribute that a client's text names: `userName`, `name.familyName`, `urn:…:User:department`; no filters, no values.

import type { Attribute } from './attribute';
import type { ResourceType } from './schema-map';

/**
 * The attributes from the root of the resource to the named one, e.g. [name, familyName] or [urn:…:User, department].
 * Undefined where the schema map has no such attribute. Names compare without case (RFC 7643 §2.1); a name without URN
 * that no core attribute has is looked for in the extensions, because Entra asks for `manager` so.
 */
export function findAttribute(type: ResourceType, text: string): readonly Attribute[] | undefined {
  const lower = text.toLowerCase();
  if (lower.startsWith('urn:')) return findByUrn(type, lower);
  return walk(type.attributes, lower.split('.')) ?? findInExtensions(type, lower);
}

function findByUrn(type: ResourceType, lower: string): readonly Attribute[] | undefined {
  const core = `${type.schema.toLowerCase()}:`;
  if (lower.startsWith(core)) return walk(type.attributes, lower.slice(core.length).split('.'));
  for (const extension of type.extensions) {
    const urn = extension.name.toLowerCase();
    if (lower === urn) return [extension];
    // The URN holds dots of its own: the attribute begins behind the colon that ends the URN, not at a dot.
    const separator = lower.charAt(urn.length);
    if (lower.startsWith(urn) && (separator === ':' || separator === '.')) {
      const found = walk(extension.subAttributes, lower.slice(urn.length + 1).split('.'));
      return found && [extension, ...found];
    }
  }
  return undefined;
}

/** A customer's own extension takes no name away from a built-in one. */
function findInExtensions(type: ResourceType, lower: string): readonly Attribute[] | undefined {
  const builtIn = type.extensions.filter(({ own }) => !own);
  return soleAmong(builtIn, lower) ?? soleAmong(type.extensions, lower);
}

function soleAmong(extensions: readonly Attribute[], lower: string): readonly Attribute[] | undefined {
  const found = extensions.flatMap((extension) => {
    const path = walk(extension.subAttributes, lower.split('.'));
    return path === undefined ? [] : [[extension, ...path]];
  });
  return found.length === 1 ? found[0] : undefined;
}

function walk(
  attributes: Attribute['subAttributes'],
  names: readonly string[],
): readonly Attribute[] | undefined {
  const path: Attribute[] = [];
  let level = attributes;
  for (const name of names) {
    const attribute = level.get(name);
    if (attribute === undefined) return undefined;
    path.push(attribute);
    level = attribute.subAttributes;
  }
  return path;
}
