// Who does a piece of work that only one of several gateway processes may do at a time; kept in the database, so that it outlives none of them.

export interface Leases {
  /**
   * Takes the lease, or keeps it where the holder has it already; the database's clock decides what has run out.
   *
   * @returns false where another process has it
   * @throws DirectoryFailure `unavailable`
   */
  hold(name: string, holder: string, forMs: number): Promise<boolean>;
  /** Lets another process take it at once. */
  release(name: string, holder: string): Promise<void>;
}
