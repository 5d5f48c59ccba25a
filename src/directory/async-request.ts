// A write that was accepted to be done later (RFC 9967 §2.5.1): what is kept of it, and what its execution needs of a store. Must not know what is asked.

import type { JsonObject } from './json';
import type { DirectoryTransaction } from './ports';

/** Id of the request: `Set-Txn`, and the claim `txn` of its completion event. */
export interface AcceptedRequest {
  readonly id: string;
  readonly customer: string;
  /** Everything that its execution needs, as whoever accepted it wrote it. */
  readonly asked: JsonObject;
}

/** A request that one process has in hand. */
export interface TakenRequest extends AcceptedRequest {
  /** What an execution before this one came to; null where none came to its end. */
  readonly outcome: JsonObject | null;
}

export interface RequestStatus {
  readonly at: Date;
  readonly asked: JsonObject;
  /** Null while it is not done and told. */
  readonly outcome: JsonObject | null;
  readonly doneAt: Date | null;
  readonly expires: Date | null;
}

/** What a write of an accepted request did. */
interface Effect {
  readonly resourceId: string;
  readonly version: number;
}

interface EffectQuery {
  readonly requestId: string;
  readonly resourceType: string;
  /** Undefined: whichever resource it created, or brought back. */
  readonly resourceId: string | undefined;
}

/** Lets an accepted request have each of its effects once, however often it is executed. */
export interface RequestEffects {
  /**
   * Called once for each write, in the order of the writes; the step is taken in each try of the write's transaction.
   *
   * @param requestId of the operation that writes
   */
  claim(requestId: string): (transaction: DirectoryTransaction) => Promise<void>;
  /** What an execution before this one did. */
  find(query: EffectQuery): Promise<Effect | undefined>;
}

export interface AsyncRequestStore {
  /** Whether it is small enough to be kept. */
  fits(request: AcceptedRequest): boolean;
  /** Durable when it resolves. @throws DirectoryFailure `tooLarge` where it does not fit */
  accept(request: AcceptedRequest): Promise<void>;
  /** Customers for whom requests wait. */
  customersWaiting(): Promise<readonly string[]>;
  /** The first one of the customer that is not done; takes it away from any other process. */
  take(customer: string, holder: string): Promise<TakenRequest | undefined>;
  effectOf(customer: string, query: EffectQuery): Promise<Effect | undefined>;
  /**
   * Keeps what came of it, once for all: only what was kept may be told, so that nobody is told what a process believes
   * that lost the request while it was executing it.
   *
   * @returns false where another process has taken it meanwhile
   */
  decide(id: string, holder: string, outcome: JsonObject): Promise<boolean>;
  /**
   * It is done and told.
   *
   * @param done `asked` replaces what was kept for the execution
   */
  complete(id: string, done: { readonly asked: JsonObject; readonly expires: Date }): Promise<void>;
  /** Null while it is not done and told; reads nothing of what was asked. */
  outcome(customer: string, id: string): Promise<JsonObject | null>;
  status(customer: string, id: string): Promise<RequestStatus | undefined>;
}
