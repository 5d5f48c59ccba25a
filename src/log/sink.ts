/** Stands between winston and the stream that lines go to: counts what is under way, and lets no failure through. */
import { Writable } from 'node:stream';

export interface Sink {
  /** What winston writes to. */
  readonly stream: Writable;
  /** Records announced and not yet written or given up. */
  readonly pending: () => number;
  /** Announces a record; the answer takes it back where it never reached the stream. */
  readonly announce: () => () => void;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
  /** Lets go of the target, which stays open. */
  readonly release: () => void;
}

export function shieldedSink(target: NodeJS.WritableStream): Sink {
  const { announce, settle, pending, idle } = countUnderWay();
  // Without a listener a broken pipe would end the process.
  const ignore = (): void => undefined;
  target.on('error', ignore);
  const stream = new Writable({
    decodeStrings: false,
    write: (line: string, _encoding, done) => {
      writeTo(target, line, () => {
        settle();
        done();
      });
    },
  });
  return { stream, pending, announce, idle, release: () => target.off('error', ignore) };
}

function countUnderWay(): Pick<Sink, 'pending' | 'announce' | 'idle'> & { readonly settle: () => void } {
  let count = 0;
  const waiting: (() => void)[] = [];
  const settle = (): void => {
    count -= 1;
    if (count === 0) for (const resolve of waiting.splice(0)) resolve();
  };
  return {
    settle,
    pending: () => count,
    announce: () => {
      count += 1;
      return settle;
    },
    idle: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

/** Calls back whatever happens: a line that cannot be written is given up, for there is nowhere else to say so. */
function writeTo(target: NodeJS.WritableStream, line: string, done: () => void): void {
  if (!target.writable) {
    done();
    return;
  }
  try {
    target.write(line, () => {
      done();
    });
  } catch {
    done();
  }
}
