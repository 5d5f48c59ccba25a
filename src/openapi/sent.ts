// The JSON Schema of what clients may send, made from the published SCIM schemas, with the forms that the default profile puts up with.

import { objectOf as jsonObjectOf, type JsonObject } from '../directory/json';
import type {
  AttributeDefinition,
  PublishedSchemas,
  ResourceTypeDefinition,
  SchemaDefinition,
} from '../scim/schema/definitions';
import { schemaNamed } from './published-schema';
import { schemaRef } from './reference';

/** Longest text of one value, as `scim/schema/scalar.ts` has it. */
const TEXT_LENGTH_MAX = 8_192;
const BINARY_LENGTH_MAX = 262_144;
/** No control characters but tab, line feed and carriage return. */
const STORABLE = String.raw`^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$`;
const TEXT: JsonObject = { type: 'string', maxLength: TEXT_LENGTH_MAX, pattern: STORABLE };
const BASE64: JsonObject = {
  type: 'string',
  maxLength: BINARY_LENGTH_MAX,
  pattern: '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$',
};
const UNASSIGNED = schemaRef('Unassigned');

/** What iManage holds of a text, where it is less than a SCIM value may have (imanage-model.md §1). */
const TEXT_LENGTHS_MAX: ReadonlyMap<string, number> = new Map([
  ['urn:ietf:params:scim:schemas:core:2.0:Group:displayName', 254],
  ['urn:ietf:params:scim:schemas:extension:imanage:2.0:Group:groupId', 254],
  ['urn:ietf:params:scim:schemas:extension:imanage:2.0:User:location', 254],
  ['urn:ietf:params:scim:schemas:extension:imanage:2.0:User:userId', 64],
]);
/** Of the values of these attributes, "value" is required although the schema of RFC 7643 §8.7.1 says nothing of it. */
const KEYED_BY_VALUE = ['members', 'libraries'];

/** What the schemas of sent resources refer to, by component name. */
export function sentValues(): JsonObject {
  const named = { ...TEXT, minLength: 1 };
  const boolean = { type: 'boolean' };
  const booleanText = { type: 'string', pattern: '^([tT][rR][uU][eE]|[fF][aA][lL][sS][eE])$' };
  return {
    Unassigned: {
      description: 'RFC 7643 §2.5: null, "" and [] leave an attribute without a value, or take it away.',
      anyOf: [{ type: 'null' }, { type: 'string', maxLength: 0 }, { type: 'array', maxItems: 0 }],
    },
    SentText: orUnassigned('A text without control characters; a list of one text is put up with.', TEXT),
    RequiredText: {
      description: 'A text that is not empty; a list of one text is put up with.',
      anyOf: [named, { type: 'array', minItems: 1, maxItems: 1, items: named }],
    },
    SentBoolean: orUnassigned(
      'true or false; put up with: the same as text in any letter case, and in a list of one.',
      { anyOf: [boolean, booleanText] },
    ),
    RequiredBoolean: {
      description:
        'true or false, never left to a guess; put up with: the same as text in any letter case, and in a list of one.',
      anyOf: [
        boolean,
        booleanText,
        { type: 'array', minItems: 1, maxItems: 1, items: { anyOf: [boolean, booleanText] } },
      ],
    },
    SentInteger: orUnassigned('A whole number.', { type: 'integer' }),
    SentDecimal: orUnassigned('A number.', { type: 'number' }),
    SentDateTime: orUnassigned('A date and time such as 2026-01-31T09:00:00Z.', {
      type: 'string',
      format: 'date-time',
    }),
    SentBinary: orUnassigned('Base64 text.', BASE64),
  };
}

function orUnassigned(description: string, value: JsonObject): JsonObject {
  const listOfOne = { type: 'array', maxItems: 1, items: { anyOf: [value, UNASSIGNED] } };
  return { description, anyOf: [value, { type: 'null' }, { type: 'string', maxLength: 0 }, listOfOne] };
}

/**
 * A resource of the type as a client may send it. Read-only and unknown attributes are left out of it: whatever is sent
 * of them is passed over, `schemas` among them.
 */
