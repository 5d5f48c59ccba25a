// What each rule that refuses means to an admin, and how to mend it at the identity provider: all areas in one table.

import type { RefusalRule } from '../refusal-rule';
import { PEOPLE_WORDS } from './people';
import { CATALOGUE_WORDS } from './catalogue';
import { GROUP_WORDS } from './groups';
import { PROTOCOL_WORDS } from './protocol';
import { SERVICE_WORDS } from './service';
import type { RefusalWords } from './wording';

/** A rule without a row does not compile. */
export const REFUSAL_WORDS: Readonly<Record<RefusalRule, RefusalWords>> = {
  ...PEOPLE_WORDS,
  ...CATALOGUE_WORDS,
  ...GROUP_WORDS,
  ...PROTOCOL_WORDS,
  ...SERVICE_WORDS,
};
