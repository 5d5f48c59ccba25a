// Owns one real gateway process (`node dist/main.js`) from start to end, for proofs and tests. Must not know what is proven with it.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, descendantsOf, isGone, killNow, rssMb } from './process-facts';

const PROJECT = join(__dirname, '..', '..');
const MAIN = join(PROJECT, 'dist', 'main.js');
const READY_MS_MAX = 60_000;
/** A little more than the gateway gives itself (25 s for open requests, 5 s for its mongod). */
const STOP_MS_MAX = 35_000;
const POLL_MS = 25;
const LOG_LINES_SHOWN = 15;

export interface GatewayProcessOptions {
  /** DATA_DIR; the process's log is `gateway.log` in it and grows with every start. The caller removes the folder. */
  readonly dataDir: string;
  /** Wins over what is set here: PORT, HOST, DATA_DIR, SCIM_BEARER_TOKEN, ADMIN_TOKEN, LOG_FORMAT, LOG_LEVEL, the rate limit. */
  readonly env?: Readonly<Record<string, string>>;
  /** What must answer 200 before the start counts as done; by default /readyz. */
  readonly until?: '/readyz' | '/livez';
  /** For Node itself, as `--cpu-prof`. */
  readonly nodeOptions?: readonly string[];
}

export interface GatewayProcess {
  /** The SCIM base, `…/scim/v2`. */
  readonly baseUrl: string;
  /** The server without a path. */
  readonly rootUrl: string;
  readonly token: string;
  readonly pid: number;
  /** The database behind it, to look at what was stored; the embedded one's port may change with a start. */
  readonly databaseUri: string;
  /** From spawning the process to the first 200 of /readyz. */
  readonly startMs: number;
  /** SIGTERM; resolves with the exit code, or with the signal that ended it. May be called again. SIGKILL after 35 s. */
  stop(): Promise<number | string>;
  /** SIGKILL to the gateway, its process group and its embedded mongod; resolves when all are gone. */
  kill9Group(): Promise<void>;
  /** User and system time of the gateway process so far. */
  cpuMs(): number;
  /** The same of its embedded mongod; 0 with MONGODB_URI. */
  databaseCpuMs(): number;
  rssMb(): number;
  /** The log file's lines so far, those of earlier starts on the folder too. */
  logLines(): readonly string[];
}

/**
 * Starts the built gateway in a process group of its own on a free port and waits until it is ready. When this process exits for
 * whatever reason, the gateway is killed with it.
 *
 * @throws Error with the end of its log when it ends, or is not ready within 60 s
 */
export async function startGatewayProcess(options: GatewayProcessOptions): Promise<GatewayProcess> {
  if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: run `npm run build` first');
  mkdirSync(options.dataDir, { recursive: true });
  const logFile = join(options.dataDir, 'gateway.log');
  const env = environment(options, await freePort());
  const rootUrl = `http://127.0.0.1:${env['PORT'] ?? ''}`;
  const since = performance.now();
  const child = launch([...(options.nodeOptions ?? []), MAIN], env, logFile);
  const pid = child.pid ?? 0;
  const logLines = (): readonly string[] => readFileSync(logFile, 'utf8').trimEnd().split('\n');
  while (!(await isUp(`${rootUrl}${options.until ?? '/readyz'}`))) {
    if (!hasEnded(child) && performance.now() - since < READY_MS_MAX) await sleep(POLL_MS);
    else {
      await killAll(child);
      const log = logLines().slice(-LOG_LINES_SHOWN).join('\n');
      throw new Error(`the gateway did not become ready; the end of its log:\n${log}`);
    }
  }
  return {
    baseUrl: `${rootUrl}/scim/v2`,
    rootUrl,
    token: env['SCIM_BEARER_TOKEN'] ?? '',
    pid,
    databaseUri: env['MONGODB_URI'] ?? embeddedUri(options.dataDir),
    startMs: Math.round(performance.now() - since),
    stop: () => stopProcess(child),
    kill9Group: () => killAll(child),
    cpuMs: () => cpuMs(pid),
    databaseCpuMs: () =>
      descendantsOf(pid)
        .filter(({ name }) => name === 'mongod')
        .reduce((sum, mongod) => sum + cpuMs(mongod.pid), 0),
    rssMb: () => rssMb(pid),
    logLines,
  };
}

/** The port is where the embedded mongod notes it, the database the one that the gateway takes when the URI names none. */
function embeddedUri(dataDir: string): string {
  const port = readFileSync(join(dataDir, 'mongodb.port'), 'utf8');
  return `mongodb://127.0.0.1:${port}/imanage_scim?replicaSet=gateway`;
}

function launch(args: readonly string[], env: NodeJS.ProcessEnv, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  endWithUs(child);
  return child;
}

/** Whatever ends this process leaves no such child behind; they go before whoever removes their folder at exit. */
export function endWithUs(child: ChildProcess): void {
  const killWithUs = (): void => {
    if (hasEnded(child)) return;
    const family = descendantsOf(child.pid ?? 0);
    killNow(-(child.pid ?? 0));
    for (const { pid } of family) killNow(pid);
  };
  process.prependOnceListener('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
}

/** SIGTERM, and SIGKILL to the whole family after 35 s. */
export async function stopProcess(child: ChildProcess): Promise<number | string> {
  const impatience = setTimeout(() => void killAll(child), STOP_MS_MAX);
  if (!hasEnded(child)) {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
  clearTimeout(impatience);
  return child.exitCode ?? child.signalCode ?? 'unknown';
}

/** mongod leads a process group of its own, so the whole family is looked up before it is orphaned. */
async function killAll(child: ChildProcess): Promise<void> {
  const pid = child.pid ?? 0;
  const family = hasEnded(child) ? [] : descendantsOf(pid).map((descendant) => descendant.pid);
  const exited = hasEnded(child) ? undefined : once(child, 'exit');
  if (exited !== undefined) killNow(-pid);
  for (const member of family) killNow(member);
  await exited;
  while (!family.every(isGone)) await sleep(POLL_MS);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).status === 200;
  } catch {
    return false;
  }
}

/** A loopback port that nobody had a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Nothing of a gateway that is configured in this shell may leak in, least of all its database. */
function environment({ dataDir, env }: GatewayProcessOptions, port: number): NodeJS.ProcessEnv {
  const foreign =
    /^(SCIM_|GATEWAY_|METRICS_|LOG_|MONGODB_URI$|PUBLIC_URL$|ADMIN_TOKEN|TEST_MONGODB_URI$|JEST_|NODE_ENV$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: dataDir,
    SCIM_BEARER_TOKEN: randomBytes(32).toString('hex'),
    ADMIN_TOKEN: randomBytes(32).toString('hex'),
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'info',
    // One client sends all that the machine can do; what the limit does has a proof of its own.
    GATEWAY_LIMIT_REQUESTS_PER_SECOND: '100000',
    ...env,
  };
}
