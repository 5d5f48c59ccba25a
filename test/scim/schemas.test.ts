// Holds schemas/*.json to RFC 7643 §6 and §7 and to the facts of §4; knows nothing of how they are compiled or served.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type SCIMMY from 'scimmy' with { 'resolution-mode': 'import' };
import type {
  AttributeDefinition,
  ResourceTypeDefinition,
  SchemaDefinition,
} from '../../src/scim/schema/definitions';

const FOLDER = join(__dirname, '../../schemas');
const NOT_SCHEMAS = ['resource-types.json', 'gateway-config.schema.json'];
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json') && !NOT_SCHEMAS.includes(file));
const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
const EXTENSION = 'urn:ietf:params:scim:schemas:extension';

const contentOf = (file: string): unknown => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
const schemaIn = (file: string): SchemaDefinition => contentOf(file) as SchemaDefinition;
const RESOURCE_TYPES = contentOf('resource-types.json') as readonly ResourceTypeDefinition[];
const PUBLISHED = FILES.map(schemaIn);

interface Placed {
  readonly path: string;
  readonly attribute: AttributeDefinition;
}

function everyAttribute(attributes: readonly AttributeDefinition[], prefix = ''): readonly Placed[] {
  return attributes.flatMap((attribute) => {
    const path = `${prefix}${attribute.name}`;
    return [{ path, attribute }, ...everyAttribute(attribute.subAttributes ?? [], `${path}.`)];
  });
}

function repeated(names: readonly string[]): readonly string[] {
  const folded = names.map((name) => name.toLowerCase());
  return names.filter((_, index) => folded.indexOf(folded[index] ?? '') !== index);
}

/** RFC 7643 §7: the keywords each characteristic may have. */
const KEYWORDS = {
  type: ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary', 'complex'],
  mutability: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  returned: ['always', 'never', 'default', 'request'],
  uniqueness: ['none', 'server', 'global'],
} as const;
const REQUIRED_KEYS = [
  ...['name', 'type', 'multiValued', 'description', 'required'],
  ...['caseExact', 'mutability', 'returned', 'uniqueness'],
];
const OPTIONAL_KEYS = ['canonicalValues', 'referenceTypes', 'subAttributes'];

function faultsOf({ path, attribute }: Placed): readonly string[] {
  const keys = Object.keys(attribute);
  const { type, subAttributes = [], referenceTypes = [], canonicalValues = [] } = attribute;
  const rules: Record<string, boolean> = {
    'every characteristic is explicit': REQUIRED_KEYS.every((key) => keys.includes(key)),
    'no other key': keys.every((key) => REQUIRED_KEYS.includes(key) || OPTIONAL_KEYS.includes(key)),
    'plain booleans': [attribute.multiValued, attribute.required, attribute.caseExact].every(
      (flag) => typeof flag === 'boolean',
    ),
    'known keywords': Object.entries(KEYWORDS).every(([key, words]) =>
      (words as readonly string[]).includes(attribute[key as keyof typeof KEYWORDS]),
    ),
    // §2.1 starts a name with a letter, and §2.4 itself names "$ref".
    'a legal name': /^(?:[a-z][-$\w]*|\$ref)$/i.test(attribute.name),
    'a described meaning': /^[A-Z].*\.$/s.test(attribute.description),
    'sub-attributes exactly where complex': (type === 'complex') === subAttributes.length > 0,
    'sub-attributes of different names': repeated(subAttributes.map(({ name }) => name)).length === 0,
    'reference types exactly where a reference': (type === 'reference') === referenceTypes.length > 0,
    'canonical values for strings only, each once':
      (canonicalValues.length === 0 || type === 'string') && repeated(canonicalValues).length === 0,
    'a binary or a reference is case-exact (§2.3.6, §2.3.7)':
      attribute.caseExact || !['binary', 'reference'].includes(type),
    'what is never returned is write-only':
      (attribute.returned === 'never') === (attribute.mutability === 'writeOnly'),
    'a read-only attribute holds read-only ones':
      attribute.mutability !== 'readOnly' || subAttributes.every((sub) => sub.mutability === 'readOnly'),
  };
  return Object.entries(rules).flatMap(([rule, kept]) => (kept ? [] : [`${path}: ${rule}`]));
}

