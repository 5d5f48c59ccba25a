// A connection as admins see it: its state in words, its tokens, what it sent. Changes nothing.

import { clientTokenId } from '../directory/connection-change';
import {
  isLive,
  isOpen,
  type ClientView,
  type ConnectionView,
  type TokenView,
} from '../directory/connection-view';
import { IDP_NAMES } from '../directory/idp-kind';
import type { Sight, Traffic } from '../directory/traffic';
import type { ConnectionShown } from './contract/connection-shapes';

const DAY_MS = 86_400_000;
/** Long enough for a holiday and a change at the identity provider. */
const EXPIRING_DAYS = 14;
/** Of the sync period: one may be missed. */
const SILENT_PERIODS = 2;
const MINUTE_MS = 60_000;

/** What a customer's connections sent of late. */
export interface ConnectionTraffic {
  /** Newest first does not matter: one for each connection's name, and one for each token. */
  readonly sights: readonly Sight[];
  readonly sums: ReadonlyMap<string, TrafficSum>;
}

interface TrafficSum {
  readonly requests: number;
  readonly refused: number;
  readonly failed: number;
}

export async function connectionTraffic(
  traffic: Traffic,
  customer: string,
  now: Date,
): Promise<ConnectionTraffic> {
  const [hours, last, byToken] = await Promise.all([
    traffic.hours(customer, new Date(now.getTime() - DAY_MS), now),
    traffic.lastSights(customer),
    traffic.tokenSights(customer),
  ]);
  const sums = new Map<string, TrafficSum>();
  for (const { connection, requests, refused, failed } of hours) {
    const sum = sums.get(connection) ?? { requests: 0, refused: 0, failed: 0 };
    sums.set(connection, {
      requests: sum.requests + requests,
      refused: sum.refused + refused,
      failed: sum.failed + failed,
    });
  }
  return { sights: [...last, ...byToken], sums };
}

export function connectionShown(
  view: ConnectionView,
  traffic: ConnectionTraffic,
  now: Date,
): ConnectionShown {
  const { record, tokens, client, configured } = view;
  const { requests = 0, refused = 0, failed = 0 } = traffic.sums.get(record.name) ?? {};
  const seen = sightOf(view, traffic, null);
  const lastUsed = (token: string): string | null => textOf(sightOf(view, traffic, token)?.at ?? null);
  return {
    id: record.id,
    name: record.name,
    origin: record.origin,
    kind: record.kind,
    kindName: IDP_NAMES[record.kind],
    ...stateOf(view, seen, now),
    readsOnly: configured?.readsOnly ?? false,
    tokens: tokens.map((token) => tokenShown(token, lastUsed(token.id), now)),
    client: client === null ? null : clientShown(client, lastUsed(client.clientId)),
    profile: view.profile,
    toleranceSwitches: Object.keys(view.tolerances).length,
    syncPeriodMinutes: record.syncPeriodMinutes,
    lastSeen: textOf(seen?.at ?? null),
    requests24h: requests,
    refused24h: refused,
    failed24h: failed,
    created: textOf(record.origin === 'console' ? record.created : null),
    createdBy: record.createdBy,
  };
}

/** Of a connection of this name that was removed before, nothing counts. */
export function sightOf(
  { record }: ConnectionView,
  { sights }: ConnectionTraffic,
  token: string | null,
): Sight | undefined {
  const from = record.origin === 'console' ? record.created : null;
  return sights.find(
    (sight) =>
      sight.connection === record.name && sight.token === token && (from === null || sight.at >= from),
  );
}

type State = Pick<ConnectionShown, 'state' | 'words'>;

function stateOf(view: ConnectionView, seen: Sight | undefined, now: Date): State {
  const { syncPeriodMinutes, kind } = view.record;
  if (!isOpen(view, now))
    return {
      state: 'closed',
      words: 'Nothing opens it: every token is revoked or over. Make a new one under Rotate.',
    };
  if (seen === undefined)
    return {
      state: 'waiting',
      words: `Nothing has come yet. Set it up in ${IDP_NAMES[kind]} as the guide says.`,
    };
  if (seen.status === 401)
    return {
      state: 'silent',
      words: `The last request, ${moment(seen.at)}, came with a token that is revoked or over. Enter a live one at the identity provider.`,
    };
  const silentMs = now.getTime() - seen.at.getTime();
  if (silentMs <= SILENT_PERIODS * syncPeriodMinutes * MINUTE_MS)
    return { state: 'working', words: `Last seen ${moment(seen.at)}.` };
  return {
    state: 'silent',
    words: `Nothing has come since ${moment(seen.at)}, though it should every ${syncPeriodMinutes} minutes. See whether provisioning is stopped or in quarantine at the identity provider.`,
  };
}

type TokenShown = ConnectionShown['tokens'][number];

function tokenShown(token: TokenView, lastUsed: string | null, now: Date): TokenShown {
  const { id, origin, ending, created, createdBy, expires, revoked, revokedBy } = token;
  return {
    id,
    origin,
    ...tokenState(token, now),
    ending,
    created: textOf(created),
    createdBy,
    expires: textOf(expires),
    revoked: textOf(revoked),
    revokedBy,
    lastUsed,
  };
}

function tokenState(token: TokenView, now: Date): Pick<TokenShown, 'state' | 'words'> {
  const { expires, revoked, revokedBy } = token;
  if (revoked !== null)
    return {
      state: 'revoked',
      words: `Revoked ${moment(revoked)} by ${revokedBy ?? 'the removal of its connection'}.`,
    };
  if (expires === null) return { state: 'active', words: 'Valid without an end.' };
  if (!isLive(token, now)) return { state: 'expired', words: `Over since ${moment(expires)}.` };
  const days = Math.floor((expires.getTime() - now.getTime()) / DAY_MS);
  if (days >= EXPIRING_DAYS) return { state: 'active', words: `Valid until ${moment(expires)}.` };
  const left = days === 0 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`;
  return {
    state: 'expiring',
    words: `Ends ${moment(expires)}, in ${left}. Make a second one under Rotate and enter it at the identity provider before.`,
  };
}

function clientShown(
  { clientId, revoked, revokedBy }: ClientView,
  lastUsed: string | null,
): NonNullable<ConnectionShown['client']> {
  return {
    id: clientTokenId(clientId),
    clientId,
    state: revoked === null ? 'active' : 'revoked',
    words:
      revoked === null
        ? 'Gets itself access tokens; its secrets and keys stand in the configuration.'
        : `Revoked ${moment(revoked)} by ${revokedBy ?? ''}. Change its secret or key in the configuration, then let it in again.`,
    revoked: textOf(revoked),
    revokedBy,
    lastUsed,
  };
}

export function textOf(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}

/** To the minute, by the clock that admins of every office have in common. */
export function moment(at: Date): string {
  return `on ${at.toISOString().slice(0, 16).replace('T', ' at ')} UTC`;
}
