// Ends the test run's mongod and removes its data.
import type {} from './start-mongod';

async function stopTestMongod(): Promise<void> {
  await globalThis.stopTestMongod?.();
}

export = stopTestMongod;
