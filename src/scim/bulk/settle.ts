// Brings one operation of a bulk request to its end: its references looked up, executed, and what it had to be created without given afterwards.

import { unavailable } from '../errors';
import { quoted, ScimFailure } from '../failure';
import { execute, refused, resourceAt } from './execute';
import { bulkIdOf, withoutReferences, withReferences, type Split } from './needs';
import type { BulkOperation } from './operation';
import type { Plan } from './plan';
import type { Progress } from './progress';
import type { Made } from './references';
import type { Bulk, Outcome } from './step';

export interface Settling {
  readonly bulk: Bulk;
  readonly plan: Plan;
  readonly progress: Progress;
}

export interface Settled {
  readonly outcome: Outcome;
  /** The PATCH that gives the resource the references it was created without. */
  readonly rest: Split['patch'] | undefined;
}

/** @param index of an operation whose needs are all over, but for those that wait */
export async function settle(settling: Settling, index: number): Promise<Settled> {
  const { bulk, progress } = settling;
  const { operation, refusal } = bulk.steps[index] ?? {};
  if (operation === undefined) return ended(refused(refusal ?? unavailable(), undefined));
  const resource = knownResource(bulk, operation);
  if (progress.outage() !== undefined) return ended(refused(unavailable(), resource));
  const fault = faultOf(settling, index);
  if (fault !== undefined) return ended(refused(new ScimFailure(409, undefined, fault), resource));
  const later = givenLater(settling, index);
  const isLeftOut = (bulkId: string): boolean => later.has(bulk.givers.get(bulkId) ?? -1);
  const split = later.size === 0 ? undefined : withoutReferences(operation, isLeftOut);
  const target = bulkIdOf(operation.id);
  const whole = split === undefined ? operation : { ...operation, data: split.data };
  const outcome = await execute(requestOf(bulk, index), {
    ...operation,
    id: target === undefined ? operation.id : progress.madeBy(target)?.id,
    data: withReferences(whole, bulk.limits, (bulkId) => progress.madeBy(bulkId)),
  });
  return { outcome, rest: outcome.failure === undefined ? split?.patch : undefined };
}

/** The operations whose resources are not there yet, and need not be. */
export function givenLater({ plan, progress }: Settling, index: number): ReadonlySet<number> {
  const deferred = [...(plan.deferred.get(index) ?? [])];
  return new Set(deferred.filter((target) => !progress.outcomes.has(target)));
}

/** Gives a resource the references it was created without (RFC 7644 §3.7.1); the outcome is that of both steps. */
export async function finish(
  { bulk, plan, progress }: Settling,
  index: number,
  rest: Split['patch'],
): Promise<Outcome | undefined> {
  const created = progress.outcomes.get(index);
  const operation = bulk.steps[index]?.operation;
  if (operation === undefined || created?.resource === undefined) return undefined;
  const { resource } = created;
  const missing = [...(plan.deferred.get(index) ?? [])].find(
    (target) => progress.outcomes.get(target)?.failure !== undefined || !progress.outcomes.has(target),
  );
  if (missing !== undefined) return incomplete(created, 409, `${named(bulk, missing)} did not succeed`);
  if (progress.outage() !== undefined) return incomplete(created, 503, unavailable().detail);
  const patched = await execute(requestOf(bulk, index), {
    ...operation,
    ...{ method: 'PATCH', id: resource.id, version: undefined },
    data: withReferences({ ...operation, method: 'PATCH', data: rest }, bulk.limits, (bulkId) =>
      progress.madeBy(bulkId),
    ),
  });
  if (patched.failure === undefined) return { ...created, version: patched.version };
  // Deleted since, perhaps by this request: it was created, and is owed nothing any more.
  if (patched.status === 404) return created;
  const whole = incomplete(created, patched.status, patched.failure.detail);
  return { ...whole, bug: patched.bug, isAway: patched.isAway };
}

/** The one request id finds the operation's line in the request log and its event. */
export function requestIdOf({ request }: Bulk, index: number): string {
  return `${request.actor.requestId}/${index + 1}`;
}

function requestOf(bulk: Bulk, index: number): Bulk['request'] {
  const { request } = bulk;
  return { ...request, actor: { ...request.actor, requestId: requestIdOf(bulk, index) } };
}

function ended(outcome: Outcome): Settled {
  return { outcome, rest: undefined };
}

function knownResource({ request }: Bulk, { type, id }: BulkOperation): Made | undefined {
  return id === undefined ? undefined : resourceAt(request, type.endpoint, id);
}

/** Why the operation cannot be executed, whatever it asks for (RFC 7644 §3.7.1, §3.7.2). */
function faultOf({ bulk, plan, progress }: Settling, index: number): string | undefined {
  const references = bulk.steps[index]?.references;
  const circle = plan.impossible.get(index);
  if (circle !== undefined) {
    const names = circle.slice(0, NAMED_MAX).map((other) => named(bulk, other));
    return `the operations ${names.join(', ')} need each other, and none of them can be executed first`;
  }
  const [unknown] = references?.unknown ?? [];
  if (unknown !== undefined) return `bulkId ${quoted(unknown)} is given by no POST of this request`;
  const failed = references?.needs.find(({ target }) => progress.outcomes.get(target)?.failure !== undefined);
  return failed && `${named(bulk, failed.target)} did not succeed, so nothing can refer to it`;
}

const NAMED_MAX = 10;

function named({ steps }: Bulk, index: number): string {
  return `bulkId ${quoted(steps[index]?.name.bulkId ?? '')} (operation ${index + 1})`;
}

/** The resource is there, so its place and version are told with the failure. */
function incomplete(created: Outcome, status: number, why: string): Outcome {
  const detail = `the resource was created, but without the references that close a circle: ${why}`;
  return { ...created, status, failure: new ScimFailure(status, undefined, detail) };
}
