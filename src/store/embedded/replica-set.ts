// Owns making a mongod that has just been started the writable primary of its one-member replica set. Must not know its process.
import { connect } from 'node:net';
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { mongo } from 'mongoose';

export const LOOPBACK = '127.0.0.1';
export const REPLICA_SET = 'gateway';

const POLL_MS = 20;
const SELECTION_MS_MAX = 1000;
const ANSWER_MS_MAX = 5000;
/** https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml */
const NOT_YET_INITIALIZED = 94;

/** Names no database. */
export function uriOf(port: number): string {
  return `mongodb://${LOOPBACK}:${port}/?replicaSet=${REPLICA_SET}`;
}

interface ReplicaSetConfig {
  readonly version: number;
  readonly members: readonly { readonly host: string }[];
}

interface Member {
  readonly pid: number;
  readonly port: number;
  readonly signal: AbortSignal;
}

/** Whether the mongod with this process id takes writes on this port now. Changes nothing. */
export async function isPrimaryOn({ pid, port }: Pick<Member, 'pid' | 'port'>): Promise<boolean> {
  if (!(await isListening(port))) return false;
  const client = clientOf(port);
  try {
    const admin = client.db('admin');
    if ((await admin.command({ serverStatus: 1 }))['pid'] !== pid) return false;
    return (await admin.command({ hello: 1 }))['isWritablePrimary'] === true;
  } catch (error) {
    if (!(error instanceof mongo.MongoError)) throw error;
    return false;
  } finally {
    await client.close();
  }
}

/** Resolves when writes are accepted; rejects with the signal's reason when that comes first. */
export async function becomePrimary({ pid, port, signal }: Member): Promise<void> {
  while (!(await isListening(port))) await pause(signal);
  const client = clientOf(port);
  try {
    while (!(await isPrimary(client.db('admin'), { pid, port, signal }))) await pause(signal);
  } finally {
    await client.close();
  }
}

function clientOf(port: number): mongo.MongoClient {
  return new mongo.MongoClient(`mongodb://${LOOPBACK}:${port}/`, {
    directConnection: true,
    // The driver's own way to load it is import(), which a CommonJS sandbox such as jest's refuses.
    runtimeAdapters: { os },
    serverSelectionTimeoutMS: SELECTION_MS_MAX,
    socketTimeoutMS: ANSWER_MS_MAX,
  });
}

async function isPrimary(admin: mongo.Db, { pid, port, signal }: Member): Promise<boolean> {
  try {
    // Another mongod may have the port already; ours will then end, and the other one is not ours to configure.
    if ((await admin.command({ serverStatus: 1 }))['pid'] !== pid) return false;
    const { isWritablePrimary } = await admin.command({ hello: 1 });
    if (isWritablePrimary === true) return true;
    await settleConfig(admin, `${LOOPBACK}:${port}`);
  } catch (error) {
    // While it starts up, mongod refuses commands for many passing reasons and may close the connection. Once the time is
    // up, the refusal says more than that it is.
    if (!(error instanceof mongo.MongoError) || isTimeout(signal.reason)) throw error;
  }
  return false;
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}

async function settleConfig(admin: mongo.Db, host: string): Promise<void> {
  const config = await storedConfig(admin);
  if (config === undefined) {
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }] } });
  } else if (config.members[0]?.host !== host) {
    // Forced, because a member that does not find itself in its configuration can never be elected to change it.
    const moved = { ...config, version: config.version + 1, members: [{ ...config.members[0], host }] };
    await admin.command({ replSetReconfig: moved, force: true });
  }
}

async function storedConfig(admin: mongo.Db): Promise<ReplicaSetConfig | undefined> {
  try {
    const answer = await admin.command({ replSetGetConfig: 1 });
    return answer['config'] as ReplicaSetConfig;
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === NOT_YET_INITIALIZED) return undefined;
    throw error;
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK);
    const answer = (listening: boolean) => () => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });
}

async function pause(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await delay(POLL_MS);
}
