// Compiles the published definitions into the one schema map that validator, filter, projection, PATCH and discovery read.

import type { Attribute, AttributeMap, AttributeType } from './attribute';
import { ownPart, type OwnPart } from './own-part';
import type {
  AttributeDefinition,
  PublishedSchemas,
  ResourceTypeDefinition,
  SchemaDefinition,
} from './definitions';

/** One resource type with every attribute a resource of it may have: common, core, and each extension by its URN. */
export interface ResourceType {
  readonly name: string;
  readonly endpoint: string;
  /** URN of the core schema, e.g. `urn:ietf:params:scim:schemas:core:2.0:User`. */
  readonly schema: string;
  readonly attributes: AttributeMap;
  readonly extensions: readonly Attribute[];
  /** What of it a customer's own schemas define; undefined where they define nothing. */
  readonly own: OwnPart | undefined;
}

/** Resource types by name (`User`, `Group`). */
export type SchemaMap = ReadonlyMap<string, ResourceType>;

/** @throws Error when the definitions contradict each other: a fault in schemas/, found at start. */
export function compileSchemaMap(published: PublishedSchemas): SchemaMap {
  const schemas = new Map(published.schemas.map((schema) => [schema.id, schema]));
  const own = published.own ?? new Set();
  return new Map(published.resourceTypes.map((type) => [type.name, compileResourceType(type, schemas, own)]));
}

/** @throws Error where schemas/ publishes no such type: the installation is broken */
export function typeNamed(map: SchemaMap, name: string): ResourceType {
  const type = map.get(name);
  if (type === undefined) throw new Error(`schemas/resource-types.json: no resource type ${name}`);
  return type;
}

function compileResourceType(
  type: ResourceTypeDefinition,
  schemas: ReadonlyMap<string, SchemaDefinition>,
  own: ReadonlySet<string>,
): ResourceType {
  const core = schemaNamed(type.schema, schemas);
  const extensions = type.schemaExtensions.map(({ schema, required }) =>
    compileExtension(schemaNamed(schema, schemas), { required, own: own.has(schema) }),
  );
  const attributes = [
    ...COMMON_ATTRIBUTES,
    ...core.attributes.map((definition) => compileAttribute(definition, undefined, own.has(type.schema))),
    ...extensions,
  ];
  return Object.freeze({
    name: type.name,
    endpoint: type.endpoint,
    schema: type.schema,
    attributes: attributeMap(attributes),
    extensions,
    own: ownPart(type, schemas, own, attributes),
  });
}

function schemaNamed(urn: string, schemas: ReadonlyMap<string, SchemaDefinition>): SchemaDefinition {
  const schema = schemas.get(urn);
  if (schema === undefined) throw new Error(`schemas/: no schema file defines ${urn}`);
  return schema;
}

function compileExtension(
  schema: SchemaDefinition,
  { required, own }: Pick<Attribute, 'required' | 'own'>,
): Attribute {
  const extension = {
    name: schema.id,
    path: schema.id,
    searchPath: [searchName(schema.id)],
    extension: true,
  };
  const subAttributes = schema.attributes.map((definition) => compileAttribute(definition, extension, own));
  return complexAttribute({ ...extension, required, own, subAttributes: attributeMap(subAttributes) });
}

/**
 * MongoDB reads a dot in a field name as a step, and every URN of ours holds "2.0"; a name that begins with `$` it reads
 * as an operator, and `$elemMatch` on `$ref` finds nothing without saying so.
 */
function searchName(name: string): string {
  return name.replaceAll(/[.$]/g, '_');
}

type Parent = Pick<Attribute, 'path' | 'searchPath' | 'extension'>;

function compileAttribute(
  definition: AttributeDefinition,
  parent: Parent | undefined,
  own: boolean,
): Attribute {
  const place = {
    path:
      parent === undefined
        ? definition.name
        : `${parent.path}${parent.extension ? ':' : '.'}${definition.name}`,
    searchPath: [...(parent?.searchPath ?? []), searchName(definition.name)],
    extension: false,
  };
  return Object.freeze({
    ...place,
    name: definition.name,
    type: definition.type,
    multiValued: definition.multiValued,
    required: definition.required,
    caseExact: definition.caseExact,
    mutability: definition.mutability,
    returned: definition.returned,
    uniqueness: definition.uniqueness,
    canonicalValues: definition.canonicalValues ?? [],
    subAttributes: attributeMap(
      (definition.subAttributes ?? []).map((sub) => compileAttribute(sub, place, own)),
    ),
    relation: parent === undefined && !own ? relationNamed(definition.name) : undefined,
    own,
  });
}

function relationNamed(name: string): Attribute['relation'] {
  return name === 'groups' || name === 'members' ? name : undefined;
}

function attributeMap(attributes: readonly Attribute[]): AttributeMap {
  return new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), attribute]));
}

function complexAttribute(
  given: Partial<Attribute> & Pick<Attribute, 'name' | 'path' | 'searchPath'>,
): Attribute {
  return Object.freeze({ ...attributeDefaults('complex'), ...given });
}

function attributeDefaults(type: AttributeType): Omit<Attribute, 'name' | 'path' | 'searchPath'> {
  return {
    type,
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    canonicalValues: [],
    subAttributes: new Map(),
    extension: false,
    relation: undefined,
    own: false,
  };
}

function common(name: string, given: Partial<Attribute>, parent?: string): Attribute {
  const path = parent === undefined ? name : `${parent}.${name}`;
  return Object.freeze({ ...attributeDefaults('string'), name, path, searchPath: path.split('.'), ...given });
}

/** Common attributes stand in no schema document (RFC 7643 §3.1); `schemas` itself is §3. */
const COMMON_ATTRIBUTES: readonly Attribute[] = [
  common('schemas', {
    type: 'reference',
    multiValued: true,
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
  }),
  common('id', { caseExact: true, mutability: 'readOnly', returned: 'always', uniqueness: 'global' }),
  common('externalId', { caseExact: true }),
  common('meta', {
    type: 'complex',
    mutability: 'readOnly',
    subAttributes: attributeMap([
      common('resourceType', { caseExact: true, mutability: 'readOnly' }, 'meta'),
      common('created', { type: 'dateTime', mutability: 'readOnly' }, 'meta'),
      common('lastModified', { type: 'dateTime', mutability: 'readOnly' }, 'meta'),
      common('location', { type: 'reference', caseExact: true, mutability: 'readOnly' }, 'meta'),
      common('version', { caseExact: true, mutability: 'readOnly' }, 'meta'),
    ]),
  }),
];
