// What the primary process and its workers say to each other; plain values, for they travel as JSON. Knows no process.

import type { Config } from '../../config/config';
import type { LimitQuestion } from '../../http/limit-counts';

/** All that a worker needs to begin: settings and files are read once, by the primary. */
export interface WorkerOrders {
  /** From 1 on; the one that comes in place of another has its number. */
  readonly number: number;
  /** Another one has prepared the database, and serves already. */
  readonly isPrepared: boolean;
  readonly config: Config;
  readonly databaseUri: string;
  /** Of the gateway, the same for all its workers. */
  readonly identity: { readonly process: string; readonly startedAt: string };
}

export interface CountBatch {
  readonly kind: 'count';
  readonly batch: number;
  readonly questions: readonly LimitQuestion[];
}

export interface CountedBatch {
  readonly kind: 'counted';
  readonly batch: number;
  /** In the order of the questions. */
  readonly waitsMs: readonly number[];
}

export type ToWorker =
  { readonly kind: 'begin'; readonly orders: WorkerOrders } | { readonly kind: 'stop' } | CountedBatch;

export type ToPrimary =
  | { readonly kind: 'listening'; readonly publicUrl: string }
  | { readonly kind: 'ready' }
  /** It ends now, and this is why. */
  | { readonly kind: 'failed'; readonly reason: string }
  | CountBatch;
