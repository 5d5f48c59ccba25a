// By which words a person is found: the beginnings of words of User ID, name, userName and e-mail address, without letter case. Pure.

import { comparisonKey } from './comparison';
import { isJsonArray, isJsonObject, type JsonValue } from './json';
import type { UserRecord } from './user-record';

/** A word is found by its beginning, so that nothing is lost by what is cut off. */
const WORD_LENGTH_MAX = 64;
/** Of one person, former names included: an index entry each. */
const WORDS_MAX = 48;
/** Of a query; more narrow nothing down any more. */
const QUERY_WORDS_MAX = 8;
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/u;

/** By what somebody is found: all words, and among them those of names that the person had. */
export interface FoundBy {
  readonly words: readonly string[];
  readonly former: readonly string[];
}

/** Of a name the name as it is and its parts; of an address also its domain, for people of one client. */
function wordsOf(user: UserRecord): readonly string[] {
  return distinct(namesOf(user).flatMap(wordsIn)).slice(0, WORDS_MAX);
}

/** @param former words of names that the person had before */
export function foundBy(user: UserRecord, former: readonly string[] = []): FoundBy {
  return { words: withFormer(wordsOf(user), former), former };
}

/** @param kept of the record before; most writes change no name, and nothing of it */
export function foundAfter(before: UserRecord, after: UserRecord, kept: FoundBy): FoundBy {
  if (hasSameNames(before, after)) return kept;
  const words = wordsOf(after);
  const former = formerWords(words, kept.words, kept.former);
  return { words: withFormer(words, former), former };
}

function hasSameNames(before: UserRecord, after: UserRecord): boolean {
  const [was, is] = [namesOf(before), namesOf(after)];
  return was.length === is.length && was.every((name, index) => name === is[index]);
}

function namesOf(user: UserRecord): readonly (JsonValue | undefined)[] {
  const { profile, userId, unusableUserId, fullName, email } = user;
  const name = isJsonObject(profile['name']) ? Object.values(profile['name']) : [];
  const emails = isJsonArray(profile['emails']) ? profile['emails'].filter(isJsonObject) : [];
  return [
    fullName,
    profile['displayName'],
    ...name,
    userId ?? unusableUserId,
    profile['userName'],
    email,
    ...emails.map(({ value }) => value),
  ];
}

/**
 * By which a person is kept: with the words of former names, which stay findable, as many as there is room for, the latest
 * first. Whoever asks for a word that begins another one is answered by that one.
 */
function withFormer(words: readonly string[], former: readonly string[]): readonly string[] {
  const all = distinct([...words, ...former]).slice(0, WORDS_MAX);
  return all.filter((word) => !all.some((other) => other.length > word.length && other.startsWith(word)));
}

/** What of the words before is not among those of now, put before what was former already. */
function formerWords(
  words: readonly string[],
  before: readonly string[],
  former: readonly string[],
): readonly string[] {
  const now = new Set(words);
  return distinct([...before, ...former])
    .filter((word) => !now.has(word))
    .slice(0, WORDS_MAX / 2);
}

/** The words of a query; somebody is found where each of them begins one of the person's. */
export function searchWords(text: string): readonly string[] {
  const asked = comparisonKey(text)
    .split(/\s+/u)
    .map((word) => cut(word.replace(/^@/u, '')));
  return distinct(asked.filter((word) => word !== '')).slice(0, QUERY_WORDS_MAX);
}

export function wordsIn(value: JsonValue | undefined): readonly string[] {
  if (typeof value !== 'string') return [];
  const whole = comparisonKey(value)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return whole.flatMap((word) => {
    const [local = '', domain] = word.split('@');
    const parts = local.split(BETWEEN_WORDS).filter((part) => part !== '');
    return [word, ...parts, ...(domain === undefined || domain === '' ? [] : [domain])].map(cut);
  });
}

function cut(word: string): string {
  return word.length <= WORD_LENGTH_MAX ? word : Array.from(word).slice(0, WORD_LENGTH_MAX).join('');
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
