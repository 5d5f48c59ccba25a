// A whole gateway in this process for one test file: the real application on an ephemeral port, a database of its own.

import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../src/app';
import { haveOwnSchemas } from '../../src/config/own-config';
import { parseConfig } from '../../src/config/parse';
import type { Config } from '../../src/config/config';
import { listen } from '../../src/http/server';
import { createLogger } from '../../src/log/logger';
import { readPublishedSchemas } from '../../src/scim/schema/published';
import { appOptions } from '../../src/start';
import { CLIENT_OPTIONS, openStore } from '../../src/store/open-store';
import { ownDatabase } from '../setup/own-database';
import { mongo } from 'mongoose';

export interface TestGateway {
  /** The SCIM base, `…/scim/v2`. */
  readonly baseUrl: string;
  /** The server without a path. */
  readonly rootUrl: string;
  readonly token: string;
  /** The database behind it, to look at what was stored. */
  readonly database: mongo.Db;
  /** What was logged so far, one JSON text a line. */
  logLines(): readonly string[];
  close(): Promise<void>;
}

export interface TestGatewayOptions {
  /** The content of GATEWAY_CONFIG. */
  readonly file?: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly mongodbUri?: string;
  /** That of another gateway, to stand beside it on the same database. */
  readonly token?: string;
}

const SCHEMAS = join(__dirname, '..', '..', 'schemas');

export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const token = options.token ?? randomBytes(32).toString('hex');
  const config = testConfig(options, token);
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(...chunk.toString().split('\n').filter(Boolean));
      done();
    },
  });
  const logger = createLogger({ level: 'debug', format: 'json', stream });
  const uri = await databaseOf(token, options.mongodbUri);
  const store = openStore({
    ...{ uri, requestLogDays: 1, ownSchemas: haveOwnSchemas(config.customers) },
    onNotice: () => undefined,
  });
  await store.prepared;
  let rootUrl = '';
  const server = await listen('127.0.0.1', 0, (port) => {
    rootUrl = `http://127.0.0.1:${port}`;
    const published = readPublishedSchemas(SCHEMAS);
    const publicUrl = config.publicUrl ?? rootUrl;
    return createApp(appOptions(config, published, logger, { store, publicUrl, newId: uuidv7 }));
  });
  const client = new mongo.MongoClient(uri, CLIENT_OPTIONS);
  return {
    baseUrl: `${rootUrl}/scim/v2`,
    rootUrl,
    token,
    database: client.db(),
    logLines: () => {
      logger.flush();
      return lines;
    },
    async close() {
      await server.drain();
      await store.close();
      await client.close();
      await logger.close();
    },
  };
}

/** By token: gateways with the same one stand on the same database. */
const databases = new Map<string, Promise<string>>();

function databaseOf(token: string, mongodbUri: string | undefined): Promise<string> {
  if (mongodbUri !== undefined) return Promise.resolve(named(mongodbUri, token));
  const database = databases.get(token) ?? ownDatabase('gateway');
  databases.set(token, database);
  return database;
}

function named(mongodbUri: string, token: string): string {
  const uri = new URL(mongodbUri);
  uri.pathname = `/test_${createHash('sha256').update(token).digest('hex').slice(0, 16)}`;
  return uri.href;
}

function testConfig({ file, env }: TestGatewayOptions, token: string): Config {
  const parsed = parseConfig(
    {
      PORT: '0',
      SCIM_BEARER_TOKEN: token,
      ADMIN_TOKEN: randomBytes(32).toString('hex'),
      // Tests send as fast as they can; what the limit does has tests of its own.
      GATEWAY_LIMIT_REQUESTS_PER_SECOND: '100000',
      ...(file === undefined ? {} : { GATEWAY_CONFIG: 'gateway.json' }),
      ...env,
    },
    () => JSON.stringify(file),
  );
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  return parsed.config;
}
