// How a list of records is ordered, in the terms of the search form; free of SCIM's names and of MongoDB's.

import type { SearchPath } from './condition';

export interface Sort {
  /** Where the value stands in the search form; `'0'` is the first element of a multi-valued attribute. */
  readonly path: SearchPath;
  readonly descending: boolean;
  /** Every record has a value there, so that none has to be put last for lack of one. */
  readonly alwaysPresent: boolean;
}
