// Owns one measurement: how much a gateway answers in a while, and what its processes, its database, the client and others spent. Judges nothing.
import { readFileSync } from 'node:fs';
import { sum } from '../figures';
import type { GatewayProcess } from '../gateway-process';
import { cpuMs, descendantsOf, machineCpuMs } from '../process-facts';
import { askFor } from './light-client';
import type { Scenario } from './scenarios';

export interface Figures {
  readonly perSecond: number;
  /** ms of CPU for each answer. */
  readonly workers: number;
  readonly primary: number;
  readonly mongod: number;
  readonly client: number;
  /** Cores that none of these used, and nobody left idle. */
  readonly othersCores: number;
  /** What the least busy of the workers did of the work of all. */
  readonly leastShare: number;
  readonly wrong: readonly string[];
}

export interface Load {
  readonly connections: number;
  readonly ms: number;
}

/** @param ofDatabase the gateway whose mongod it is */
export async function measure(
  gateway: GatewayProcess,
  ofDatabase: GatewayProcess,
  scenario: Scenario,
  { connections, ms }: Load,
): Promise<Figures> {
  const node = nodePids(gateway.pid);
  const spent = stopwatch(() => [machineCpuMs(), ownCpuMs(), ofDatabase.databaseCpuMs(), ...node.map(cpuMs)]);
  const port = Number(new URL(gateway.baseUrl).port);
  const request = requestsOf(gateway, scenario);
  const asked = await askFor({ port, connections, ms, request, status: scenario.status });
  const [machine = 0, client = 0, mongod = 0, first = 0, ...others] = spent();
  const workers = others.length === 0 ? [first] : others;
  const primary = others.length === 0 ? 0 : first;
  const each = (all: number): number => all / asked.answers;
  return {
    perSecond: asked.answers / asked.seconds,
    workers: each(sum(workers)),
    primary: each(primary),
    mongod: each(mongod),
    client: each(client),
    othersCores: Math.max(0, machine - client - mongod - primary - sum(workers)) / asked.seconds / 1_000,
    leastShare: Math.min(...workers) / sum(workers),
    wrong: asked.wrong,
  };
}

/** One that is the same as the last is not made again: the client is to cost next to nothing. */
function requestsOf({ baseUrl, token }: GatewayProcess, scenario: Scenario): (index: number) => Buffer {
  const { method, path, body } = scenario;
  const { pathname } = new URL(baseUrl);
  let last = { path: '', text: '', request: Buffer.alloc(0) };
  return (index) => {
    const [text, asked] = [body?.(index) ?? '', path(index)];
    if (last.path === asked && last.text === text) return last.request;
    const length = `Content-Type: application/scim+json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n`;
    const head = `${method} ${pathname}${asked} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`;
    const request = Buffer.from(`${head}${text === '' ? '' : length}\r\n${text}`);
    last = { path: asked, text, request };
    return request;
  };
}

/** @returns what was added to each since now */
function stopwatch(read: () => readonly number[]): () => readonly number[] {
  const before = read();
  return () => read().map((now, index) => now - (before[index] ?? 0));
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** The process itself first, then its workers; not what watches over its mongod. */
function nodePids(pid: number): readonly number[] {
  const main = commandOf(pid).at(-1);
  const workers = descendantsOf(pid).filter(
    (child) => main !== undefined && commandOf(child.pid).includes(main),
  );
  return [pid, ...workers.map((child) => child.pid)];
}

function commandOf(pid: number): readonly string[] {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
}
