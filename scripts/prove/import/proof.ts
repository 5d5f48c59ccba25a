// An import from the first preview to the export of what came of it, with an interruption between; used by the proof and by its small test.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCli, startCli, type CliEnd } from '../cli-process';
import type { GatewayProcess } from '../gateway-process';
import { createScimClient, type ScimClient } from '../scim-client';
import { matchFaults, outcomeFaults, refusedFileFaults, type Expected } from './check';
import { userList } from './user-list';

export interface Imported {
  readonly faults: readonly string[];
  readonly seconds: Readonly<Record<'preview' | 'apply' | 'again', number>>;
  /** Created before Ctrl-C, of all that were to be. */
  readonly beforeStop: number;
}

interface Setting {
  readonly gateway: GatewayProcess;
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
}

const POLL_MS = 20;
const STARTED_MS_MAX = 60_000;

/** The gateway runs all the time: the command line works beside it. */
export async function proveImport(setting: Setting, rows: number, bad: number): Promise<Imported> {
  const { gateway, env, folder } = setting;
  const list = userList(rows, bad);
  const file = join(folder, 'users.csv');
  writeFileSync(file, list.csv);
  const client = createScimClient(gateway, 4);
  const faults: string[] = [];
  const check = (what: string, found: readonly string[]): void => {
    faults.push(...found.map((fault) => `${what}: ${fault}`));
  };
  const expected = (good: Expected['good']): Expected => ({ list, rows, good });
  const apply = ['import', 'users', file, '--apply', '--json'];

  const preview = await runCli(['import', 'users', file, '--json'], env);
  check('preview', [...outcomeFaults(preview, expected('new')), ...(await countFaults(client, 0))]);
  const stopped = await stopHalfway(apply, env, client);
  const beforeStop = await userCount(client);
  check('Ctrl-C', stopFaults(stopped, beforeStop, rows - bad));
  const applied = await runCli([...apply, '--refused', join(folder, 'refused.csv')], env);
  check('apply', outcomeFaults(applied, expected('either')));
  check('apply', refusedFileFaults(readFileSync(join(folder, 'refused.csv'), 'utf8'), list));
  check('apply', [...(await countFaults(client, rows - bad)), ...(await matchFaults(client, [0, 1, 10]))]);
  const again = await runCli(apply, env);
  check('again', [...outcomeFaults(again, expected('matched')), ...(await countFaults(client, rows - bad))]);
  check('round trip', await roundTripFaults(setting, rows - bad));
  client.close();
  const seconds = {
    preview: preview.ms / 1000,
    apply: (stopped.ms + applied.ms) / 1000,
    again: again.ms / 1000,
  };
  return { faults, seconds, beforeStop };
}

async function stopHalfway(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  client: ScimClient,
): Promise<CliEnd> {
  const run = startCli(args, env);
  const deadline = Date.now() + STARTED_MS_MAX;
  while ((await userCount(client)) === 0) {
    if (Date.now() > deadline) throw new Error(`nobody was imported: ${run.remarks()}`);
    await sleep(POLL_MS);
  }
  run.signal('SIGINT');
  return run.ended;
}

function stopFaults({ code, results, remarks }: CliEnd, count: number, all: number): readonly string[] {
  return [
    ...(code === 130 ? [] : [`exit code ${String(code)}, not 130`]),
    ...(results === '' ? [] : ['a part of the results was printed']),
    ...(remarks.includes('the same command again goes on') ? [] : [`does not say how to go on: ${remarks}`]),
    ...(count < all ? [] : ['it came after the end: nothing is shown by it']),
  ];
}

/** What `export` writes is what `import` finds, to the last cell. */
async function roundTripFaults({ env, folder }: Setting, rows: number): Promise<readonly string[]> {
  const exported = await runCli(['export', '--out', join(folder, 'export')], env);
  if (exported.code !== 0) return [`export: ${exported.remarks}`];
  const back = await runCli(['import', 'users', join(folder, 'export', 'users.csv'), '--json'], env);
  const none = { csv: '', expected: new Map<number, RegExp>() };
  return outcomeFaults(back, { list: none, rows, good: 'matched' });
}

async function countFaults(client: ScimClient, expected: number): Promise<readonly string[]> {
  const count = await userCount(client);
  return count === expected ? [] : [`the directory has ${count} users, not ${expected}`];
}

async function userCount(client: ScimClient): Promise<number> {
  const { body } = await client.send('GET', '/Users?count=0');
  return (body as { readonly totalResults: number }).totalResults;
}
