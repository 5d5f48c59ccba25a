// Commands that may cost more the larger a customer is, each with the reason. An exception that nothing comes under fails the test.

import type { Exception } from './judge';

const CHANGES = /^(?:command|getmore) events .*\$changeStream/;
const TOTAL =
  /^command (?:users|groups|ownResources) pipeline .*\{"\$group":\{"_id":"\?","n":\{"\$sum":"\?"\}\}\}\]/;
const FOUND = /^(?:query|getmore) (?:users|groups) filter .*"live":"\?"/;
const SORTED = /^command users pipeline .*"\$sort"/;
const TAKEN_ADDRESSES = /^command users pipeline .*emailKey.*\$substrCP/;
const DAY = /^(?:query|command|getmore) events .*"at":\{"\$gte":"\?","\$lt":"\?"\}.*marks/;

export const ALWAYS: readonly Exception[] = [
  {
    why: 'a change stream reads the oplog, which has no index, from where it stands: only what is new, of every customer',
    may: ['scan', 'examine', 'wide'],
    shape: CHANGES,
  },
  {
    why: 'once at a start: alerts of versions that knew no state, among those of a year',
    may: ['scan', 'wide'],
    shape: /^update alerts /,
  },
  {
    why: 'once at a start: which customers have events, a step of an index for each',
    may: ['wide'],
    shape: /^command events query \{\} key/,
  },
  {
    why: 'every process knows all connections, and reads them where one of them was changed',
    may: ['scan'],
    shape: /^query connections filter \{\}/,
  },
  {
    why: 'an accepted request is known by its id alone where its work is noted (docs/sharding.md)',
    may: ['wide'],
    shape: /^update asyncRequests q \{"_id":"\?"/,
  },
  {
    why: 'a day that is over is counted once, from the events of that day alone',
    may: ['examine', 'walk'],
    shape: DAY,
  },
  {
    why: 'a list tells its total, counted from keys alone',
    may: ['walk'],
    shape: TOTAL,
  },
  {
    why: 'who has an address that somebody had before is looked for in the index of the addresses, some times an hour',
    may: ['walk'],
    shape: TAKEN_ADDRESSES,
  },
];
export const IN_SEARCHES: readonly Exception[] = [
  {
    why: 'what no index has is looked for among the people and groups of the customer, in the order of the list',
    may: ['examine', 'walk', 'sort'],
    shape: FOUND,
  },
  {
    why: 'and counted there',
    may: ['examine'],
    shape: TOTAL,
  },
  {
    why: 'an order that no index has is made for each page',
    may: ['examine', 'walk', 'sort'],
    shape: SORTED,
  },
];
export const IN_MASSES: readonly Exception[] = [];
export const FOR_ADMINS: readonly Exception[] = [];