export function sentResource(published: PublishedSchemas, type: ResourceTypeDefinition): JsonObject {
  const core = schemaNamed(published, type.schema);
  const extensions = type.schemaExtensions.map(({ schema }) => schemaNamed(published, schema));
  return {
    type: 'object',
    description: `${core.description} Attribute names compare without letter case. Read-only and unknown attributes are passed over.`,
    required: core.attributes.filter(({ required }) => required).map(({ name }) => name),
    properties: {
      schemas: {
        description: 'URNs of the schemas that the resource has attributes of (RFC 7643 §3).',
        examples: [[core.id, ...extensions.map(({ id }) => id)]],
      },
      ...sentProperties(core),
      ...Object.fromEntries(
        extensions.map((extension) => [
          extension.id,
          { ...single(objectOf(extension)), description: extension.description },
        ]),
      ),
    },
    additionalProperties: true,
  };
}

/** An attribute as a client may send it, whole. @param urn of the schema or the attribute that it stands in */
function sentAttribute(attribute: AttributeDefinition, urn: string): JsonObject {
  const { name, description, mutability, type, multiValued, canonicalValues = [] } = attribute;
  const inner = { id: `${urn}:${name}`, attributes: attribute.subAttributes ?? [] };
  const about = {
    description,
    ...(mutability === 'writeOnly' ? { writeOnly: true } : {}),
    ...(canonicalValues.length > 0 ? { examples: canonicalValues } : {}),
  };
  if (KEYED_BY_VALUE.includes(name)) return { ...keyedByValue(inner), ...about };
  if (type !== 'complex') {
    const maxLength = TEXT_LENGTHS_MAX.get(inner.id);
    const value =
      maxLength === undefined ? schemaRef(componentOf(attribute)) : shortText(attribute, maxLength);
    return { ...(multiValued ? { anyOf: [{ type: 'array', items: value }, value] } : value), ...about };
  }
  const value = inner.attributes.find((sub) => sub.name === 'value');
  const forms = [objectOf(inner), ...(value === undefined ? [] : [value.type === 'binary' ? BASE64 : TEXT])];
  return { ...(multiValued ? several(forms) : single(...forms)), ...about };
}

function componentOf({ name, type, required }: AttributeDefinition): string {
  switch (type) {
    case 'boolean':
      return name === 'active' ? 'RequiredBoolean' : 'SentBoolean';
    case 'integer':
      return 'SentInteger';
    case 'decimal':
      return 'SentDecimal';
    case 'dateTime':
      return 'SentDateTime';
    case 'binary':
      return 'SentBinary';
    case 'string':
    case 'reference':
    case 'complex':
      return required ? 'RequiredText' : 'SentText';
  }
}

/** A schema, or a complex attribute by the path that its URN makes. */
type Described = Pick<SchemaDefinition, 'id' | 'attributes'>;

function sentProperties({ id, attributes }: Described): JsonObject {
  return Object.fromEntries(
    attributes
      .filter(({ mutability }) => mutability !== 'readOnly')
      .map((attribute) => [attribute.name, sentAttribute(attribute, id)]),
  );
}

function shortText({ required }: AttributeDefinition, maxLength: number): JsonObject {
  const text = { ...TEXT, maxLength };
  return required ? { ...text, minLength: 1 } : orUnassigned(`At most ${maxLength} characters.`, text);
}

function keyedByValue(described: Described): JsonObject {
  const value = { ...TEXT, minLength: 1 };
  const { properties } = objectOf(described);
  const keyed = {
    ...objectOf(described),
    required: ['value'],
    properties: { ...jsonObjectOf(properties), value },
  };
  return { anyOf: [{ type: 'array', items: { anyOf: [keyed, value] } }, keyed, value, UNASSIGNED] };
}

function objectOf(described: Described): JsonObject {
  return { type: 'object', properties: sentProperties(described), additionalProperties: true };
}

function single(...forms: readonly JsonObject[]): JsonObject {
  return {
    anyOf: [...forms, UNASSIGNED, { type: 'array', maxItems: 1, items: { anyOf: [...forms, UNASSIGNED] } }],
  };
}

function several(forms: readonly JsonObject[]): JsonObject {
  return { anyOf: [{ type: 'array', items: { anyOf: [...forms, UNASSIGNED] } }, ...forms, UNASSIGNED] };
}
