// What happened to one person, newest first, joining and leaving groups included, in words. Reads the sync log, and nothing else.

import { eventWords } from '../../directory/answers/event-words';
import type { DirectoryEvent } from '../../directory/event';
import type { LogEntry } from '../../directory/sync-log';
import type { UserRecord } from '../../directory/user-record';
import type { AdminContext } from '../context';
import type { AnswerOf } from '../contract';
import type { PEOPLE } from '../contract/people';
import { cursorOf, positionAt } from '../log/cursor';
import { rowOf, subjectsOf } from '../log/rows';

type Timeline = AnswerOf<(typeof PEOPLE)['people.timeline']>;

export async function timeline(
  { stores: { syncLog }, customer }: AdminContext,
  { id }: UserRecord,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): Promise<Timeline> {
  const after = cursor === undefined ? {} : { after: positionAt(cursor) };
  const { entries, next } = await syncLog.page(
    customer.id,
    { person: id, status: 'done' },
    { limit, ...after },
  );
  const subjects = await subjectsOf(syncLog, customer.id, entries);
  const rows = entries.flatMap((entry: LogEntry) => {
    if (entry.kind !== 'change') return [];
    const { event } = entry;
    const { at, connection, client, action, sentence, requestId } = rowOf(entry, subjects);
    const nameOf = (named: string): string | undefined => subjects.get(named)?.name;
    const isOwn = event.resourceId === id;
    const group = isOwn ? null : { id: event.resourceId, name: nameOf(event.resourceId) ?? event.resourceId };
    return {
      id: entry.id,
      event: event.id,
      at,
      connection: connection ?? event.actor.connection,
      client,
      operation: action,
      sentence,
      words: group === null ? [...eventWords(event, nameOf)] : membershipWords(event, id, group.name),
      group,
      rules: [...event.rules],
      tolerances: [...event.tolerances],
      requestId,
    };
  });
  return { rows, next: next === null ? null : cursorOf(next) };
}

/** Of an event of a group, what it was to this person; the others have timelines of their own. */
function membershipWords(
  { membersAdded, membersRemoved }: DirectoryEvent,
  id: string,
  group: string,
): string[] {
  return [
    ...(membersAdded.includes(id) ? [`came into the group ${group}`] : []),
    ...(membersRemoved.includes(id) ? [`left the group ${group}`] : []),
  ];
}
