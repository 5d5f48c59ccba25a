// The resource types that filter tests resolve against: the published schemas, and an extension with every attribute type.
import { join } from 'node:path';
import type { AttributeDefinition, SchemaDefinition } from '../../../src/scim/schema/definitions';
import { readPublishedSchemas } from '../../../src/scim/schema/published';
import { compileSchemaMap, type ResourceType } from '../../../src/scim/schema/schema-map';

export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';
export const EVERY_TYPE = 'urn:ietf:params:scim:schemas:extension:every-type:2.0:User';

const PUBLISHED = readPublishedSchemas(join(__dirname, '../../../schemas'));

function attribute(
  name: string,
  type: AttributeDefinition['type'],
  given: Partial<AttributeDefinition> = {},
): AttributeDefinition {
  return {
    name,
    type,
    multiValued: false,
    description: 'For tests.',
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...given,
  };
}

const everyType: SchemaDefinition = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id: EVERY_TYPE,
  name: 'EveryType',
  description: 'For tests.',
  attributes: [
    attribute('level', 'integer'),
    attribute('score', 'decimal'),
    attribute('hiredAt', 'dateTime'),
    attribute('badge', 'binary', { caseExact: true }),
    attribute('alias-name_2', 'string'),
    attribute('tags', 'string', { multiValued: true }),
    attribute('codes', 'string', { multiValued: true, caseExact: true }),
    attribute('numbers', 'decimal', { multiValued: true }),
    attribute('links', 'complex', {
      multiValued: true,
      subAttributes: [
        attribute('value', 'string'),
        attribute('id', 'string', { caseExact: true }),
        attribute('$ref', 'reference', { caseExact: true }),
        attribute('rank', 'integer'),
        attribute('seenAt', 'dateTime'),
        attribute('names', 'string', { multiValued: true }),
        attribute('pin', 'string', { returned: 'never', mutability: 'writeOnly' }),
        attribute('primary', 'boolean'),
      ],
    }),
  ],
};

const resourceTypes = PUBLISHED.resourceTypes.map((type) =>
  type.name === 'User'
    ? {
        ...type,
        schemaExtensions: [...type.schemaExtensions, { schema: EVERY_TYPE, required: false }],
      }
    : type,
);
const schemaMap = compileSchemaMap({
  schemas: [...PUBLISHED.schemas, everyType],
  resourceTypes,
});

function typeNamed(name: string): ResourceType {
  const type = schemaMap.get(name);
  if (type === undefined) throw new Error(`schemas/resource-types.json has no ${name}`);
  return type;
}

export const USER = typeNamed('User');
export const GROUP = typeNamed('Group');
export const LIMITS = { filterBytesMax: 8192, filterDepthMax: 32, filterTokensMax: 1000 };
