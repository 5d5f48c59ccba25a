// Owns what can be asked of and done to a process that is known by its id alone. Must not know what the process is for.
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;

/** When the process began, in clock ticks since boot; with the id it names a process for good. Unknown ('') where there is no /proc. */
export function startOf(pid: number): string {
  return statOf(pid)?.start ?? '';
}

export function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, for another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const stat = statOf(pid);
  // A zombie has ended, and in a container without an init process nobody may ever collect it. While it still has other
  // threads its files and ports are not closed yet.
  return !(stat?.state === 'Z' && Number(stat.threads) <= 1);
}

/** Empty where there is no such process, or no /proc. */
export function commandLineOf(pid: number): readonly string[] {
  return readProc(pid, 'cmdline')?.split('\0') ?? [];
}

/** SIGTERM, and SIGKILL for a process that is still there after `msMax`. Resolves when it is gone. */
export async function endProcess(pid: number, msMax: number): Promise<void> {
  signal(pid, 'SIGTERM');
  const deadline = Date.now() + msMax;
  while (isRunning(pid)) {
    if (Date.now() > deadline) signal(pid, 'SIGKILL');
    await delay(POLL_MS);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

interface Stat {
  readonly state: string | undefined;
  readonly threads: string | undefined;
  readonly start: string | undefined;
}

/** proc(5): fields 3, 20 and 22; the name in field 2 may hold spaces and brackets. */
function statOf(pid: number): Stat | undefined {
  const stat = readProc(pid, 'stat');
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], threads: fields[17], start: fields[19] };
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
