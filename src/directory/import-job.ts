// An import that goes on in the background, whichever gateway has it in hand; kept by a store. Knows no row's meaning.

import type { Actor } from './event';

/** What is to be imported, and how the file is to be read. */
export interface ImportOrder {
  readonly what: 'users' | 'groups';
  readonly fileName: string;
  /** Texts `Column=field`. */
  readonly maps: readonly string[];
  readonly userNameFrom: 'email' | 'userId' | 'userName';
  /** How many rows the file has. */
  readonly rows: number;
  /** Who ordered it, and why; its request is the import's own id, so that the sync log tells all that it did. */
  readonly by: Actor;
}

export interface ImportCounts {
  readonly created: number;
  readonly matched: number;
  readonly refused: number;
}

export interface ImportJob extends ImportOrder {
  readonly id: string;
  readonly customer: string;
  readonly at: Date;
  readonly state: 'waiting' | 'running' | 'done' | 'stopped' | 'failed';
  readonly rowsDone: number;
  /** Of its plan, which is the same whenever it is made anew; undefined before the first. */
  readonly stepsDone: number | undefined;
  readonly counts: ImportCounts;
  readonly endedAt: Date | null;
  /** Why it failed, in words. */
  readonly failure: string | null;
}

export interface ImportRow {
  readonly line: number;
  readonly id: string;
  readonly outcome: 'new' | 'matched' | 'refused';
  readonly detail: string;
}

/** Steps that are done, with what became of their rows. */
export interface ImportPiece {
  /** Where it begins among the steps; -1 for rows that are none. */
  readonly at: number;
  readonly outcomes: readonly ImportRow[];
  readonly stepsDone: number;
  readonly rowsDone: number;
  readonly counts: ImportCounts;
}

/** Kept for 30 days from their start, with their files; then nothing is left of them but their events. */
export interface ImportJobStore {
  /** The import of the same list that has not ended yet, else a new one that waits for a gateway. */
  start(
    job: ImportOrder & { readonly id: string; readonly customer: string },
    csv: string,
  ): Promise<ImportJob>;
  job(customer: string, id: string): Promise<ImportJob | undefined>;
  /** Latest first. @param before those that are older than this id */
  list(customer: string, limit: number, before: string | undefined): Promise<readonly ImportJob[]>;
  csv(customer: string, id: string): Promise<string | undefined>;
  /** In the file's order. */
  rows(
    customer: string,
    id: string,
    wanted: { readonly outcome: ImportRow['outcome']; readonly limit: number },
  ): Promise<readonly ImportRow[]>;
  /** Ends it now where nobody has it in hand, else after the rows under way. @returns false where it has ended */
  stop(customer: string, id: string): Promise<boolean>;
  /** @returns false where it was neither stopped nor failed, or the same list is being imported by another one */
  resume(customer: string, id: string): Promise<boolean>;

  /** The next import in the order of each of the customers, by the database's clock in this holder's hand from now on. */
  take(customers: readonly string[], holder: string, forMs: number): Promise<ImportJob | undefined>;
  /** `stop`: somebody wants it to end; `lost`: it is in another's hand, or has ended. */
  renew(id: string, holder: string, forMs: number): Promise<'held' | 'stop' | 'lost'>;
  /** @returns false where it is not in the holder's hand any more; nothing is counted then */
  keep(job: Pick<ImportJob, 'id' | 'customer'>, holder: string, piece: ImportPiece): Promise<boolean>;
  end(
    id: string,
    holder: string,
    ended: { readonly state: 'done' | 'stopped' | 'failed'; readonly failure: string | null },
  ): Promise<void>;
  /** Lets another gateway go on at once. */
  release(id: string, holder: string): Promise<void>;
}
