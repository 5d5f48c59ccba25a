// Counts disables for the mass-disable brake and keeps the alerts that follow. Must not know which writes are judged.

import { alertOf, type Alert } from '../../directory/alert';
import {
  beginsWindow,
  countDisables,
  isReleased,
  withBase,
  type BrakeState,
  type BrakeStep,
} from '../../directory/brake';
import type { Customer } from '../../directory/customer';
import type { DirectoryStore, DirectoryTransaction } from '../../directory/ports';

export interface DisableBrakeOptions {
  readonly store: DirectoryStore;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Told of every alert, and of what could not be counted. */
  readonly onNotice: (message: string) => void;
}

/**
 * Counts after the write, so that no disable waits for another one's transaction: what comes in while one count is being
 * stored is stored with the next one, together. So is what could not be stored: the people are disabled already.
 */
export function createCounter(options: DisableBrakeOptions): (customer: Customer) => Promise<void> {
  const counting: Counting = { waiting: new Map(), stored: new Map() };
  const latest = new Map<string, Promise<void>>();
  return (customer) => {
    const { id } = customer;
    counting.waiting.set(id, (counting.waiting.get(id) ?? 0) + 1);
    const turn = (latest.get(id) ?? Promise.resolve()).then(() => countWaiting(options, customer, counting));
    latest.set(id, turn);
    return turn;
  };
}

/** By customer. */
interface Counting {
  /** Disables that are not counted yet. */
  readonly waiting: Map<string, number>;
  /** What this process stored last; whether it still stands shows when the next count is to take its place. */
  readonly stored: Map<string, BrakeState>;
}

async function countWaiting(
  options: DisableBrakeOptions,
  customer: Customer,
  { waiting, stored }: Counting,
): Promise<void> {
  const { store, onNotice } = options;
  const { id } = customer;
  const disables = waiting.get(id) ?? 0;
  if (disables === 0) return;
  waiting.delete(id);
  try {
    if (await countOnly(options, customer, { disables, stored })) return;
    // The disable is answered after it.
    const alert = await store.write(
      brakeQueue(customer),
      (transaction) => count(options, transaction, customer, disables),
      { isUrgent: true },
    );
    if (alert !== undefined) onNotice(noticeOf(alert));
  } catch (error) {
    waiting.set(id, (waiting.get(id) ?? 0) + disables);
    const why = error instanceof Error ? error.message : String(error);
    onNotice(`mass-disable brake of customer "${id}": disables are counted only with the next one: ${why}`);
  }
}

/** One small write, no transaction, as long as nothing but the count changes; an alert must not be lost. */
async function countOnly(
  options: DisableBrakeOptions,
  customer: Customer,
  { disables, stored }: { readonly disables: number; readonly stored: Map<string, BrakeState> },
): Promise<boolean> {
  const { store } = options;
  const before = stored.get(customer.id) ?? (await store.brake(customer.id));
  stored.delete(customer.id);
  if (before === undefined) return false;
  const step = await nextStep(options, store, customer, { before, disables });
  if (step === undefined) return true;
  if (step.verdict !== 'passes' || !(await store.countBrake(before, step.state))) return false;
  stored.set(customer.id, step.state);
  return true;
}

async function count(
  options: DisableBrakeOptions,
  transaction: DirectoryTransaction,
  customer: Customer,
  disables: number,
): Promise<Alert | undefined> {
  const before = await transaction.brake(customer.id);
  const step = await nextStep(options, transaction, customer, { before, disables });
  return step === undefined ? undefined : keepStep(transaction, customer, before, step);
}

export async function keepStep(
  transaction: DirectoryTransaction,
  customer: Customer,
  before: BrakeState | undefined,
  step: BrakeStep,
): Promise<Alert | undefined> {
  await transaction.keepBrake(before, step.state);
  const alert = alertOf(customer, step);
  if (alert !== undefined) await transaction.addAlert(alert);
  return alert;
}

/** Undefined while an admin lets everything through. */
export async function nextStep(
  { now, newId }: DisableBrakeOptions,
  people: Pick<DirectoryTransaction, 'enabledUsers'>,
  { id, rules: { massDisable } }: Customer,
  { before, disables }: { readonly before: BrakeState | undefined; readonly disables: number },
): Promise<BrakeStep | undefined> {
  const at = now();
  if (isReleased(before, at)) return undefined;
  const state =
    before !== undefined && !beginsWindow(before, massDisable, at)
      ? before
      : // The people of this very step are among the disabled already.
        withBase(before, massDisable, {
          customer: id,
          now: at,
          enabled: (await people.enabledUsers(id)) + disables,
        });
  return countDisables(state, massDisable, { now: at, disables, alertId: newId() });
}

export function noticeOf({ customer, message }: Alert): string {
  return `mass-disable brake of customer "${customer}": ${message}`;
}

export function brakeQueue({ id }: Customer): string {
  return `${id}/brake`;
}
