// What the schema map knows of one attribute (RFC 7643 §2.2, §7); holds no values.

export type AttributeType =
  'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'reference' | 'binary' | 'complex';
export type Mutability = 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
export type Returned = 'always' | 'never' | 'default' | 'request';
export type Uniqueness = 'none' | 'server' | 'global';

/** Attributes by their name in lower case: names are case-insensitive (RFC 7643 §2.1). */
export type AttributeMap = ReadonlyMap<string, Attribute>;

/**
 * One attribute, compiled and frozen. A schema extension is one too: a complex, single-valued attribute whose name is
 * its URN, so that every walk over a resource is the same walk.
 */
export interface Attribute {
  /** Canonical spelling, as it is stored and returned. */
  readonly name: string;
  /** How the attribute is written in paths and messages: `name.familyName`, `urn:…:User:department`. */
  readonly path: string;
  /** Where it stands in the search form: names from the root (an extension's URN without its dots). */
  readonly searchPath: readonly string[];
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: Mutability;
  readonly returned: Returned;
  readonly uniqueness: Uniqueness;
  readonly canonicalValues: readonly string[];
  readonly subAttributes: AttributeMap;
  /** The attribute is a schema extension. */
  readonly extension: boolean;
  /** Kept as rows, never part of the stored resource: `groups` of a User, `members` of a Group. */
  readonly relation: 'groups' | 'members' | undefined;
  /** Of a customer's own schema: the gateway knows nothing of it but what the schema says. */
  readonly own: boolean;
}
