/** Stands between winston and the stream that lines go to: counts what is under way, and lets no failure through. */
import { Writable } from 'node:stream';

export interface Sink {
  /** What winston writes to: whole lines, a record each. */
  readonly stream: Writable;
  /** Records announced and not yet written or given up. */
  readonly pending: () => number;
  /** Announces a record. */
  readonly announce: () => void;
  /** Takes back records that never reached the stream. */
  readonly settle: (count: number) => void;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
  /** Lets go of the target, which stays open. */
  readonly release: () => void;
}

export function shieldedSink(target: NodeJS.WritableStream): Sink {
  const { settle, ...underWay } = countUnderWay();
  // Without a listener a broken pipe would end the process.
  const ignore = (): void => undefined;
  target.on('error', ignore);
  const stream = new Writable({
    decodeStrings: false,
    write: (lines: string, _encoding, done) => {
      writeTo(target, lines, () => {
        settle(linesIn(lines));
        done();
      });
    },
  });
  return { ...underWay, settle, stream, release: () => target.off('error', ignore) };
}

/** No record has a line's end in it. */
function linesIn(text: string): number {
  let count = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) count += 1;
  return count;
}

function countUnderWay(): Pick<Sink, 'pending' | 'announce' | 'settle' | 'idle'> {
  let count = 0;
  const waiting: (() => void)[] = [];
  return {
    settle: (settled) => {
      count -= settled;
      if (count === 0) for (const resolve of waiting.splice(0)) resolve();
    },
    pending: () => count,
    announce: () => {
      count += 1;
    },
    idle: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

/** Calls back whatever happens: lines that cannot be written are given up, for there is nowhere else to say so. */
function writeTo(target: NodeJS.WritableStream, lines: string, done: () => void): void {
  if (!target.writable) {
    done();
    return;
  }
  try {
    target.write(lines, () => {
      done();
    });
  } catch {
    done();
  }
}
