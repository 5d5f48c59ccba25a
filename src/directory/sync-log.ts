// The sync log: changes and refused requests as one list, newest first. What it answers, not how it is found; implemented in store/.

import type { DirectoryEvent } from './event';
import type { LogAction, LogStatus } from './log-row';
import type { RequestDetails, RequestEntry } from './request-log';

/** Members that are absent narrow nothing; those that are given narrow together. */
export interface LogQuery {
  /** Of changes, the joining and leaving of groups included; of refused requests, those that name the person. */
  readonly person?: string;
  readonly group?: string;
  /** Beginnings of words of whom a row is about. */
  readonly text?: string;
  readonly action?: LogAction;
  readonly status?: LogStatus;
  readonly connection?: string;
  /** Applied, or the one that refused. */
  readonly rule?: string;
  readonly tolerance?: string;
  readonly from?: Date;
  /** Inclusive. */
  readonly to?: Date;
}

/** A line of the request log as it is kept. */
export type KeptRequest = RequestEntry & RequestDetails;

export type LogEntry =
  | { readonly kind: 'change'; readonly id: string; readonly at: Date; readonly event: DirectoryEvent }
  | { readonly kind: 'refused'; readonly id: string; readonly at: Date; readonly request: KeptRequest };

/** Where a row stands: newest first and, of one moment, by id. */
export interface LogPosition {
  readonly at: Date;
  readonly id: string;
}

export interface LogPage {
  readonly entries: readonly LogEntry[];
  /** Where the next page begins, after this position; null at the end. */
  readonly next: LogPosition | null;
  /** Where looking ended for this page because it would have taken too long; null: nothing was left out. */
  readonly searchedTo: Date | null;
}

/** Whom a row is about. */
export interface Subject {
  readonly type: 'User' | 'Group' | 'Connection';
  readonly name: string;
  readonly userId: string | null;
}

/** One kind of rows that there is. */
export interface LogFacet {
  readonly action: string;
  readonly connection: string | null;
  readonly status: LogStatus;
  /** Applied to a change, or the one that refused. */
  readonly rules: readonly string[];
  readonly tolerances: readonly string[];
}

export interface SyncLog {
  page(
    customer: string,
    query: LogQuery,
    page: { readonly limit: number; readonly after?: LogPosition },
  ): Promise<LogPage>;
  entry(customer: string, id: string): Promise<LogEntry | undefined>;
  /** All that one request did or was refused, operations of a bulk request included, newest first; bounded. */
  ofRequest(customer: string, requestId: string): Promise<readonly LogEntry[]>;
  /** The request itself and the operations of a bulk request, in their order; bounded. */
  exchanges(customer: string, requestId: string): Promise<readonly KeptRequest[]>;
  /** Every kind of rows that there is. */
  facets(customer: string): Promise<readonly LogFacet[]>;
  /** By id; who was never there is absent. */
  subjects(customer: string, ids: readonly string[]): Promise<ReadonlyMap<string, Subject>>;
}

export function isNewer(left: LogPosition, right: LogPosition): boolean {
  const difference = left.at.getTime() - right.at.getTime();
  return difference > 0 || (difference === 0 && left.id > right.id);
}
