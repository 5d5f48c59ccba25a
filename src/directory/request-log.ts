// The line that every request leaves behind, refused ones and reads included; what it means to admins, not how it is kept.

import type { LogAction, LogStatus } from './log-row';
import type { RefusalRule } from './refusal-rule';

export interface RequestEntry {
  readonly at: Date;
  readonly requestId: string;
  /** Null where no token was known. */
  readonly customer: string | null;
  readonly connection: string | null;
  /** The id of the token, or of the OAuth client; null where it is not told. */
  readonly token: string | null;
  readonly client: string;
  /** Of a request in the console or to its API: who asked. */
  readonly admin: string | null;
  readonly address: string | null;
  readonly method: string;
  /** Path and query with filter values and tokens redacted. */
  readonly url: string;
  readonly action: LogAction;
  /** `User`, `Group` or the name of a customer's own type; null where it is about none. */
  readonly resourceType: string | null;
  /** Of the path, or of what was created. */
  readonly resourceId: string | null;
  readonly status: number;
  readonly durationMs: number;
  /** Why a request was refused, as the client was told; null otherwise. */
  readonly scimType: string | null;
  readonly detail: string | null;
  /** Which rule refused; null where nothing was. */
  readonly rule: RefusalRule | null;
  readonly tolerances: readonly string[];
}

/** What takes time to make, of a request that writes or is refused: its bodies as they are kept, and by what it is found. */
export interface RequestDetails {
  /** JSON without secrets, cut where it is long; null: there was no body, or it could not be read. */
  readonly request: string | null;
  readonly answer: string | null;
  /** Of a refused request: comparison keys of ids, names and addresses that it names. */
  readonly about: readonly string[];
  /** Of a refused request: words of names, by whose beginnings it is found. */
  readonly words: readonly string[];
  /** Whom it calls by name; null: nobody. */
  readonly name: string | null;
  /** Ids of the users whose sign-in it would disable. */
  readonly disables: readonly string[];
}

/** Made when the line is written, not before the answer is sent. */
export interface LaterDetails {
  /** What is held in memory until then, about. */
  readonly bytes: number;
  readonly make: () => RequestDetails;
}

export interface RequestLog {
  /** Returns at once; entries are written in batches and never delay or fail a request. */
  append(entry: RequestEntry, details?: LaterDetails): void;
  /** Writes what is still waiting. */
  close(): Promise<void>;
}

/** Null for a request that was carried out. */
export function refusedStatus({
  status,
  rule,
}: Pick<RequestEntry, 'status' | 'rule'>): Exclude<LogStatus, 'done'> | null {
  if (status < 400) return null;
  if (rule === 'mass-disable-held') return 'held';
  const isFailure = status === 499 || (status >= 500 && status !== 501);
  return isFailure ? 'failed' : 'refused';
}
