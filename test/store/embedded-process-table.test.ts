import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { commandLineOf, endProcess, isRunning, startOf } from '../../src/store/embedded/process-table';

const PID_MAX = 2 ** 22;
const DEADLINE_MS = 5000;

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

/** Resolves with the first line it prints. */
async function begin(command: string, args: readonly string[]): Promise<string> {
  child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return line.toString().trim();
}

describe('isRunning', () => {
  it('is true of this process, and false of one that is not there', () => {
    expect(isRunning(process.pid)).toBe(true);
    expect(isRunning(PID_MAX)).toBe(false);
  });

  it('is false of a process that has ended and that nobody collects', async () => {
    // "exec sleep" takes the place of the shell before its child ends, and knows nothing of that child.
    const zombie = Number(await begin('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 10']));
    const deadline = Date.now() + DEADLINE_MS;
    while (isRunning(zombie) && Date.now() < deadline) await delay(10);
    expect(isRunning(zombie)).toBe(false);
    expect(existsSync(`/proc/${zombie}`)).toBe(true);
  });
});

describe('endProcess', () => {
  it('kills a process that does not heed SIGTERM in time', async () => {
    await begin(process.execPath, [
      '-e',
      'process.on("SIGTERM", () => {}); setInterval(console.log, 100, "up")',
    ]);
    const pid = child?.pid ?? 0;
    await endProcess(pid, 200);
    expect(isRunning(pid)).toBe(false);
    // This process may hear of it a moment later than it asked.
    if (child?.signalCode === null) await once(child, 'exit');
    expect(child?.signalCode).toBe('SIGKILL');
  });

  it('has nothing to do for a process that is gone', async () => {
    await expect(endProcess(PID_MAX, 200)).resolves.toBeUndefined();
  });
});

describe('what is known of a process', () => {
  it('is when it began and its command line', async () => {
    await begin('sh', ['-c', 'echo $$; exec sleep 10']);
    const pid = child?.pid ?? 0;
    expect(Number(startOf(pid))).toBeGreaterThanOrEqual(Number(startOf(process.pid)));
    const deadline = Date.now() + DEADLINE_MS;
    while (commandLineOf(pid)[0] !== 'sleep' && Date.now() < deadline) await delay(10);
    expect(commandLineOf(pid).slice(0, 2)).toEqual(['sleep', '10']);
  });

  it('is nothing when it is not there', () => {
    expect(startOf(PID_MAX)).toBe('');
    expect(commandLineOf(PID_MAX)).toEqual([]);
  });
});
