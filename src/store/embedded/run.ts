// Owns running one foreign command to its end. Must not know what the command is for.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

interface Watch {
  readonly msMax?: number;
  /** Give up when not one line was printed by then. */
  readonly firstOutputMsMax?: number;
  readonly onOutput?: (chunk: string) => void;
  /** Ends the command; the run then rejects. */
  readonly giveUp?: AbortSignal;
}

/** Resolves with what the command printed; rejects with a sentence that says why it failed. */
export type Run = (command: string, args: readonly string[], watch?: Watch) => Promise<string>;

const FAILURE_CHARACTERS_MAX = 400;
const OUTPUT_BYTES_MAX = 4 * 1024 * 1024;

export const run: Run = async (command, args, watch = {}) => {
  const { msMax = 10_000, firstOutputMsMax = msMax, onOutput, giveUp } = watch;
  const running = promisify(execFile)(command, args, {
    timeout: msMax,
    killSignal: 'SIGKILL',
    maxBuffer: OUTPUT_BYTES_MAX,
    ...(giveUp === undefined ? {} : { signal: giveUp }),
  });
  const silence = setTimeout(() => running.child.kill('SIGKILL'), firstOutputMsMax);
  running.child.stdout?.on('data', (chunk: string) => {
    clearTimeout(silence);
    onOutput?.(chunk);
  });
  try {
    return (await running).stdout;
  } catch (error) {
    throw new Error(reason(error), { cause: error });
  } finally {
    clearTimeout(silence);
  }
};

function reason(error: unknown): string {
  const { code, killed, stderr, message } = error as Error &
    Partial<Record<'code' | 'killed' | 'stderr', unknown>>;
  if (code === 'ENOENT') return 'not installed';
  if (killed === true) return 'no answer in time';
  const printed = typeof stderr === 'string' ? stderr.trim() : '';
  return (printed === '' ? message : printed).replace(/\s+/g, ' ').slice(-FAILURE_CHARACTERS_MAX);
}
