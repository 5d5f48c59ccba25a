// Whole gateways with their workers, several on one database, and a receiver of pushed tokens on the loopback address; fast where the real ones take their time.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { mongo } from 'mongoose';
import { parseConfig } from '../../src/config/parse';
import { PACE, type Pace } from '../../src/delivery/pace';
import { createLogger } from '../../src/log/logger';
import { readPublishedSchemas } from '../../src/scim/schema/published';
import { startGateway } from '../../src/start';
import { createClosers } from '../../src/start/closers';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { testDatabaseUri } from '../setup/database';

const SCHEMAS = join(__dirname, '..', '..', 'schemas');
const DEADLINE_MS = 10_000;

const FAST: Pace = {
  ...PACE,
  lookEveryMs: 20,
  leaseMs: 2_000,
  retryFirstMs: 20,
  retryMaxMs: 100,
  longPollMs: 300,
};

export interface WholeGateway {
  readonly rootUrl: string;
  readonly baseUrl: string;
  readonly logLines: () => readonly string[];
  close(): Promise<void>;
}

export interface TestDatabase {
  readonly uri: string;
  readonly database: mongo.Db;
  drop(): Promise<void>;
}

export function testDatabase(): TestDatabase {
  const uri = new URL(testDatabaseUri());
  uri.pathname = `/delivery_${randomBytes(8).toString('hex')}`;
  const client = new mongo.MongoClient(uri.href, CLIENT_OPTIONS);
  const database = client.db();
  return {
    uri: uri.href,
    database,
    async drop() {
      await database.dropDatabase();
      await client.close();
    },
  };
}

export const secret = (): string => randomBytes(32).toString('hex');

/** @param env secrets that the file names */
export async function startWhole(
  { uri }: TestDatabase,
  file: object,
  env: Readonly<Record<string, string>>,
  pace: Partial<Pace> = {},
): Promise<WholeGateway> {
  const parsed = parseConfig(
    { PORT: '0', MONGODB_URI: uri, ADMIN_TOKEN: secret(), GATEWAY_CONFIG: 'gateway.json', ...env },
    () => JSON.stringify(file),
  );
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(...chunk.toString().split('\n').filter(Boolean));
      done();
    },
  });
  const logger = createLogger({ level: 'debug', format: 'json', stream });
  const closers = createClosers();
  const lifetime = { closers, stopping: new AbortController().signal, pace: { ...FAST, ...pace } };
  const { publicUrl, prepared } = await startGateway(
    parsed.config,
    readPublishedSchemas(SCHEMAS),
    logger,
    lifetime,
  );
  await prepared;
  return {
    rootUrl: publicUrl,
    baseUrl: `${publicUrl}/scim/v2`,
    logLines: () => {
      logger.flush();
      return lines;
    },
    async close() {
      await closers.closeAll();
      await logger.close();
    },
  };
}

interface Push {
  readonly token: string;
  readonly headers: IncomingHttpHeaders;
}

export interface TestReceiver {
  readonly url: string;
  /** All that was pushed, taken or not. */
  readonly pushes: readonly Push[];
  /** Answers the next pushes, first come first; 202 where none is left. */
  answerNext(
    ...answers: { readonly status: number; readonly body?: object; readonly location?: string }[]
  ): void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<TestReceiver> {
  const pushes: Push[] = [];
  const answers: { readonly status: number; readonly body?: object; readonly location?: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      pushes.push({ token: Buffer.concat(chunks).toString(), headers: request.headers });
      const { status, body, location } = answers.shift() ?? { status: 202 };
      const headers = {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(location === undefined ? {} : { Location: location }),
      };
      response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    pushes,
    answerNext: (...next) => {
      answers.push(...next);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface Claims extends JWTPayload {
  readonly txn: string;
  readonly toe?: number;
  readonly sub_id: { readonly format: string; readonly uri: string; readonly [name: string]: unknown };
  readonly events: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** As a receiver does it: the signature by the published keys, the type, who it is from and for whom. */
export async function verified(gateway: WholeGateway, token: string, audience: string): Promise<Claims> {
  const keys = createRemoteJWKSet(new URL(`${gateway.rootUrl}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(token, keys, {
    issuer: gateway.rootUrl,
    audience,
    typ: 'secevent+jwt',
    algorithms: ['ES256'],
  });
  return payload as Claims;
}

/** Looks again and again until there is something. @throws Error at the deadline */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + DEADLINE_MS; Date.now() < deadline;) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(10);
  }
  throw new Error(`in vain: ${what}`);
}

export const EVENT = 'urn:ietf:params:scim:event:';
