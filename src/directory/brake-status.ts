// What admins see of a customer's mass-disable brake, and how they release it; the count itself is in brake.ts.

import type { Alert, MassDisableAlert } from './alert';
import {
  beginsWindow,
  brakeLimit,
  disablesWithin,
  isHeld,
  isReleased,
  releasedBrake,
  withBase,
  type BrakeState,
  type Release,
} from './brake';
import type { Customer, MassDisableRule } from './customer';
import type { DirectoryReader, DirectoryTransaction } from './ports';

export interface BrakeStatus {
  readonly mode: MassDisableRule['mode'];
  readonly windowMinutes: number;
  /** So many disables pass within the window. */
  readonly limit: number;
  /** Disables within the window until now. */
  readonly counted: number;
  readonly heldSince: Date | null;
  /** Until then everything passes uncounted. */
  readonly releasedUntil: Date | null;
  readonly releasedBy: string | null;
  readonly lastAlert: MassDisableAlert | null;
}

export async function brakeStatus(
  reader: Pick<DirectoryReader, 'brake' | 'alerts' | 'enabledUsers'>,
  { id, rules: { massDisable } }: Customer,
  now: Date,
): Promise<BrakeStatus> {
  const [state, [lastAlert], enabled] = await Promise.all([
    reader.brake(id),
    reader.alerts(id, 1, 'mass-disable'),
    reader.enabledUsers(id),
  ]);
  const held = isHeld(state, massDisable);
  const current =
    state === undefined || (!held && beginsWindow(state, massDisable, now))
      ? withBase(state, massDisable, { customer: id, now, enabled })
      : state;
  const released = isReleased(current, now) ? current.released : null;
  return {
    mode: massDisable.mode,
    windowMinutes: massDisable.windowMinutes,
    limit: brakeLimit(current, massDisable),
    counted: disablesWithin(current, massDisable, now),
    heldSince: held ? current.heldSince : null,
    releasedUntil: released?.until ?? null,
    releasedBy: released?.by.client ?? null,
    lastAlert: lastAlert !== undefined && isOfBrake(lastAlert) ? lastAlert : null,
  };
}

/** What is held passes at the identity provider's next try; the alert, if one was given, tells who released it. */
export async function releaseBrake(
  transaction: Pick<DirectoryTransaction, 'brake' | 'keepBrake' | 'releaseAlert' | 'enabledUsers'>,
  { id, rules: { massDisable } }: Customer,
  release: Release,
): Promise<BrakeState> {
  const { now, by, reason } = release;
  const before = await transaction.brake(id);
  const state =
    before ??
    withBase(before, massDisable, { customer: id, now, enabled: await transaction.enabledUsers(id) });
  const after = releasedBrake(state, release);
  await transaction.keepBrake(before, after);
  if (state.alert !== null)
    await transaction.releaseAlert(id, state.alert.id, {
      at: now,
      by,
      ...(reason === undefined ? {} : { reason }),
    });
  return after;
}

function isOfBrake(alert: Alert): alert is MassDisableAlert {
  return alert.kind === 'mass-disable';
}
