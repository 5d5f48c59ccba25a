// Owns what of a resource type comes from a customer's own schemas: which attributes, which are unique. Must not know a stored record.

import { createHash } from 'node:crypto';
import type { Attribute } from './attribute';
import type { ResourceTypeDefinition, SchemaDefinition } from './definitions';

export interface OwnPart {
  /** Of the definitions: a search form that was made under another digest is made anew at start. */
  readonly digest: string;
  /** At the root of a resource: the attributes of an own type, the own extensions of any. */
  readonly attributes: readonly Attribute[];
  /** The attributes whose values no two resources of the type share, each with those above it. */
  readonly unique: readonly (readonly Attribute[])[];
}

/** @param attributes all that stand at the root of a resource of the type */
export function ownPart(
  type: ResourceTypeDefinition,
  schemas: ReadonlyMap<string, SchemaDefinition>,
  own: ReadonlySet<string>,
  attributes: readonly Attribute[],
): OwnPart | undefined {
  const urns = [type.schema, ...type.schemaExtensions.map(({ schema }) => schema)];
  const definitions = urns.filter((urn) => own.has(urn)).map((urn) => schemas.get(urn));
  if (definitions.length === 0) return undefined;
  const ownAttributes = attributes.filter((attribute) => attribute.own);
  return Object.freeze({
    digest: digestOf(definitions),
    attributes: ownAttributes,
    unique: ownAttributes.flatMap((attribute) => uniqueIn(attribute, [])),
  });
}

function uniqueIn(attribute: Attribute, above: readonly Attribute[]): readonly (readonly Attribute[])[] {
  const ancestry = [...above, attribute];
  return [
    ...(attribute.uniqueness === 'none' ? [] : [ancestry]),
    ...[...attribute.subAttributes.values()].flatMap((sub) => uniqueIn(sub, ancestry)),
  ];
}

/** A changed description changes nothing that is kept. */
function digestOf(definitions: readonly unknown[]): string {
  const text = JSON.stringify(definitions, (name, value: unknown) =>
    name === 'description' ? undefined : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
