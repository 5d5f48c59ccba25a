// Reads of one resource, as connectors send them all day: those that come while others are under way are answered by one query. Must not know what is done with them.

import type { mongo } from 'mongoose';
import { comparisonKey } from '../directory/comparison';
import type { EmailHolder } from '../directory/completeness';
import type { GroupReference } from '../directory/group-record';
import type { JsonObject } from '../directory/json';
import type { DirectoryReader, Page, PageRequest } from '../directory/ports';
import type { UserRecord } from '../directory/user-record';
import { among } from './among';
import { askedMeanwhile } from './asked-together';
import { displayNameOf, type Collections, type GroupDocument, type UserDocument } from './documents';
import { RECORD_ONLY } from './stored-record';
import { named } from './driver-failure';
import { findAtOnce } from './find-at-once';
import { readEmailHolders } from './email-holders';
import { readGroupsOf } from './groups-of';
import { countMembers } from './member-reading';

interface Asked<K> {
  readonly customer: string;
  readonly key: K;
}

type Ask<K, V> = (customer: string, key: K) => Promise<V>;

/** One question for each customer among those who ask: no query is about two of them. */
function byCustomer<K, V>(
  askAll: (customer: string, keys: readonly K[]) => Promise<(key: K) => V>,
): Ask<K, V> {
  const ask = askedMeanwhile(async (asked: readonly Asked<K>[]) => {
    const customers = [...new Set(asked.map(({ customer }) => customer))];
    const answers = await Promise.all(
      customers.map(async (customer) => {
        const keys = asked.flatMap((one) => (one.customer === customer ? [one.key] : []));
        return [customer, await named(askAll(customer, keys))] as const;
      }),
    );
    const ofCustomer = new Map(answers);
    return ({ customer, key }: Asked<K>) => {
      const answer = ofCustomer.get(customer);
      if (answer === undefined) throw new Error('a question came back without its customer');
      return answer(key);
    };
  });
  return (customer, key) => ask({ customer, key });
}

type Resource = UserDocument | GroupDocument;

function byId<D extends Resource>(collection: mongo.Collection<D>): Ask<string, mongo.WithId<D> | undefined> {
  return byCustomer(async (customer, ids: readonly string[]) => {
    const query = { _id: among(ids), customer, live: true } as mongo.Filter<D>;
    const documents = await findAtOnce(collection, query, { projection: RECORD_ONLY });
    const found = new Map<string, mongo.WithId<D>>(documents.map((document) => [document._id, document]));
    return (id: string) => found.get(id);
  });
}

/** Of one value; where more have it, it is read by itself. */
const ALIKE_MAX = 20;

interface KeyedBy {
  readonly field: string;
  /** As the search form has it, from the profile. */
  readonly keyOf: (profile: JsonObject) => string | undefined;
}

/** Undefined where too many have one of the values. */
function byValue<D extends Resource>(
  collection: mongo.Collection<D>,
  { field, keyOf }: KeyedBy,
): Ask<string, readonly mongo.WithId<D>[] | undefined> {
  return byCustomer(async (customer, values: readonly string[]) => {
    const query = { customer, live: true, [field]: among(values) } as mongo.Filter<D>;
    const most = ALIKE_MAX * values.length;
    const documents = await findAtOnce(collection, query, { projection: RECORD_ONLY, limit: most + 1 });
    const isTooMany = documents.length > most;
    return (value: string) =>
      isTooMany ? undefined : documents.filter(({ profile }) => keyOf(profile) === value).toSorted(byIdOrder);
  });
}

