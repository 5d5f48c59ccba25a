// The operations on the mass-disable brake: shown, and released with a reason. Must not know how disables are counted.

import type { Static } from '@sinclair/typebox';
import { brakeStatus, releaseBrake, type BrakeStatus } from '../../directory/brake-status';
import { momentWords } from '../../directory/moment-words';
import { duration } from '../../directory/spans';
import type { AdminContext } from '../context';
import type { BRAKE } from '../contract/brake';
import type { Operations } from '../operation';

type Shown = Static<(typeof BRAKE)['brake.show']['answer']>;

export const brakeOperations: Operations<typeof BRAKE> = {
  'brake.show': shown,

  async 'brake.release'(context, { minutes, reason }) {
    const { customer, services, actor } = context;
    const release = {
      now: services.now(),
      minutes: minutes ?? customer.rules.massDisable.windowMinutes,
      by: actor,
      reason: reason.trim(),
    };
    await services.store.write(`${customer.id}/brake`, (transaction) =>
      releaseBrake(transaction, customer, release),
    );
    return shown(context);
  },
};

async function shown({ customer, services }: AdminContext): Promise<Shown> {
  const status = await brakeStatus(services.store, customer, services.now());
  const { mode, windowMinutes, limit, counted, heldSince, releasedUntil, releasedBy, lastAlert } = status;
  return {
    mode,
    windowMinutes,
    limit,
    counted,
    heldSince: heldSince?.toISOString() ?? null,
    releasedUntil: releasedUntil?.toISOString() ?? null,
    releasedBy,
    lastAlertAt: lastAlert?.at.toISOString() ?? null,
    says: inWords(status),
  };
}

function inWords({
  mode,
  windowMinutes,
  limit,
  counted,
  heldSince,
  releasedUntil,
  releasedBy,
}: BrakeStatus): string {
  const window = duration(windowMinutes);
  if (mode === 'off') return 'The brake is off: however many people are disabled at once, nobody is told.';
  if (releasedUntil !== null)
    return `Released by ${releasedBy ?? 'an administrator'}: disables pass uncounted until ${momentWords(releasedUntil)}, then the count begins anew.`;
  if (heldSince !== null)
    return (
      `Disables are held back since ${momentWords(heldSince)}: they are answered 429 and nobody is disabled. If they are ` +
      "meant, release the brake; if not, stop the identity provider's job first."
    );
  const so = `${counted} of ${limit} disables within ${window} are counted.`;
  return mode === 'hold'
    ? `${so} One more than that and further ones are held back.`
    : `${so} More than that raise an alert; nothing is held back.`;
}
