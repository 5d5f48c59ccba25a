// One worker process from fork to end, as the primary sees it. Must not know what comes after its end.

import cluster, { type Worker } from 'node:cluster';
import type { CountBatch, TakeBack, ToPrimary, ToWorker, WorkerOrders } from './messages';
import type { SharedLimits } from './shared-limits';

/** Longer than a worker gives its open requests (25 s), shorter than a container runtime waits (30 s). */
const STOP_MS_MAX = 27_000;

export interface RunOptions {
  readonly orders: WorkerOrders;
  /** It has its orders only then; until then it loads its code. */
  readonly from: Promise<void>;
  readonly limits: SharedLimits;
  readonly ending: AbortSignal;
  readonly onListening: (publicUrl: string) => void;
  readonly onReady: (pid: number) => void;
}

export interface Ended {
  readonly pid: number;
  readonly isInOrder: boolean;
  /** In words: its own reason, or its exit code or signal. */
  readonly how: string;
  /** Whether it said itself why it could not go on. */
  readonly isTold: boolean;
  readonly hasListened: boolean;
  readonly livedMs: number;
}

export function runWorker(options: RunOptions): Promise<Ended> {
  const { orders, from, limits, ending, onListening, onReady } = options;
  const since = performance.now();
  const worker = cluster.fork();
  const pid = worker.process.pid ?? 0;
  closeWhatItNeverTook(worker);
  let hasListened = false;
  let reason: string | undefined;
  const takeBack = (message: TakeBack): void => {
    say(worker, message);
  };
  worker.on('message', (message: ToPrimary) => {
    if (message.kind === 'count') void count(worker, limits, { takeBack, message });
    else if (message.kind === 'given-back') limits.givenBack(message);
    else if (message.kind === 'ready') onReady(pid);
    else if (message.kind === 'failed') ({ reason } = message);
    else {
      hasListened = true;
      onListening(message.publicUrl);
    }
  });
  void from.then(() => {
    say(worker, { kind: 'begin', orders });
  });
  const release = stoppedBy(worker, ending, () => hasListened);
  return new Promise((resolve) => {
    const end = (how: string, isInOrder = false): void => {
      release();
      const livedMs = Math.round(performance.now() - since);
      resolve({ pid, isInOrder, how: reason ?? how, isTold: reason !== undefined, hasListened, livedMs });
    };
    worker.once('exit', (code: number | null, signal: string | null) => {
      end(signal ?? `exit code ${String(code)}`, code === 0 || (ending.aborted && !hasListened));
    });
    // One that was never there has no exit either.
    worker.on('error', ({ message }) => {
      if (worker.process.pid === undefined) end(message);
    });
  });
}

/**
 * Node hands each connection to one worker and forgets it where that one dies before it took it: the client would wait for
 * an answer until it gives up. It is closed here, so that the client comes again at once. One is handed over at a time.
 */
function closeWhatItNeverTook({ process: child }: Worker): void {
  const send = child.send.bind(child) as (...args: readonly unknown[]) => boolean;
  let handed: { close(): void } | undefined;
  child.send = (...args: readonly unknown[]): boolean => {
    const [, handle] = args;
    if (isClosable(handle)) handed = handle;
    return send(...args);
  };
  // To close one that was taken, and is closed here since, does nothing.
  child.once('exit', () => handed?.close());
}

function isClosable(value: unknown): value is { close(): void } {
  return typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function';
}

/** @returns what is to be called when it has ended */
function stoppedBy(worker: Worker, ending: AbortSignal, hasListened: () => boolean): () => void {
  let impatience: NodeJS.Timeout | undefined;
  const stop = (): void => {
    say(worker, { kind: 'stop' });
    // One that serves nobody yet is not waited for.
    impatience = setTimeout(() => worker.process.kill('SIGKILL'), hasListened() ? STOP_MS_MAX : 0);
  };
  if (ending.aborted) stop();
  else ending.addEventListener('abort', stop);
  return () => {
    clearTimeout(impatience);
    ending.removeEventListener('abort', stop);
  };
}

/** Where counting fails nothing is answered: the worker then counts for itself. */
async function count(
  worker: Worker,
  limits: SharedLimits,
  {
    takeBack,
    message: { batch, counts },
  }: { readonly takeBack: (message: TakeBack) => void; readonly message: CountBatch },
): Promise<void> {
  const counted = await limits.count(takeBack, counts).catch(() => undefined);
  if (counted !== undefined) say(worker, { kind: 'counted', batch, counted });
}

/** A worker that is gone hears nothing; its end is told by itself. */
function say(worker: Worker, message: ToWorker): void {
  worker.send(message, () => undefined);
}