describe('schemas/*.json', () => {
  it.each(FILES)('%s is a schema document as RFC 7643 §7 describes it', (file) => {
    const schema = schemaIn(file);
    expect(Object.keys(schema)).toEqual(['schemas', 'id', 'name', 'description', 'attributes']);
    expect(schema.schemas).toEqual([`${CORE}:Schema`]);
    expect(schema.description).toMatch(/^[A-Z].*\.$/);
    expect(repeated(schema.attributes.map(({ name }) => name))).toEqual([]);
    expect(everyAttribute(schema.attributes).flatMap(faultsOf)).toEqual([]);
  });

  it('nests complex attributes only where RFC 7643 §7 allows it, in the schema of schemas', () => {
    const nested = PUBLISHED.filter((schema) =>
      schema.attributes.some(({ subAttributes = [] }) =>
        subAttributes.some(({ type }) => type === 'complex'),
      ),
    );
    expect(nested.map(({ id }) => id)).toEqual([`${CORE}:Schema`]);
  });

  it('gives every schema an id and a name of its own', () => {
    expect(repeated(PUBLISHED.map(({ id }) => id))).toEqual([]);
    expect(repeated(PUBLISHED.map(({ name }) => name))).toEqual([]);
    expect(PUBLISHED.filter(({ name }) => !/^[a-z]\w*$/i.test(name))).toEqual([]);
  });

  it('publishes externalId, which RFC 7643 §3.1 allows and gallery checks read, but no other common attribute', () => {
    const common = PUBLISHED.filter(({ id }) => !/:(?:Schema|ResourceType)$/.test(id)).flatMap((schema) =>
      schema.attributes
        .filter(({ name }) => ['id', 'externalId', 'meta', 'schemas'].includes(name))
        .map(({ name }) => `${schema.name}.${name}`),
    );
    expect(common.toSorted()).toEqual(['Group.externalId', 'User.externalId']);
  });
});

describe('schemas/resource-types.json', () => {
  it('has the resource types, each as RFC 7643 §6 describes one', () => {
    const keys = ['schemas', 'id', 'name', 'endpoint', 'description', 'schema', 'schemaExtensions'];
    for (const type of RESOURCE_TYPES) {
      expect(Object.keys(type)).toEqual(keys);
      expect(type.schemas).toEqual([`${CORE}:ResourceType`]);
    }
    expect(RESOURCE_TYPES.map(({ id, name, endpoint }) => [id, name, endpoint])).toEqual([
      ['User', 'User', '/Users'],
      ['Group', 'Group', '/Groups'],
      ['Library', 'Library', '/Libraries'],
      ['Role', 'Role', '/Roles'],
      ['LibraryRole', 'LibraryRole', '/LibraryRoles'],
    ]);
  });

  it('names schemas that exist, the extensions as optional', () => {
    const ids = PUBLISHED.map(({ id }) => id);
    for (const type of RESOURCE_TYPES) {
      expect(ids).toEqual(
        expect.arrayContaining([type.schema, ...type.schemaExtensions.map((e) => e.schema)]),
      );
      expect(type.schemaExtensions.filter(({ required }) => required)).toEqual([]);
    }
    expect(RESOURCE_TYPES.map((type) => type.schemaExtensions.map((extension) => extension.schema))).toEqual([
      [`${EXTENSION}:enterprise:2.0:User`, `${EXTENSION}:imanage:2.0:User`],
      [`${EXTENSION}:imanage:2.0:Group`],
      [],
      [`${EXTENSION}:imanage:2.0:Role`],
      [],
    ]);
  });

  it('names the resource types that references point to', () => {
    const known = [...RESOURCE_TYPES.map(({ name }) => name), 'external', 'uri'];
    const pointed = PUBLISHED.flatMap(({ attributes }) => everyAttribute(attributes)).flatMap(
      ({ attribute }) => attribute.referenceTypes ?? [],
    );
    expect(pointed.filter((type) => !known.includes(type))).toEqual([]);
  });
});

