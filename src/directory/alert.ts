// What admins are alerted of, in their words; knows neither where alerts are kept nor how they are shown.

import { brakeLimit, type BrakeState, type BrakeStep } from './brake';
import type { Customer } from './customer';
import type { Actor } from './event';

export interface Alert {
  readonly id: string;
  readonly customer: string;
  readonly at: Date;
  readonly kind: 'mass-disable';
  readonly mode: 'warn' | 'hold';
  /** Disables within the window that passed until then. */
  readonly count: number;
  readonly limit: number;
  readonly windowMinutes: number;
  readonly message: string;
  readonly releasedAt: Date | null;
  readonly releasedBy: Actor | null;
}

/** Undefined unless the step is one of which admins are to be told. */
export function alertOf(
  { id, rules }: Customer,
  { state, verdict, count, limit }: BrakeStep,
): Alert | undefined {
  const { mode, windowMinutes } = rules.massDisable;
  if (verdict === 'passes' || mode === 'off' || state.alert === null) return undefined;
  const excess = `${people(count)} lost their sign-in within ${minutes(windowMinutes)}, the limit is ${limit}`;
  const message =
    mode === 'warn'
      ? `${excess}; nothing was held back. Were they not meant to, stop the identity provider's job and enable them again`
      : `${excess}: further disables are held, answered 429, until ${released(id)}`;
  return {
    id: state.alert.id,
    customer: id,
    at: state.alert.at,
    kind: 'mass-disable',
    mode,
    count,
    limit,
    windowMinutes,
    message,
    releasedAt: null,
    releasedBy: null,
  };
}

/** What the identity provider's log shows for a disable that is held. */
export function heldMessage({ id, rules }: Customer, state: BrakeState): string {
  const { massDisable } = rules;
  const since = state.heldSince === null ? '' : ` since ${state.heldSince.toISOString()}`;
  return (
    `the sign-in was not disabled: customer "${id}" lets ${brakeLimit(state, massDisable)} disables through within ` +
    `${minutes(massDisable.windowMinutes)} (rule massDisable), more came, and all further ones are held${since}. If they ` +
    `are meant, ${released(id)}, and the next try goes through; if not, stop the identity provider's job`
  );
}

function released(customer: string): string {
  return `an administrator runs "imanage-scim brake release --customer ${customer}"`;
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

function minutes(count: number): string {
  return count === 1 ? '1 minute' : `${count} minutes`;
}
