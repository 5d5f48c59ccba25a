// What can be done to a connection, and what refuses it, in words for an admin: each takes it as it is and answers it as it will be. Pure.

import {
  LIVE_TOKENS_MAX,
  SYNC_PERIOD_MINUTES,
  type ConnectionRecord,
  type ConnectionToken,
} from './connection-record';
import type { IdpKind } from './idp-kind';
import { isLive, type ConnectionView, type TokenView } from './connection-view';
import { DirectoryFailure } from './failure';

/** When, and by whom. */
export interface ConnectionChange {
  readonly now: Date;
  readonly by: string;
}

export interface NewConnection {
  readonly id: string;
  readonly customer: string;
  readonly name: string;
  readonly kind: IdpKind;
  readonly profile: 'default' | 'strict';
  readonly syncPeriodMinutes: number | undefined;
}

export type NewToken = Pick<ConnectionToken, 'id' | 'digest' | 'ending' | 'expires'>;

/** @throws DirectoryFailure `uniqueness` */
export function created(
  { syncPeriodMinutes, ...given }: NewConnection,
  token: NewToken,
  { others, now, by }: ConnectionChange & { readonly others: readonly ConnectionView[] },
): ConnectionRecord {
  assertFree(given.name, others);
  assertAhead(token.expires, now);
  return {
    ...given,
    origin: 'console',
    version: 1,
    syncPeriodMinutes: syncPeriodMinutes ?? SYNC_PERIOD_MINUTES[given.kind],
    tolerances: {},
    tokens: [madeToken(token, { now, by })],
    configuredTokens: [],
    client: null,
    created: now,
    createdBy: by,
    removed: null,
  };
}

/**
 * @param oldEnds when the tokens of before end; undefined: as it was
 * @throws DirectoryFailure `forbidden` where it has two live tokens
 */
export function rotated(
  view: ConnectionView,
  token: NewToken,
  { oldEnds, ...change }: ConnectionChange & { readonly oldEnds: Date | undefined },
): ConnectionRecord {
  const { now } = change;
  const live = view.tokens.filter((each) => isLive(each, now));
  if (live.length >= LIVE_TOKENS_MAX) throw tooManyTokens(view.record.name);
  assertAhead(token.expires, now);
  assertAhead(oldEnds ?? null, now);
  let record = view.record;
  for (const old of oldEnds === undefined ? [] : live)
    if (old.expires === null || old.expires > (oldEnds ?? now))
      record = withToken(record, old, { expires: oldEnds ?? null });
  return next({ ...record, tokens: [...record.tokens, madeToken(token, change)] });
}

/** @throws DirectoryFailure `notFound`, `forbidden`, `invalidValue` */
export function expiring(
  view: ConnectionView,
  tokenId: string,
  { expires, now }: { readonly expires: Date | null; readonly now: Date },
): ConnectionRecord {
  const token = tokenOf(view, tokenId);
  if (token.revoked !== null)
    throw new DirectoryFailure('forbidden', 'This token is revoked for good; make a new one instead.');
  assertAhead(expires, now);
  const others = view.tokens.filter((each) => each.id !== tokenId && isLive(each, now));
  if (others.length >= LIVE_TOKENS_MAX) throw tooManyTokens(view.record.name);
  if (sameMoment(token.expires, expires)) return view.record;
  return next(withToken(view.record, token, { expires }));
}

/** Of a token or of the OAuth client; what is revoked already stays as it is. @throws DirectoryFailure `notFound` */
export function revoked(
  view: ConnectionView,
  tokenId: string,
  { now, by }: ConnectionChange,
): ConnectionRecord {
  const { record, client } = view;
  const at = { revoked: now, revokedBy: by };
  if (client !== null && tokenId === clientTokenId(client.clientId)) {
    if (client.revoked !== null) return record;
    return next({ ...record, client: { ...client, ...at, revocations: client.revocations + 1 } });
  }
  const token = tokenOf(view, tokenId);
  return token.revoked === null ? next(withToken(record, token, at)) : record;
}

/** Lets a revoked OAuth client in again; the access tokens of before stay refused. @throws DirectoryFailure */
export function readmitted(view: ConnectionView, tokenId: string): ConnectionRecord {
  const { record, client } = view;
  if (client === null || tokenId !== clientTokenId(client.clientId))
    throw new DirectoryFailure(
      'forbidden',
      'A token that was revoked stays revoked; make a new one instead. Only an OAuth client can be let in again.',
    );
  if (client.revoked === null) return record;
  return next({ ...record, client: { ...client, revoked: null, revokedBy: null } });
}

