/** Gathers the lines of a moment, so that they are written at once: each write is a call of the system. Knows no stream. */

/** What a pipe takes whole or not at all (POSIX `PIPE_BUF` on Linux): lines of several processes never mix in one. */
const BYTES_MAX = 4_096;

export interface GatheredLines {
  /** Writes the line with the others of this turn of the event loop. */
  readonly add: (line: string) => void;
  /** Writes now what was gathered. */
  readonly flush: () => void;
}

/** @param write is given whole lines, the last one without its end; of a throw only what was gathered is lost */
export function gatherLines(write: (lines: string, count: number) => void): GatheredLines {
  let lines: string[] = [];
  let bytes = 0;
  let turn: NodeJS.Immediate | undefined;
  const flush = (): void => {
    clearImmediate(turn);
    turn = undefined;
    if (lines.length === 0) return;
    const gathered = lines;
    lines = [];
    bytes = 0;
    write(gathered.join('\n'), gathered.length);
  };
  return {
    flush,
    add: (line) => {
      const more = Buffer.byteLength(line) + 1;
      if (bytes + more > BYTES_MAX) flush();
      lines.push(line);
      bytes += more;
      turn ??= setImmediate(flush);
    },
  };
}
