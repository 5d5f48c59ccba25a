// Rows of the sync log in words: who, what, and what to do about it. Reads names, and nothing else.

import type { Static } from '@sinclair/typebox';
import { attributesOf, eventSentence } from '../../directory/answers/event-sentence';
import { idsNamed } from '../../directory/answers/event-words';
import { refusalSentence } from '../../directory/answers/refusal-sentence';
import { REFUSAL_WORDS } from '../../directory/refusals/table';
import type { RefusalWords } from '../../directory/refusals/wording';
import { refusedStatus } from '../../directory/request-log';
import type { KeptRequest, LogEntry, Subject, SyncLog } from '../../directory/sync-log';
import type { LOG_ROW } from '../contract/log';

export type LogRow = Static<typeof LOG_ROW>;
export type Subjects = ReadonlyMap<string, Subject>;

/** Everybody whom the rows name. */
export function subjectsOf(
  syncLog: SyncLog,
  customer: string,
  entries: readonly LogEntry[],
): Promise<Subjects> {
  const ids = entries.flatMap((entry) =>
    entry.kind === 'change' ? idsNamed(entry.event) : (entry.request.resourceId ?? []),
  );
  return ids.length === 0 ? Promise.resolve(new Map()) : syncLog.subjects(customer, ids);
}

export async function rowsOf(
  syncLog: SyncLog,
  customer: string,
  entries: readonly LogEntry[],
): Promise<LogRow[]> {
  const subjects = await subjectsOf(syncLog, customer, entries);
  return entries.map((entry) => rowOf(entry, subjects));
}

/** @param libraries how many the person had then, where that was looked up */
export function rowOf(entry: LogEntry, subjects: Subjects, libraries?: number): LogRow {
  return entry.kind === 'change' ? changeRow(entry, subjects, libraries) : refusedRow(entry, subjects);
}

function changeRow(
  { id, at, event }: LogEntry & { readonly kind: 'change' },
  subjects: Subjects,
  libraries: number | undefined,
): LogRow {
  const { actor, operation, resourceType, resourceId, rules, tolerances } = event;
  const nameOf = (named: string): string | undefined => subjects.get(named)?.name;
  const name = nameOf(resourceId) ?? nameIn(event.after) ?? nameIn(event.before) ?? resourceId;
  return {
    id,
    at: at.toISOString(),
    connection: actor.connection,
    client: actor.client,
    action: operation,
    status: 'done',
    httpStatus: null,
    who: { id: resourceId, type: resourceType, name, userId: subjects.get(resourceId)?.userId ?? null },
    sentence: eventSentence(event, { nameOf, libraries }),
    changed: [...attributesOf(event), ...(hasMoved(event) ? ['members'] : [])],
    rules: [...rules],
    refusedBy: null,
    troubleshooting: '',
    tolerances: [...tolerances],
    requestId: actor.requestId,
  };
}

function refusedRow(
  { id, at, request }: LogEntry & { readonly kind: 'refused' },
  subjects: Subjects,
): LogRow {
  const { connection, client, admin, action, status, resourceType, resourceId, rule, tolerances, requestId } =
    request;
  const subject = subjects.get(resourceId ?? '');
  const name = subject?.name ?? request.name ?? undefined;
  const isAboutSomebody = resourceType !== null && (name !== undefined || resourceId !== null);
  return {
    id,
    at: at.toISOString(),
    connection,
    client: admin ?? client,
    action,
    status: refusedStatus(request) ?? 'refused',
    httpStatus: status,
    who: isAboutSomebody
      ? {
          id: resourceId,
          type: resourceType,
          name: name ?? resourceId ?? '',
          userId: subject?.userId ?? null,
        }
      : null,
    sentence: refusalSentence(request, name),
    changed: [],
    rules: [],
    refusedBy: rule ?? 'other',
    troubleshooting: remedyFor(request),
    tolerances: [...tolerances],
    requestId,
  };
}

/** As the identity provider that sent it calls things. */
function remedyFor({ client, rule }: Pick<KeptRequest, 'client' | 'rule'>): string {
  const words: RefusalWords = REFUSAL_WORDS[rule ?? 'other'];
  if (client === 'okta') return words.okta;
  return client === 'entra' ? words.entra : words.other;
}

function hasMoved({
  membersAdded,
  membersRemoved,
}: (LogEntry & { readonly kind: 'change' })['event']): boolean {
  return membersAdded.length + membersRemoved.length > 0;
}

function nameIn(facts: Readonly<Record<string, unknown>>): string | undefined {
  const name = facts['fullName'] ?? facts['displayName'];
  return typeof name === 'string' && name !== '' ? name : undefined;
}
