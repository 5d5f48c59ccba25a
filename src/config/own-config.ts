/** The shape of a customer's own schemas and resource types, in the file and checked. Owns names and types, and whether there are any. */

/** A customer's own schemas and resource types, complete as RFC 7643 §6 and §7 have them. */
export interface OwnSchemasConfig {
  readonly schemas: readonly OwnSchemaConfig[];
  readonly resourceTypes: readonly OwnTypeConfig[];
  /** What extends the built-in types. */
  readonly extensions: Readonly<Record<'User' | 'Group', readonly OwnExtensionConfig[]>>;
}

export interface OwnSchemaConfig {
  readonly schemas: readonly string[];
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly OwnAttributeConfig[];
}

export interface OwnAttributeConfig {
  readonly name: string;
  readonly type:
    'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'reference' | 'binary' | 'complex';
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly OwnAttributeConfig[];
}

export interface OwnTypeConfig {
  readonly schemas: readonly string[];
  readonly id: string;
  readonly name: string;
  readonly endpoint: string;
  readonly description: string;
  readonly schema: string;
  readonly schemaExtensions: readonly OwnExtensionConfig[];
}

interface OwnExtensionConfig {
  readonly schema: string;
  readonly required: boolean;
}

/** As the file gives a schema: what is absent has a default. */
export interface FileSchema {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly attributes: readonly FileAttribute[];
}
export interface FileAttribute extends Partial<Omit<OwnAttributeConfig, 'name' | 'subAttributes'>> {
  readonly name: string;
  readonly subAttributes?: readonly FileAttribute[];
}
interface FileExtension {
  readonly schema: string;
  readonly required?: boolean;
}
export interface FileOwnType extends Pick<OwnTypeConfig, 'name' | 'endpoint' | 'schema'> {
  readonly id?: string;
  readonly description?: string;
  readonly schemaExtensions?: readonly FileExtension[];
}
export type FileExtensions = Readonly<Partial<Record<'User' | 'Group', readonly FileExtension[]>>>;

/** Whether any of the customers has schemas of its own. */
export function haveOwnSchemas(customers: readonly { readonly own?: OwnSchemasConfig }[]): boolean {
  return customers.some(({ own }) => own !== undefined);
}
