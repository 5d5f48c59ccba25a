// Commands that may cost more the larger a customer is, each with the reason. An exception that nothing comes under fails the test.

import type { Exception } from './judge';

export const ALWAYS: readonly Exception[] = [];
export const IN_SEARCHES: readonly Exception[] = [];
export const IN_MASSES: readonly Exception[] = [];
export const FOR_ADMINS: readonly Exception[] = [];
