// The refused requests of the sync log, newest first: from which index each combination of filters is read.

import type { mongo } from 'mongoose';
import { comparisonKey } from '../directory/comparison';
import { isJsonArray, isJsonObject, type JsonObject } from '../directory/json';
import type { LogQuery } from '../directory/sync-log';
import { named } from './driver-failure';
import type { Collections, RequestDocument } from './documents';
import { isAsked, narrowsKinds } from './log-kinds';
import { inRanges, readPlaces, type Before, type Place } from './log-reading';
import { scan, type Scanned } from './log-scan';
import { beginsWith, type TextMatch } from './log-text';

/** Refused requests with a word that are gathered and put in order; of more, the log is looked through from its end. */
const FOUND_FEW = 5_000;

type Requests = mongo.Collection<RequestDocument>;
type Asked = {
  readonly query: LogQuery;
  readonly text: TextMatch | undefined;
  readonly before: Before | undefined;
  readonly wanted: number;
};

export async function readRefused(
  collections: Pick<Collections, 'requests' | 'users' | 'groups'>,
  customer: string,
  { query, text, before, wanted }: Asked,
): Promise<Scanned<RequestDocument>> {
  const { requests } = collections;
  const kinds = (await requestKinds(requests, customer)).filter((kind) => isAsked(kind, query));
  if (kinds.length === 0) return { kept: [], stoppedAt: undefined };
  const keys = await keysAsked(collections, customer, query);
  const narrow = { customer, kind: narrowsKinds(query) ? { $in: kinds } : { $gt: '' } };
  const whole = inRanges(kinds).map((range) => ({ filter: { customer, kind: { $in: range } }, hint: 'log' }));
  const places = keys === undefined ? whole : [about(narrow, keys)];
  const read =
    (from: readonly Place[]) =>
    (position: Before | undefined, most: number): Promise<readonly RequestDocument[]> =>
      readPlaces(requests, from, { ...query, before: position, wanted: most });
  const found =
    text === undefined ? places : keys === undefined ? await textPlaces(requests, narrow, text) : undefined;
  if (found !== undefined) {
    const kept = await read(found)(before, wanted);
    return { kept, stoppedAt: kept.length < wanted ? undefined : kept.at(-1) };
  }
  return scan({
    read: (after, most) => read(places)(after === undefined ? before : { at: after.at, id: after._id }, most),
    keep: (part) => meant(part, text),
    wanted,
  });
}

export async function requestKinds(requests: Requests, customer: string): Promise<readonly string[]> {
  const kinds: unknown[] = await named(requests.distinct('kind', { customer, kind: { $gt: '' } }));
  return kinds.filter((kind) => typeof kind === 'string');
}

type Narrow = Readonly<Record<string, unknown>>;

function about(narrow: Narrow, keys: readonly string[]): Place {
  return { filter: { ...narrow, about: { $in: keys } }, hint: 'about' };
}

/** Undefined where too many are found to be put in order. */
async function textPlaces(
  requests: Requests,
  narrow: Narrow,
  { words, few }: TextMatch,
): Promise<readonly Place[] | undefined> {
  if (few === undefined) return undefined;
  const counts = await Promise.all(words.map((word) => countWord(requests, narrow, word)));
  const fewest = Math.min(...counts);
  if (fewest > FOUND_FEW) return undefined;
  const first = words[counts.indexOf(fewest)];
  if (first === undefined) return [];
  const others = words.filter((word) => word !== first);
  const filter = { ...narrow, words: beginsWith(first) };
  const rest = others.map((word) => ({ words: beginsWith(word) }));
  const ids = [...few.people, ...few.groups];
  return [
    { filter: rest.length === 0 ? filter : { ...filter, $and: rest }, hint: 'words' },
    ...(ids.length === 0 ? [] : [about(narrow, ids)]),
  ];
}

/** From the index alone, and no further than it matters. */
function countWord(requests: Requests, { customer }: Narrow, word: string): Promise<number> {
  const filter = { customer, words: beginsWith(word) } as mongo.Filter<RequestDocument>;
  return named(requests.countDocuments(filter, { limit: FOUND_FEW + 1, hint: 'words' }));
}

async function meant(
  part: readonly RequestDocument[],
  text: TextMatch | undefined,
): Promise<readonly RequestDocument[]> {
  if (text === undefined) return part;
  const ids = await text.among(part.flatMap(({ resourceId }) => resourceId ?? []));
  return part.filter(
    ({ resourceId, words = [] }) =>
      ids.has(resourceId ?? '') || text.words.every((word) => words.some((held) => held.startsWith(word))),
  );
}

/** By which a refused request names the person or group: their ids, names and addresses. Undefined where nobody is asked for. */
async function keysAsked(
  { users, groups }: Pick<Collections, 'users' | 'groups'>,
  customer: string,
  { person, group }: LogQuery,
): Promise<readonly string[] | undefined> {
  if (person === undefined && group === undefined) return undefined;
  if (person !== undefined && group !== undefined) return [];
  const _id = person ?? group ?? '';
  const found: JsonObject | undefined =
    person === undefined
      ? (await named(groups.findOne({ _id, customer })))?.profile
      : (await named(users.findOne({ _id, customer })))?.profile;
  const { userName, externalId, displayName, emails } = found ?? {};
  const addresses = isJsonArray(emails) ? emails.filter(isJsonObject).map(({ value }) => value) : [];
  const named_ = [_id, userName, externalId, ...(person === undefined ? [displayName] : addresses)];
  return [...new Set(named_.filter((text) => typeof text === 'string').map((text) => comparisonKey(text)))];
}
