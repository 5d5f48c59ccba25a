// What the request log keeps of a request's bodies, and by what a refused one is found: made when the line is written, not before the answer is sent.

import { comparisonKey } from '../directory/comparison';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../directory/json';
import { wordsIn } from '../directory/people-words';
import type { RequestDetails } from '../directory/request-log';
import { lastName, type HiddenNames } from '../log/hidden-names';
import { cutBody, keptBody, pathOf } from '../log/redact-body';
import { maskSecrets } from '../log/secret-text';
import { disables } from '../scim/disabling';

export interface Exchange {
  readonly method: string;
  readonly resourceType: string | null;
  readonly resourceId: string | null;
  readonly isRefused: boolean;
  readonly body: JsonValue | undefined;
  /** JSON, or the beginning of a long text. */
  readonly answer: JsonObject | string | undefined;
  /** What nobody is shown. */
  readonly hidden: HiddenNames;
}

/** Of one request; a longer list says nothing more. */
const ABOUT_MAX = 50;
const WORDS_MAX = 40;
const KEY_LENGTH_MAX = 256;
const NAME_LENGTH_MAX = 254;
/** Attributes by which people and groups are known, in any schema. */
const KEYS = new Set(['id', 'username', 'externalid', 'userid', 'groupid']);
const NAMES = new Set(['username', 'userid', 'displayname', 'givenname', 'familyname', 'formatted']);
/** Deeper, a request names nobody. */
const DEPTH_MAX = 6;

export function requestDetails(exchange: Exchange): RequestDetails {
  const { body, answer, hidden, isRefused, resourceId } = exchange;
  const found = isRefused ? namedIn(body, hidden) : NOTHING;
  const own = resourceId === null ? [] : [resourceId];
  return {
    request: body === undefined ? null : keptBody(body, hidden),
    answer: answer === undefined ? null : answerText(answer, hidden),
    about: isRefused ? keysOf([...own, ...found.keys]) : [],
    words: [...new Set(found.names.flatMap(wordsIn))].slice(0, WORDS_MAX),
    name: found.name ?? null,
    disables: disabled(exchange),
  };
}

function answerText(answer: JsonObject | string, hidden: HiddenNames): string {
  if (typeof answer !== 'string') return keptBody(answer, hidden);
  try {
    return keptBody(JSON.parse(answer), hidden);
  } catch {
    return cutBody(maskSecrets(answer));
  }
}

function disabled({ method, resourceType, resourceId, body }: Exchange): readonly string[] {
  if (resourceType !== 'User' || resourceId === null) return [];
  const isDisable = method === 'DELETE' || (method !== 'POST' && disables(body));
  return isDisable ? [resourceId] : [];
}

function keysOf(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.map((text) => comparisonKey(text.slice(0, KEY_LENGTH_MAX))))].slice(0, ABOUT_MAX);
}

interface Named {
  readonly keys: readonly string[];
  readonly names: readonly string[];
  readonly name: string | undefined;
}

const NOTHING: Named = { keys: [], names: [], name: undefined };

/** Ids and names wherever a body has them: a resource, the operations of a PATCH, members. */
function namedIn(body: JsonValue | undefined, hidden: HiddenNames): Named {
  const keys: string[] = [];
  const names: string[] = [];
  let name: string | undefined;
  const take = (attribute: string, text: string): void => {
    if (keys.length >= ABOUT_MAX || text === '') return;
    const isMeant = KEYS.has(attribute) || NAMES.has(attribute) || text.includes('@');
    if (!isMeant || holdsSecret(text.slice(0, KEY_LENGTH_MAX))) return;
    if (KEYS.has(attribute) || text.includes('@')) keys.push(text);
    if (NAMES.has(attribute) || text.includes('@')) names.push(text.slice(0, NAME_LENGTH_MAX));
    if (attribute === 'displayname' || (name === undefined && attribute === 'username'))
      name = text.slice(0, NAME_LENGTH_MAX);
  };
  const isSecret = (attribute: string): boolean => hidden(attribute).isHidden;
  walk(body, { attribute: '', depth: 0, isSecret, take });
  return { keys, names, name };
}

/** An address with a token in it names nobody. */
function holdsSecret(text: string): boolean {
  return maskSecrets(text) !== text;
}

interface Walk {
  /** Under which the value stands, in lower case. */
  readonly attribute: string;
  readonly depth: number;
  readonly isSecret: (attribute: string) => boolean;
  readonly take: (attribute: string, text: string) => void;
}

function walk(value: JsonValue | undefined, { attribute, depth, ...how }: Walk): void {
  if (depth > DEPTH_MAX || how.isSecret(attribute)) return;
  if (typeof value === 'string') how.take(attribute, value);
  else if (isJsonArray(value)) {
    for (const element of value.slice(0, ABOUT_MAX)) walk(element, { attribute, depth: depth + 1, ...how });
  } else if (isJsonObject(value)) {
    const path = pathOf(value);
    for (const [name, inner] of Object.entries(value)) {
      const named = name.toLowerCase() === 'value' ? valueName(attribute, path) : lastName(name);
      walk(inner, { attribute: named, depth: depth + 1, ...how });
    }
  }
}

/** A value stands for what the path of its operation says; that of a member is an id. */
function valueName(attribute: string, path: string): string {
  if (path !== '') return lastName(path);
  return attribute === 'members' ? 'id' : attribute;
}
