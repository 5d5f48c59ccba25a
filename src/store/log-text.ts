// Whom a text of the sync log's search means: people by the beginnings of their words, groups by those of their names.

import type { mongo } from 'mongoose';
import { searchWords } from '../directory/people-words';
import { named } from './driver-failure';
import type { Collections } from './documents';

/** People and groups whose ids are held to look through the log with; of more, each part of it is looked up. */
const LISTED_MAX = 5_000;
/** People whose changes are gathered one by one; of more, the log is looked through from its end. */
const PEOPLE_FEW = 1_000;
/** As many as the planner merges in order. */
const GROUPS_FEW = 150;
const EITHER = { $in: [true, false] };

interface Listed {
  readonly people: readonly string[];
  readonly groups: readonly string[];
}

export interface TextMatch {
  readonly words: readonly string[];
  /** Ids of people and of groups; undefined: too many to be asked for one by one. */
  readonly few: Listed | undefined;
  /** Which of the ids are meant. */
  among(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

type Identified = mongo.Collection<{ readonly _id: string }>;
type Filter = Readonly<Record<string, unknown>>;

export async function matchText(
  { users, groups }: Pick<Collections, 'users' | 'groups'>,
  customer: string,
  text: string,
): Promise<TextMatch> {
  const words = searchWords(text);
  if (words.length === 0) return NOBODY;
  const people = { customer, $and: words.map((word) => ({ words: beginsWith(word) })) };
  const teams = {
    ...{ customer, live: EITHER },
    $and: words.map((word) => ({ 'search.displayName': wordBeginsWith(word) })),
  };
  const [ofPeople, ofGroups] = await Promise.all([
    listed(users as unknown as Identified, people),
    listed(groups as unknown as Identified, teams),
  ]);
  const isFew =
    (ofPeople.ids?.length ?? Infinity) <= PEOPLE_FEW && (ofGroups.ids?.length ?? Infinity) <= GROUPS_FEW;
  return {
    words,
    few: isFew ? { people: ofPeople.ids ?? [], groups: ofGroups.ids ?? [] } : undefined,
    async among(ids) {
      const found = await Promise.all([ofPeople.among(ids), ofGroups.among(ids)]);
      return new Set(found.flat());
    },
  };
}

const NOBODY: TextMatch = {
  words: [],
  few: { people: [], groups: [] },
  among: () => Promise.resolve(new Set()),
};

/** Those who are meant by their ids; undefined where there are too many, who are then asked for. */
async function listed(
  collection: Identified,
  filter: Filter,
): Promise<{
  readonly ids: readonly string[] | undefined;
  readonly among: (ids: readonly string[]) => Promise<readonly string[]>;
}> {
  const found = await idsIn(collection, filter, { limit: LISTED_MAX + 1 });
  if (found.length > LISTED_MAX) {
    const among = (ids: readonly string[]): Promise<readonly string[]> =>
      idsIn(collection, { _id: { $in: [...new Set(ids)] }, ...filter }, { hint: '_id_' });
    return { ids: undefined, among };
  }
  const known = new Set(found);
  return { ids: found, among: (ids) => Promise.resolve(ids.filter((id) => known.has(id))) };
}

async function idsIn(
  collection: Identified,
  filter: Filter,
  options: mongo.FindOptions,
): Promise<readonly string[]> {
  const found = await named(collection.find(filter, { ...options, projection: { _id: 1 } }).toArray());
  return found.map(({ _id }) => _id);
}

export function beginsWith(word: string): RegExp {
  return new RegExp(`^${literal(word)}`, 'u');
}

/** Of a name that is kept whole: at its beginning, or behind what is no letter and no digit. */
function wordBeginsWith(word: string): RegExp {
  return new RegExp(`(?:^|[^\\p{L}\\p{N}])${literal(word)}`, 'u');
}

/** No character of a client's text means anything in the pattern. A hyphen means nothing there, and must not be escaped. */
function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
