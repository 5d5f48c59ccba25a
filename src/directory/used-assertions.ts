// Which signed assertions were used already, so that one that was overheard opens nothing; not how that is kept.

export interface UsedAssertions {
  /**
   * Notes that this client used the assertion with this `jti` (RFC 7523 §3), in whichever process.
   *
   * @param expires when the assertion stops being accepted anyhow, and the note is no longer needed
   * @returns false where it was used before
   * @throws DirectoryFailure `unavailable`
   */
  use(client: string, jti: string, expires: Date): Promise<boolean>;
}
