// One row of the sync log in full: what changed, the request and its answer, and how to mend a refusal.

import type { Static } from '@sinclair/typebox';
import { APPLIED_WORDS } from '../../directory/applied-words';
import { eventDiff } from '../../directory/answers/event-diff';
import { eventWords } from '../../directory/answers/event-words';
import { factsAfter } from '../../directory/answers/fold';
import { movedCounts, type DirectoryEvent } from '../../directory/event';
import { isJsonArray, type JsonObject } from '../../directory/json';
import { REFUSAL_WORDS } from '../../directory/refusals/table';
import type { KeptRequest, LogEntry } from '../../directory/sync-log';
import { hiddenNames } from '../../scim/schema/hidden';
import { toleranceLabel, toleranceMeaning } from '../../scim/tolerance-words';
import type { AdminContext } from '../context';
import type { AnswerOf } from '../contract';
import type { EXCHANGE, LOG } from '../contract/log';
import { rowOf, rowsOf, subjectsOf, type Subjects } from './rows';

type Shown = AnswerOf<(typeof LOG)['log.show']>;

/** Of a change of many members; the others are counted. */
const MEMBERS_SHOWN = 50;
const SAME_REQUEST_SHOWN = 50;

export async function shownEntry(context: AdminContext, entry: LogEntry): Promise<Shown> {
  const { syncLog } = context.stores;
  const customer = context.customer.id;
  const requestId = entry.kind === 'change' ? entry.event.actor.requestId : entry.request.requestId;
  const [subjects, exchanges, same] = await Promise.all([
    subjectsOf(syncLog, customer, [entry]),
    syncLog.exchanges(customer, requestId),
    syncLog.ofRequest(customer, wholeRequest(requestId)),
  ]);
  const others = same.filter(({ id }) => id !== entry.id).slice(0, SAME_REQUEST_SHOWN);
  const request =
    entry.kind === 'refused' ? entry.request : exchanges.find((one) => one.requestId === requestId);
  const row = rowOf(entry, subjects, await librariesThen(context, entry));
  return {
    row,
    ...(entry.kind === 'change' ? await changeShown(context, entry.event, subjects) : NO_CHANGE),
    tolerances: row.tolerances.map((name) => ({
      ...{ name, label: toleranceLabel(name), meaning: toleranceMeaning(name) },
    })),
    refusal: entry.kind === 'refused' ? refusalShown(entry.request) : null,
    exchange: request === undefined ? null : exchangeShown(request),
    sameRequest: await rowsOf(syncLog, customer, others),
    ...linksOf(row.who),
  };
}

/** An operation of a bulk request belongs to all of it. */
function wholeRequest(requestId: string): string {
  return requestId.split('/', 1)[0] ?? requestId;
}

type Change = Pick<Shown, 'words' | 'diff' | 'members' | 'rules'>;
const NO_CHANGE: Change = {
  words: [],
  diff: [],
  members: { added: [], removed: [], moreAdded: 0, moreRemoved: 0 },
  rules: [],
};

async function changeShown(
  { stores, customer, published }: AdminContext,
  event: DirectoryEvent,
  subjects: Subjects,
): Promise<Change> {
  const { membersAdded, membersRemoved, rules } = event;
  const moved = movedCounts(event);
  const added = membersAdded.slice(0, MEMBERS_SHOWN);
  const removed = membersRemoved.slice(0, MEMBERS_SHOWN);
  const members = await stores.syncLog.subjects(customer.id, [...added, ...removed]);
  const named = (id: string): { id: string; name: string } => ({ id, name: members.get(id)?.name ?? id });
  return {
    words: [...eventWords(event, (id) => (members.get(id) ?? subjects.get(id))?.name)],
    diff: [...eventDiff(event, hiddenNames(published))],
    members: {
      added: added.map(named),
      removed: removed.map(named),
      moreAdded: moved.added - added.length,
      moreRemoved: moved.removed - removed.length,
    },
    rules: rules.map((name) => ({ name, ...APPLIED_WORDS[name] })),
  };
}

function refusalShown({ rule, detail }: KeptRequest): NonNullable<Shown['refusal']> {
  const name = rule ?? 'other';
  const { label, meaning, okta, entra, other, gateway } = REFUSAL_WORDS[name];
  return { rule: name, label, meaning, detail: detail ?? '', remedy: { okta, entra, other, gateway } };
}

export function exchangeShown(kept: KeptRequest): Static<typeof EXCHANGE> {
  const { requestId, at, method, url, status, durationMs, request, answer } = kept;
  return { requestId, at: at.toISOString(), method, url, status, durationMs, request, answer };
}

function linksOf(who: Shown['row']['who']): Pick<Shown, 'person' | 'group'> {
  const link = who === null || who.id === null ? null : { id: who.id, name: who.name };
  return { person: who?.type === 'User' ? link : null, group: who?.type === 'Group' ? link : null };
}

/** How many libraries a person who lost the sign-in had, as of that change: they are kept (rule 3.3). */
async function librariesThen(
  { stores, customer }: AdminContext,
  entry: LogEntry,
): Promise<number | undefined> {
  if (entry.kind !== 'change') return undefined;
  const { event } = entry;
  const isDisable = event.resourceType === 'User' && event.after['signInEnabled'] === false;
  if (!isDisable || event.operation === 'create') return undefined;
  let facts: JsonObject = {};
  for await (const batch of stores.history.eventsOf(customer.id, [event.resourceId])) {
    for (const one of batch) {
      if (one.version > event.version) break;
      facts = factsAfter(facts, one);
    }
  }
  const { libraries } = facts;
  return isJsonArray(libraries) ? libraries.length : undefined;
}
