// Owns bringing the database to what the gateway needs before it serves, as soon as there is a database. Must not know requests.

import { mongo } from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from './driver-failure';
import { prepareCollections, type Prepared } from './models';

const AGAIN_AFTER_MS = 500;

interface Preparation extends Prepared {
  readonly database: string;
  readonly onNotice: (message: string) => void;
  readonly isClosed: () => boolean;
  /** What a killed gateway left open would hold up the building of indexes. */
  readonly endAbandoned: () => Promise<void>;
}

/** Resolves with whether every index stands: not so where the store was closed before. @throws Error that says what a person must mend */
export async function prepareUntilDone(
  client: mongo.MongoClient,
  { database, onNotice, isClosed, endAbandoned, ...prepared }: Preparation,
): Promise<boolean> {
  for (let attempt = 0; !isClosed(); attempt += 1) {
    try {
      await client.connect();
      await endAbandoned();
      await prepareCollections(client, database, prepared);
      return true;
    } catch (error) {
      if (isClosed()) return false;
      if (!isPassing(error)) throw explained(error);
      if (attempt === 0)
        onNotice('the database cannot be reached yet; requests are answered 503 until it can');
      await sleep(AGAIN_AFTER_MS);
    }
  }
  return false;
}

function explained(error: unknown): unknown {
  if (!(error instanceof mongo.MongoServerError)) return error;
  const explain = EXPLANATIONS[Number(error.code)];
  const message = explain?.(error) ?? `the database cannot be prepared: ${error.message}`;
  return new Error(message, { cause: error });
}

/** By server code: DuplicateKey, AuthenticationFailed, Unauthorized. */
const EXPLANATIONS: Readonly<Record<number, (error: mongo.MongoServerError) => string>> = {
  11000: duplicates,
  18: () => 'MONGODB_URI: the database refuses the user name or the password',
  13: () =>
    'MONGODB_URI: this user may not create collections and indexes; give it the role readWrite on the database',
};

/** Uniqueness cannot be promised over such data, and which entry is right only people know. */
function duplicates(error: mongo.MongoServerError): string {
  const collection = /collection: (\S+)/.exec(error.message)?.[1] ?? 'a collection';
  const value = JSON.stringify(error['keyValue'] ?? {});
  return (
    `the data in the database break a rule that the gateway stands on: ${collection} holds more than one entry with ` +
    `${value}. Nothing was changed. Take away or rename all but one of them, then start again`
  );
}
