// Owns the virtual environment in which the public suites run, and running a program in it. Judges no output.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const HERE = __dirname;
const REQUIREMENTS = join(HERE, 'requirements.txt');
const PINNED = readFileSync(REQUIREMENTS, 'utf8');
/** Other versions get a folder of their own. */
const FOLDER = join(
  homedir(),
  '.cache',
  'imanage-scim-gateway',
  `conformance-${createHash('sha256').update(PINNED).digest('hex').slice(0, 12)}`,
);

/** The pinned version of a package. */
export function versionOf(name: string): string {
  const line = PINNED.split('\n').find((text) => text.startsWith(`${name}==`));
  if (line === undefined) throw new Error(`${REQUIREMENTS} does not pin ${name}`);
  return line.slice(name.length + 2);
}

/** Makes the environment where it is not there yet; needs python3 with venv and PyPI. */
export async function installSuites(): Promise<void> {
  const complete = join(FOLDER, 'complete');
  if (existsSync(complete)) return;
  console.log(`fetching the suites from PyPI into ${FOLDER} (once) …`);
  rmSync(FOLDER, { recursive: true, force: true });
  const python = join(FOLDER, 'bin', 'python');
  for (const [command, ...args] of [
    ['python3', '-m', 'venv', FOLDER],
    [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS],
  ] as const) {
    const { code, errors } = await output(command, args, {});
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${errors.slice(-2_000)}`);
  }
  writeFileSync(complete, '');
}

export interface Output {
  readonly code: number;
  readonly text: string;
  readonly errors: string;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/** Runs a program of the environment to its end. @throws Error when the signal ends it */
export function runSuite(program: string, args: readonly string[], options: RunOptions): Promise<Output> {
  return output(join(FOLDER, 'bin', program), args, options);
}

async function output(command: string, args: readonly string[], options: RunOptions): Promise<Output> {
  const { env = {}, cwd, signal } = options;
  const child = spawn(command, args, {
    cwd,
    signal,
    // A proxy for the internet must not see what goes to a gateway on this machine.
    env: { ...process.env, NO_PROXY: '127.0.0.1,localhost', no_proxy: '127.0.0.1,localhost', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => text.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return {
    code: code ?? 1,
    text: Buffer.concat(text).toString(),
    errors: Buffer.concat(errors).toString(),
  };
}
