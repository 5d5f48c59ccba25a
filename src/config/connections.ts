/** Who may connect: each connection with its ways in, no name twice. Knows nothing of libraries or rules. */
import type { ConnectionConfig, CredentialConfig, OAuthConfig } from './config';
import { checkSources, type Digests } from './credentials';
import { listOf, textOf } from './document';
import { quote, type Report } from './faults';
import type { FileConfig, FileConnection, FileCredential } from './file-schema';
import { checkUnique } from './uniqueness';
import { checkWaysIn } from './ways-in';

/** What SCIM_BEARER_TOKEN opens. */
export const DEFAULT_CUSTOMER = 'default';
const DEFAULT_CONNECTION = 'default';

export function checkConnections(document: unknown, scimTokenGiven: boolean, report: Report): void {
  for (const customer of listOf({ path: '', value: document }, 'customers')) {
    const opened = { path: 'SCIM_BEARER_TOKEN', value: { name: DEFAULT_CONNECTION } };
    const isDefault = scimTokenGiven && textOf(customer.value, 'id') === DEFAULT_CUSTOMER;
    checkUnique([...(isDefault ? [opened] : []), ...listOf(customer, 'connections')], 'name', report);
  }
  checkSources(document, report);
  checkWaysIn(document, report);
}

/** Absence can be told only where the whole file fits the schema. */
export function checkReachable(
  file: FileConfig,
  {
    scimTokenGiven,
    adminTokenGiven,
  }: { readonly scimTokenGiven: boolean; readonly adminTokenGiven: boolean },
  report: Report,
): void {
  const ids = file.customers.map((customer) => customer.id);
  if (scimTokenGiven && !ids.includes(DEFAULT_CUSTOMER)) {
    report(
      `SCIM_BEARER_TOKEN opens a connection of the customer "default", but GATEWAY_CONFIG has no such customer (it has ${ids.map(quote).join(', ')}); add one, or give the token to a connection there.`,
    );
  }
  // Who may administer can make a connection while the gateway runs.
  const isReachable = scimTokenGiven || adminTokenGiven;
  if (!isReachable && file.customers.every((customer) => customer.connections.length === 0)) {
    report(
      'GATEWAY_CONFIG lists no connection and SCIM_BEARER_TOKEN is not set, so nobody could connect; give one of them, or set ADMIN_TOKEN and make a connection in the console, under /admin.',
    );
  }
}

export function buildConnections(
  file: FileConfig,
  digests: Digests,
  scimDigest: string | undefined,
): readonly ConnectionConfig[] {
  const listed = file.customers.flatMap((customer, at) =>
    customer.connections.map((connection, index) => ({
      customer: customer.id,
      name: connection.name,
      tokens: tokensOf(connection, `customers[${at}].connections[${index}]`, digests),
      scopes: connection.scopes,
      user: connection.user ?? null,
      oauth: oauthOf(connection, `customers[${at}].connections[${index}].oauth`, digests),
      profile: connection.profile,
      tolerances: connection.tolerances,
      rateLimit: connection.rateLimit,
    })),
  );
  return scimDigest === undefined ? listed : [defaultConnection(scimDigest), ...listed];
}

function tokensOf(
  { token, expires, tokens }: FileConnection,
  path: string,
  digests: Digests,
): readonly CredentialConfig[] {
  const first =
    token === undefined ? [] : [{ digest: digests.get(`${path}.token`) ?? '', expires: expires ?? null }];
  return [...first, ...credentialsOf(tokens, `${path}.tokens`, digests)];
}

function credentialsOf(
  credentials: readonly FileCredential[],
  path: string,
  digests: Digests,
): readonly CredentialConfig[] {
  return credentials.map(({ expires }, index) => ({
    digest: digests.get(`${path}[${index}]`) ?? '',
    expires: expires ?? null,
  }));
}

function oauthOf({ oauth }: FileConnection, path: string, digests: Digests): OAuthConfig | null {
  if (oauth === undefined) return null;
  const { clientId, secrets, jwks, jwksUri, accessTokenMinutes, workloadIdentity } = oauth;
  return {
    clientId,
    secrets: credentialsOf(secrets, `${path}.secrets`, digests),
    jwks: jwks ?? null,
    jwksUri: jwksUri ?? null,
    accessTokenMinutes,
    workloadIdentity:
      workloadIdentity === undefined
        ? null
        : { ...workloadIdentity, jwksUri: workloadIdentity.jwksUri ?? null },
  };
}

export function defaultConnection(tokenDigest: string): ConnectionConfig {
  return {
    customer: DEFAULT_CUSTOMER,
    name: DEFAULT_CONNECTION,
    tokens: [{ digest: tokenDigest, expires: null }],
    scopes: ['scim', 'scim.read'],
    user: null,
    oauth: null,
    profile: 'default',
    tolerances: {},
    rateLimit: {},
  };
}
