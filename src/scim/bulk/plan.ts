// The order in which the operations of a bulk request are executed, and where a circle of references is cut (RFC 7644 §3.7.1). Pure; knows no SCIM.

/** An operation by its position needs others to be executed before it. */
export interface Need {
  readonly target: number;
  /** Whether it may be executed without the reference, which is given afterwards. */
  readonly canWait: boolean;
}

export interface Plan {
  /** Each operation once: as the client ordered them, but for those that need another one first. */
  readonly order: readonly number[];
  /** By operation: which of its references are given only after it was executed. */
  readonly deferred: ReadonlyMap<number, ReadonlySet<number>>;
  /** Operations that need each other in a circle of which nothing can be given later; by operation, the whole circle. */
  readonly impossible: ReadonlyMap<number, readonly number[]>;
}

/** Always the first operation that can be executed comes next: the order is the client's wherever it can be. */
export function planOrder(needs: readonly (readonly Need[])[]): Plan {
  const deferred = new Map<number, Set<number>>();
  const impossible = new Map<number, readonly number[]>();
  const first = createSweep(needs);
  first.run();
  for (const start of needs.keys()) {
    while (!first.isDone(start)) {
      cut(circleFrom(start, first), first, deferred, impossible);
      first.run();
    }
  }
  // Only now the order is sought: an operation beside a circle is not put behind it, nor before it.
  const isLeft = (need: Need, index: number): boolean =>
    !impossible.has(index) && deferred.get(index)?.has(need.target) !== true;
  const last = createSweep(needs.map((own, index) => own.filter((need) => isLeft(need, index))));
  return { order: last.run(), deferred, impossible };
}

interface Sweep {
  /** Executes whatever can be. @returns everything executed so far, in order */
  run(): readonly number[];
  isDone(index: number): boolean;
  /** A need of the operation that is not met. */
  openNeed(index: number): Need | undefined;
  openNeeds(index: number): readonly Need[];
  /** The operation no longer needs this one, or anything at all. */
  release(index: number, target?: number): void;
}

function createSweep(needs: readonly (readonly Need[])[]): Sweep {
  const waiting = needs.map((own) => own.length);
  const looked = needs.map(() => 0);
  const dropped = needs.map(() => new Set<number>());
  const dependents = needs.map((): number[] => []);
  for (const [index, own] of needs.entries()) for (const { target } of own) dependents[target]?.push(index);
  const done = new Set<number>();
  let next = 0;

  function isMet(index: number, { target }: Need): boolean {
    return done.has(target) || dropped[index]?.has(target) === true;
  }

  function execute(index: number): void {
    done.add(index);
    for (const other of dependents[index] ?? []) if (dropped[other]?.has(index) !== true) meet(other);
  }

  function meet(index: number): void {
    waiting[index] = (waiting[index] ?? 0) - 1;
    // What had to wait goes before all that come after it in the request.
    if (waiting[index] === 0) next = Math.min(next, index);
  }

  return {
    run() {
      while (next < needs.length) {
        const index = next;
        next += 1;
        if (waiting[index] === 0 && !done.has(index)) execute(index);
      }
      return [...done];
    },
    isDone: (index) => done.has(index),
    openNeed(index) {
      const own = needs[index] ?? [];
      let at = looked[index] ?? 0;
      for (let need = own[at]; need !== undefined && isMet(index, need); need = own[at]) at += 1;
      looked[index] = at;
      return own[at];
    },
    openNeeds: (index) => (needs[index] ?? []).filter((need) => !isMet(index, need)),
    release(index, target) {
      const freed = target === undefined ? (needs[index] ?? []).map((need) => need.target) : [target];
      for (const one of freed) {
        if (done.has(one) || dropped[index]?.has(one) === true) continue;
        dropped[index]?.add(one);
        meet(index);
      }
    },
  };
}

/** Whoever cannot be executed needs somebody who cannot, so this comes back to where it was. */
function circleFrom(start: number, sweep: Sweep): readonly (Need & { readonly index: number })[] {
  const steps = new Map<number, Need & { readonly index: number }>();
  let index = start;
  for (
    let need = sweep.openNeed(index);
    need !== undefined && !steps.has(index);
    need = sweep.openNeed(index)
  ) {
    steps.set(index, { ...need, index });
    index = need.target;
  }
  const walked = [...steps.values()];
  return walked.slice(walked.findIndex((step) => step.index === index));
}

function cut(
  circle: readonly (Need & { readonly index: number })[],
  sweep: Sweep,
  deferred: Map<number, Set<number>>,
  impossible: Map<number, readonly number[]>,
): void {
  const inOrder = circle.toSorted((left, right) => left.index - right.index);
  const chosen = inOrder.find(({ canWait }) => canWait);
  if (chosen !== undefined) {
    // What is given later is given by one PATCH, so all that is not there yet may come with it; and each operation is
    // chosen once at most, however many circles it is in.
    const later = sweep.openNeeds(chosen.index).filter(({ canWait }) => canWait);
    deferred.set(chosen.index, new Set(later.map(({ target }) => target)));
    for (const { target } of later) sweep.release(chosen.index, target);
    return;
  }
  const members = inOrder.map(({ index }) => index);
  for (const index of members) impossible.set(index, members);
  for (const index of members) sweep.release(index);
}
