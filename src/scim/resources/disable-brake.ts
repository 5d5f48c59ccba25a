// Puts the mass-disable brake into the writes on people: which of them it judges, and what is held. Must not know how a person changes.

import { heldMessage } from '../../directory/alert';
import { isHeld, isReleased, type BrakeState, type BrakeStep } from '../../directory/brake';
import type { Customer } from '../../directory/customer';
import { DirectoryFailure } from '../../directory/failure';
import type { DirectoryTransaction } from '../../directory/ports';
import type { UserRecord } from '../../directory/user-record';
import {
  brakeQueue,
  createCounter,
  keepStep,
  nextStep,
  noticeOf,
  type DisableBrakeOptions,
} from './disable-count';

/** What the brake needs of a write. */
interface BrakedWrite {
  readonly request: { readonly customer: Customer };
  readonly transaction: DirectoryTransaction;
  /** Runs the step once the write is durable. */
  readonly afterwards: (step: () => Promise<void>) => void;
}

export interface DisableBrake {
  /**
   * The last step of a write on a person: in `hold` it makes the disables of one customer wait for each other.
   *
   * @throws DirectoryFailure `held`
   */
  judge(write: BrakedWrite, before: UserRecord | undefined, after: UserRecord): Promise<void>;
}

export function createDisableBrake(options: DisableBrakeOptions): DisableBrake {
  const countAfterwards = createCounter(options);
  return {
    async judge({ request: { customer }, transaction, afterwards }, before, after) {
      const isDisable = before?.signInEnabled === true && !after.signInEnabled;
      const { mode } = customer.rules.massDisable;
      if (!isDisable || mode === 'off') return;
      if (mode === 'hold') await passOrHold(options, transaction, customer);
      else afterwards(() => countAfterwards(customer));
    },
  };
}

/**
 * Counted in the write's own transaction: of two that would be the last to pass, one is run again. Those that are not held
 * take turns: 64 clients at once would spend their time in given-up transactions, and some never get through.
 */
async function passOrHold(
  options: DisableBrakeOptions,
  transaction: DirectoryTransaction,
  customer: Customer,
): Promise<void> {
  const before = await transaction.brake(customer.id);
  if (before !== undefined && isHeld(before, customer.rules.massDisable)) throw held(customer, before);
  if (isReleased(before, options.now())) return;
  transaction.takeTurn(`${customer.id}/brake/hold`);
  const step = await nextStep(options, transaction, customer, { before, disables: 1 });
  if (step === undefined) return;
  if (step.verdict !== 'held') return transaction.keepBrake(before, step.state);
  await keepHeld(options, customer, before, step);
  throw held(customer, step.state);
}

function held(customer: Customer, state: BrakeState): DirectoryFailure {
  return new DirectoryFailure('held', heldMessage(customer, state), 'mass-disable-held');
}

/** In a write of its own, for the one that met the limit is given up; where somebody was quicker, theirs stands. */
async function keepHeld(
  { store, onNotice }: DisableBrakeOptions,
  customer: Customer,
  before: BrakeState | undefined,
  step: BrakeStep,
): Promise<void> {
  const alert = await store.write(brakeQueue(customer), async (transaction) => {
    const now = await transaction.brake(customer.id);
    return now?.version === before?.version ? keepStep(transaction, customer, before, step) : undefined;
  });
  if (alert !== undefined) onNotice(noticeOf(alert));
}
