// The JSON Schema of what the gateway answers, made from the published SCIM schemas attribute by attribute; knows no path and no request.

import { objectOf, type JsonObject } from '../directory/json';
import type {
  AttributeDefinition,
  PublishedSchemas,
  ResourceTypeDefinition,
} from '../scim/schema/definitions';
import { schemaNamed } from './published-schema';

/** RFC 7643 §2.3.5 asks for the XSD form, whose zone is optional; `format: date-time` is stricter. */
const XSD_DATE_TIME = String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$`;

const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

/** A customer's own extension schemas stand beside the published ones; nobody's are told to everybody. */
const OWN_EXTENSIONS: JsonObject = { '^[uU][rR][nN]:': { type: 'object' } };

/**
 * A resource of the type as it is read. Only `schemas` and `id` are always there: the parameters `attributes` and
 * `excludedAttributes` can take away the rest (RFC 7644 §3.9).
 */
export function answeredResource(published: PublishedSchemas, type: ResourceTypeDefinition): JsonObject {
  const core = schemaNamed(published, type.schema);
  const extensions = type.schemaExtensions.map(({ schema }) => schemaNamed(published, schema));
  return {
    type: 'object',
    description: core.description,
    required: ['schemas', 'id'],
    properties: {
      schemas: schemasProperty([core.id]),
      id: {
        type: 'string',
        minLength: 1,
        readOnly: true,
        description: 'Given by the gateway; never changes.',
      },
      ...answeredProperties(core.attributes),
      ...Object.fromEntries(
        extensions.map(({ id, description, attributes }) => [
          id,
          { ...answeredObject(attributes), description },
        ]),
      ),
      meta: answeredMeta(type.name),
    },
    patternProperties: OWN_EXTENSIONS,
    additionalProperties: false,
  };
}

/** A document of the discovery endpoints (RFC 7644 §4). */
export function answeredDocument(
  published: PublishedSchemas,
  urn: string,
  { required }: { readonly required: readonly string[] },
): JsonObject {
  const { name, description, attributes } = schemaNamed(published, urn);
  return {
    type: 'object',
    description,
    required,
    properties: {
      schemas: schemasProperty([urn]),
      ...answeredProperties(attributes),
      meta: answeredMeta(name),
    },
    additionalProperties: false,
  };
}

/** RFC 7643 §7 describes sub-attributes like attributes, "subAttributes" itself among them: one schema for both. */
export function answeredSchema(published: PublishedSchemas, self: JsonObject): JsonObject {
  const document = answeredDocument(published, SCHEMA, { required: ['schemas', 'id', 'attributes'] });
  return { ...document, properties: { ...objectOf(document['properties']), attributes: listOf(self) } };
}

/** One attribute in a schema; @param self the reference to what is made here */
export function answeredSchemaAttribute(published: PublishedSchemas, self: JsonObject): JsonObject {
  const { attributes } = schemaNamed(published, SCHEMA);
  const described = attributes.find(({ name }) => name === 'attributes')?.subAttributes ?? [];
  return {
    type: 'object',
    required: ['name', 'type', 'multiValued'],
    properties: { ...answeredProperties(described), subAttributes: listOf(self) },
    additionalProperties: false,
  };
}

function listOf(items: JsonObject): JsonObject {
  return { type: 'array', items, readOnly: true };
}

function answeredProperties(attributes: readonly AttributeDefinition[]): JsonObject {
  return Object.fromEntries(
    attributes
      .filter(({ returned }) => returned !== 'never')
      .map((attribute) => [attribute.name, answeredAttribute(attribute)]),
  );
}

function answeredAttribute(attribute: AttributeDefinition): JsonObject {
  const { description, mutability, multiValued } = attribute;
  const about = { description, ...(mutability === 'readOnly' ? { readOnly: true } : {}) };
  const value = answeredValue(attribute);
  return multiValued ? { type: 'array', items: value, ...about } : { ...value, ...about };
}

function answeredValue(attribute: AttributeDefinition): JsonObject {
  switch (attribute.type) {
    case 'complex':
      return answeredObject(attribute.subAttributes ?? []);
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
      return { type: 'integer' };
    case 'decimal':
      return { type: 'number' };
    case 'dateTime':
      return { type: 'string', pattern: XSD_DATE_TIME };
    case 'binary':
      return { type: 'string', contentEncoding: 'base64' };
    case 'string':
    case 'reference':
      return { type: 'string', ...valuesOf(attribute) };
  }
}

function answeredObject(attributes: readonly AttributeDefinition[]): JsonObject {
  return { type: 'object', properties: answeredProperties(attributes), additionalProperties: false };
}

/** RFC 7643 §7: canonical values are suggestions, unless nobody but the gateway writes the attribute. */
function valuesOf({ canonicalValues, mutability }: AttributeDefinition): JsonObject {
  if (canonicalValues === undefined || canonicalValues.length === 0) return {};
  return mutability === 'readOnly' ? { enum: canonicalValues } : { examples: canonicalValues };
}

function schemasProperty(urns: readonly string[]): JsonObject {
  return {
    type: 'array',
    items: { type: 'string' },
    minItems: 1,
    allOf: urns.map((urn) => ({ contains: { const: urn } })),
    readOnly: true,
    description: 'URNs of the schemas that the resource has attributes of (RFC 7643 §3).',
  };
}

function answeredMeta(resourceType: string): JsonObject {
  return {
    type: 'object',
    readOnly: true,
    description: 'Kept by the gateway (RFC 7643 §3.1).',
    properties: {
      resourceType: { type: 'string', const: resourceType },
      created: { type: 'string', format: 'date-time' },
      lastModified: { type: 'string', format: 'date-time' },
      location: { type: 'string', format: 'uri' },
      version: { type: 'string', description: 'The entity tag, as in the header ETag.' },
    },
    additionalProperties: false,
  };
}
