// A resource of a type that a customer defined itself, as the gateway keeps it, and what the directory needs of a store for it.

import type { SearchForm } from './condition';
import type { GroupRecord } from './group-record';
import type { JsonObject } from './json';
import type { UserRecord } from './user-record';

export interface OwnResource {
  readonly id: string;
  readonly customer: string;
  /** Name of the resource type. */
  readonly type: string;
  /** Rises by one with every change; the ETag. */
  readonly version: number;
  readonly created: Date;
  readonly lastModified: Date;
  /** In canonical form; what the schema no longer defines stays here and is not shown. */
  readonly attributes: JsonObject;
}

/** The steps of a write on an own resource; iManage knows nothing of it, so that a deletion deletes. */
export interface OwnResourceSteps {
  ownResource(customer: string, type: string, id: string): Promise<OwnResource | undefined>;
  insertOwnResource(resource: OwnResource, form: SearchForm): Promise<void>;
  /** @throws a conflict, which the store retries, unless the stored version is `before.version` */
  replaceOwnResource(before: OwnResource, after: OwnResource, form: SearchForm): Promise<void>;
  /** @throws as `replaceOwnResource` */
  deleteOwnResource(before: OwnResource): Promise<void>;
}

/**
 * Members of a search form that no attribute can be called: by which own schemas the form was made, and the values that no
 * other record of the type may have (RFC 7643 §2.2), each as `TYPE PATH VALUE`.
 */
export const OWN_DIGEST = 'own:schemas';
export const OWN_UNIQUE = 'own:unique';

/** How the search forms of one kind of record are made. */
export interface FormMaker<Record> {
  /** What stands at `OWN_DIGEST` in them; undefined where the type has nothing of the customer's own. */
  readonly digest: string | undefined;
  readonly form: (record: Record) => SearchForm;
}

/** How all search forms of a customer are made. */
export interface CustomerForms {
  readonly customer: string;
  readonly user: FormMaker<UserRecord>;
  readonly group: FormMaker<GroupRecord>;
  /** By type name. */
  readonly own: ReadonlyMap<string, FormMaker<OwnResource>>;
}

export interface FormRenewal {
  /**
   * Makes those search forms anew that were made by other own schemas than these.
   *
   * @returns how many
   * @throws DirectoryFailure `uniqueness` where two records have a value that now is to be unique, `unavailable`, `busy`
   */
  renewForms(forms: CustomerForms): Promise<number>;
}

/** What an event has in the place of a value that is never returned. */
export const NOT_SHOWN = '(not shown)';
