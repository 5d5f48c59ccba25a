// Does the imports that wait, piece by piece, one customer's after the other; what is done is kept, so that any gateway goes on with it.
//
// An import is in one gateway's hand for as long as it says so, by the database's clock. One that lost it begins no further
// row; what it created meanwhile is known by the import's own id in the events, and counts as created by whoever goes on.

import { DirectoryFailure } from '../../directory/failure';
import type { Customer } from '../../directory/customer';
import type { ImportCounts, ImportJob, ImportJobStore } from '../../directory/import-job';
import { columnsOf } from './columns';
import { parseCsv } from './csv-file';
import { GROUP_FIELDS } from './group-rows';
import { planGroups } from './import-groups';
import { planUsers } from './import-users';
import type { RowOutcome } from './outcome';
import { runSteps, type ImportContext, type ImportPlan } from './plan';
import { USER_FIELDS } from './user-rows';

/** Kept at once: some seconds of work are done again after a crash, at the most. */
const STEPS_AT_ONCE = 200;

export interface ImportWorkOptions {
  readonly jobs: ImportJobStore;
  readonly customers: readonly Customer[];
  readonly contextOf: (customer: Customer, job: ImportJob) => Promise<ImportContext>;
  /** Tells this process from the others. */
  readonly holder: string;
  readonly leaseMs: number;
  readonly stepsAtOnce?: number;
  readonly isAvailable: () => boolean;
  /** Told of what ended an import that nobody stopped. */
  readonly onFailure: (job: ImportJob, error: unknown) => void;
}

/** One step of a worker: one import, to its end. @returns false where there was none to do */
export function importStep(options: ImportWorkOptions): (stopping: AbortSignal) => Promise<boolean> {
  const { jobs, customers, holder, leaseMs, isAvailable } = options;
  const ids = customers.map(({ id }) => id);
  return async (stopping) => {
    if (!isAvailable()) return false;
    const job = await jobs.take(ids, holder, leaseMs);
    const customer = customers.find(({ id }) => id === job?.customer);
    if (job === undefined || customer === undefined) return false;
    await hold(options, job, stopping, (ending) => work(options, { job, customer }, ending));
    return true;
  };
}

interface Ending {
  /** No further row is begun. */
  readonly signal: AbortSignal;
  /** Why: somebody wants the import to end, or it only goes elsewhere. */
  readonly isStopAsked: () => boolean;
}

/** Keeps the import in this process's hand while the work goes on. */
async function hold(
  { jobs, holder, leaseMs }: ImportWorkOptions,
  { id }: ImportJob,
  stopping: AbortSignal,
  run: (ending: Ending) => Promise<void>,
): Promise<void> {
  const ended = new AbortController();
  const state = { isStopAsked: false, heldUntilMs: Date.now() + leaseMs };
  const renew = async (): Promise<void> => {
    const askedMs = Date.now();
    // Frozen for so long, this process cannot know whether it still has it.
    if (askedMs > state.heldUntilMs) ended.abort();
    const answer = await jobs.renew(id, holder, leaseMs);
    if (answer === 'stop') state.isStopAsked = true;
    if (answer === 'held') state.heldUntilMs = askedMs + leaseMs;
    else ended.abort();
  };
  // Whoever had it before may have died before it could end as somebody wished.
  await renew();
  const renewal = setInterval(() => void renew().catch(() => undefined), leaseMs / 8);
  try {
    await run({ signal: AbortSignal.any([stopping, ended.signal]), isStopAsked: () => state.isStopAsked });
  } finally {
    clearInterval(renewal);
  }
}

interface Ordered {
  readonly job: ImportJob;
  readonly customer: Customer;
}

async function work(options: ImportWorkOptions, ordered: Ordered, ending: Ending): Promise<void> {
  const { jobs, holder, onFailure } = options;
  const { id } = ordered.job;
  try {
    const plan = await planOf(options, ordered);
    const isWhole = await runPieces(options, ordered.job, plan, ending);
    if (isWhole) await jobs.end(id, holder, { state: 'done', failure: null });
    else if (ending.isStopAsked()) await jobs.end(id, holder, { state: 'stopped', failure: null });
    else await jobs.release(id, holder);
  } catch (error) {
    onFailure(ordered.job, error);
    // The database is away or too busy: the import waits for it. Anything else would fail again.
    if (error instanceof DirectoryFailure) await jobs.release(id, holder);
    else await jobs.end(id, holder, { state: 'failed', failure: failureWords(error) });
    if (error instanceof DirectoryFailure) throw error;
  }
}

function failureWords(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `It ended because of an error of the gateway itself (${reason}); what is created stays, and it can be resumed.`;
}

async function planOf(options: ImportWorkOptions, { job, customer }: Ordered): Promise<ImportPlan> {
  const csv = await options.jobs.csv(customer.id, job.id);
  if (csv === undefined) throw new Error('the file of the import is not kept any more');
  const file = parseCsv(job.fileName, csv);
  const columns = columnsOf(file, job.what === 'users' ? USER_FIELDS : GROUP_FIELDS, job.maps);
  const context = await options.contextOf(customer, job);
  const own = await createdBy(context, job);
  const run = { file, columns, isPreview: false, isOwn: (id: string) => own.has(id) };
  return job.what === 'users' ? planUsers(context, run, job.userNameFrom) : planGroups(context, run);
}

/** What an earlier part of the same import created, also where it died before it could say so. */
async function createdBy(
  { history }: ImportContext,
  { customer, id }: ImportJob,
): Promise<ReadonlySet<string>> {
  const own = new Set<string>();
  for await (const batch of history.latestEvents(customer, { requestId: id }))
    for (const { operation, resourceId } of batch) if (operation === 'create') own.add(resourceId);
  return own;
}

/** @returns whether every step is done and kept */
async function runPieces(
  { jobs, holder, stepsAtOnce = STEPS_AT_ONCE }: ImportWorkOptions,
  job: ImportJob,
  { refused, steps }: ImportPlan,
  { signal }: Ending,
): Promise<boolean> {
  let { rowsDone, counts, stepsDone } = job;
  const keep = (
    at: number,
    outcomes: readonly RowOutcome[],
    done: { steps: number; rows: number },
  ): Promise<boolean> => {
    stepsDone = done.steps;
    rowsDone += done.rows;
    counts = counted(counts, outcomes);
    return jobs.keep(job, holder, { at, outcomes, stepsDone, rowsDone, counts });
  };
  if (stepsDone === undefined && !(await keep(-1, refused, { steps: 0, rows: refused.length }))) return false;
  for (let at = stepsDone ?? 0; at < steps.length && !signal.aborted; at = stepsDone ?? 0) {
    const { outcomes, done } = await runSteps(steps.slice(at, at + stepsAtOnce), signal);
    const rows = steps.slice(at, at + done).reduce((sum, { rowCount }) => sum + rowCount, 0);
    if (!(await keep(at, outcomes, { steps: at + done, rows }))) return false;
  }
  return stepsDone === steps.length;
}

function counted({ created, matched, refused }: ImportCounts, outcomes: readonly RowOutcome[]): ImportCounts {
  const count = (kind: RowOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === kind).length;
  return {
    created: created + count('new'),
    matched: matched + count('matched'),
    refused: refused + count('refused'),
  };
}
