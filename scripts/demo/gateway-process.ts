// Owns a real gateway process for the demonstration: its port, its temporary data, its start and its end. Knows no SCIM.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROJECT = join(__dirname, '..', '..');
const MAIN = join(PROJECT, 'dist', 'main.js');
const LOG = 'gateway.log';
const POLL_MS = 100;
const STOP_MS_MAX = 30_000;
const LOG_LINES_SHOWN = 10;

export interface GatewayProcess {
  readonly baseUrl: string;
  readonly token: string;
  /** Data and log. */
  readonly folder: string;
  /** @throws Error when the gateway did not end with exit code 0 within 30 s of SIGTERM */
  stop(keepFolder: boolean): Promise<void>;
}

/** @throws Error with the end of the gateway's log when it does not become ready before `signal` fires */
export async function startGateway(configFile: string, signal: AbortSignal): Promise<GatewayProcess> {
  if (!existsSync(MAIN)) throw new Error('dist/main.js is missing: run `npm run build` first');
  const folder = mkdtempSync(join(tmpdir(), 'imanage-demo-'));
  const token = randomBytes(32).toString('hex');
  const port = await freePort();
  const root = `http://127.0.0.1:${port}`;
  const child = launch(environment({ port, token, folder, configFile }), join(folder, LOG));
  const stop = async (keepFolder: boolean): Promise<void> => {
    const end = await endOf(child);
    if (!keepFolder) rmSync(folder, { recursive: true, force: true });
    if (end !== 0) throw new Error(`the gateway ended with ${String(end)} instead of exit code 0`);
  };
  while (!(await isReady(root))) {
    if (child.exitCode === null && !signal.aborted) await sleep(POLL_MS);
    else {
      const log = lastLines(join(folder, LOG));
      await stop(false).catch(() => undefined);
      throw new Error(`the gateway did not become ready; the end of its log:\n${log}`);
    }
  }
  return { baseUrl: `${root}/scim/v2`, token, folder, stop };
}

function launch(env: NodeJS.ProcessEnv, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [MAIN], { cwd: PROJECT, env, stdio: ['ignore', log, log] });
  closeSync(log);
  return child;
}

async function endOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await exited;
    clearTimeout(impatience);
  }
  return child.exitCode ?? child.signalCode;
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LOG_LINES_SHOWN).join('\n');
}

async function isReady(root: string): Promise<boolean> {
  try {
    return (await fetch(`${root}/readyz`, { signal: AbortSignal.timeout(1_000) })).status === 200;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

interface Setting {
  readonly port: number;
  readonly token: string;
  readonly folder: string;
  readonly configFile: string;
}

/** Nothing of a gateway that is configured in this shell may leak in, least of all its database. */
function environment({ port, token, folder, configFile }: Setting): NodeJS.ProcessEnv {
  const foreign = /^(SCIM_|GATEWAY_|METRICS_|MONGODB_URI$|PUBLIC_URL$|ADMIN_TOKEN)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: join(folder, 'data'),
    GATEWAY_CONFIG: configFile,
    SCIM_BEARER_TOKEN: token,
    ADMIN_TOKEN: randomBytes(32).toString('hex'),
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'info',
  };
}
