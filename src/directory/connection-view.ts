// A connection as it is now: what the configuration says of it and what was changed since, the later change winning. Pure.

import {
  unchangedRecord,
  type ConfiguredConnection,
  type ConnectionReader,
  type ConnectionRecord,
  type ConnectionToken,
} from './connection-record';
import { configuredTokenId } from './connection-token';

export interface TokenView extends Omit<ConnectionToken, 'ending' | 'created' | 'createdBy'> {
  readonly origin: 'console' | 'file';
  readonly ending: string | null;
  readonly created: Date | null;
  readonly createdBy: string | null;
}

export interface ClientView {
  readonly clientId: string;
  readonly revoked: Date | null;
  readonly revokedBy: string | null;
  readonly revocations: number;
}

/** The connections of one gateway, by customer. */
export interface CustomerConnections extends Pick<ConnectionReader, 'lastRequests'> {
  configured(customer: string): readonly ConfiguredConnection[];
  /** As they are now; removed ones among them. */
  views(customer: string): Promise<readonly ConnectionView[]>;
}

export interface ConnectionView {
  readonly record: ConnectionRecord;
  /** Null: made by an admin. */
  readonly configured: ConfiguredConnection | null;
  readonly tokens: readonly TokenView[];
  readonly client: ClientView | null;
  readonly profile: 'default' | 'strict';
  readonly tolerances: Readonly<Record<string, 'allow' | 'refuse'>>;
}

/** Every connection: configured ones as they stand in the file, then those made by admins, removed ones among them. */
export function connectionViews(
  configured: readonly ConfiguredConnection[],
  records: readonly ConnectionRecord[],
): readonly ConnectionView[] {
  const revoked = revokedDigests(records);
  return [
    ...configured.map((each) => {
      const record = records.find(
        ({ customer, name, origin }) => origin === 'file' && customer === each.customer && name === each.name,
      );
      return viewOf(record ?? unchangedRecord(each), each, revoked);
    }),
    ...records.filter(({ origin }) => origin === 'console').map((record) => viewOf(record, null, revoked)),
  ];
}

/** A token that is neither revoked nor over. */
export function isLive(token: Pick<TokenView, 'revoked' | 'expires'>, now: Date): boolean {
  return token.revoked === null && (token.expires === null || token.expires > now);
}

/** Whether anything opens it. */
export function isOpen({ record, tokens, client }: ConnectionView, now: Date): boolean {
  if (record.removed !== null) return false;
  return tokens.some((token) => isLive(token, now)) || (client !== null && client.revoked === null);
}

/** Where a change made later wins over the file, in plain words. */
export function connectionDifferences({ record, configured, ...view }: ConnectionView): readonly string[] {
  if (configured === null || record.version === 0) return [];
  const names = [...new Set([...Object.keys(configured.tolerances), ...Object.keys(view.tolerances)])];
  const kept = (name: string, now: string, file: string): string[] =>
    now === file ? [] : [`${name}: "${now}" is kept, the file says "${file}"`];
  return [
    ...kept('profile', view.profile, configured.profile),
    ...names.flatMap((name) =>
      kept(
        `tolerance ${name}`,
        view.tolerances[name] ?? 'as the profile says',
        configured.tolerances[name] ?? 'as the profile says',
      ),
    ),
    ...view.tokens.flatMap((token) => tokenDifference(token, configured)),
    ...(view.client?.revoked == null ? [] : [`OAuth client "${view.client.clientId}" is revoked`]),
  ];
}

function tokenDifference(
  { id, origin, digest, revoked, expires, ending }: TokenView,
  configured: ConfiguredConnection,
): readonly string[] {
  if (origin === 'console')
    return revoked === null ? [`token …${ending ?? ''} is not in the file; it exists`] : [];
  if (revoked !== null) return [`${id} is revoked`];
  const inFile = configured.tokens.find((token) => token.digest === digest)?.expires ?? null;
  if (inFile?.getTime() === expires?.getTime()) return [];
  const words = (end: Date | null): string => (end === null ? 'never' : end.toISOString());
  return [`${id} ends: "${words(expires)}" is kept, the file says "${words(inFile)}"`];
}

interface Revocation {
  readonly revoked: Date;
  readonly revokedBy: string | null;
}

/** What was revoked anywhere opens nothing, under whatever connection the file may list it later. */
function revokedDigests(records: readonly ConnectionRecord[]): ReadonlyMap<string, Revocation> {
  const revoked = new Map<string, Revocation>();
  for (const record of records) {
    for (const token of [...record.configuredTokens, ...record.tokens]) {
      const at = token.revoked ?? record.removed;
      if (at !== null) revoked.set(token.digest, { revoked: at, revokedBy: token.revokedBy });
    }
  }
  return revoked;
}

function viewOf(
  record: ConnectionRecord,
  configured: ConfiguredConnection | null,
  revoked: ReadonlyMap<string, Revocation>,
): ConnectionView {
  return {
    record,
    configured,
    tokens: [...configuredTokens(record, configured), ...record.tokens.map(madeToken)].map((token) => ({
      ...token,
      ...revoked.get(token.digest),
    })),
    client: clientView(record, configured),
    profile: record.profile ?? configured?.profile ?? 'default',
    tolerances: tolerancesOf(record, configured),
  };
}

function configuredTokens(
  record: ConnectionRecord,
  configured: ConfiguredConnection | null,
): readonly TokenView[] {
  return (configured?.tokens ?? []).map(({ digest, expires }) => {
    const changed = record.configuredTokens.find((token) => token.digest === digest);
    return {
      id: configuredTokenId(digest),
      origin: 'file',
      digest,
      ending: null,
      created: null,
      createdBy: null,
      expires: changed?.expires === undefined ? expires : changed.expires,
      revoked: changed?.revoked ?? null,
      revokedBy: changed?.revokedBy ?? null,
    };
  });
}

function madeToken(token: ConnectionToken): TokenView {
  return { ...token, origin: 'console' };
}

/** A change is of the client that it names: another one in the file is another one. */
function clientView(record: ConnectionRecord, configured: ConfiguredConnection | null): ClientView | null {
  const clientId = configured?.clientId ?? null;
  if (clientId === null) return null;
  const unchanged = { clientId, revoked: null, revokedBy: null, revocations: 0 };
  return record.client?.clientId === clientId ? record.client : unchanged;
}

function tolerancesOf(
  record: ConnectionRecord,
  configured: ConfiguredConnection | null,
): ConnectionView['tolerances'] {
  const both = Object.entries({ ...configured?.tolerances, ...record.tolerances });
  return Object.fromEntries(
    both.filter((entry): entry is [string, 'allow' | 'refuse'] => entry[1] !== 'profile'),
  );
}
