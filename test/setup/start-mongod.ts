// Starts the one real mongod of a test run on a folder of its own. Must not know what the tests keep in it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongod } from '../../src/store/embedded/mongod';

declare global {
  // jest hands nothing from its global setup to its global teardown; both run in one process.
  var stopTestMongod: (() => Promise<void>) | undefined;
}

async function startTestMongod(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gateway-test-'));
  const removeData = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  try {
    const mongod = await startEmbeddedMongod({
      dataDir,
      mongodBinary: process.env['MONGOD_BINARY'] ?? null,
      testCommands: true,
      onProgress: console.log,
    });
    process.env['TEST_MONGODB_URI'] = mongod.uri;
    globalThis.stopTestMongod = () => mongod.stop().then(removeData);
  } catch (error) {
    await removeData();
    throw error;
  }
}

export = startTestMongod;
