// Tells on the console how far long work is, how fast it goes and when it will be done. Knows no work.

const TELL_EVERY_MS = 2_000;

export type OnProgress = (what: string, done: number, of: number) => void;

interface Begin {
  readonly atMs: number;
  readonly done: number;
}

/** A line every two seconds, and the last one of each kind of work. */
export function progressLines(tell: (line: string) => void): OnProgress {
  let toldAt = 0;
  const begun = new Map<string, Begin>();
  return (what, done, of) => {
    const nowMs = performance.now();
    const begin = begun.get(what) ?? { atMs: nowMs, done };
    begun.set(what, begin);
    if (nowMs - toldAt < TELL_EVERY_MS && done < of) return;
    toldAt = nowMs;
    tell(`${what}: ${counted(done)} of ${counted(of)}${pace(begin, { done, of, nowMs })}`);
  };
}

function pace(
  begun: Begin,
  { done, of, nowMs }: { readonly done: number; readonly of: number; readonly nowMs: number },
): string {
  const perSecond = ((done - begun.done) / (nowMs - begun.atMs)) * 1_000;
  if (!Number.isFinite(perSecond) || perSecond <= 0) return '';
  const left = done < of ? `, ${duration((of - done) / perSecond)} left` : '';
  return `, ${counted(Math.round(perSecond))}/s${left}`;
}

export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export function counted(count: number): string {
  return count.toLocaleString('en');
}