/** @throws DirectoryFailure `forbidden` for one of the configuration, `uniqueness` */
export function renamed(
  { record }: ConnectionView,
  name: string,
  others: readonly ConnectionView[],
): ConnectionRecord {
  assertMadeHere(record, 'renamed');
  if (record.name === name) return record;
  assertFree(
    name,
    others.filter((other) => other.record.id !== record.id),
  );
  return next({ ...record, name });
}

/** Its tokens open nothing any more. @throws DirectoryFailure `forbidden` for one of the configuration */
export function removed({ record }: ConnectionView, { now }: ConnectionChange): ConnectionRecord {
  assertMadeHere(record, 'removed');
  return next({ ...record, removed: now });
}

export interface ProfileSwitch {
  readonly profile: 'default' | 'strict' | 'configured' | undefined;
  readonly tolerances: Readonly<Record<string, 'allow' | 'refuse' | 'profile'>>;
}

/** What is not named stays; `configured` undoes every switch of a configured connection. */
export function switched({ record, configured }: ConnectionView, change: ProfileSwitch): ConnectionRecord {
  const back = change.profile === 'configured';
  const profile = change.profile === undefined ? record.profile : back ? null : change.profile;
  const entries = Object.entries({ ...(back ? {} : record.tolerances), ...change.tolerances });
  // What says the same as the file and the profile need not be kept.
  const needed = entries.filter(([name, to]) => to !== (configured?.tolerances[name] ?? 'profile'));
  return next({ ...record, profile, tolerances: Object.fromEntries(needed) });
}

export function described(
  { record }: ConnectionView,
  {
    kind,
    syncPeriodMinutes,
  }: { readonly kind: IdpKind | undefined; readonly syncPeriodMinutes: number | undefined },
): ConnectionRecord {
  const isUsual = record.syncPeriodMinutes === SYNC_PERIOD_MINUTES[record.kind];
  const usual = kind !== undefined && isUsual ? SYNC_PERIOD_MINUTES[kind] : record.syncPeriodMinutes;
  return next({
    ...record,
    kind: kind ?? record.kind,
    syncPeriodMinutes: syncPeriodMinutes ?? usual,
  });
}

/** What stands for the OAuth client where a token's id is asked for. */
export function clientTokenId(clientId: string): string {
  return `client-${clientId}`;
}

function next(record: ConnectionRecord): ConnectionRecord {
  return { ...record, version: record.version + 1 };
}

function madeToken(token: NewToken, { now, by }: ConnectionChange): ConnectionToken {
  return { ...token, created: now, createdBy: by, revoked: null, revokedBy: null };
}

type TokenChange = Partial<Pick<ConnectionToken, 'expires' | 'revoked' | 'revokedBy'>>;

function withToken(record: ConnectionRecord, token: TokenView, change: TokenChange): ConnectionRecord {
  if (token.origin === 'console') {
    const tokens = record.tokens.map((each) => (each.id === token.id ? { ...each, ...change } : each));
    return { ...record, tokens };
  }
  const { digest } = token;
  const known = record.configuredTokens.find((each) => each.digest === digest);
  const others = record.configuredTokens.filter((each) => each.digest !== digest);
  const before = known ?? { digest, revoked: null, revokedBy: null };
  return { ...record, configuredTokens: [...others, { ...before, ...change }] };
}

function tokenOf(view: ConnectionView, tokenId: string): TokenView {
  const token = view.tokens.find(({ id }) => id === tokenId);
  if (token !== undefined) return token;
  throw new DirectoryFailure('notFound', `The connection "${view.record.name}" has no such token.`);
}

function sameMoment(left: Date | null, right: Date | null): boolean {
  return left?.getTime() === right?.getTime();
}

function assertAhead(moment: Date | null, now: Date): void {
  if (moment === null || moment > now) return;
  throw new DirectoryFailure('invalidValue', 'The end must lie ahead. To end a token at once, revoke it.');
}

/** Without letter case: two that differ in it only would be taken for one. */
function assertFree(name: string, others: readonly ConnectionView[]): void {
  const taken = others.find(
    ({ record }) => record.removed === null && record.name.toLowerCase() === name.toLowerCase(),
  );
  if (taken !== undefined)
    throw new DirectoryFailure(
      'uniqueness',
      `There is a connection "${taken.record.name}" already; take another name.`,
    );
}

function assertMadeHere({ origin, name }: ConnectionRecord, done: string): void {
  if (origin === 'console') return;
  throw new DirectoryFailure(
    'forbidden',
    `The connection "${name}" is of the configuration file and can only be ${done} there. Its tokens can be revoked here.`,
  );
}

function tooManyTokens(name: string): DirectoryFailure {
  return new DirectoryFailure(
    'forbidden',
    `The connection "${name}" has ${LIVE_TOKENS_MAX} live tokens already. See which one was last used, revoke the other one, then make a new one.`,
  );
}
