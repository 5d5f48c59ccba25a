// Gives driver errors the directory's names; no driver error leaves the store (style.md, house rule 5).

import { mongo } from 'mongoose';
import { DirectoryFailure } from '../directory/failure';
import { OWN_UNIQUE } from '../directory/own-resource';
import type { RefusalRule } from '../directory/refusal-rule';

/** Server codes that mean "no writable primary here and now": state changes and shutdowns of the SDAM specification. */
const AWAY_CODES = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/**
 * Server codes of a command that another try may get through: LockTimeout, MaxTimeMSExpired, WriteConflict,
 * QueryPlanKilled, CursorKilled, SnapshotUnavailable, NoSuchTransaction.
 */
const PASSING_CODES = new Set([24, 50, 112, 175, 237, 246, 251]);

const DUPLICATE_KEY = 11_000;

/** Of sockets; the driver does not wrap them all. */
const SOCKET_CODES = new Set([
  'EPIPE',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ERR_SOCKET_CLOSED',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** Besides every kind of MongoNetworkError. */
const AWAY_NAMES = new Set([
  'MongoServerSelectionError',
  'MongoServerClosedError',
  'MongoStalePrimaryError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoPoolClosedError',
  'MongoWaitQueueTimeoutError',
  'MongoClientClosedError',
  'MongoExpiredSessionError',
  'MongooseServerSelectionError',
  'MongoOperationTimeoutError',
]);

/** What each unique index keeps unique, in the words of the sync log. */
const UNIQUE: Readonly<Record<string, readonly [RefusalRule, string]>> = {
  userName: ['user-name-taken', 'userName: another user has this userName (compared without letter case)'],
  externalId: ['external-id-taken', 'externalId: another resource of this type has this externalId'],
  userId: [
    'user-id-taken',
    'userId: this User ID is or was used in iManage and can never be given to another person; send another userId',
  ],
  emailClaim: ['email-taken', 'email: another user has this e-mail address; send another one'],
  displayName: [
    'group-name-taken',
    'displayName: another group has this displayName (compared without letter case)',
  ],
  groupId: ['group-id-taken', 'groupId: another group has this groupId; send another groupId'],
};

/** Whether the error says that the database cannot be reached, which says nothing about data. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof mongo.MongoNetworkError || AWAY_NAMES.has(error.name)) return true;
  const code = 'code' in error ? error.code : undefined;
  // insertMany wraps what happened to its connection in an error of the server that has no code.
  if (error instanceof mongo.MongoBulkWriteError && code === undefined) return true;
  if (error instanceof mongo.MongoServerError) return typeof code === 'number' && AWAY_CODES.has(code);
  return typeof code === 'string' && SOCKET_CODES.has(code);
}

/** Whether the same command may succeed a little later. */
export function isPassing(error: unknown): boolean {
  return isAway(error) || (error instanceof mongo.MongoServerError && PASSING_CODES.has(Number(error.code)));
}

/** Whether the same transaction may succeed when it is run again. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof mongo.MongoError)) return false;
  if (error.hasErrorLabel('TransientTransactionError')) return true;
  return indexName(error) === 'membership' || indexName(error) === 'version';
}

/** The directory's failure for a driver error; an error that is neither stays as it is: a bug. */
export function namedFailure(error: unknown): unknown {
  if (isAway(error))
    return new DirectoryFailure('unavailable', 'the directory database is away; nothing was changed');
  if (isPassing(error))
    return new DirectoryFailure('busy', 'the directory database could not do this now; nothing was changed');
  const [rule, message] = ownUnique(error) ?? UNIQUE[indexName(error) ?? ''] ?? [];
  return message === undefined ? error : new DirectoryFailure('uniqueness', message, rule);
}

/** What a key of the unique values of own schemas is about: `TYPE PATH VALUE`, the first two without spaces. */
export function ownUniqueOf(key: string): { readonly type: string; readonly path: string } {
  const [type = '', path = ''] = key.split(' ', 2);
  return { type, path };
}

function ownUnique(error: unknown): readonly [RefusalRule, string] | undefined {
  if (indexName(error) !== 'ownUnique') return undefined;
  const { keyValue } = error as { readonly keyValue?: Readonly<Record<string, string>> };
  const { type, path } = ownUniqueOf(keyValue?.[`search.${OWN_UNIQUE}`] ?? '');
  const message = `${path}: another ${type} has this value, which is unique by the schema of this customer; send another one`;
  return ['own-value-taken', message];
}

/** Driver errors leave the store under the directory's names. */
export async function named<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw namedFailure(error);
  }
}

/** The error is about a value that a unique index has already, whichever. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

function indexName(error: unknown): string | undefined {
  if (!(error instanceof mongo.MongoServerError) || error.code !== DUPLICATE_KEY) return undefined;
  return /index: (\w+)/.exec(error.message)?.[1];
}
