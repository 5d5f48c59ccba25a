/** A customer's own schemas and resource types: read, checked among themselves and against the gateway's, and completed. */
import { BUILT_IN_TYPES, BUILT_IN_URNS } from './built-in-schemas';
import { readConfigFile } from './config-file';
import { fieldOf, listOf, textOf, type Place } from './document';
import { quote, type Report } from './faults';
import type { FileCustomer } from './file-schema';
import { checkOwnAttributes } from './own-attributes';
import type {
  FileAttribute,
  FileOwnType,
  FileSchema,
  OwnAttributeConfig,
  OwnSchemaConfig,
  OwnSchemasConfig,
  OwnTypeConfig,
} from './own-config';
import { checkOwnTypes, EXTENSIBLE_TYPES } from './own-types';
import type { ReadText } from './token';
import { checkUnique } from './uniqueness';

const SCHEMA_URN = 'urn:ietf:params:scim:schemas:core:2.0:Schema';
const TYPE_URN = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const MESSAGES = 'urn:ietf:params:scim:api:messages:';

/** Puts the content of each `{"file": PATH}` in its place, so that a fault in it is told by where it stands. */
export function readSchemaFiles(document: unknown, readText: ReadText, report: Report): void {
  for (const customer of listOf({ path: '', value: document }, 'customers')) {
    const schemas = fieldOf(customer.value, 'schemas');
    if (!Array.isArray(schemas)) continue;
    for (const { path, value } of listOf(customer, 'schemas')) {
      const file = textOf(value, 'file');
      if (file === undefined || file === '') continue;
      const content = readConfigFile(file, readText, (fault) => {
        report(fault.replace('GATEWAY_CONFIG:', `GATEWAY_CONFIG: ${path}.file:`));
      });
      if (fieldOf(content, 'file') !== undefined)
        report(`GATEWAY_CONFIG: ${path}.file: the file names another file; it must hold the schema itself.`);
      else if (content !== undefined) schemas[Number(/\d+(?=\]$)/.exec(path)?.[0])] = content;
    }
  }
}

export function checkOwnSchemas(customer: Place, report: Report): void {
  const schemas = listOf(customer, 'schemas');
  checkUnique(schemas, 'id', report);
  checkUrns(schemas, report);
  const names = listOf(customer, 'resourceTypes').flatMap(({ value }) => textOf(value, 'name') ?? []);
  const typeNames = [...BUILT_IN_TYPES.map(({ name }) => name), ...names];
  for (const schema of schemas) checkOwnAttributes(schema, typeNames, report);
  checkOwnTypes(customer, report);
}

/**
 * A URN that goes on where another one ends would make `URN:attribute` mean two things; and the store writes the dots of a
 * name as `_`.
 */
function checkUrns(schemas: readonly Place[], report: Report): void {
  const known = BUILT_IN_URNS.map((urn) => ({ urn, owner: 'the gateway has' }));
  for (const { path, value } of schemas) {
    const urn = textOf(value, 'id');
    if (urn === undefined) continue;
    const say = (fault: string): void => {
      report(`GATEWAY_CONFIG: ${path}.id is ${quote(urn)}, ${fault}; take another one.`);
    };
    if (urn.toLowerCase().startsWith(MESSAGES)) say('which names a message and no schema (RFC 7644 §8.2)');
    for (const other of known) {
      if (isSame(other.urn, urn)) {
        if (other.owner === 'the gateway has') say('which the gateway has already');
      } else if (asKept(other.urn) === asKept(urn)) {
        say(`which differs from ${quote(other.urn)} in a dot alone`);
      } else if (goesOn(urn, other.urn) || goesOn(other.urn, urn)) {
        say(`which cannot be told from an attribute of ${quote(other.urn)}, or the other way round`);
      }
    }
    known.push({ urn, owner: path });
  }
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function asKept(urn: string): string {
  return urn.toLowerCase().replaceAll('.', '_');
}

function goesOn(longer: string, shorter: string): boolean {
  return [':', '.'].some((end) => longer.toLowerCase().startsWith(`${shorter.toLowerCase()}${end}`));
}

/** Undefined where the customer has nothing of its own. */
export function buildOwnSchemas(customer: FileCustomer): OwnSchemasConfig | undefined {
  const { schemas, resourceTypes, extensions } = customer;
  const [User, Group] = EXTENSIBLE_TYPES.map((name) => extensions[name] ?? []);
  const own: OwnSchemasConfig = {
    schemas: schemas.map(buildSchema),
    resourceTypes: resourceTypes.map((type) => buildType(type, schemas)),
    extensions: {
      User: (User ?? []).map((extension) => asSpelled(extension, schemas)),
      Group: (Group ?? []).map((extension) => asSpelled(extension, schemas)),
    },
  };
  return schemas.length + resourceTypes.length === 0 ? undefined : own;
}

function buildSchema({ id, name, description, attributes }: FileSchema): OwnSchemaConfig {
  const label = name ?? id.slice(id.lastIndexOf(':') + 1);
  return {
    schemas: [SCHEMA_URN],
    id,
    name: label,
    description: description ?? label,
    attributes: attributes.map(buildAttribute),
  };
}

/** The defaults of RFC 7643 §2.2; §2.3.6 and §2.3.7 compare binary values and references with regard to case. */
function buildAttribute(given: FileAttribute): OwnAttributeConfig {
  const { name, type = 'string', mutability = 'readWrite' } = given;
  const { canonicalValues, subAttributes } = given;
  const referenceTypes = given.referenceTypes ?? (type === 'reference' ? ['uri'] : undefined);
  return {
    name,
    type,
    multiValued: given.multiValued ?? false,
    description: given.description ?? name,
    required: given.required ?? false,
    caseExact: given.caseExact ?? (type === 'reference' || type === 'binary'),
    mutability,
    returned: given.returned ?? (mutability === 'writeOnly' ? 'never' : 'default'),
    uniqueness: given.uniqueness ?? 'none',
    ...(canonicalValues === undefined ? {} : { canonicalValues }),
    ...(referenceTypes === undefined ? {} : { referenceTypes }),
    ...(subAttributes === undefined ? {} : { subAttributes: subAttributes.map(buildAttribute) }),
  };
}

function buildType(given: FileOwnType, schemas: readonly FileSchema[]): OwnTypeConfig {
  const { name, endpoint, schema } = asSpelled(given, schemas);
  return {
    schemas: [TYPE_URN],
    id: given.id ?? name,
    name,
    endpoint,
    description: given.description ?? name,
    schema,
    schemaExtensions: (given.schemaExtensions ?? []).map((extension) => asSpelled(extension, schemas)),
  };
}

/** The URN as the schema spells it, and an extension without a word on it is not required. */
function asSpelled<T extends { readonly schema: string; readonly required?: boolean }>(
  given: T,
  schemas: readonly FileSchema[],
): T & { readonly required: boolean } {
  const schema = schemas.find(({ id }) => isSame(id, given.schema))?.id ?? given.schema;
  return { ...given, schema, required: given.required ?? false };
}
