// What an event says, in words for an admin: what happened to whom, from what to what. Pure.

import { connectionWords } from './connection-words';
import { movedCounts, sameJson, type DirectoryEvent, type EventOperation } from '../event';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json';

/** The name of a user or group by id; undefined where there is none. */
export type NameOf = (id: string) => string | undefined;

/** Members named in one event's words; the others are counted. */
const NAMED_MAX = 5;
const VALUE_LENGTH_MAX = 80;

/** The users whose names the words of the event take. */
export function idsNamed({ resourceId, membersAdded, membersRemoved }: DirectoryEvent): readonly string[] {
  return [resourceId, ...membersAdded.slice(0, NAMED_MAX), ...membersRemoved.slice(0, NAMED_MAX)];
}

/** One phrase for each thing that happened; at least one. */
export function eventWords(event: DirectoryEvent, nameOf: NameOf): readonly string[] {
  const moved = movedCounts(event);
  const phrases = [
    ...operationWords(event),
    ...(event.resourceType === 'Connection' ? connectionWords(event) : changeWords(event)),
    ...memberWords('members in', { first: event.membersAdded, count: moved.added }, nameOf),
    ...memberWords('members out', { first: event.membersRemoved, count: moved.removed }, nameOf),
  ];
  const { reason } = event.actor;
  return [
    ...(phrases.length === 0 ? ['nothing that is told'] : phrases),
    ...(reason === undefined ? [] : [`because: ${reason}`]),
  ];
}

const OPERATIONS: Readonly<Record<EventOperation, string>> = {
  create: 'created',
  replace: '',
  patch: '',
  delete: 'deleted',
  return: 'came back',
  configure: '',
  approve: '',
  withdraw: '',
};

function changeWords(event: DirectoryEvent): readonly string[] {
  return Object.keys({ ...event.before, ...event.after }).flatMap((name) => attributeWords(event, name));
}

function operationWords({ operation }: DirectoryEvent): readonly string[] {
  return OPERATIONS[operation] === '' ? [] : [OPERATIONS[operation]];
}

function attributeWords(
  { resourceType, operation, before, after }: DirectoryEvent,
  name: string,
): readonly string[] {
  const [was, is] = [before[name], after[name]];
  // Of what is deleted for good, and not only kept from being used, nothing is left that could be told.
  if (operation === 'delete' && resourceType !== 'User' && resourceType !== 'Group') return [];
  if (name === 'deleted') return [];
  if (name === 'returnApprovedUntil') return approvalWords(operation, is);
  if (name === 'signInEnabled') return [is === true ? 'sign-in enabled' : 'sign-in disabled'];
  if (name === 'libraries' && resourceType === 'User') return libraryWords(was, is);
  // Of a creation everything is new: what matters of it is said above.
  if (operation === 'create') return [];
  if (name === 'enabled') return [is === true ? 'group enabled' : 'group disabled'];
  if (was === undefined) return [`${name} set to ${shown(is)}`];
  if (is === undefined) return [`${name} taken away, was ${shown(was)}`];
  return [`${name} from ${shown(was)} to ${shown(is)}`];
}

function approvalWords(operation: EventOperation, until: JsonValue | undefined): readonly string[] {
  if (operation === 'return') return ['as an admin had approved'];
  if (typeof until !== 'string') return ['approval of the return withdrawn'];
  return [`return approved until ${until.slice(0, 10)}`];
}

/** One phrase for each library that was given, or whose role or sign-in changed. */
export function libraryWords(before: JsonValue | undefined, after: JsonValue | undefined): readonly string[] {
  const [was, is] = [rowsByLibrary(before), rowsByLibrary(after)];
  return [...is].flatMap(([library, row]) => {
    const held = was.get(library);
    if (held === undefined) return [`library ${library} given as ${plain(row['role'])}${disabledMark(row)}`];
    if (sameJson(held, row)) return [];
    return [
      ...(sameJson(held['role'], row['role'])
        ? []
        : [`role in ${library} from ${plain(held['role'])} to ${plain(row['role'])}`]),
      ...(held['signInEnabled'] === row['signInEnabled']
        ? []
        : [`library ${library} ${row['signInEnabled'] === true ? 'enabled' : 'disabled'}`]),
    ];
  });
}

function disabledMark(row: JsonObject): string {
  return row['signInEnabled'] === true ? '' : ', sign-in disabled';
}

function rowsByLibrary(value: JsonValue | undefined): ReadonlyMap<string, JsonObject> {
  const rows = isJsonArray(value) ? value.filter(isJsonObject) : [];
  return new Map(rows.map((row) => [plain(row['library']), row]));
}

interface People {
  readonly first: readonly string[];
  readonly count: number;
}

function memberWords(label: string, { first, count }: People, nameOf: NameOf): readonly string[] {
  if (count === 0) return [];
  const names = first.slice(0, NAMED_MAX).map((id) => nameOf(id) ?? id);
  const more = count > names.length ? ` and ${count - names.length} more` : '';
  return [`${label}: ${names.join(', ')}${more}`];
}

function plain(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : shown(value);
}

function shown(value: JsonValue | undefined): string {
  const text = JSON.stringify(value ?? null);
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}
