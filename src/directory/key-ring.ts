// The keys that the gateway makes for itself, the same in every process that works on one database.

import type { JsonObject } from './json';

/** What a key is for: one key never serves two purposes. */
export type KeyPurpose = 'access-token' | 'event' | 'cursor';

export interface KeyRing {
  /**
   * The key of a purpose, as a JSON Web Key (RFC 7517).
   *
   * @param make called where there is none yet; of several processes that ask at once, the first one's key is everybody's
   * @throws DirectoryFailure `unavailable`
   */
  key(purpose: KeyPurpose, make: () => Promise<JsonObject>): Promise<JsonObject>;
}
