// Owns what Linux tells in /proc about a running process: its family, its CPU time, its memory. Must not know what the process is.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** USER_HZ, the same on every Linux that Node runs on. */
const TICKS_PER_S = 100;
const PAGE_BYTES = 4096;
const MB = 1024 * 1024;

interface Descendant {
  readonly pid: number;
  readonly name: string;
}

/** User and system time; 0 when the process is gone. */
export function cpuMs(pid: number): number {
  const fields = statFields(pid);
  return ((Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 1000) / TICKS_PER_S;
}

/** Of all cores since the machine started, whoever used them; not what it waited. */
export function machineCpuMs(): number {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = (
    readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? ''
  )
    .split(/\s+/)
    .map(Number);
  return ((user + nice + system + irq + softIrq) * 1000) / TICKS_PER_S;
}

export function rssMb(pid: number): number {
  return Math.round((Number(statFields(pid)[21] ?? 0) * PAGE_BYTES) / MB);
}

/** The most memory that the process had at once since `forgetPeak`. */
export function peakMb(pid: number): number {
  const [, kb = '0'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kb) / 1024);
}

/** proc(5), clear_refs: the peak begins anew with what the process has now. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Children, their children and so on. */
export function descendantsOf(pid: number): readonly Descendant[] {
  const children = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((candidate) => Number(statFields(candidate)[1]) === pid);
  return children.flatMap((child) => [{ pid: child, name: nameOf(child) }, ...descendantsOf(child)]);
}

/** A zombie without threads is gone too: in a container nobody may ever collect it. */
export function isGone(pid: number): boolean {
  const [state, ...rest] = statFields(pid);
  return state === undefined || (state === 'Z' && Number(rest[16]) <= 1);
}

/** SIGKILL to a process, or to a whole group by its negative id; one that is gone already is no fault. */
export function killNow(pid: number): void {
  if (pid === 0) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** proc(5), from field 3 on: the name in field 2 may hold spaces and brackets. */
function statFields(pid: number): readonly string[] {
  const stat = statOf(pid);
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function nameOf(pid: number): string {
  const stat = statOf(pid);
  return stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
}

function statOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
