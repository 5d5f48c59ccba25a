// What happened in one sentence, as a headline of the sync log: who did what to whom, and what it means for a seat. Pure.

import { APPLIED_WORDS } from '../applied-words';
import { connectionWords } from './connection-words';
import {
  movedCounts,
  type Actor,
  type AppliedRule,
  type DirectoryEvent,
  type EventOperation,
} from '../event';
import type { JsonObject } from '../json';
import { libraryWords, type NameOf } from './event-words';

interface Known {
  readonly nameOf: NameOf;
  /** How many libraries the person had then; undefined: it is not known. */
  readonly libraries?: number | undefined;
}

/** Identity providers by the kind of client that they look like; others go by the name of their connection. */
const CLIENTS: Readonly<Record<string, string>> = {
  okta: 'Okta',
  entra: 'Entra',
  google: 'Google',
  onelogin: 'OneLogin',
  ping: 'Ping',
  jumpcloud: 'JumpCloud',
  rippling: 'Rippling',
  sailpoint: 'SailPoint',
};
/** Connections of admins, whose names stand in `client`. */
const BY_HAND: ReadonlySet<string> = new Set(['console', 'command-line']);
const NAMED_MAX = 3;

export function actorName({
  connection,
  client,
}: Pick<Actor, 'client'> & { readonly connection: string | null }): string {
  if (connection !== null && isNamedAdmin({ connection, client })) return client;
  return CLIENTS[client] ?? (connection === null || connection === '' ? 'Somebody unknown' : connection);
}

/** By the name of the connection, as lists have it, or of the admin who did it by hand. */
export function doerName({ by, client }: { readonly by: string; readonly client: string }): string {
  return isNamedAdmin({ connection: by, client }) ? client : by;
}

function isNamedAdmin({ connection, client }: Pick<Actor, 'connection' | 'client'>): boolean {
  return BY_HAND.has(connection) && client !== '';
}

export function eventSentence(event: DirectoryEvent, known: Known): string {
  const { actor, resourceType, rules } = event;
  const name = known.nameOf(event.resourceId) ?? ownName(event);
  const [did, ...more] =
    resourceType === 'User'
      ? personPhrases(event, name, known)
      : resourceType === 'Group'
        ? groupPhrases(event, `group ${name}`, known.nameOf)
        : otherPhrases(event, name);
  const details = [...more, ...rulePhrases(rules)];
  const reason = actor.reason === undefined ? '' : ` (reason: ${actor.reason})`;
  return `${actorName(actor)} ${did}${details.length === 0 ? '' : `; ${details.join(', ')}`}${reason}`;
}

type Phrases = readonly [string, ...string[]];

const DONE: Readonly<Record<EventOperation, string>> = {
  create: 'created',
  replace: 'changed',
  patch: 'changed',
  delete: 'deleted',
  return: 'brought back',
  configure: 'changed',
  approve: 'approved the return of',
  withdraw: 'withdrew the approval of the return of',
};

function personPhrases(event: DirectoryEvent, name: string, { libraries }: Known): Phrases {
  const { operation, before, after } = event;
  const is = after['signInEnabled'];
  const isChanged = is !== undefined && before['signInEnabled'] !== is;
  if (operation === 'approve' || operation === 'withdraw') return [`${DONE[operation]} ${name}`];
  if (operation === 'create')
    return [`created ${name}`, ...(is === true ? ['seat taken'] : ['without sign-in'])];
  if (operation === 'return')
    return [
      `brought back ${name}`,
      ...(is === true ? ['sign-in enabled', 'seat taken'] : ['sign-in stays disabled']),
    ];
  const kept =
    libraries === undefined || libraries === 0 ? [] : [`${counted(libraries, 'library', 'libraries')} kept`];
  if (operation === 'delete')
    return [`deleted ${name}`, ...(isChanged ? ['sign-in disabled', ...kept, 'seat freed'] : [...kept])];
  if (!isChanged) return [changedPhrase(event, name), ...libraryPhrases(event)];
  const others = attributesOf(event).filter((attribute) => attribute !== 'sign-in');
  const also = others.length === 0 ? [] : [`also changed ${listed(others)}`];
  return is === true
    ? [`enabled ${name}`, 'seat taken', ...also]
    : [`disabled ${name}`, ...kept, 'seat freed', ...also];
}

/** What became of them; of many only the first ones, the others stand in the details. */
function libraryPhrases({ before, after }: DirectoryEvent): readonly string[] {
  const words = libraryWords(before['libraries'], after['libraries']);
  return words.length > NAMED_MAX ? [...words.slice(0, NAMED_MAX), '…'] : words;
}

