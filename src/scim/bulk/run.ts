// Runs the operations of a bulk request, each as a write of its own, and collects their results (RFC 7644 §3.7.3). Must not know HTTP.

import type { Answer } from '../request';
import type { Split } from './needs';
import { planOrder, type Plan } from './plan';
import { createProgress } from './progress';
import { bulkAnswer } from './result';
import { finish, givenLater, requestIdOf, settle, type Settling } from './settle';
import type { Bulk, Observe, OperationDone, Outcome } from './step';
import { ALONE } from './touches';
import { createTurns, runInTurns, type Turns } from './turns';

/**
 * Side by side, where the operations touch nothing in common: then they are stored together. Everything else follows the
 * order, and of two that meet the first goes first.
 *
 * @throws ScimFailure 503 where the database is away and nothing was done
 */
export async function runBulk(bulk: Bulk, observe: Observe): Promise<Answer> {
  const plan = planOrder(bulk.steps.map(({ needs }) => needs));
  const progress = createProgress(bulk, plan.order);
  const settling = { bulk, plan, progress };
  const unfinished = new Map<number, Unfinished>();
  const waiting = waitingFor(plan);
  const left = new Map<number, number>();

  async function end(index: number): Promise<void> {
    const started = unfinished.get(index);
    if (started === undefined) return;
    unfinished.delete(index);
    const outcome = await finish(settling, index, started.rest);
    if (outcome !== undefined) progress.keep(index, outcome);
    report(settling, index, started, observe);
  }

  async function one(index: number): Promise<void> {
    const started = { at: bulk.now(), since: performance.now() };
    left.set(index, givenLater(settling, index).size);
    const { outcome, rest } = await settle(settling, index);
    progress.keep(index, outcome);
    if (rest === undefined) report(settling, index, started, observe);
    else unfinished.set(index, { ...started, rest });
    for (const other of waiting.get(index) ?? []) {
      const others = left.get(other);
      if (others === undefined) continue;
      left.set(other, others - 1);
      if (others === 1) await end(other);
    }
  }

  await runInTurns(turnsOf(bulk, plan), {
    // The effects of an accepted request are kept in one document, which its writes would fight for.
    most: bulk.request.effects === undefined ? AT_ONCE_MAX : 1,
    mayBegin: (index) => progress.mayBegin(index),
    run: one,
  });
  // Left over where the request ended before the resource was created that they refer to.
  for (const index of [...unfinished.keys()]) await end(index);
  const outage = progress.outage();
  if (outage !== undefined && progress.isNothingDone()) throw outage;
  return bulkAnswer(bulk.steps, progress.outcomes);
}

/** Writes of one request that wait for the database at once: enough for two transactions, and others get in between. */
const AT_ONCE_MAX = 128;

/** Whoever is in a circle goes alone: it is closed by a second step, at once behind the last of them. */
function turnsOf({ steps }: Bulk, { order, deferred, impossible }: Plan): Turns {
  const inCircles = new Set([...deferred].flatMap(([index, targets]) => [index, ...targets]));
  return createTurns(order, (index) => {
    const { needs = [], touches = ALONE } = steps[index] ?? {};
    const later = deferred.get(index);
    const first = needs.filter(({ target }) => later?.has(target) !== true);
    return {
      needs: impossible.has(index) ? [] : first.map(({ target }) => target),
      touches: inCircles.has(index) ? ALONE : touches,
    };
  });
}

interface Started {
  readonly at: Date;
  readonly since: number;
}

interface Unfinished extends Started {
  readonly rest: Split['patch'];
}

/** By operation: those that were, or will be, created without their reference to it. */
function waitingFor({ deferred }: Plan): ReadonlyMap<number, readonly number[]> {
  const waiting = new Map<number, number[]>();
  for (const [index, targets] of deferred) {
    for (const target of targets) {
      const others = waiting.get(target) ?? [];
      others.push(index);
      waiting.set(target, others);
    }
  }
  return waiting;
}

function report({ bulk, progress }: Settling, index: number, started: Started, observe: Observe): void {
  const outcome = progress.outcomes.get(index);
  const step = bulk.steps[index];
  if (outcome === undefined || step === undefined) return;
  observe({
    requestId: requestIdOf(bulk, index),
    method: step.name.method ?? '',
    path: pathOf(step, outcome),
    type: step.operation?.type.name,
    data: step.operation?.data,
    outcome,
    at: started.at,
    durationMs: Math.round((performance.now() - started.since) * 100) / 100,
  } satisfies OperationDone);
}

/** As a request of its own would have it: with the id that a bulkId stood for. */
function pathOf({ name, operation }: Bulk['steps'][number], { resource }: Outcome): string {
  if (operation === undefined) return name.path;
  const { endpoint } = operation.type;
  const id = operation.id === undefined ? undefined : (resource?.id ?? operation.id);
  return id === undefined ? endpoint : `${endpoint}/${encodeURIComponent(id)}`;
}
