// The public keys of somebody who publishes them (RFC 7517 §5): kept for a while, fetched again with restraint.
//
// What is kept is per process on purpose: every process may ask the issuer for itself, and no promise stands on it.

import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey, type KeyLike } from 'jose';
import { OAuthFailure } from './failure';

const FRESH_MS = 600_000;
/** Known keys go on for so long while the issuer is away. */
const STALE_MS = 86_400_000;
/** Tokens that name an unknown key can be made by anybody: they cause no more fetches than this. */
const COOL_DOWN_MS = 30_000;
const BACK_OFF_FIRST_MS = 2_000;
const BACK_OFF_MAX_MS = 300_000;

export interface RemoteKeysOptions {
  /** @throws Error where the keys cannot be had */
  readonly fetchKeys: () => Promise<unknown>;
  readonly now: () => Date;
  /** Told why the keys cannot be had, once for each failed try. */
  readonly onFailure: (reason: string) => void;
}

type KnownKeys = ReturnType<typeof createLocalJWKSet>;

/** Finds the key of a token's header. @throws OAuthFailure `temporarily_unavailable`; errors of jose for a key that is not there */
export function createRemoteKeys(options: RemoteKeysOptions): JWTVerifyGetKey {
  const keys = new RemoteKeys(options);
  return (header, token) => keys.find(header, token);
}

class RemoteKeys {
  private known: { readonly keys: KnownKeys; readonly atMs: number } | undefined;
  private failures = 0;
  private nextTryMs = 0;
  private fetching: Promise<void> | undefined;

  constructor(private readonly options: RemoteKeysOptions) {}

  async find(...token: Parameters<JWTVerifyGetKey>): Promise<KeyLike> {
    const keys = await this.current();
    try {
      return await keys(...token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !this.isOlderThan(COOL_DOWN_MS)) throw error;
    }
    await this.refresh();
    return (await this.current())(...token);
  }

  /** What is known, fetched again when it is old; while the issuer is away the old ones go on. */
  private async current(): Promise<KnownKeys> {
    if (this.isOlderThan(FRESH_MS)) {
      await this.refresh().catch((error: unknown) => {
        if (this.isOlderThan(STALE_MS)) throw error;
      });
    }
    if (this.known === undefined) throw this.away();
    return this.known.keys;
  }

  private isOlderThan(ms: number): boolean {
    return this.known === undefined || this.options.now().getTime() - this.known.atMs >= ms;
  }

  /** Those who wait at the same time share one fetch. */
  private async refresh(): Promise<void> {
    if (this.fetching === undefined && this.options.now().getTime() < this.nextTryMs) throw this.away();
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = undefined;
    });
    await this.fetching;
  }

  private async fetch(): Promise<void> {
    try {
      const keys = createLocalJWKSet((await this.options.fetchKeys()) as JSONWebKeySet);
      this.known = { keys, atMs: this.options.now().getTime() };
      this.failures = 0;
      this.nextTryMs = 0;
    } catch (error) {
      this.nextTryMs =
        this.options.now().getTime() + Math.min(BACK_OFF_FIRST_MS * 2 ** this.failures, BACK_OFF_MAX_MS);
      this.failures += 1;
      this.options.onFailure(reasonOf(error));
      throw this.away();
    }
  }

  /** Not a refusal of the client: whether its token is good cannot be known now. */
  private away(): OAuthFailure {
    const seconds = Math.ceil((this.nextTryMs - this.options.now().getTime()) / 1_000);
    return new OAuthFailure(
      'temporarily_unavailable',
      'the keys of the token issuer cannot be fetched now; ask again later',
      { 'Retry-After': String(Math.max(1, seconds)) },
    );
  }
}

/** `fetch` hides why behind "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
