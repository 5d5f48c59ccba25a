// Tells of disables that were refused, and ends the alerts of those who are disabled by now. Must not know who runs it, or when.

import { refusedDisableAlert } from '../directory/alert-kinds';
import type { MeantPerson, RefusedDisable, RefusedDisables } from '../directory/refused-disables';
import { end, raise, type Raising } from './raising';

export interface RefusalServices extends Raising {
  readonly refusedDisables: RefusedDisables;
  readonly customers: readonly { readonly id: string }[];
}

const REFUSALS_AT_A_TIME = 500;
/** In one look; a flood must not hide what comes after it for long, nor keep the other customers waiting. */
const ROUNDS_MAX = 20;

export async function watchRefusals(services: RefusalServices, customer: string): Promise<void> {
  await untilNoneIsLeft(() => tellRefusals(services, customer));
  await endSettledRefusals(services, customer);
}

/** With a token that nobody knows: of whichever customer somebody with such an id can sign in. */
export async function watchStrangers(services: RefusalServices): Promise<void> {
  await untilNoneIsLeft(() => tellStrangers(services));
}

/** @param round answers how many there were */
async function untilNoneIsLeft(round: () => Promise<number>): Promise<void> {
  for (let rounds = 0; rounds < ROUNDS_MAX; rounds += 1) if ((await round()) < REFUSALS_AT_A_TIME) return;
}

async function tellRefusals(services: RefusalServices, customer: string): Promise<number> {
  const { refusedDisables } = services;
  const refusals = await refusedDisables.waiting(customer, REFUSALS_AT_A_TIME);
  if (refusals.length === 0) return 0;
  const people = await refusedDisables.people(customer, [...new Set(refusals.flatMap((one) => one.people))]);
  for (const refused of refusals) {
    for (const id of refused.people) {
      const known = people.get(id);
      if (known !== undefined && isSettled(known, refused.at)) continue;
      await raise(services, refusedDisableAlert(customer, refused, { id, name: known?.name }));
    }
  }
  // Only then: a process that dies in between tells again, and the alert counts it twice.
  await refusedDisables.settle(
    customer,
    refusals.map(({ requestId }) => requestId),
  );
  return refusals.length;
}

async function tellStrangers(services: RefusalServices): Promise<number> {
  const { refusedDisables, customers } = services;
  const refusals = await refusedDisables.waiting(null, REFUSALS_AT_A_TIME);
  if (refusals.length === 0) return 0;
  const ids = [...new Set(refusals.flatMap((one) => one.people))];
  for (const { id: customer } of customers) {
    const people = await refusedDisables.people(customer, ids);
    for (const [refused, id] of pairs(refusals)) {
      const known = people.get(id);
      if (known === undefined || isSettled(known, refused.at)) continue;
      await raise(services, refusedDisableAlert(customer, refused, { id, name: known.name }));
    }
  }
  await refusedDisables.settle(
    null,
    refusals.map(({ requestId }) => requestId),
  );
  return refusals.length;
}

function pairs(refusals: readonly RefusedDisable[]): readonly (readonly [RefusedDisable, string])[] {
  return refusals.flatMap((refused) => refused.people.map((id) => [refused, id] as const));
}

async function endSettledRefusals(services: RefusalServices, customer: string): Promise<void> {
  const open = await services.alerts.underWay(customer, 'refused-disable');
  const known = open.filter(({ person }) => person.isKnown);
  if (known.length === 0) return;
  const people = await services.refusedDisables.people(
    customer,
    known.map(({ person }) => person.id),
  );
  for (const { id, person, lastAt } of known) {
    const now = people.get(person.id);
    if (now !== undefined && !isSettled(now, lastAt)) continue;
    const became =
      now?.signInEnabled === true ? 'was given the sign-in again after it' : 'is disabled by now';
    await end(services, customer, id, `${person.name} ${became}.`);
  }
}

/**
 * Who cannot sign in has nothing left to lose: a DELETE that came twice, or a try that got through by now. Who was given the
 * sign-in after the refusal is meant to have it.
 */
function isSettled({ signInEnabled, enabledAt }: MeantPerson, refusedAt: Date): boolean {
  return !signInEnabled || (enabledAt !== undefined && enabledAt > refusedAt);
}
