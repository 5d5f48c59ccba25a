// From the configuration's connections to what the application knows of each: whose people it opens, and by which credentials.

import type { JSONWebKeySet } from 'jose';
import type { Config, ConnectionConfig, CredentialConfig, OAuthConfig } from '../config/config';
import type { Connection } from '../http/connection';
import type { ClientKeys, ClientSecret, OAuthClient, WorkloadIdentity } from '../oauth/client';
import { mayWrite } from '../oauth/scope';
import { profileOf } from '../scim/profile';

export function connectionsOf({ connections, customers, limits }: Config): readonly Connection[] {
  return connections.flatMap((connection) => {
    const customer = customers.find(({ id }) => id === connection.customer);
    if (customer === undefined) return [];
    const { name, user, scopes, profile, tolerances, rateLimit } = connection;
    return [
      {
        name,
        customer,
        tokens: connection.tokens.map(credential),
        client: clientOf(connection),
        mayWrite: mayWrite(scopes),
        user,
        profile: profileOf(profile, tolerances),
        rateLimit: {
          requestsPerSecond: limits.requestsPerSecond,
          burst: limits.requestBurst,
          ...rateLimit,
        },
      },
    ];
  });
}

function credential({ digest, expires }: CredentialConfig): ClientSecret {
  return { digest, expires: expires === null ? null : new Date(expires) };
}

function clientOf({ customer, oauth, scopes }: ConnectionConfig): OAuthClient | null {
  if (oauth === null) return null;
  return {
    id: oauth.clientId,
    owner: customer,
    secrets: oauth.secrets.map(credential),
    keys: keysOf(oauth),
    workload: workloadOf(oauth),
    scopes,
    accessTokenSeconds: oauth.accessTokenMinutes * 60,
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
