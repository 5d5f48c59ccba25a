// Reads the list of people in order of name by the index that suits the filter, decided here and not by a trial of plans. Changes nothing but what renewal does.

import type { mongo } from 'mongoose';
import type { ListedPerson, PeopleFilter, PeopleList, PeoplePageRequest } from '../directory/people-list';
import { searchWords } from '../directory/people-words';
import { escapePattern } from './condition';
import { type Collections, type UserDocument } from './documents';
import { userRecord } from './stored-record';
import { named } from './driver-failure';
import { readEmailHolders, usersWithTakenEmail } from './email-holders';
import { readCensus, readCountsByPlace, readIncomplete } from './people-counts';
import { isPreparing, preparePlaces } from './people-renewal';
import { kindsOf } from './person-kind';

type Users = mongo.Collection<UserDocument>;
type UserFilter = mongo.Filter<UserDocument>;

/** Neither the search form nor the words are of a record. */
const WITHOUT_FORMS = { search: 0, words: 0, former: 0 } as const;
/**
 * A word that begins more people's than these is so common that going through the names meets enough of them; of fewer
 * all are read and put in order.
 */
const RARE_MAX = 12_000;
/** People with two common words are not as evenly strewn among the names. */
const RARE_OF_SEVERAL_MAX = 30_000;
const EXPORT_BATCH = 500;

export function createPeopleList({ users }: Collections): PeopleList {
  return {
    page: (customer, request) => named(readPage(users, customer, request)),
    async *all(customer, filter) {
      for (let after = ''; ;) {
        const batch = await named(readPage(users, customer, { filter, limit: EXPORT_BATCH, after }));
        if (batch.length > 0) yield batch;
        if (batch.length < EXPORT_BATCH) return;
        after = batch.at(-1)?.place ?? '';
      }
    },
    async person(customer, id) {
      const document = await named(users.findOne({ _id: id, customer }, { projection: WITHOUT_FORMS }));
      return document === null ? undefined : userRecord(document);
    },
    async people(customer, ids) {
      const query = { _id: { $in: [...ids] }, customer };
      return (await named(users.find(query, { projection: WITHOUT_FORMS }).toArray())).map(userRecord);
    },
    census: (customer) => named(readCensus(users, customer)),
    countsByPlace: (customer) => named(readCountsByPlace(users, customer)),
    incomplete: (customer, options) => named(readIncomplete(users, customer, options)),
    isPreparing: (customer) => named(isPreparing(users, customer)),
    prepare: (customer, options) => preparePlaces(users, customer, options),
  };
}

async function readPage(
  users: Users,
  customer: string,
  { filter, limit, after }: PeoplePageRequest,
): Promise<readonly ListedPerson[]> {
  if (filter.completeness === 'incomplete')
    return readIncompletePage(users, customer, { filter, limit, after });
  const plan = await planOf(users, customer, filter);
  const found: ListedPerson[] = [];
  for (let last = after; ;) {
    const wanted = limit - found.length;
    const batch = await readPeople(users, plan, { after: last, limit: wanted });
    found.push(...batch.filter(({ holder }) => filter.completeness !== 'ready' || holder === undefined));
    if (batch.length < wanted || found.length === limit) return found;
    last = batch.at(-1)?.place;
  }
}

/** Those who lack something themselves, and those whose address another one has; the two are put together by name. */
async function readIncompletePage(
  users: Users,
  customer: string,
  { filter, limit, after }: Omit<PeoplePageRequest, 'after'> & { readonly after: string | undefined },
): Promise<readonly ListedPerson[]> {
  const [lacking, ready, taken] = await Promise.all([
    planOf(users, customer, filter),
    planOf(users, customer, { ...filter, completeness: 'ready' }),
    usersWithTakenEmail(users, customer),
  ]);
  const others = { query: { ...ready.query, _id: { $in: [...taken] } }, hint: '_id_' };
  const pages = await Promise.all([
    readPeople(users, lacking, { after, limit }),
    taken.length === 0 ? [] : readPeople(users, others, { after, limit }),
  ]);
  return pages
    .flat()
    .sort((left, right) => (left.place < right.place ? -1 : 1))
    .slice(0, limit);
}

/** What is asked of which index. */
interface Plan {
  readonly query: UserFilter;
  readonly hint: string;
}

async function planOf(users: Users, customer: string, filter: PeopleFilter): Promise<Plan> {
  const { text = '', states, external, location, preferredLibrary, completeness, servesNobody } = filter;
  const words = searchWords(text);
  const kinds = kindsOf({
    states,
    origin: external === undefined ? undefined : external ? 'external' : 'internal',
    completeness: completeness === 'incomplete' ? 'lacking' : completeness,
    service: servesNobody === true ? 'none' : undefined,
  });
  const query = {
    customer,
    kind: { $in: [...kinds] },
    ...(location === undefined ? {} : { location }),
    ...(preferredLibrary === undefined ? {} : { preferredLibrary }),
  };
  const rarest = await rarestOf(users, customer, words);
  // The rarest word comes first: of several on one list of words, the first one is looked up in the index.
  const begun = [...words].sort((left, right) => Number(right === rarest) - Number(left === rarest));
  const patterns = begun.map((word) => ({ words: begins(word) }));
  const byKind =
    location !== undefined
      ? 'peopleByLocation'
      : preferredLibrary === undefined
        ? 'people'
        : 'peopleByLibrary';
  return {
    query: patterns.length === 0 ? query : { ...query, $and: patterns },
    hint: rarest === undefined ? byKind : 'peopleWords',
  };
}

/** The word that fewest people have, where they are few. */
async function rarestOf(
  users: Users,
  customer: string,
  words: readonly string[],
): Promise<string | undefined> {
  const most = words.length > 1 ? RARE_OF_SEVERAL_MAX : RARE_MAX;
  const counts = await Promise.all(
    words.map(async (word) => ({
      word,
      count: await users.countDocuments(
        { customer, words: begins(word) },
        { limit: most + 1, hint: 'peopleWords' },
      ),
    })),
  );
  const [least] = counts.toSorted((left, right) => left.count - right.count);
  return least === undefined || least.count > most ? undefined : least.word;
}

function begins(word: string): RegExp {
  return new RegExp(`^${escapePattern(word)}`, 'u');
}

async function readPeople(
  users: Users,
  { query, hint }: Plan,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<readonly ListedPerson[]> {
  const beyond = after === undefined || after === '' ? query : { ...query, nameOrder: { $gt: after } };
  const found = users
    .find(beyond, { projection: WITHOUT_FORMS })
    .hint(hint)
    .sort({ nameOrder: 1 })
    .limit(limit);
  const documents = await found.toArray();
  const records = documents.map(userRecord);
  const customer = records[0]?.customer ?? '';
  const live = records.filter(({ deletedAt }) => deletedAt === null);
  const holders = await readEmailHolders(users, customer, live);
  return records.map((user, index) => ({
    user,
    place: documents[index]?.nameOrder ?? '',
    holder: holders.get(user.id),
  }));
}
