// Commands that may cost more the larger a customer is, each with the reason. An exception that nothing comes under fails the test.

import type { Exception } from './judge';

export const ALWAYS: readonly Exception[] = [
  {
    why: 'a change stream reads the oplog, which has no index, from where it stands: only what is new',
    may: 'scan',
    shape: /^(?:command|getmore) events .*\$changeStream/,
  },
  {
    why: 'the same, of what other collections had written meanwhile',
    may: 'examine',
    shape: /^(?:command|getmore) events .*\$changeStream/,
  },
  {
    why: 'once at a start: alerts of versions that knew no state, among those of a year',
    may: 'scan',
    shape: /^update alerts /,
  },
  {
    why: 'every process knows all connections, and reads them where one of them was changed',
    may: 'scan',
    shape: /^query connections filter \{\}/,
  },
  {
    why: 'a day that is over is counted once, from the events of that day alone',
    may: 'examine',
    shape: /^(?:query|command|getmore) events .*"at":\{"\$gte":"\?","\$lt":"\?"\}.*marks/,
  },
];
export const IN_SEARCHES: readonly Exception[] = [];
export const IN_MASSES: readonly Exception[] = [];
export const FOR_ADMINS: readonly Exception[] = [];
