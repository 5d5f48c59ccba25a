// Starts the one real mongod of a test run, a replica set of one in a folder of its own. Must not know what the tests keep in it.
import { MongoMemoryReplSet } from 'mongodb-memory-server';
import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cacheFolder, findMongod } from '../../src/store/embedded/binary';

declare global {
  // jest hands nothing from its global setup to its global teardown; both run in one process.
  var stopTestMongod: (() => Promise<void>) | undefined;
}

/** The binary is the gateway's own, so that tests run on what people run. */
async function startTestMongod(): Promise<void> {
  const { path, version } = await findMongod({
    configured: process.env['MONGOD_BINARY'] ?? null,
    cacheDir: cacheFolder(homedir(), tmpdir(), () => true),
    onProgress: console.log,
  });
  const mongod = await MongoMemoryReplSet.create({
    binary: { systemBinary: fileOf(path), version },
    replSet: { count: 1, storageEngine: 'wiredTiger' },
    instanceOpts: [{ args: ['--setParameter', 'enableTestCommands=1', '--wiredTigerCacheSizeGB', '0.5'] }],
  });
  process.env['TEST_MONGODB_URI'] = mongod.getUri();
  globalThis.stopTestMongod = async () => {
    await mongod.stop({ doCleanup: true });
  };
}

/** MongoMemoryReplSet takes a file, where the gateway is content with a command on PATH. */
function fileOf(command: string): string {
  if (command.includes('/')) return command;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, command)).find(existsSync) ?? command;
}

export = startTestMongod;
