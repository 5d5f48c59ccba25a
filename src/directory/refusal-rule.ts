// The names of the rules that refuse a request: what the sync log filters by and explains. What each means stands in refusals/.
//
// They are public: they stand in the log, in exports and in links. A new one needs a row in the table of its area.

/** imanage-model.md §1 and §3: what a person may be. */
export type PeopleRule =
  | 'user-id-burned'
  | 'user-id-taken'
  | 'user-id-immutable'
  | 'user-name-taken'
  | 'user-name-missing'
  | 'external-id-taken'
  | 'email-taken'
  | 'person-incomplete'
  | 'account-type-unknown'
  | 'text-too-long'
  | 'mass-disable-held';

/** Libraries, roles and settings. */
export type CatalogueRule =
  | 'library-unknown'
  | 'role-unknown'
  | 'role-external-only'
  | 'role-given-twice'
  | 'library-preferred-twice'
  | 'in-use'
  | 'built-in'
  | 'catalogue-value';

/** Groups and who may be in them. */
export type GroupRule =
  | 'in-external-group'
  | 'group-external-only'
  | 'group-frozen'
  | 'group-reserved'
  | 'group-name-length'
  | 'group-name-missing'
  | 'group-immutable'
  | 'group-name-taken'
  | 'group-id-taken'
  | 'group-prefix'
  | 'group-nested';

/** How a request is written, and what the customer’s own schemas ask. */
export type ProtocolRule =
  | 'own-value-taken'
  | 'own-value-missing'
  | 'tolerance-refused'
  | 'not-found'
  | 'taken'
  | 'immutable'
  | 'value'
  | 'body'
  | 'path'
  | 'nothing-selected'
  | 'filter'
  | 'paging'
  | 'forbidden'
  | 'version-changed'
  | 'method'
  | 'media-type'
  | 'too-large'
  | 'bulk-reference'
  | 'not-offered';

/** Who asks, how often, and what is nobody’s fault at the identity provider. */
export type ServiceRule =
  | 'unauthorized'
  | 'token-expired'
  | 'token-reads-only'
  | 'rate-limited'
  | 'busy'
  | 'database-away'
  | 'client-gone'
  | 'internal-error'
  | 'other';

export type RefusalRule = PeopleRule | CatalogueRule | GroupRule | ProtocolRule | ServiceRule;
