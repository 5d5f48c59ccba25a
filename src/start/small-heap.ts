// Keeps the heap small while members pass through in mass: what they leave behind is collected sooner. Must not know what is done with them.
//
// V8 collects the old part of the heap when it has grown to up to four times of what was alive in it, on a machine with
// much memory. A group of a million members leaves gigabytes behind, so its garbage alone took more than all that is
// alive. To collect sooner at all times would cost every small request (measured: one in ten of CPU), so it is done only
// while many members are under way.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { BeginMassWork } from '../directory/mass-work';

/** Fewer leave less behind than a collection costs. */
const MANY_MEMBERS = 50_000;
/** Of what is alive, how much garbage may come on top. */
const GARBAGE_PERCENT = 50;
/** V8's own judgement. */
const UNBOUNDED = 0;

export interface HeapControl {
  /** @param percent of what is alive, as garbage on top; 0 leaves it to V8 */
  readonly boundGarbage: (percent: number) => void;
  readonly collect: () => void;
}

export function smallHeapDuringMassWork({ boundGarbage, collect }: HeapControl): BeginMassWork {
  let underWay = 0;
  return () => {
    let [seen, isCounted, hasEnded] = [0, false, false];
    return {
      seen(members) {
        seen += members;
        if (isCounted || hasEnded || seen < MANY_MEMBERS) return;
        isCounted = true;
        underWay += 1;
        if (underWay > 1) return;
        boundGarbage(GARBAGE_PERCENT);
        // How far the heap may grow is decided at the end of each collection: the garbage of earlier requests goes now.
        collect();
      },
      end() {
        if (hasEnded) return;
        hasEnded = true;
        if (!isCounted) return;
        underWay -= 1;
        if (underWay === 0) boundGarbage(UNBOUNDED);
      },
    };
  };
}

/** Of this process. */
export function heapControl(): HeapControl {
  // Only a context made while the flag is set knows the function.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  return {
    // V8 reads it anew at the end of each collection, so it may be changed at any time.
    boundGarbage: (percent) => {
      setFlagsFromString(`--heap-growing-percent=${percent}`);
    },
    collect: () => {
      collect();
    },
  };
}