function groupPhrases(event: DirectoryEvent, name: string, nameOf: NameOf): Phrases {
  const { operation, membersAdded, membersRemoved, after } = event;
  const moved = movedCounts(event);
  const named = (ids: readonly string[], count: number): string => peopleNamed(ids, count, nameOf);
  if (operation === 'create' || operation === 'return')
    return [
      `${DONE[operation]} ${name}`,
      ...(membersAdded.length === 0 ? [] : [`with ${named(membersAdded, moved.added)}`]),
    ];
  if (operation === 'delete')
    return [
      `deleted ${name}`,
      ...(membersRemoved.length === 0 ? [] : [`${counted(moved.removed, 'person', 'people')} taken out`]),
    ];
  const joined = membersAdded.length === 0 ? [] : [`added ${named(membersAdded, moved.added)} to ${name}`];
  const left =
    membersRemoved.length === 0 ? [] : [`took ${named(membersRemoved, moved.removed)} out of ${name}`];
  const enabled = after['enabled'];
  const switched = enabled === undefined ? [] : [`${enabled === true ? 'enabled' : 'disabled'} ${name}`];
  const others = attributesOf(event).filter((attribute) => attribute !== 'enabled');
  const changed = others.length === 0 ? [] : [`changed ${listed(others)} of ${name}`];
  const [first, ...rest] = [...joined, ...left, ...switched, ...changed];
  return first === undefined ? [`changed ${name}`] : [first, ...rest];
}

function otherPhrases(event: DirectoryEvent, name: string): Phrases {
  const { operation, resourceType } = event;
  if (resourceType === 'Connection') return connectionPhrases(event, name);
  if (resourceType === 'Customer')
    return [`changed the settings: ${listed(attributesOf(event)) || 'nothing that is told'}`];
  return operation === 'create' || operation === 'delete'
    ? [`${DONE[operation]} ${resourceType} ${name}`]
    : [changedPhrase(event, `${resourceType} ${name}`)];
}

function connectionPhrases(event: DirectoryEvent, name: string): Phrases {
  const words = connectionWords(event);
  const isNew = event.before['name'] === undefined && event.after['name'] !== undefined;
  return isNew
    ? [`made connection ${name}`, ...words.slice(1)]
    : [`changed connection ${name}`, ...words.slice(0, NAMED_MAX)];
}

function changedPhrase(event: DirectoryEvent, name: string): string {
  const attributes = attributesOf(event);
  return attributes.length === 0 ? `changed ${name}` : `changed ${listed(attributes)} of ${name}`;
}

/** What the sentence says in other words already. */
const SAID: ReadonlySet<AppliedRule> = new Set([
  'delete-disables-sign-in',
  'person-returned',
  'return-left-disabled',
  'group-emptied',
]);

function rulePhrases(rules: readonly AppliedRule[]): readonly string[] {
  return rules
    .filter((rule) => !SAID.has(rule))
    .map((rule) => {
      const { label } = APPLIED_WORDS[rule];
      return label.charAt(0).toLowerCase() + label.slice(1);
    });
}

/** The names of what changed, as people say them; each once. */
export function attributesOf({
  before,
  after,
}: {
  readonly before: JsonObject;
  readonly after: JsonObject;
}): readonly string[] {
  const names = Object.keys({ ...before, ...after }).filter((name) => name !== 'deleted');
  return [...new Set(names.map(attributeLabel))];
}

const LABELS: Readonly<Record<string, string>> = {
  signInEnabled: 'sign-in',
  userName: 'userName',
  userId: 'User ID',
  externalId: 'externalId',
  email: 'e-mail address',
  emails: 'e-mail addresses',
  fullName: 'full name',
  displayName: 'display name',
  groupId: 'groupId',
};

export function attributeLabel(name: string): string {
  const known = LABELS[name];
  if (known !== undefined) return known;
  if (name.startsWith('urn:')) return `${schemaName(name)} extension`;
  return name.replace(
    /([a-z])([A-Z])/g,
    (_whole, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}

/** Of `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User` the word before its version. */
function schemaName(urn: string): string {
  const parts = urn.split(':');
  const version = parts.findIndex((part) => /^\d+(?:\.\d+)*$/.test(part));
  return parts[version - 1] ?? urn;
}

function peopleNamed(ids: readonly string[], count: number, nameOf: NameOf): string {
  const names = ids.slice(0, NAMED_MAX).map((id) => nameOf(id) ?? id);
  const more = count - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : joined(names);
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED_MAX;
  return more > 0 ? `${names.slice(0, NAMED_MAX).join(', ')} and ${more} more` : joined(names);
}

function joined(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Of something that is gone, what the event itself says. */
function ownName({ resourceId, before, after }: DirectoryEvent): string {
  const name = after['displayName'] ?? before['displayName'] ?? after['name'] ?? before['name'];
  return typeof name === 'string' && name !== '' ? name : resourceId;
}
