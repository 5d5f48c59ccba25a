// Owns the time and the costs of one round: when measuring begins and ends, and what CPU and memory the servers took. Must not know the requests.
import { percentile } from '../prove/figures';
import { cpuMs, descendantsOf, rssMb } from '../prove/process-facts';
import type { Job, Round } from './job';

const LOOK_AGAIN_MS = 5;

/** What the connections of one round share. */
export interface Course {
  next: number;
  done: number;
  wrong: number;
  isMeasured: boolean;
  isOver: boolean;
  readonly ms: number[];
  readonly faults: string[];
}

export function newCourse(from: number): Course {
  return { next: from, done: 0, wrong: 0, isMeasured: false, isOver: false, ms: [], faults: [] };
}

export interface Meter {
  readonly begin: () => void;
  readonly end: () => void;
  readonly round: () => Round;
}

export function meterOf(job: Job, course: Course): Meter {
  const ofServer = (figure: (pid: number) => number): number =>
    descendantsOf(job.serverPid).reduce((sum, { pid }) => sum + figure(pid), figure(job.serverPid));
  const cpu = (): readonly [number, number] => [ofServer(cpuMs), cpuMs(job.databasePid)];
  let [since, until] = [performance.now(), 0];
  let [before, after] = [cpu(), cpu()];
  let memoryMb = 0;
  return {
    begin: () => {
      before = cpu();
      since = performance.now();
      course.isMeasured = true;
    },
    end: () => {
      if (until !== 0) return;
      until = performance.now();
      after = cpu();
      memoryMb = ofServer(rssMb);
      course.isMeasured = false;
    },
    round: () => ({
      done: course.done,
      requests: course.ms.length,
      seconds: (until - since) / 1000,
      p50Ms: percentile(course.ms, 0.5),
      p99Ms: percentile(course.ms, 0.99),
      serverCpuMs: after[0] - before[0],
      databaseCpuMs: after[1] - before[1],
      memoryMb,
      next: course.next,
      wrong: course.wrong,
      faults: course.faults,
    }),
  };
}

interface Clocked {
  readonly meter: Meter;
  readonly isTimed: boolean;
}

/** Work that ends by itself is measured whole; other work after a warm-up, for the round's time. */
export function startClock({ warmUpMs, ms }: Job, course: Course, { meter, isTimed }: Clocked): () => void {
  if (!isTimed) {
    meter.begin();
    return () => undefined;
  }
  const end = (): void => {
    // A round has at least one answer, however slow the server is.
    if (course.done + course.wrong === 0) timers.push(setTimeout(end, LOOK_AGAIN_MS));
    else {
      meter.end();
      course.isOver = true;
    }
  };
  const timers = [setTimeout(meter.begin, warmUpMs), setTimeout(end, warmUpMs + ms)];
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
}
