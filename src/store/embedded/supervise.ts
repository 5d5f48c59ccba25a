// Owns bringing a process back after it died on its own. Must not know what the process is or how it is started.
import { setTimeout as delay } from 'node:timers/promises';

export interface Supervision {
  /** Gives up the first start, which then rejects; once that has succeeded, only `stop` ends what runs. */
  readonly giveUpStart?: AbortSignal;
  /** Called for each end that was not asked for, and for each start after it that failed. */
  readonly onUnexpectedExit?: (exit: { readonly how: string; readonly nextStartMs: number }) => void;
  readonly onRecovered?: (downMs: number) => void;
}

interface Supervised {
  readonly pid: () => number;
  readonly stop: () => Promise<void>;
}

interface Running {
  readonly pid: number;
  readonly ended: Promise<string>;
}

/** `start` rejects, or the process it started ends, when the signal fires. */
type Start = (stopping: AbortSignal) => Promise<Running>;

const BACK_OFF_MS_FIRST = 100;
/** Well under the 5 s in which the service must be back once what prevented the start is gone. */
const BACK_OFF_MS_MAX = 2000;

export async function supervise(start: Start, reports: Supervision): Promise<Supervised> {
  const stopping = new AbortController();
  let running = await firstStart(start, stopping, reports.giveUpStart);
  const keepRunning = async (): Promise<void> => {
    for (;;) {
      const how = await running.ended;
      const again = await startAgain(how, start, { ...reports, stopping: stopping.signal });
      if (again === undefined) return;
      running = again;
    }
  };
  const done = keepRunning();
  return {
    pid: () => running.pid,
    stop: () => {
      stopping.abort();
      return done;
    },
  };
}

async function firstStart(
  start: Start,
  stopping: AbortController,
  giveUp: AbortSignal | undefined,
): Promise<Running> {
  giveUp?.throwIfAborted();
  const end = (): void => {
    stopping.abort(giveUp?.reason);
  };
  giveUp?.addEventListener('abort', end);
  try {
    return await start(stopping.signal);
  } finally {
    giveUp?.removeEventListener('abort', end);
  }
}

/** Tries until it succeeds, or until stopped: then undefined. */
async function startAgain(
  how: string,
  start: Start,
  { stopping, onUnexpectedExit, onRecovered }: Supervision & { readonly stopping: AbortSignal },
): Promise<Running | undefined> {
  const since = Date.now();
  let reason = how;
  let nextStartMs = BACK_OFF_MS_FIRST;
  while (!stopping.aborted) {
    onUnexpectedExit?.({ how: reason, nextStartMs });
    try {
      await delay(nextStartMs, undefined, { signal: stopping });
      const running = await start(stopping);
      onRecovered?.(Date.now() - since);
      return running;
    } catch (error) {
      reason = (error as Error).message;
      nextStartMs = Math.min(2 * nextStartMs, BACK_OFF_MS_MAX);
    }
  }
  return undefined;
}
