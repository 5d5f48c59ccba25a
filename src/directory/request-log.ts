// The line that every request leaves behind, refused ones and reads included; what it means to admins, not how it is kept.

export interface RequestEntry {
  readonly at: Date;
  readonly requestId: string;
  /** Null where no token was accepted. */
  readonly customer: string | null;
  readonly connection: string | null;
  readonly client: string;
  readonly method: string;
  /** Path and query with filter values and tokens redacted. */
  readonly url: string;
  readonly status: number;
  readonly durationMs: number;
  /** Why a request was refused, as the client was told; null otherwise. */
  readonly scimType: string | null;
  readonly detail: string | null;
}

export interface RequestLog {
  /** Returns at once; entries are written in batches and never delay or fail a request. */
  append(entry: RequestEntry): void;
  /** Writes what is still waiting. */
  close(): Promise<void>;
}
