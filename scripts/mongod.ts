// Starts the embedded database alone, for people: prints its URI and runs until Ctrl-C. Knows nothing of the gateway.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { startEmbeddedMongod } from '../src/store/embedded/mongod';

const USAGE = `Usage: npx tsx scripts/mongod.ts [--data DIR] [--port N] [--cache-gb N]

Starts the database that the gateway embeds, prints its URI, and stops it on Ctrl-C.
A mongod is looked for in MONGOD_BINARY, on PATH and in the cache, and fetched where there is none.

  --data DIR   data folder, as DATA_DIR of the gateway (default ./data)
  --port N     port on 127.0.0.1 (default: that of the last start, or any free one)
  --cache-gb N memory for its cache, from 0.25 (default 0.25, as the gateway has it)
  --help       this text`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: './data' },
      port: { type: 'string' },
      'cache-gb': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  const mongod = await startEmbeddedMongod({
    dataDir: values.data,
    mongodBinary: process.env['MONGOD_BINARY'] ?? null,
    ...(values.port === undefined ? {} : { port: portNumber(values.port) }),
    ...(values['cache-gb'] === undefined ? {} : { wiredTigerCacheGb: gigabytes(values['cache-gb']) }),
    onProgress: console.log,
    onUnexpectedExit: ({ how, nextStartMs }) => {
      console.log(`mongod has ended (${how}); starting it again in ${nextStartMs} ms`);
    },
    onRecovered: (downMs) => {
      console.log(`mongod is back after ${downMs} ms`);
    },
  });
  // Who started it with a channel may be killed, and then there is nobody left to stop it.
  const asked = Promise.race(['SIGINT', 'SIGTERM', 'disconnect'].map((event) => once(process, event)));
  console.log(`${mongod.uri}\nCtrl-C stops it.`);
  await asked;
  await mongod.stop();
  if (process.connected) process.disconnect();
  console.log('stopped');
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`--port must be 1 to 65535, not "${text}".`);
  return port;
}

function gigabytes(text: string): number {
  const size = Number(text);
  if (!(size >= 0.25)) throw new Error(`--cache-gb must be a number from 0.25, not "${text}".`);
  return size;
}

main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