/**
 * What sets each attribute apart, in words; silent are the defaults of RFC 7643 §2.2: single-valued, optional, compared
 * without case, readWrite, returned by default, not unique.
 */
function characterOf(attribute: AttributeDefinition): string {
  const words = [
    attribute.type,
    attribute.multiValued ? 'multi' : '',
    attribute.required ? 'required' : '',
    attribute.caseExact ? 'exact' : '',
    attribute.mutability === 'readWrite' ? '' : attribute.mutability,
    attribute.returned === 'default' ? '' : attribute.returned,
    attribute.uniqueness === 'none' ? '' : attribute.uniqueness,
    attribute.referenceTypes === undefined ? '' : `-> ${attribute.referenceTypes.join(' ')}`,
    attribute.canonicalValues === undefined ? '' : `of ${attribute.canonicalValues.join(' ')}`,
  ];
  return words.filter((word) => word !== '').join(' ');
}

function charactersOf(file: string): Record<string, string> {
  const characters: Record<string, string> = {};
  for (const { path, attribute } of everyAttribute(schemaIn(file).attributes)) {
    const character = characterOf(attribute);
    characters[character] = [characters[character], path].filter((known) => known !== undefined).join(' ');
  }
  return characters;
}

/**
 * RFC 7643 §4 and §8.7.1, except where its own text overrules the printed example: references and binaries are exact
 * (§2.3.6, §2.3.7), so is whatever holds an id (§3.1); §4.2 requires a Group's displayName; a User is in Groups only
 * (§4.1.2). Ours: what the gateway keeps unique, Users as the only members, a password with its case.
 */
const FACTS: Record<string, Record<string, string>> = {
  'user.json': {
    'string exact server': 'externalId',
    'string required server': 'userName',
    string:
      'name.formatted name.familyName name.givenName name.middleName name.honorificPrefix name.honorificSuffix ' +
      'displayName nickName title userType preferredLanguage locale timezone emails.value emails.display ' +
      'phoneNumbers.value phoneNumbers.display ims.value ims.display photos.display addresses.formatted ' +
      'addresses.streetAddress addresses.locality addresses.region addresses.postalCode addresses.country ' +
      'entitlements.value entitlements.display roles.value roles.display x509Certificates.display',
    complex: 'name',
    'reference exact -> external': 'profileUrl photos.value',
    boolean:
      'active emails.primary phoneNumbers.primary ims.primary photos.primary addresses.primary ' +
      'entitlements.primary roles.primary x509Certificates.primary',
    'string exact writeOnly never': 'password',
    'complex multi': 'emails phoneNumbers ims photos addresses entitlements roles x509Certificates',
    'string of work home other': 'emails.type addresses.type',
    'string of work other': 'entitlements.type roles.type x509Certificates.type',
    'string of work home mobile fax pager other': 'phoneNumbers.type',
    'string of aim gtalk icq xmpp msn skype qq yahoo other': 'ims.type',
    'string of photo thumbnail': 'photos.type',
    'complex multi readOnly': 'groups',
    'string exact readOnly': 'groups.value',
    'reference exact readOnly -> Group': 'groups.$ref',
    'string readOnly': 'groups.display',
    'string readOnly of direct indirect': 'groups.type',
    'binary exact': 'x509Certificates.value',
  },
  'group.json': {
    'string exact': 'externalId',
    'string required server': 'displayName',
    'complex multi': 'members',
    'string exact immutable': 'members.value',
    'reference exact immutable -> User': 'members.$ref',
    'string immutable': 'members.display',
    'string immutable of User': 'members.type',
  },
  'enterprise-user.json': {
    string: 'employeeNumber costCenter organization division department',
    complex: 'manager',
    'string exact': 'manager.value',
    'reference exact -> User': 'manager.$ref',
    'string readOnly': 'manager.displayName',
  },
  'imanage-user.json': {
    'string immutable server': 'userId',
    string: 'preferredLibrary role location libraryAssignments libraries.value libraries.role',
    boolean: 'external libraries.signInEnabled libraries.preferred',
    'string of enterprise virtual': 'accountType',
    'complex multi': 'libraries',
    'boolean readOnly': 'signInEnabled licenseSeat locked',
    'complex readOnly': 'provisioning',
    'string readOnly of ready incomplete': 'provisioning.status',
    'string multi readOnly of email userId': 'provisioning.missing',
    'string multi readOnly': 'provisioning.reasons',
  },
  'imanage-group.json': {
    'string immutable server': 'groupId',
    'string immutable': 'library',
    'boolean immutable': 'external',
    boolean: 'enabled',
    'boolean readOnly': 'reserved',
  },
  'library.json': {
    'string required readOnly': 'displayName',
    'string readOnly of worksite linksite': 'type',
    'boolean readOnly': 'hidden default',
    'complex multi readOnly': 'roles',
    'string exact readOnly': 'roles.value',
    'reference exact readOnly -> Role': 'roles.$ref',
    'string readOnly': 'roles.display',
  },
  'role.json': {
    'string required readOnly server': 'value',
    'string readOnly': 'display type',
    'boolean required readOnly': 'supported',
    'boolean readOnly': 'limitedAssignmentsPermitted',
    'integer readOnly': 'totalAssignmentsPermitted totalAssignmentsUsed',
    'string multi readOnly': 'containedBy contains',
  },
  'imanage-role.json': {
    'string readOnly': 'library name description',
    'string readOnly of none tier1 tier2': 'controlCenterAccess',
    'string multi readOnly': 'privileges',
    'boolean readOnly': 'external builtIn',
  },
  'okta-role.json': { 'string required readOnly': 'displayName', 'string readOnly': 'description' },
};

