// The kind of a row of the sync log: all that menus filter by, as one text of which a customer has few, so that one index finds each combination. Pure.

import type { DirectoryEvent } from '../directory/event';
import { refusedStatus, type RequestEntry } from '../directory/request-log';
import type { LogFacet, LogQuery } from '../directory/sync-log';

type EventParts = Pick<DirectoryEvent, 'operation' | 'actor' | 'rules' | 'tolerances'>;

export function eventKind({ operation, actor, rules, tolerances }: EventParts): string {
  return kindOf({
    action: operation,
    connection: actor.connection,
    status: 'done',
    rules: rules.toSorted(),
    tolerances: tolerances.toSorted(),
  });
}

/** Undefined for a request that was carried out: its change tells of it. */
export function requestKind(entry: RequestEntry): string | undefined {
  const status = refusedStatus(entry);
  if (status === null) return undefined;
  return kindOf({
    action: entry.action,
    connection: entry.connection,
    status,
    rules: entry.rule === null ? [] : [entry.rule],
    tolerances: entry.tolerances.toSorted(),
  });
}

function kindOf({ action, connection, status, rules, tolerances }: LogFacet): string {
  return JSON.stringify([action, connection, status, rules, tolerances]);
}

export function facetOf(kind: string): LogFacet {
  const [action, connection, status, rules, tolerances] = JSON.parse(kind) as [
    LogFacet['action'],
    LogFacet['connection'],
    LogFacet['status'],
    LogFacet['rules'],
    LogFacet['tolerances'],
  ];
  return { action, connection, status, rules, tolerances };
}

/** Whether the query asks for certain kinds only. */
export function narrowsKinds({ action, connection, status, rule, tolerance }: LogQuery): boolean {
  return [action, connection, status, rule, tolerance].some((asked) => asked !== undefined);
}

export function isAsked(kind: string, { action, connection, status, rule, tolerance }: LogQuery): boolean {
  const facet = facetOf(kind);
  return (
    (action === undefined || facet.action === action) &&
    (connection === undefined || facet.connection === connection) &&
    (status === undefined || facet.status === status) &&
    (rule === undefined || facet.rules.includes(rule)) &&
    (tolerance === undefined || facet.tolerances.includes(tolerance))
  );
}
