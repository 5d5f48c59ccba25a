// Runs the built command line (`node dist/cli.js`) as a person at a terminal does, for proofs and tests. Must not know any command.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..', '..');
const CLI = join(PROJECT, 'dist', 'cli.js');

export interface CliEnd {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly results: string;
  readonly remarks: string;
  readonly ms: number;
}

export interface CliRun {
  readonly ended: Promise<CliEnd>;
  signal(name: NodeJS.Signals): void;
  /** What it has said on standard error so far. */
  remarks(): string;
  /** As `head` does after the lines it wants. */
  closeResults(): void;
}

/** Nothing of this shell's settings reaches it but PATH, HOME and the mongod to use. */
export function startCli(args: readonly string[], env: Readonly<Record<string, string>>): CliRun {
  const since = performance.now();
  const { PATH, HOME, MONGOD_BINARY } = process.env;
  const inherited = { PATH, HOME, ...(MONGOD_BINARY === undefined ? {} : { MONGOD_BINARY }) };
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: PROJECT,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [results, remarks] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (results += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (remarks += chunk));
  const killWithUs = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killWithUs);
  const ended = new Promise<CliEnd>((resolve) => {
    child.once('close', (code) => {
      process.off('exit', killWithUs);
      resolve({ code, results, remarks, ms: performance.now() - since });
    });
  });
  return {
    ended,
    signal: (name) => {
      child.kill(name);
    },
    remarks: () => remarks,
    closeResults: () => {
      child.stdout.destroy();
    },
  };
}

export function runCli(args: readonly string[], env: Readonly<Record<string, string>>): Promise<CliEnd> {
  return startCli(args, env).ended;
}