describe('the facts of the schemas', () => {
  it.each(Object.entries(FACTS))('%s has these attributes and no others', (file, facts) => {
    expect(charactersOf(file)).toEqual(facts);
  });

  it.each([
    ...['service-provider-config-schema.json', 'resource-type-schema.json', 'schema-schema.json'],
    ...['library.json', 'role.json', 'imanage-role.json', 'okta-role.json'],
  ])('%s has read-only attributes alone', (file) => {
    const writable = everyAttribute(schemaIn(file).attributes).filter(
      ({ attribute }) => attribute.mutability !== 'readOnly',
    );
    expect(writable).toEqual([]);
  });
});

describe('SCIMMY', () => {
  const { Types } = jest.requireActual<{ default: typeof SCIMMY }>('scimmy').default;
  type ScimmyAttribute = InstanceType<typeof Types.Attribute>;

  function scimmyAttribute(definition: AttributeDefinition): ScimmyAttribute {
    const {
      name,
      type,
      mutability,
      subAttributes = [],
      canonicalValues,
      referenceTypes,
      ...rest
    } = definition;
    const lists = {
      ...(canonicalValues === undefined ? {} : { canonicalValues: [...canonicalValues] }),
      ...(referenceTypes === undefined ? {} : { referenceTypes: [...referenceTypes] }),
    };
    const config = { ...rest, ...lists, mutable: mutability };
    return new Types.Attribute(type, name, config, subAttributes.map(scimmyAttribute));
  }

  it.each(FILES)('takes %s and describes it unchanged', (file) => {
    const schema = schemaIn(file);
    const attributes = schema.attributes.map(scimmyAttribute);
    // SCIMMY takes no other URNs: see src/scim/scimmy/routers.ts.
    const id = schema.id.replace(/^(?!urn:ietf:params:scim:schemas:)/, 'urn:ietf:params:scim:schemas:');
    const definition = new Types.SchemaDefinition(schema.name, id, schema.description, attributes);
    const described = JSON.parse(JSON.stringify(definition.describe())) as SchemaDefinition;
    expect(described).toMatchObject({ id, name: schema.name, schemas: schema.schemas });
    // SCIMMY leaves out what says nothing (caseExact of a boolean), so the document holds all that it describes.
    expect(schema.attributes).toMatchObject(described.attributes);
  });
});
