// How event streams, the tokens on their way and accepted requests lie in MongoDB; indexes are in models.ts.

import type { mongo } from 'mongoose';
import type { StreamName } from '../directory/event-stream';

/** Where one stream stands in the order of commits. */
export interface StreamDocument {
  /** Customer and id of the stream. */
  readonly _id: string;
  readonly customer: string;
  /** The database's time at which the stream began, or began anew; what is read where there is no resume token. */
  readonly since: mongo.Timestamp;
  /** After which change the reading goes on. */
  readonly token?: mongo.ResumeToken;
  /** When the stream came this far, by a gateway's clock. */
  readonly seenAt: Date;
  /** The position was lost: what was recorded from here on is read again, then `since` holds. */
  readonly scanFrom?: Date;
}

export interface TokenDocument {
  /** `jti` of the token. */
  readonly _id: string;
  readonly stream: string;
  /** The place in the stream. */
  readonly number: number;
  readonly state: 'waiting' | 'acknowledged' | 'refused';
  /** Empty once it is acknowledged. */
  readonly token: string;
  readonly tries: number;
  readonly retryAt: Date | null;
  /** Why it was not taken yet. */
  readonly failure?: string;
  readonly refusal?: { readonly at: Date; readonly err: string; readonly description: string };
  /** Once acknowledged. */
  readonly doneAt?: Date;
}

export interface AsyncRequestDocument {
  readonly _id: string;
  readonly customer: string;
  /** The place among the customer's requests. */
  readonly number: number;
  readonly at: Date;
  /** JSON text: names in it need not be names that MongoDB takes. */
  readonly asked: string;
  /** Absent once it is done, so that the index holds what is looked for. */
  readonly waiting?: true;
  /** The process that has it in hand. */
  readonly holder?: string;
  /** Each was added in the transaction of the write that it names. */
  readonly effects?: readonly string[];
  readonly outcome?: string;
  readonly doneAt?: Date;
  readonly expires?: Date;
}

/** Ids of customers hold no slash. */
export function streamKey({ customer, id }: StreamName): string {
  return `${customer}/${id}`;
}
