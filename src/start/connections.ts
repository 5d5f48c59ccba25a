// From configuration and database to what the application knows of each connection: whose people it opens, and by which credentials.

import type { JSONWebKeySet } from 'jose';
import type { Config, ConnectionConfig, CredentialConfig, OAuthConfig } from '../config/config';
import type {
  ConfiguredConnection,
  ConnectionReader,
  ConnectionRecord,
} from '../directory/connection-record';
import { connectionViews, type ConnectionView, type CustomerConnections } from '../directory/connection-view';
import type { Connection, KnownClient, KnownConnections, KnownToken } from '../http/connection';
import type { ClientKeys, ClientSecret, OAuthClient, WorkloadIdentity } from '../oauth/client';
import { mayWrite } from '../oauth/scope';
import { profileOf } from '../scim/profile';
import { isRefusable } from '../scim/tolerance';

export function configuredConnections({ connections }: Config): readonly ConfiguredConnection[] {
  return connections.map(({ customer, name, tokens, oauth, scopes, profile, tolerances }) => ({
    customer,
    name,
    tokens: tokens.map(credential),
    clientId: oauth?.clientId ?? null,
    profile,
    tolerances,
    readsOnly: !mayWrite(scopes),
  }));
}

export function customerConnections(config: Config, reader: ConnectionReader): CustomerConnections {
  const all = configuredConnections(config);
  const configured = (customer: string): readonly ConfiguredConnection[] =>
    all.filter((each) => each.customer === customer);
  return {
    configured,
    views: async (customer) => connectionViews(configured(customer), await reader.ofCustomer(customer)),
    lastRequests: (...asked) => reader.lastRequests(...asked),
  };
}

export function oauthClients({ connections }: Config): readonly OAuthClient[] {
  return connections.flatMap((connection) => clientOf(connection) ?? []);
}

/** Tokens that open something else, so that they open no connection, whatever was made of them later. */
function otherTokens({ adminTokenDigest, eventStreams }: Config): ReadonlySet<string> {
  const polls = eventStreams.flatMap(({ delivery }) =>
    delivery.method === 'poll' ? [delivery.tokenDigest] : [],
  );
  return new Set(adminTokenDigest === null ? polls : [...polls, adminTokenDigest]);
}

/** Makes what every request asks of what is kept; asked again after each change. */
export function connectionMaker(config: Config): (records: readonly ConnectionRecord[]) => KnownConnections {
  const configured = configuredConnections(config);
  const others = otherTokens(config);
  return (records) => {
    const views = connectionViews(configured, records).filter(({ record }) =>
      config.customers.some(({ id }) => id === record.customer),
    );
    return known(
      views.flatMap((view) => connectionOf(config, view) ?? []),
      others,
    );
  };
}

interface Made {
  readonly view: ConnectionView;
  readonly connection: Connection;
}

function known(made: readonly Made[], others: ReadonlySet<string>): KnownConnections {
  const tokens = new Map<string, KnownToken>();
  const clients = new Map<string, KnownClient>();
  for (const { view, connection } of made) {
    const isRemoved = view.record.removed !== null;
    for (const { digest, id, expires, revoked } of view.tokens) {
      const earlier = tokens.get(digest);
      const isOfTwo = earlier !== undefined && earlier.connection.customer.id !== connection.customer.id;
      // Whose people it would open must not be chance. Of one customer, the configuration comes first.
      if (isOfTwo) tokens.set(digest, { ...earlier, isRevoked: true });
      else if (earlier === undefined) {
        const isRevoked = revoked !== null || isRemoved || others.has(digest);
        tokens.set(digest, { id, expires, connection, isRevoked });
      }
    }
    if (view.client !== null) {
      const { clientId, revoked } = view.client;
      clients.set(clientId, { connection, isRevoked: revoked !== null });
    }
  }
  return { token: (digest) => tokens.get(digest), client: (id) => clients.get(id) };
}

function connectionOf({ customers, connections, limits }: Config, view: ConnectionView): Made | undefined {
  const { record, profile, tolerances } = view;
  const customer = customers.find(({ id }) => id === record.customer);
  if (customer === undefined) return undefined;
  const config = view.configured === null ? undefined : connections.find(isOf(view));
  return {
    view,
    connection: {
      id: record.id,
      name: record.name,
      customer,
      client: config === undefined ? null : clientOf(config, view.client?.revocations),
      mayWrite: config === undefined || mayWrite(config.scopes),
      user: config?.user ?? null,
      profile: profileOf(profile, knownTolerances(tolerances)),
      rateLimit: {
        requestsPerSecond: limits.requestsPerSecond,
        burst: limits.requestBurst,
        ...config?.rateLimit,
      },
    },
  };
}

/** What another version of the gateway kept may have names that this one does not know. */
function knownTolerances(tolerances: ConnectionView['tolerances']): ConnectionView['tolerances'] {
  return Object.fromEntries(Object.entries(tolerances).filter(([name]) => isRefusable(name)));
}

function isOf({ record }: ConnectionView): (connection: ConnectionConfig) => boolean {
  return ({ customer, name }) => customer === record.customer && name === record.name;
}

function credential({ digest, expires }: CredentialConfig): ClientSecret {
  return { digest, expires: expires === null ? null : new Date(expires) };
}

function clientOf({ customer, oauth, scopes }: ConnectionConfig, generation = 0): OAuthClient | null {
  if (oauth === null) return null;
  return {
    id: oauth.clientId,
    owner: customer,
    secrets: oauth.secrets.map(credential),
    keys: keysOf(oauth),
    workload: workloadOf(oauth),
    scopes,
    accessTokenSeconds: oauth.accessTokenMinutes * 60,
    generation,
  };
}

function keysOf({ jwks, jwksUri }: OAuthConfig): ClientKeys | null {
  // The configuration made sure that each is a public key.
  if (jwks !== null) return { jwks: structuredClone(jwks) as unknown as JSONWebKeySet };
  return jwksUri === null ? null : { jwksUri };
}

function workloadOf({ workloadIdentity }: OAuthConfig): WorkloadIdentity | null {
  if (workloadIdentity === null) return null;
  const { bearer, ...named } = workloadIdentity;
  return { ...named, asBearer: bearer };
}
