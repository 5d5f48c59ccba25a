// What is told to the receivers of events needs of a store: a customer's events in the order in which they were committed, and the tokens that wait for a receiver.

import type { DirectoryEvent } from './event';

/** RFC 9967 §5: of more members than that a receiver is told that they changed, and reads the group itself. */
export const MEMBERS_TOLD_MAX = 1_000;

/** The stream of one receiver. */
export interface StreamName {
  readonly customer: string;
  readonly id: string;
}

/** A signed token on its way. It is kept as it was signed, so that whoever gets it twice gets the same twice. */
export interface OutgoingToken {
  readonly jti: string;
  readonly token: string;
}

interface WaitingToken extends OutgoingToken {
  /** How often the receiver did not take it. */
  readonly tries: number;
  readonly retryAt: Date | null;
}

/** Why a receiver refused a token (RFC 8935 §2.3, RFC 8936 §2.4). */
export interface TokenRefusal {
  readonly jti: string;
  readonly err: string;
  readonly description: string;
}

export interface StreamStatus {
  readonly waiting: number;
  /** Parked: refused by the receiver for good. */
  readonly refused: number;
  readonly lastRefusal: { readonly at: Date; readonly err: string; readonly description: string } | null;
  /** Why the first token that waits was not taken yet. */
  readonly lastFailure: string | null;
}

export interface EventBatch {
  /**
   * As committed: what a write read was committed before it, whatever the clocks and ids of two gateways say. Of more than
   * `MEMBERS_TOLD_MAX` members some are left out, and still more than that are there.
   */
  readonly events: readonly DirectoryEvent[];
  /** Keeps that the stream has come this far; to be called once the events are safe. */
  keep(): Promise<void>;
}

/** Reads on from where the stream stands. */
export interface EventFeed {
  /** What was committed since; at once, none where there is none. */
  next(): Promise<EventBatch>;
  close(): Promise<void>;
}

/** All of it may throw DirectoryFailure `unavailable`. */
export interface EventStreamStore {
  /** A stream that is new begins now; one that is known stays where it is. */
  begin(stream: StreamName): Promise<void>;
  follow(stream: StreamName): Promise<EventFeed>;
  /** By resource id: the externalId of users and groups, deleted ones too. */
  externalIds(customer: string, resourceIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Behind all that wait already; a token whose `jti` is known is passed over. */
  add(stream: StreamName, tokens: readonly OutgoingToken[]): Promise<void>;
  /** Those that wait, first come first. */
  waiting(stream: StreamName, limit: number): Promise<readonly WaitingToken[]>;
  /** They are never told again. Unknown ones are passed over. */
  acknowledge(stream: StreamName, jtis: readonly string[]): Promise<void>;
  /** Parks them: they stay, and are not told again unless somebody asks for it. @returns how many there were */
  refuse(stream: StreamName, refusals: readonly TokenRefusal[]): Promise<number>;
  /** The receiver did not take it now. */
  postpone(
    stream: StreamName,
    jti: string,
    failure: { readonly retryAt: Date; readonly reason: string },
  ): Promise<void>;
  status(stream: StreamName): Promise<StreamStatus>;
  /** Lets parked tokens wait again, in their old places. @returns how many there were */
  retryRefused(stream: StreamName): Promise<number>;
}