function byIdOrder({ _id: left }: { _id: unknown }, { _id: right }: { _id: unknown }): number {
  return String(left) < String(right) ? -1 : 1;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const foldedText = (value: unknown): string | undefined =>
  typeof value === 'string' ? comparisonKey(value) : undefined;
const EXTERNAL_ID: KeyedBy = {
  field: 'search.externalId',
  keyOf: ({ externalId }) => textOf(externalId),
};
const USER_NAME: KeyedBy = {
  field: 'search.userName',
  keyOf: ({ userName }) => foldedText(userName),
};
const DISPLAY_NAME: KeyedBy = {
  field: 'search.displayName',
  keyOf: (profile) => foldedText(displayNameOf(profile)),
};

/** What a connector looks for before it creates: one text that the resource is matched by. */
interface Matched {
  readonly attribute: string;
  readonly value: string;
}

/** Undefined for every other list. */
function matchedBy({ condition, sort, skip, limit, walk }: PageRequest): Matched | undefined {
  const isFirstPage = skip === 0 && limit > 0 && sort === undefined && walk === undefined;
  if (!isFirstPage || condition?.kind !== 'compare' || condition.operator !== 'eq') return undefined;
  const [attribute, ...deeper] = condition.path;
  const { literal } = condition;
  if (attribute === undefined || deeper.length > 0 || typeof literal !== 'string') return undefined;
  return { attribute, value: literal };
}

/** Few enough that others of the moment may wait for them. */
const FEW = 8;

export interface ReadsOfTheMoment {
  readonly user: Ask<string, UserDocument | undefined>;
  readonly group: Ask<string, GroupDocument | undefined>;
  /** Undefined where the list is to be read by itself. */
  matchingUsers(customer: string, page: PageRequest): Promise<Page<UserDocument> | undefined>;
  matchingGroups(customer: string, page: PageRequest): Promise<Page<GroupDocument> | undefined>;
  readonly groupsOf: DirectoryReader['groupsOf'];
  readonly emailHolders: DirectoryReader['emailHolders'];
  readonly countMembers: DirectoryReader['countMembers'];
}

export function createReadsOfTheMoment(collections: Collections): ReadsOfTheMoment {
  const { users, groups } = collections;
  return {
    user: byId(users),
    group: byId(groups),
    matchingUsers: matching({
      userName: byValue(users, USER_NAME),
      externalId: byValue(users, EXTERNAL_ID),
    }),
    matchingGroups: matching({
      displayName: byValue(groups, DISPLAY_NAME),
      externalId: byValue(groups, EXTERNAL_ID),
    }),
    groupsOf: groupsOfFew(collections),
    emailHolders: holdersOfFew(users),
    countMembers: countsOfTheMoment(collections),
  };
}

interface Counted {
  readonly groupId: string;
  readonly most: number;
}

/** Sixteen who change one group at once are told the same. */
function countsOfTheMoment(collections: Collections): DirectoryReader['countMembers'] {
  const keyOf = ({ groupId, most }: Counted): string => `${groupId}/${most}`;
  const ask = byCustomer(async (customer, asked: readonly Counted[]) => {
    const each = new Map(asked.map((one) => [keyOf(one), one]));
    const counting = [...each].map(async ([key, { groupId, most }]) => {
      return [key, await countMembers(collections, { customer, groupId }, most)] as const;
    });
    const counts = new Map(await Promise.all(counting));
    return (one: Counted) => counts.get(keyOf(one)) ?? 0;
  });
  return (customer, groupId, most) => ask(customer, { groupId, most });
}

function matching<D>(
  asks: Readonly<Record<string, Ask<string, readonly D[] | undefined>>>,
): (customer: string, page: PageRequest) => Promise<Page<D> | undefined> {
  return async (customer, page) => {
    const matched = matchedBy(page);
    const ask = matched === undefined ? undefined : asks[matched.attribute];
    if (matched === undefined || ask === undefined) return undefined;
    const found = await ask(customer, matched.value);
    return found && { total: found.length, records: found.slice(0, page.limit), positions: [] };
  };
}

function groupsOfFew(collections: Collections): DirectoryReader['groupsOf'] {
  type ReadAll = DirectoryReader['groupsOf'];
  const readAll: ReadAll = (customer, ids) => readGroupsOf(collections, customer, ids);
  const ask = byCustomer(async (customer, ids: readonly string[]) => {
    const groups = await readAll(customer, ids);
    return (id: string): readonly GroupReference[] | undefined => groups.get(id);
  });
  return ofFew({ ask, readAll, idOf: (id) => id });
}

function holdersOfFew(users: Collections['users']): DirectoryReader['emailHolders'] {
  type Person = Pick<UserRecord, 'id' | 'email'>;
  type ReadAll = DirectoryReader['emailHolders'];
  const readAll: ReadAll = (customer, people) => readEmailHolders(users, customer, people);
  const ask = byCustomer(async (customer, people: readonly Person[]) => {
    const first = new Map(people.map((person) => [person.id, person]));
    const holders = await readAll(customer, [...first.values()]);
    // The same person, read before and after a change of the address.
    const others = people.filter(({ id, email }) => first.get(id)?.email !== email);
    const ofOthers = new Map<Person, EmailHolder | undefined>();
    for (const other of others) ofOthers.set(other, (await readAll(customer, [other])).get(other.id));
    return (person: Person) => (ofOthers.has(person) ? ofOthers.get(person) : holders.get(person.id));
  });
  return ofFew({ ask, readAll, idOf: ({ id }) => id });
}

interface FewOrMany<K, V> {
  readonly ask: Ask<K, V | undefined>;
  readonly readAll: (customer: string, keys: readonly K[]) => Promise<ReadonlyMap<string, V>>;
  readonly idOf: (key: K) => string;
}

/** Few are asked together with those of other requests; many are a question of their own. */
function ofFew<K, V>({ ask, readAll, idOf }: FewOrMany<K, V>): FewOrMany<K, V>['readAll'] {
  return async (customer, keys) => {
    if (keys.length > FEW) return named(readAll(customer, keys));
    const found = await Promise.all(keys.map(async (key) => [idOf(key), await ask(customer, key)] as const));
    return new Map(found.flatMap(([id, value]) => (value === undefined ? [] : [[id, value] as const])));
  };
}
