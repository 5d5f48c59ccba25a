// `npm run prove:bulk`: how fast a large bulk request is, and that one cut off by kill -9 and sent again ends in the same directory. Entry point only.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { directoryOf, halfWritten, type Directory } from './bulk/directory';
import { story, type Operation } from './bulk/story';
import { rounded } from './figures';
import { startGatewayProcess, type GatewayProcess } from './gateway-process';
import { positive, runProof } from './proof';
import { createScimClient, type ScimClient } from './scim-client';

const HELP = `One bulk request of people, groups sent before their members, and changes of both, all referred to by bulkId.

  npm run prove:bulk [-- --operations N]

It is timed against the built gateway. Then another gateway is killed (-9, with its database) in the middle of the same
request, started again, and the request is sent again as a client does: whoever is there already is looked up, and
referred to by id. The directory must be the same as after the one that was not cut off, and nothing half-written.

  --operations N  (default 1000)
  --help          this text`;

const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const LIMITS = {
  GATEWAY_LIMIT_REQUESTS_PER_SECOND: '100000',
  GATEWAY_LIMIT_REQUEST_BURST: '1000000',
  LOG_LEVEL: 'error',
};
const CUTS = [0.15, 0.4, 0.65];

void runProof({
  help: HELP,
  deadlineMs: 10 * 60_000,
  options: { operations: { type: 'string', default: '1000' } },
  run: async (values, folder) => {
    const operations = story(positive(values, 'operations'));
    const start = (name: string): Promise<GatewayProcess> => {
      const env = { ...LIMITS, GATEWAY_LIMIT_OPERATIONS: String(operations.length) };
      return startGatewayProcess({ dataDir: join(folder, name), env });
    };
    const { ms, whole, faults } = await timed(await start('whole'), operations);
    const perSecond = rounded((operations.length * 1000) / ms);
    console.log(`${operations.length} operations in ${rounded(ms / 1000)} s: ${perSecond} operations/s`);
    const found = [...faults];
    for (const share of CUTS)
      found.push(...(await cutOff(start, operations, { whole, afterMs: share * ms, share })));
    return found;
  },
});

async function timed(
  gateway: GatewayProcess,
  operations: readonly Operation[],
): Promise<{ readonly ms: number; readonly whole: Directory; readonly faults: readonly string[] }> {
  const client = createScimClient(gateway, 1);
  const since = performance.now();
  const failed = await refusalsOf(client, operations);
  const ms = performance.now() - since;
  const whole = await directoryOf(client);
  const faults = [...failed.map(({ detail }) => detail), ...(await damages(gateway))];
  client.close();
  await gateway.stop();
  return { ms, whole, faults };
}

interface Cut {
  readonly whole: Directory;
  readonly afterMs: number;
  readonly share: number;
}

async function cutOff(
  start: (name: string) => Promise<GatewayProcess>,
  operations: readonly Operation[],
  { whole, afterMs, share }: Cut,
): Promise<readonly string[]> {
  const name = `cut-${share}`;
  const first = await start(name);
  const client = createScimClient(first, 1);
  const sent = refusalsOf(client, operations).then(
    () => 'answered',
    () => 'cut off',
  );
  await sleep(afterMs);
  await first.kill9Group();
  client.close();
  const outcome = await sent;
  const second = await start(name);
  const again = createScimClient({ baseUrl: second.baseUrl, token: second.token }, 1);
  const before = (await directoryOf(again)).resources.length;
  const refused = await refusalsOf(again, operations);
  const { ids } = await directoryOf(again);
  // Who was there already is 409, and so is what refers to them: that is sent once more with their ids.
  const left = refused
    .map(({ operation }) => operation)
    .filter(({ bulkId }) => bulkId === undefined || !ids.has(bulkId));
  const stillRefused =
    left.length === 0
      ? []
      : await refusalsOf(
          again,
          left.map((one) => withIds(one, ids)),
        );
  const { resources } = await directoryOf(again);
  const faults = [...stillRefused.map(({ detail }) => detail), ...(await damages(second))];
  console.log(
    `killed after ${share * 100} % of the time (${outcome}, ${before} of ${whole.resources.length} resources there): ` +
      `${refused.length} refused on the retry, ${left.length} sent once more`,
  );
  again.close();
  await second.stop();
  if (resources.join('\n') !== whole.resources.join('\n'))
    faults.push(`after ${name} the directory is another one`);
  return faults;
}

interface Refused {
  readonly operation: Operation;
  readonly detail: string;
}

/** @throws Error where the request is not answered, or refused as a whole */
async function refusalsOf(client: ScimClient, Operations: readonly Operation[]): Promise<readonly Refused[]> {
  const { status, body } = await client.send('POST', '/Bulk', { schemas: [BULK_REQUEST], Operations });
  if (status !== 200) throw new Error(`POST /Bulk: ${status} ${JSON.stringify(body)}`);
  const results = (body as { readonly Operations: readonly { readonly status: string }[] }).Operations;
  if (results.length !== Operations.length) throw new Error('POST /Bulk: not a result for each operation');
  return Operations.flatMap((operation, index) => {
    const result = results[index];
    return Number(result?.status) < 300 ? [] : [{ operation, detail: JSON.stringify(result) }];
  });
}

function withIds(operation: Operation, ids: ReadonlyMap<string, string>): Operation {
  const text = JSON.stringify(operation);
  return JSON.parse(
    text.replaceAll(/bulkId:([ug]\d+)/g, (reference, bulkId: string) => ids.get(bulkId) ?? reference),
  ) as Operation;
}

async function damages({ databaseUri }: GatewayProcess): Promise<string[]> {
  const connection = new mongo.MongoClient(databaseUri, CLIENT_OPTIONS);
  try {
    return [...(await halfWritten(connection.db()))];
  } finally {
    await connection.close();
  }
}
