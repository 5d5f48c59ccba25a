// Gives gateway processes of one test file a database of their own in the test run's mongod, and a folder; takes both away again.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { mongo } from 'mongoose';
import { startGatewayProcess, type GatewayProcess } from '../../scripts/prove/gateway-process';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { testDatabaseUri } from '../setup/database';

export interface SharedDatabase {
  readonly database: mongo.Db;
  /** Another gateway process on the same database. */
  startGateway(): Promise<GatewayProcess>;
  /** Ends the gateways too. */
  close(): Promise<void>;
}

export async function sharedDatabase(): Promise<SharedDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-process-'));
  const uri = new URL(testDatabaseUri());
  uri.pathname = `/${basename(folder)}`;
  const client = new mongo.MongoClient(uri.href, CLIENT_OPTIONS);
  const gateways: GatewayProcess[] = [];
  return {
    database: client.db(),
    startGateway: async () => {
      const dataDir = join(folder, `gateway-${gateways.length}`);
      const gateway = await startGatewayProcess({ dataDir, env: { MONGODB_URI: uri.href } });
      gateways.push(gateway);
      return gateway;
    },
    close: async () => {
      await Promise.all(gateways.map((gateway) => gateway.stop()));
      await client.db().dropDatabase();
      await client.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
