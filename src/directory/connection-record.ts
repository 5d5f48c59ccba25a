// What is kept of a connection besides the configuration: one made by an admin, or changes of a configured one. Knows no HTTP and no token's text.

import { configuredTokenId } from './connection-token';
import type { IdpKind } from './idp-kind';
import type { JsonObject } from './json';

/** More than two would leave tokens behind that nobody remembers. */
export const LIVE_TOKENS_MAX = 2;

/** Entra ID synchronises every 40 minutes; Okta and others send when something happens, so a day says little. */
export const SYNC_PERIOD_MINUTES: Readonly<Record<IdpKind, number>> = {
  entra: 40,
  okta: 1_440,
  other: 1_440,
};

/** A token that the gateway made. */
export interface ConnectionToken {
  readonly id: string;
  /** SHA-256, lower-case hexadecimal. */
  readonly digest: string;
  /** The last four characters of its text, which are of its check sum. */
  readonly ending: string;
  readonly created: Date;
  readonly createdBy: string;
  /** Null: never. */
  readonly expires: Date | null;
  readonly revoked: Date | null;
  readonly revokedBy: string | null;
}

/** What was changed of a token of the configuration. */
interface ConfiguredTokenChange {
  readonly digest: string;
  /** Absent: as configured. */
  readonly expires?: Date | null;
  readonly revoked: Date | null;
  readonly revokedBy: string | null;
}

/** What was changed of a configured OAuth client. */
interface ClientChange {
  readonly clientId: string;
  readonly revoked: Date | null;
  readonly revokedBy: string | null;
  /** How often it was revoked so far: access tokens from before the last time open nothing, though it may come again. */
  readonly revocations: number;
}

export interface ConnectionRecord {
  /** Of one customer; `file-NAME` for a configured one. */
  readonly id: string;
  readonly customer: string;
  readonly name: string;
  readonly origin: 'console' | 'file';
  /** Rises by one with every change; 0: nothing is kept yet. */
  readonly version: number;
  readonly kind: IdpKind;
  readonly syncPeriodMinutes: number;
  /** Null: as configured. */
  readonly profile: 'default' | 'strict' | null;
  /** By name, on top of the profile and of what is configured; `profile`: whatever the file says of it does not hold. */
  readonly tolerances: Readonly<Record<string, 'allow' | 'refuse' | 'profile'>>;
  /** Revoked and expired ones too. */
  readonly tokens: readonly ConnectionToken[];
  readonly configuredTokens: readonly ConfiguredTokenChange[];
  readonly client: ClientChange | null;
  readonly created: Date | null;
  readonly createdBy: string | null;
  readonly removed: Date | null;
}

/** What the configuration says of a connection. */
export interface ConfiguredConnection {
  readonly customer: string;
  readonly name: string;
  readonly tokens: readonly { readonly digest: string; readonly expires: Date | null }[];
  readonly clientId: string | null;
  readonly profile: 'default' | 'strict';
  readonly tolerances: Readonly<Record<string, 'allow' | 'refuse'>>;
  readonly readsOnly: boolean;
}

export interface ConnectionReader {
  /** Another one after every change of a connection, of whichever customer. */
  changeNumber(): Promise<number>;
  /** Of every customer, removed ones too. */
  all(): Promise<readonly ConnectionRecord[]>;
  /** Removed ones too, oldest first. */
  ofCustomer(customer: string): Promise<readonly ConnectionRecord[]>;
  /** What came by connections of this name, newest first. Looks through what came from all of the customer's since then. */
  lastRequests(
    customer: string,
    name: string,
    place: { readonly from: Date; readonly limit: number },
  ): Promise<readonly SentRequest[]>;
}

/** One request as the request log has it. */
export interface SentRequest {
  readonly requestId: string;
  readonly at: Date;
  readonly method: string;
  /** Without values. */
  readonly url: string;
  readonly status: number;
  readonly detail: string | null;
}

export interface ConnectionSteps {
  /** Removed ones too, as of this transaction. */
  connections(customer: string): Promise<readonly ConnectionRecord[]>;
  /**
   * @param after of the version behind that of `before`
   * @throws a conflict, which the store retries, unless what is kept is what was read
   * @throws DirectoryFailure `uniqueness` where another connection of the customer has the name
   */
  keepConnection(before: ConnectionRecord, after: ConnectionRecord): Promise<void>;
}

function configuredId(name: string): string {
  return `file-${name}`;
}

/** A configured connection of which nothing was changed yet. */
export function unchangedRecord({ customer, name }: ConfiguredConnection): ConnectionRecord {
  const kind = likelyKind(name);
  return {
    id: configuredId(name),
    customer,
    name,
    origin: 'file',
    version: 0,
    kind,
    syncPeriodMinutes: SYNC_PERIOD_MINUTES[kind],
    profile: null,
    tolerances: {},
    tokens: [],
    configuredTokens: [],
    client: null,
    created: null,
    createdBy: null,
    removed: null,
  };
}

/** The configuration does not say which identity provider it is; most people name the connection after it. */
function likelyKind(name: string): IdpKind {
  if (/entra|azure|\baad\b/i.test(name)) return 'entra';
  return /okta/i.test(name) ? 'okta' : 'other';
}

/** What of a connection an event tells, one entry for each thing that can change; no digest. */
export function connectionFacts(record: ConnectionRecord): JsonObject {
  const { name, kind, syncPeriodMinutes, profile, tolerances, tokens, configuredTokens, client } = record;
  return {
    name,
    kind,
    syncPeriodMinutes,
    profile: profile ?? 'as configured',
    ...Object.fromEntries(Object.entries(tolerances).map(([each, to]) => [`tolerance ${each}`, to])),
    ...Object.fromEntries(tokens.map((token) => [`token …${token.ending}`, tokenState(token)])),
    ...Object.fromEntries(
      configuredTokens.map((token) => [`token ${configuredTokenId(token.digest)}`, tokenState(token)]),
    ),
    ...(client === null ? {} : { [`OAuth client ${client.clientId}`]: tokenState(client) }),
    ...(record.removed === null ? {} : { removed: true }),
  };
}

function tokenState({
  revoked,
  expires,
}: {
  readonly revoked: Date | null;
  readonly expires?: Date | null;
}): string {
  if (revoked !== null) return 'revoked';
  return expires == null ? 'valid' : `valid until ${expires.toISOString()}`;
}
