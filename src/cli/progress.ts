// How far long work is, on standard error: a bar on a terminal, a line now and then elsewhere. Knows no command.

import { SingleBar } from 'cli-progress';
import type { Writable } from 'node:stream';
import type { Progress } from './context';

const LINE_EVERY_MS = 5_000;

export function createProgress(
  to: Writable & { readonly isTTY?: boolean },
): (label: string, total: number) => Progress {
  return (label, total) => (to.isTTY === true ? bar(to, label, total) : lines(to, label, total));
}

function bar(to: Writable, label: string, total: number): Progress {
  let value = 0;
  const shown = new SingleBar({
    stream: to,
    format: `${label} {bar} {value} of {total} ({percentage} %), {eta_formatted} to go`,
    hideCursor: true,
    // Ctrl-C is the command line's to handle: the bar would end the process at once.
    gracefulExit: false,
  });
  shown.start(total, 0);
  return {
    advance: (by = 1) => {
      shown.increment(by);
      // What grew meanwhile, or could not be counted before.
      shown.setTotal(Math.max(total, (value += by)));
    },
    done: () => {
      shown.stop();
    },
  };
}

function lines(to: Writable, label: string, total: number): Progress {
  let value = 0;
  let said = Date.now();
  return {
    advance: (by = 1) => {
      value += by;
      if (Date.now() - said < LINE_EVERY_MS) return;
      said = Date.now();
      to.write(`${label}: ${value} of ${Math.max(total, value)}\n`);
    },
    done: () => {
      to.write(`${label}: ${value} of ${Math.max(total, value)}\n`);
    },
  };
}
