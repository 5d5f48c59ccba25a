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
  {
    why: 'who is in any group, or in none, is asked of all groups: a step of an index for each set',
    may: ['examine', 'walk'],
    shape: /^command (?:groups|memberships) query \{"customer":"\?".*\} key|^command users of very many ids/,
  },
];
export const IN_MASSES: readonly Exception[] = [
  {
    why: 'sets that mass changes left behind are looked for at each of them: a step of an index for each set',
    may: ['walk'],
    shape: /^command (?:groups|memberships) query \{"customer":"\?"\} key/,
  },
];
export const FOR_ADMINS: readonly Exception[] = [
  {
    why: 'a word of the search is found by its index, and those who have it are put into the order of names',
    may: ['examine', 'walk', 'sort'],
    shape: /^query users filter .*"words":"\?"/,
  },
  {
    why: 'the sync log of the people whom a text names: their events, at most as many people as are listed (log-text.ts)',
    may: ['examine', 'walk', 'sort'],
    shape:
      /^(?:query|getmore) events filter \{"\$and":\[\{"customer":"\?","resourceId":\{"\$in":\["\?"\]\}\}/,
  },
  {
    why: 'the lines of the log that name one of some people, or that one request wrote, in the order of time',
    may: ['walk', 'sort'],
    shape: /^query (?:requests filter .*"about":\{"\$in"|events filter .*"actor\.requestId")/,
  },
  {
    why: 'how many people each place and library has, and how many members a group, is counted from keys alone',
    may: ['walk'],
    shape:
      /^command (?:users pipeline .*"location":"\?","preferredLibrary":"\?","kind"|memberships pipeline .*"set":"\?")/,
  },
  {
    why: 'members of a group of up to 5,000 are put into the order of names for each page (group-list.ts)',
    may: ['examine', 'walk', 'sort'],
    shape: /^query users (?:filter \{"_id":\{"\$in":\["\?"\]\},"customer"|of very many ids)/,
  },
  {
    why: 'groups are few beside people: their list is looked through for what no index has',
    may: ['examine', 'walk'],
    shape: /^(?:query|getmore) groups filter .*"live"/,
  },
  {
    why: 'the memberships of the people of one page, and the first event of each of their groups',
    may: ['examine', 'walk'],
    shape:
      /^query (?:memberships filter \{"customer":"\?","member":\{"\$in"|events filter .*"tellsGroup":\{"\$exists":"\?"\})/,
  },
  {
    why: 'a library or role is taken away once in a while: who still has it is looked for among everybody',
    may: ['examine', 'walk'],
    shape: /^command (?:users pipeline .*"assignments"|groups pipeline .*"library")/,
  },
  {
    why: 'a row of an import is known by its id alone, which begins with that of the import',
    may: ['wide'],
    shape: /^update importRows q \{"_id":"\?"\}/,
  },
  {
    why: 'how much there is in all is known to MongoDB without a look',
    may: ['wide'],
    shape: /^command (?:events|users|groups|requests|memberships) $/,
  },
];
