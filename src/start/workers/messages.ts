// What the primary process and its workers say to each other; plain values, for they travel as JSON. Knows no process.

import type { Config } from '../../config/config';
import type { LimitQuestion } from '../../http/limit-counts';
import type { RateQuestion } from '../../http/rate-counts';
import type { RateLease } from '../../http/rate-lane';

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

/** What is to be counted, and whether points for the next ones are welcome. */
export interface Count {
  readonly question: LimitQuestion;
  readonly wantsLease: boolean;
}

export interface Counted {
  readonly waitMs: number;
  readonly lease?: RateLease;
}

export interface CountBatch {
  readonly kind: 'count';
  readonly batch: number;
  readonly counts: readonly Count[];
}

export interface CountedBatch {
  readonly kind: 'counted';
  readonly batch: number;
  /** In the order of the counts. */
  readonly counted: readonly Counted[];
}

/** What is left of a lease is to be given back. */
export interface TakeBack {
  readonly kind: 'take-back';
  readonly number: number;
  readonly lease: LeaseName;
}

export interface GivenBack {
  readonly kind: 'given-back';
  readonly number: number;
  readonly points: number;
}

/** Of one connection, for one kind of its requests. */
export type LeaseName = Pick<RateQuestion, 'of' | 'asked'>;

export type ToWorker =
  | { readonly kind: 'begin'; readonly orders: WorkerOrders }
  | { readonly kind: 'stop' }
  | CountedBatch
  | TakeBack;

export type ToPrimary =
  | { readonly kind: 'listening'; readonly publicUrl: string }
  | { readonly kind: 'ready' }
  /** It ends now, and this is why. */
  | { readonly kind: 'failed'; readonly reason: string }
  | CountBatch
  | GivenBack;
