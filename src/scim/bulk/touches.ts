// What an operation of a bulk request touches, so that those which touch nothing in common may be executed side by side. Executes nothing, asks nobody.

import { comparisonKey } from '../../directory/comparison';
import type { Rules } from '../../directory/customer';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { ENTERPRISE_USER } from '../resources/user-resource';
import { bulkIdOf } from './needs';
import type { BulkOperation } from './operation';

/** Something that an operation reads or changes and others might, too. */
export interface Touch {
  readonly what: string;
  /** Operations of one manner do not get in each other's way there; undefined: nobody may be there meanwhile. */
  readonly manner: 'beside' | 'creates' | 'changes' | 'suffixed' | undefined;
}

const EVERYTHING = 'everything';

/** The whole directory: what comes before is over by then, and what comes after waits. */
export const ALONE: readonly Touch[] = [touch(EVERYTHING)];
/** What is refused as it was read. */
export const NOTHING: readonly Touch[] = [touch(EVERYTHING, 'beside')];
const BESIDE = touch(EVERYTHING, 'beside');

/**
 * Only creations of people and changes of single people that concern nobody else go beside others. All others go alone:
 * a PUT may take a name that another one gives up, a group has members whom somebody deletes.
 */
export function touchesOf(operation: BulkOperation, rules: Rules): readonly Touch[] {
  const { method, type, id } = operation;
  // Values that a customer's own schema wants unique may stand anywhere.
  if (type.name !== 'User' || (type.own?.unique.length ?? 0) > 0) return ALONE;
  if (id === undefined) return [BESIDE, touch('people', 'creates'), ...identityTouches(operation.data)];
  const isBeside =
    method === 'DELETE'
      ? isDisableOwnMatter(rules)
      : method === 'PATCH' && concernsNobodyElse(operation.data, rules);
  if (!isBeside) return ALONE;
  const person = touch(`id ${id}`);
  // A creation may bring back somebody who was deleted, and whose id the client still has.
  return bulkIdOf(id) === undefined ? [BESIDE, touch('people', 'changes'), person] : [BESIDE, person];
}

/** Counted by the brake, or taken out of groups, they meet each other: then the order says who is held. */
function isDisableOwnMatter({ massDisable, membershipsOnDisable }: Rules): boolean {
  return massDisable.mode !== 'hold' && membershipsOnDisable === 'keep';
}

/** One alone has it: userName, User ID, which is the userName where none is sent, externalId, e-mail addresses. */
function identityTouches(data: JsonValue | undefined): readonly Touch[] {
  if (!isJsonObject(data)) return [];
  const touches = new Map<string, Touch>();
  // Twice at one place, a creation would wait for itself.
  const add = (one: Touch): void => {
    if (touches.get(one.what)?.manner !== undefined || !touches.has(one.what)) touches.set(one.what, one);
  };
  for (const [name, value] of identities(data)) {
    if (name === 'emails') for (const text of textsIn(value)) add(touch(`email ${comparisonKey(text)}`));
    else if (name === 'externalid') for (const text of textsIn(value)) add(touch(`externalId ${text}`));
    else for (const text of textsIn(value)) nameTouches(text).forEach(add);
  }
  return [...touches.values()];
}

const IDENTITIES: ReadonlySet<string> = new Set(['username', 'userid', 'externalid', 'emails']);

/** In whichever spelling, and in extensions. */
function identities(resource: JsonObject): readonly (readonly [string, JsonValue])[] {
  return Object.entries(resource).flatMap(([key, value]) => {
    const name = key.slice(key.lastIndexOf(':') + 1).toLowerCase();
    if (IDENTITIES.has(name)) return [[name, value] as const];
    return key.includes(':') && isJsonObject(value) ? identities(value) : [];
  });
}

/** `smith-2` may be allotted to another `smith` (rule 3.2): so they follow each other, `smith-2` and `smith-3` need not. */
function nameTouches(text: string): readonly Touch[] {
  const name = comparisonKey(text);
  const [, base] = /^(.+)-\d{1,3}$/s.exec(name) ?? [];
  return [touch(`name ${name}`), ...(base === undefined ? [] : [touch(`name ${base}`, 'suffixed')])];
}

/** A text, or the texts of a value in one of the forms in which it is put up with. */
function textsIn(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value.trim()];
  if (isJsonArray(value)) return value.flatMap(textsIn);
  return isJsonObject(value) ? textsIn(memberOf(value, 'value')) : [];
}

/** Attributes that are the person's alone: no rule, no uniqueness, no group looks at them. */
const OWN_MATTERS: ReadonlySet<string> = new Set([
  ...[
    'name',
    'displayname',
    'nickname',
    'profileurl',
    'title',
    'usertype',
    'phonenumbers',
    'addresses',
    'photos',
  ],
  ...['ims', 'preferredlanguage', 'locale', 'timezone'],
]);
const ENTERPRISE_PATH = `${ENTERPRISE_USER.toLowerCase()}:`;

function concernsNobodyElse(data: JsonValue | undefined, rules: Rules): boolean {
  const operations = isJsonObject(data) ? memberOf(data, 'operations') : undefined;
  if (!isJsonArray(operations)) return false;
  return operations.every((one) => {
    if (!isJsonObject(one)) return false;
    const path = memberOf(one, 'path');
    const value = memberOf(one, 'value');
    const paths = path === undefined && isJsonObject(value) ? Object.keys(value) : [path];
    return paths.every((each) => typeof each === 'string' && isOwnMatter(each.toLowerCase(), rules));
  });
}

function isOwnMatter(path: string, rules: Rules): boolean {
  if (path === 'active') return isDisableOwnMatter(rules);
  const [attribute = ''] = path.split(/[.[]/, 1);
  return OWN_MATTERS.has(attribute) || path.startsWith(ENTERPRISE_PATH);
}

function memberOf(object: JsonObject, lower: string): JsonValue | undefined {
  return Object.entries(object).find(([name]) => name.toLowerCase() === lower)?.[1];
}

function touch(what: string, manner?: Touch['manner']): Touch {
  return { what, manner };
}
