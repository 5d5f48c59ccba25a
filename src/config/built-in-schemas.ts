/** What the gateway's own schemas have taken already: URNs, resource types, endpoints, attribute names. Knows nothing of customers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Named {
  readonly name: string;
}
interface BuiltInSchema {
  readonly id: string;
  readonly attributes: readonly Named[];
}
interface BuiltInType extends Named {
  readonly endpoint: string;
  readonly schema: string;
  readonly schemaExtensions: readonly { readonly schema: string }[];
}

/** Ships beside the code: the same place seen from `src/config` and from `dist/config`. */
const FOLDER = join(__dirname, '..', '..', 'schemas');
const TYPES_FILE = 'resource-types.json';

const read = (file: string): unknown => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));

const SCHEMAS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json') && file !== TYPES_FILE)
  .map((file) => read(file) as BuiltInSchema);

export const BUILT_IN_TYPES = read(TYPES_FILE) as readonly BuiltInType[];
export const BUILT_IN_URNS: readonly string[] = SCHEMAS.map(({ id }) => id);

/** Names that stand for something else in events, discovery or below the SCIM base, in lower case. */
export const RESERVED_TYPE_NAMES: ReadonlySet<string> = new Set([
  ...BUILT_IN_TYPES.map(({ name }) => name.toLowerCase()),
  ...[
    'customer',
    'connection',
    'schema',
    'resourcetype',
    'serviceproviderconfig',
    'entitlement',
    'external',
    'uri',
  ],
]);
export const RESERVED_ENDPOINTS: ReadonlySet<string> = new Set([
  ...BUILT_IN_TYPES.map(({ endpoint }) => endpoint.toLowerCase()),
  ...['/bulk', '/me', '/schemas', '/resourcetypes', '/serviceproviderconfig', '/entitlements', '/requests'],
]);

/** What RFC 7643 §3.1 gives every resource, and what is looked up on every object, in lower case. */
export const RESERVED_ATTRIBUTES: ReadonlySet<string> = new Set(['id', 'externalid', 'meta', 'schemas']);
export const PROTOTYPE_NAMES: ReadonlySet<string> = new Set(
  ['prototype', ...Object.getOwnPropertyNames(Object.prototype)].map((name) => name.toLowerCase()),
);

/** The core attributes of a built-in type, in lower case. */
export function coreAttributesOf(typeName: string): ReadonlySet<string> {
  const urn = BUILT_IN_TYPES.find(({ name }) => name === typeName)?.schema;
  const attributes = SCHEMAS.find(({ id }) => id === urn)?.attributes ?? [];
  return new Set(attributes.map(({ name }) => name.toLowerCase()));
}
