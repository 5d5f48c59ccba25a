// What admins are alerted of, and the alert of the mass-disable brake in their words; knows neither where alerts are kept nor how they are shown.

import { brakeLimit, type BrakeState, type BrakeStep } from './brake';
import type { Customer } from './customer';
import type { AlertKind, AlertState, NoticeTarget } from './alert-words';
import type { Actor } from './event';
import { momentWords } from './moment-words';

/** Somebody has it in hand. */
export interface Acknowledgement {
  readonly at: Date;
  readonly by: Actor;
  readonly reason: string;
}

/** How far one place has been told of an alert; absent: not tried yet. */
export interface NoticeProgress {
  readonly sentAt: Date | null;
  readonly failingSince: Date | null;
  readonly tries: number;
  /** Why the last try failed. */
  readonly why: string | null;
  readonly retryAt: Date | null;
  readonly givenUpAt: Date | null;
}

interface AlertOf<K extends AlertKind> {
  readonly id: string;
  readonly customer: string;
  readonly kind: K;
  /** First and last time, and how often. */
  readonly at: Date;
  readonly lastAt: Date;
  readonly times: number;
  /** What happened, and what to do. */
  readonly message: string;
  readonly remedy: string;
  readonly acknowledged: Acknowledgement | null;
  readonly endedAt: Date | null;
  /** How it ended. */
  readonly ended: string | null;
  readonly notices: { readonly [T in NoticeTarget]?: NoticeProgress };
}

export interface MassDisableAlert extends AlertOf<'mass-disable'> {
  readonly mode: 'warn' | 'hold';
  /** Disables within the window that passed until then. */
  readonly count: number;
  readonly limit: number;
  readonly windowMinutes: number;
  readonly releasedAt: Date | null;
  readonly releasedBy: Actor | null;
}

export interface RefusedDisableAlert extends AlertOf<'refused-disable'> {
  /** `id`: as the request had it. */
  readonly person: { readonly id: string; readonly name: string; readonly isKnown: boolean };
  readonly connection: string | null;
  readonly requestId: string;
  readonly status: number;
  /** By the mass-disable brake, the last time. */
  readonly isHeld: boolean;
  /** As the client was told; it may hold personal data. */
  readonly detail: string | null;
}

export interface SilentIdpAlert extends AlertOf<'silent-idp'> {
  readonly connection: string;
  readonly seenAt: Date;
  readonly syncMinutes: number;
}

export interface IncompleteUsersAlert extends AlertOf<'incomplete-users'> {
  readonly count: number;
  readonly minutes: number;
}

export interface NoticeFailedAlert extends AlertOf<'notice-failed'> {
  readonly target: NoticeTarget;
}

export type Alert =
  MassDisableAlert | RefusedDisableAlert | SilentIdpAlert | IncompleteUsersAlert | NoticeFailedAlert;

/** What of an alert is the same for all kinds while nobody did anything about it. */
export const NEW_ALERT = {
  times: 1,
  acknowledged: null,
  endedAt: null,
  ended: null,
  notices: {},
} as const;

export function alertState({ acknowledged, endedAt }: Pick<Alert, 'acknowledged' | 'endedAt'>): AlertState {
  if (endedAt !== null) return 'ended';
  return acknowledged === null ? 'open' : 'acknowledged';
}

/** Undefined unless the step is one of which admins are to be told. */
export function alertOf(
  { id, rules }: Customer,
  { state, verdict, count, limit }: BrakeStep,
): MassDisableAlert | undefined {
  const { mode, windowMinutes } = rules.massDisable;
  if (verdict === 'passes' || mode === 'off' || state.alert === null) return undefined;
  const excess = `${people(count)} lost their sign-in within ${minutes(windowMinutes)}, the limit is ${limit}`;
  const message =
    mode === 'warn'
      ? `${excess}; nothing was held back. Were they not meant to, stop the identity provider's job and enable them again`
      : `${excess}: further disables are held, answered 429, until ${released(id)}`;
  const { at } = state.alert;
  return {
    ...NEW_ALERT,
    id: state.alert.id,
    customer: id,
    at,
    lastAt: at,
    kind: 'mass-disable',
    mode,
    count,
    limit,
    windowMinutes,
    message,
    remedy: MASS_DISABLE_REMEDY[mode],
    releasedAt: null,
    releasedBy: null,
  };
}

const MASS_DISABLE_REMEDY: Readonly<Record<MassDisableAlert['mode'], string>> = {
  warn:
    'Ask who runs the identity provider whether these people were meant to leave. If they were, acknowledge this alert; if ' +
    "not, stop the identity provider's job first, then enable the people again: the sync log lists them.",
  hold:
    'Ask who runs the identity provider whether these people were meant to leave. If they were, release the brake: what was ' +
    "held goes through at the identity provider's next try. If not, stop the identity provider's job and leave the brake as it is.",
};

/** What the identity provider's log shows for a disable that is held. */
export function heldMessage({ id, rules }: Customer, state: BrakeState): string {
  const { massDisable } = rules;
  const since = state.heldSince === null ? '' : ` since ${momentWords(state.heldSince)}`;
  return (
    `the sign-in was not disabled: customer "${id}" lets ${brakeLimit(state, massDisable)} disables through within ` +
    `${minutes(massDisable.windowMinutes)} (rule massDisable), more came, and all further ones are held${since}. If they ` +
    `are meant, ${released(id)}, and the next try goes through; if not, stop the identity provider's job`
  );
}

function released(customer: string): string {
  return `an administrator releases the brake in the console (Alerts), or runs "imanage-scim brake release --customer ${customer}"`;
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

function minutes(count: number): string {
  return count === 1 ? '1 minute' : `${count} minutes`;
}
