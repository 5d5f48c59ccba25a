// A bulk request that was read and may be run: what is refused as a whole is refused by now, and nothing is done yet (RFC 7644 §3.7.4).

import type { Rules } from '../../directory/customer';
import type { JsonObject } from '../../directory/json';
import { disables } from '../disabling';
import { asScimFailure } from '../errors';
import type { Answer, ScimLimits, ScimRequest } from '../request';
import { readEnvelope } from './envelope';
import { referencesOf } from './needs';
import { nameOperation, readOperation, type BulkOperation, type BulkType } from './operation';
import { runBulk } from './run';
import type { BulkStep, Observe } from './step';
import { NOTHING, touchesOf } from './touches';

export interface BulkServices {
  readonly limits: ScimLimits;
  readonly now: () => Date;
  /** The resource type at a path such as `/Users`. */
  readonly typeAt: (endpoint: string) => BulkType | undefined;
}

export interface BulkJob {
  /** How many operations would take somebody's access away, and how many others there are: what rate limits count. */
  readonly disables: number;
  readonly others: number;
  /** @throws ScimFailure 503 where the database is away and nothing was done */
  run(observe: Observe): Promise<Answer>;
}

/** @throws ScimFailure 400 or 413 for what refuses the request as a whole */
export function readBulk(services: BulkServices, request: ScimRequest): BulkJob {
  const { limits, now } = services;
  const { operations, failOnErrors } = readEnvelope(request.body, limits.operationsMax);
  const named = operations.map((given) => ({ name: nameOperation(given), ...readOrRefuse(given, services) }));
  const givers = new Map(
    named.flatMap(({ name: { method, bulkId } }, index) =>
      method === 'POST' && bulkId !== undefined ? [[bulkId, index] as const] : [],
    ),
  );
  const steps = withNeeds(named, givers, { limits, rules: request.customer.rules });
  const disabling = steps.filter(({ operation }) => operation !== undefined && isDisable(operation)).length;
  return {
    disables: disabling,
    others: steps.length - disabling,
    run: (observe) => runBulk({ steps, givers, failOnErrors, limits, now, request }, observe),
  };
}

type ReadStep = Pick<BulkStep, 'name' | 'operation' | 'refusal'>;

function readOrRefuse(given: JsonObject, { typeAt }: BulkServices): Omit<ReadStep, 'name'> {
  try {
    return { operation: readOperation(given, typeAt), refusal: undefined };
  } catch (error) {
    const refusal = asScimFailure(error);
    if (refusal === undefined) throw error;
    return { operation: undefined, refusal };
  }
}

/** What a client does to one resource is done in its order, also where one of the steps has to wait for a reference. */
function withNeeds(
  read: readonly ReadStep[],
  givers: ReadonlyMap<string, number>,
  { limits, rules }: { readonly limits: ScimLimits; readonly rules: Rules },
): readonly BulkStep[] {
  const last = new Map<string, number>();
  return read.map((step, index) => {
    const { operation } = step;
    if (operation === undefined) return { ...step, ...NEEDS_NOTHING };
    const references = referencesOf(operation, givers, limits);
    const resource = `${operation.type.endpoint}/${operation.id ?? ''}`;
    const earlier = operation.id === undefined ? undefined : last.get(resource);
    last.set(resource, index);
    const turn = earlier === undefined ? [] : [{ target: earlier, canWait: false }];
    const touches = touchesOf(operation, rules);
    return { ...step, references, needs: [...references.needs, ...turn], touches };
  });
}

const NEEDS_NOTHING = { references: { needs: [], unknown: [] }, needs: [], touches: NOTHING } as const;

function isDisable({ method, data }: BulkOperation): boolean {
  return method === 'DELETE' || (method !== 'POST' && disables(data));
}
