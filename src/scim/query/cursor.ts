// Cursors (RFC 9865): a place in a list, sealed so that nobody but this gateway can read or make one; keeps none of them.

import { createHash } from 'node:crypto';
import { EncryptJWT, errors, exportJWK, generateSecret, importJWK, jwtDecrypt, type KeyLike } from 'jose';
import type { KeyRing } from '../../directory/key-ring';
import type { SortValue } from '../../directory/sort';
import { badRequest, type ScimFailure } from '../failure';

/** Where a page begins, and in which direction it goes. */
export interface Cut {
  /** The resource type of the resource that the place is told by. */
  readonly type: string;
  readonly value: SortValue;
  readonly id: string;
  readonly backward: boolean;
  /** The resource itself belongs to the page, if it is still there. */
  readonly inclusive: boolean;
  /** How many resources there were when the walk began. */
  readonly total: number;
}

export interface Cursors {
  /** The cursor of a place in what the query lists; its characters are unreserved in URLs (RFC 9865 §2). */
  seal(cut: Cut, query: string): Promise<string>;
  /** @throws ScimFailure 400 `invalidCursor`, also for another query's or customer's cursor, or `expiredCursor` */
  open(cursor: string, query: string): Promise<Cut>;
}

export interface CursorOptions {
  readonly keys: KeyRing;
  readonly now: () => Date;
  /** How long a cursor is good for. */
  readonly lifeS: number;
}

const ALGORITHM = 'dir';
const ENCRYPTION = 'A256GCM';

export function createCursors({ keys, now, lifeS }: CursorOptions): Cursors {
  // Per process: the key in the database never changes, so it is read once.
  let known: Promise<KeyLike | Uint8Array> | undefined;
  const key = (): Promise<KeyLike | Uint8Array> => {
    known ??= sealingKey(keys).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    async seal(cut, query) {
      const expires = new Date(now().getTime() + lifeS * 1000);
      return new EncryptJWT({ ...cut, value: sealedValue(cut.value), query })
        .setProtectedHeader({ alg: ALGORITHM, enc: ENCRYPTION })
        .setExpirationTime(expires)
        .encrypt(await key());
    },

    async open(cursor, query) {
      const secret = await key();
      const payload = await jwtDecrypt(cursor, secret, {
        currentDate: now(),
        keyManagementAlgorithms: [ALGORITHM],
        contentEncryptionAlgorithms: [ENCRYPTION],
      }).then(
        (opened) => opened.payload,
        (error: unknown) => {
          throw error instanceof errors.JWTExpired ? expired(lifeS) : invalidCursor();
        },
      );
      if (payload['query'] !== query) throw invalidCursor();
      const { value, ...cut } = payload as unknown as Cut & { readonly value: SealedValue };
      return { ...cut, value: openedValue(value) };
    },
  };
}

/**
 * Tells queries apart. Whose cursor it is stands in it too: one customer's cursor is none of another query than the
 * other customer's, and is refused in the same words (RFC 9865 §5.2).
 */
export function queryKey(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** One answer to all that is no cursor of this list: whoever tries out cursors learns nothing from it. */
export function invalidCursor(): ScimFailure {
  return badRequest(
    'invalidCursor',
    'cursor: takes a nextCursor or previousCursor of the same query, all other parameters as they were; empty for the first page',
  );
}

function expired(lifeS: number): ScimFailure {
  return badRequest(
    'expiredCursor',
    `cursor: is older than ${lifeS} s, the cursorTimeout of /ServiceProviderConfig; begin again with an empty cursor`,
  );
}

async function sealingKey(keys: KeyRing): Promise<KeyLike | Uint8Array> {
  const { k } = await keys.key('cursor', async () => ({
    ...(await exportJWK(await generateSecret(ENCRYPTION, { extractable: true }))),
  }));
  if (typeof k !== 'string') throw new Error('the key for cursors is no symmetric one');
  return importJWK({ kty: 'oct', k }, ENCRYPTION);
}

/** JSON has no dates. */
type SealedValue = Exclude<SortValue, Date> | { readonly date: number };

function sealedValue(value: SortValue): SealedValue {
  return value instanceof Date ? { date: value.getTime() } : value;
}

function openedValue(value: SealedValue): SortValue {
  return typeof value === 'object' && value !== null ? new Date(value.date) : value;
}
