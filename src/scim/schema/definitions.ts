// The shape of the files in schemas/ (RFC 7643 §6 and §7): data as published, before it is compiled.

import type { AttributeType, Mutability, Returned, Uniqueness } from './attribute';

export interface AttributeDefinition {
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: Mutability;
  readonly returned: Returned;
  readonly uniqueness: Uniqueness;
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly AttributeDefinition[];
}

export interface SchemaDefinition {
  readonly schemas: readonly string[];
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly AttributeDefinition[];
}

export interface ResourceTypeDefinition {
  readonly schemas: readonly string[];
  readonly id: string;
  readonly name: string;
  readonly endpoint: string;
  readonly description: string;
  readonly schema: string;
  readonly schemaExtensions: readonly { readonly schema: string; readonly required: boolean }[];
}

/** Everything published under discovery: read from schemas/ at start, and a customer's own besides. */
export interface PublishedSchemas {
  readonly schemas: readonly SchemaDefinition[];
  readonly resourceTypes: readonly ResourceTypeDefinition[];
  /** URNs of the schemas that are one customer's own; absent where there are none. */
  readonly own?: ReadonlySet<string>;
}

/** What is published to whom. */
export interface PublishedTo {
  readonly everybody: PublishedSchemas;
  /** By customer id: only of those with own schemas. */
  readonly own: ReadonlyMap<string, PublishedSchemas>;
}
