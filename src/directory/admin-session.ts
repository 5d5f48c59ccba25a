// Who is signed in to administer, the same for every process. Not how a browser shows that it is meant, nor how it is kept.

export interface AdminSession {
  /** SHA-256 of what the browser holds, lower-case hex. */
  readonly id: string;
  /** As the console and the logs call the person. */
  readonly name: string;
  readonly how: 'token' | 'oidc';
  /** Fingerprint of the admin token or the provider that opened it: another one opens nothing that this one opened. */
  readonly opener: string;
  /** What the provider said of the person's roles; what they may do is looked up each time. */
  readonly claimed: readonly string[];
  /** What each request that changes something must show besides. */
  readonly csrf: string;
  readonly signedInAt: Date;
  /** When the person last showed who they are; null where the provider does not say. */
  readonly provedAt: Date | null;
  /** Unless something is done before. */
  readonly expires: Date;
}

/** All reject with DirectoryFailure `unavailable` where the database is away. */
export interface AdminSessions {
  begin(session: AdminSession): Promise<void>;
  /** Undefined where there is none, or none any more. */
  find(id: string, now: Date): Promise<AdminSession | undefined>;
  /** Does nothing to one that is over. */
  extend(id: string, now: Date, expires: Date): Promise<void>;
  /** Over for every process. */
  end(id: string): Promise<void>;
}
