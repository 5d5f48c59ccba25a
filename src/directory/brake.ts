// The mass-disable brake: how many people a customer lost within the window, and what follows from one more. Pure.

import type { MassDisableRule } from './customer';
import type { Actor } from './event';

/** What is kept of a customer's brake. Disables are counted in slices of the window, so that it slides. */
export interface BrakeState {
  readonly customer: string;
  /** Rises by one with every change. */
  readonly version: number;
  /** How many people could sign in at the start of the window, and when they were last counted. */
  readonly base: { readonly at: Date; readonly enabled: number };
  readonly slices: readonly { readonly at: Date; readonly count: number }[];
  /** Set from the first refused disable until the release, however long that takes. */
  readonly heldSince: Date | null;
  /** The alert that was given for the excess under way: one for each excess. */
  readonly alert: { readonly id: string; readonly at: Date } | null;
  /** The last release: nothing is counted before `until`. */
  readonly released: {
    readonly at: Date;
    readonly until: Date;
    readonly by: Actor;
    readonly reason?: string;
  } | null;
}

/** - `alert`: passes, and admins are to be told; - `held`: must not pass; the state tells that it is held */
type BrakeVerdict = 'passes' | 'alert' | 'held';

export interface BrakeStep {
  readonly state: BrakeState;
  readonly verdict: BrakeVerdict;
  /** Disables within the window that passed, this one with them. */
  readonly count: number;
  readonly limit: number;
}

const MINUTE_MS = 60_000;
const SLICES = 60;

/** Whether the people who can sign in must be counted before the next disable is. */
export function beginsWindow(state: BrakeState | undefined, rule: MassDisableRule, now: Date): boolean {
  if (state === undefined || disablesWithin(state, rule, now) === 0) return true;
  return state.base.at.getTime() + windowMs(rule) <= now.getTime();
}

/** @param enabled people who can sign in now; those disabled within the window could at its start */
export function withBase(
  state: BrakeState | undefined,
  rule: MassDisableRule,
  { customer, now, enabled }: { readonly customer: string; readonly now: Date; readonly enabled: number },
): BrakeState {
  const known = state ?? {
    customer,
    version: 0,
    slices: [],
    heldSince: null,
    alert: null,
    released: null,
  };
  const base = { at: now, enabled: enabled + (state === undefined ? 0 : disablesWithin(state, rule, now)) };
  return { ...known, base };
}

/** Steps from enabled to disabled that the customer's rule judges; call it neither while held nor while released. */
export function countDisables(
  before: BrakeState,
  rule: MassDisableRule,
  { now, disables, alertId }: { readonly now: Date; readonly disables: number; readonly alertId: string },
): BrakeStep {
  const earlier = disablesWithin(before, rule, now);
  const count = earlier + disables;
  const limit = brakeLimit(before, rule);
  const state = { ...before, version: before.version + 1 };
  const alert = { id: alertId, at: now };
  if (count > limit && rule.mode === 'hold') {
    return { state: { ...state, heldSince: now, alert }, verdict: 'held', count: earlier, limit };
  }
  const counted = { ...state, slices: withDisables(before, rule, now, disables) };
  const given = earlier <= limit && isOver(before, rule, now) ? null : before.alert;
  return count > limit && given === null
    ? { state: { ...counted, alert }, verdict: 'alert', count, limit }
    : { state: { ...counted, alert: given }, verdict: 'passes', count, limit };
}

export interface Release {
  readonly now: Date;
  readonly minutes: number;
  readonly by: Actor;
  /** Why, as whoever released it said. */
  readonly reason?: string;
}

/** Everything passes uncounted for so long; then the count begins anew. */
export function releasedBrake(before: BrakeState, { now, minutes, by, reason }: Release): BrakeState {
  const until = new Date(now.getTime() + minutes * MINUTE_MS);
  return {
    ...before,
    version: before.version + 1,
    slices: [],
    heldSince: null,
    alert: null,
    released: { at: now, until, by, ...(reason === undefined ? {} : { reason }) },
  };
}

export function isHeld(state: BrakeState | undefined, rule: MassDisableRule): boolean {
  return rule.mode === 'hold' && state !== undefined && state.heldSince !== null;
}

export function isReleased(state: BrakeState | undefined, now: Date): boolean {
  return (state?.released?.until.getTime() ?? 0) > now.getTime();
}

/** So many disables pass within one window: max(count, percent of the people enabled at its start), one more is too many. */
export function brakeLimit({ base }: BrakeState, { count, percent }: MassDisableRule): number {
  return Math.max(count, Math.floor((base.enabled * percent) / 100));
}

/** A disable counts for the window, and for up to a sixtieth of it longer. */
export function disablesWithin({ slices }: BrakeState, rule: MassDisableRule, now: Date): number {
  return liveSlices(slices, rule, now).reduce((sum, { count }) => sum + count, 0);
}

/** An excess is over once the window has passed since its alert; until then the count may go up and down at the limit. */
function isOver({ alert }: BrakeState, rule: MassDisableRule, now: Date): boolean {
  return alert !== null && alert.at.getTime() + windowMs(rule) <= now.getTime();
}

function withDisables(
  { slices }: BrakeState,
  rule: MassDisableRule,
  now: Date,
  disables: number,
): BrakeState['slices'] {
  const width = windowMs(rule) / SLICES;
  const at = new Date(Math.floor(now.getTime() / width) * width);
  const live = liveSlices(slices, rule, now);
  const others = live.filter((slice) => slice.at.getTime() !== at.getTime());
  const same = live.filter((slice) => slice.at.getTime() === at.getTime());
  return [...others, { at, count: same.reduce((sum, { count }) => sum + count, disables) }];
}

function liveSlices(slices: BrakeState['slices'], rule: MassDisableRule, now: Date): BrakeState['slices'] {
  const oldest = now.getTime() - windowMs(rule) - windowMs(rule) / SLICES;
  return slices.filter(({ at }) => at.getTime() > oldest);
}

function windowMs({ windowMinutes }: MassDisableRule): number {
  return windowMinutes * MINUTE_MS;
}
