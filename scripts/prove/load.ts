// Owns measuring one kind of request against a gateway: alone first, then from many connections at once. Must not know the request.
import type { GatewayProcess } from './gateway-process';
import { percentile, rounded } from './figures';
import { inParallel, range } from './parallel';
import { createScimClient, type ScimAnswer, type ScimClient } from './scim-client';

/** Sends the request number `index` and resolves with its answer. */
export type Send = (client: ScimClient, index: number) => Promise<ScimAnswer>;

export interface LoadFigures {
  /** Median of one request at a time. */
  readonly aloneMs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Gateway and embedded mongod, for each request under load. */
  readonly gatewayCpuMs: number;
  readonly mongodCpuMs: number;
  readonly refused: number;
}

export interface Load {
  readonly connections: number;
  readonly loadMs: number;
  readonly aloneMax: number;
}

/** A request that is slow alone is repeated less often. */
const ALONE_MS_MAX = 3_000;

export async function measureLoad(
  gateway: GatewayProcess,
  send: Send,
  { connections, loadMs, aloneMax }: Load,
): Promise<LoadFigures> {
  const client = createScimClient(gateway, connections);
  const alone: ScimAnswer[] = [];
  const enough = performance.now() + ALONE_MS_MAX;
  while (alone.length < aloneMax && performance.now() < enough) alone.push(await send(client, alone.length));
  const cpu = [gateway.cpuMs(), gateway.databaseCpuMs()] as const;
  const since = performance.now();
  const loaded: ScimAnswer[] = [];
  let next = alone.length;
  await inParallel(range(connections), connections, async () => {
    while (performance.now() - since < loadMs) loaded.push(await send(client, next++));
  });
  const seconds = (performance.now() - since) / 1000;
  client.close();
  const ms = loaded.map((answer) => answer.ms);
  const cpuEach = (now: number, before: number): number => rounded((now - before) / loaded.length, 2);
  return {
    aloneMs: rounded(
      percentile(
        alone.map((answer) => answer.ms),
        0.5,
      ),
    ),
    perSecond: rounded(loaded.length / seconds),
    p50Ms: rounded(percentile(ms, 0.5)),
    p99Ms: rounded(percentile(ms, 0.99)),
    gatewayCpuMs: cpuEach(gateway.cpuMs(), cpu[0]),
    mongodCpuMs: cpuEach(gateway.databaseCpuMs(), cpu[1]),
    refused: [...alone, ...loaded].filter(({ status }) => status > 299).length,
  };
}
