// Who of several may begin: each waits for those that it needs, and at all that it touches for those before it. Knows no operations.

import type { Need } from './plan';
import type { Touch } from './touches';

export interface Waiting {
  readonly needs: readonly Need['target'][];
  readonly touches: readonly Touch[];
}

export interface Turns {
  /** The first by order of those that wait for nobody; undefined where all do. */
  first(): number | undefined;
  /** The first begins. */
  begin(): void;
  /** It is over: others may begin. */
  over(index: number): void;
}

/** Those that are somewhere at the same time, in one manner; behind them wait the next. */
interface Group {
  readonly manner: Touch['manner'];
  readonly members: number[];
  left: number;
}

/** @param order each once; who needs another one comes after it */
export function createTurns(order: readonly number[], waitingOf: (index: number) => Waiting): Turns {
  const places = new Map(order.map((index, place) => [index, place]));
  const blocks = new Map<number, number>();
  const dependents = new Map<number, number[]>();
  const lines = new Map<string, Group[]>();
  /** By place in the order. */
  const ready: number[] = [];

  for (const index of order) {
    const { needs, touches } = waitingOf(index);
    for (const target of needs) listAt(dependents, target).push(index);
    const behind = touches.filter((touch) => !joinsFirst(listAt(lines, touch.what), touch, index));
    blocks.set(index, needs.length + behind.length);
    if (needs.length + behind.length === 0) ready.push(places.get(index) ?? 0);
  }

  function unblock(index: number): void {
    const left = (blocks.get(index) ?? 0) - 1;
    blocks.set(index, left);
    const place = places.get(index);
    if (left > 0 || place === undefined) return;
    const before = ready.findLastIndex((other) => other < place);
    ready.splice(before + 1, 0, place);
  }

  return {
    first() {
      const [place] = ready;
      return place === undefined ? undefined : order[place];
    },
    begin: () => void ready.shift(),
    over(index) {
      for (const other of dependents.get(index) ?? []) unblock(other);
      for (const { what } of waitingOf(index).touches) {
        const line = listAt(lines, what);
        const [first] = line;
        if (first === undefined) continue;
        first.left -= 1;
        if (first.left > 0) continue;
        line.shift();
        for (const other of line[0]?.members ?? []) unblock(other);
      }
    },
  };
}

/** @returns whether nobody is before it there */
function joinsFirst(line: Group[], { manner }: Touch, index: number): boolean {
  const last = line.at(-1);
  if (last !== undefined && manner !== undefined && last.manner === manner) {
    last.members.push(index);
    last.left += 1;
  } else line.push({ manner, members: [index], left: 1 });
  return line.length === 1;
}

function listAt<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: V[] = [];
  lists.set(key, list);
  return list;
}

interface InTurns {
  readonly most: number;
  /** Asked of the first only: where it may not, the others do not either. */
  readonly mayBegin: (index: number) => boolean;
  readonly run: (index: number) => Promise<void>;
}

/** Ends when nobody is under way any more and nobody else may begin. */
export function runInTurns(turns: Turns, { most, mayBegin, run }: InTurns): Promise<void> {
  return new Promise((resolve, reject) => {
    let underWay = 0;
    const begin = (): void => {
      for (let first = turns.first(); first !== undefined && underWay < most; first = turns.first()) {
        if (!mayBegin(first)) break;
        turns.begin();
        underWay += 1;
        run(first).then(ended(first), reject);
      }
      if (underWay === 0) resolve();
    };
    const ended = (index: number) => (): void => {
      underWay -= 1;
      turns.over(index);
      begin();
    };
    begin();
  });
}
