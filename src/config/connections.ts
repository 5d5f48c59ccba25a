/** Who may connect: each connection's token as a digest, no token and no name twice. Knows nothing of libraries or rules. */
import type { ConnectionConfig } from './config';
import { fieldOf, listOf, textOf, type Place } from './document';
import { variable, type Environment } from './environment';
import { quote, type Report } from './faults';
import type { FileConfig } from './file-schema';
import { digestOf, digestOfFile, type ReadText } from './token';
import { checkUnique } from './uniqueness';

/** What SCIM_BEARER_TOKEN opens. */
export const DEFAULT_CUSTOMER = 'default';
const DEFAULT_CONNECTION = 'default';

interface TokenSources {
  readonly env: Environment;
  readonly readText: ReadText;
  readonly scimToken: { readonly given: boolean; readonly digest: string | undefined };
}

/** Digest by the connection's path, such as `customers[0].connections[1]`; faulty tokens are left out. */
export type Digests = ReadonlyMap<string, string>;

const placesIn = (document: unknown): readonly Place[] =>
  listOf({ path: '', value: document }, 'customers').flatMap((customer) => listOf(customer, 'connections'));

/** Names that the file takes tokens from. */
export function tokenVariables(document: unknown): ReadonlySet<string> {
  const names = placesIn(document).map(({ value }) => textOf(fieldOf(value, 'token'), 'env'));
  return new Set(names.filter((name) => name !== undefined));
}

export function readTokens(document: unknown, sources: TokenSources, report: Report): Digests {
  const digests = new Map<string, string>();
  const firstOf = new Map<string, string>();
  if (sources.scimToken.digest !== undefined) firstOf.set(sources.scimToken.digest, 'SCIM_BEARER_TOKEN');
  for (const { path, value } of placesIn(document)) {
    const digest = readToken(fieldOf(value, 'token'), `GATEWAY_CONFIG: ${path}.token`, sources, report);
    if (digest === undefined) continue;
    const earlier = firstOf.get(digest);
    if (earlier !== undefined)
      report(`GATEWAY_CONFIG: ${path}.token is the token of ${earlier} too; each connection needs its own.`);
    firstOf.set(digest, earlier ?? path);
    digests.set(path, digest);
  }
  return digests;
}

function readToken(token: unknown, place: string, sources: TokenSources, report: Report): string | undefined {
  const [env, file, sha256] = [textOf(token, 'env'), textOf(token, 'file'), textOf(token, 'sha256')];
  if (file !== undefined && file !== '') return digestOfFile(file, sources.readText, `${place}.file`, report);
  if (sha256 !== undefined) return /^[0-9a-f]{64}$/i.test(sha256) ? sha256.toLowerCase() : undefined;
  if (env === undefined) return undefined;
  const text = variable(sources.env, env);
  if (text !== undefined) return digestOf(text, `${place}.env${inWords(env)}`, report);
  report(`${place}.env names an environment variable that is not set${inWords(env)}.`);
  return undefined;
}

/** The name, unless it could be a token put in the wrong place. */
function inWords(name: string): string {
  return /^[A-Z][A-Z0-9_]*$/.test(name) && (name.length < 32 || name.includes('_')) && name.length <= 64
    ? ` (${name})`
    : '';
}

export function checkConnections(document: unknown, scimTokenGiven: boolean, report: Report): void {
  for (const customer of listOf({ path: '', value: document }, 'customers')) {
    const opened = { path: 'SCIM_BEARER_TOKEN', value: { name: DEFAULT_CONNECTION } };
    const isDefault = scimTokenGiven && textOf(customer.value, 'id') === DEFAULT_CUSTOMER;
    checkUnique([...(isDefault ? [opened] : []), ...listOf(customer, 'connections')], 'name', report);
  }
}

/** Absence can be told only where the whole file fits the schema. */
export function checkReachable(file: FileConfig, scimTokenGiven: boolean, report: Report): void {
  const ids = file.customers.map((customer) => customer.id);
  if (scimTokenGiven && !ids.includes(DEFAULT_CUSTOMER)) {
    report(
      `SCIM_BEARER_TOKEN opens a connection of the customer "default", but GATEWAY_CONFIG has no such customer (it has ${ids.map(quote).join(', ')}); add one, or give the token to a connection there.`,
    );
  }
  if (!scimTokenGiven && file.customers.every((customer) => customer.connections.length === 0)) {
    report(
      'GATEWAY_CONFIG lists no connection and SCIM_BEARER_TOKEN is not set, so nobody could connect; give one of them.',
    );
  }
}

export function buildConnections(
  file: FileConfig,
  digests: Digests,
  scimDigest: string | undefined,
): readonly ConnectionConfig[] {
  const listed = file.customers.flatMap((customer, at) =>
    customer.connections.map(({ name, profile, expires }, index) => ({
      customer: customer.id,
      name,
      tokenDigest: digests.get(`customers[${at}].connections[${index}]`) ?? '',
      profile,
      expires: expires ?? null,
    })),
  );
  return scimDigest === undefined ? listed : [defaultConnection(scimDigest), ...listed];
}

export function defaultConnection(tokenDigest: string): ConnectionConfig {
  return {
    customer: DEFAULT_CUSTOMER,
    name: DEFAULT_CONNECTION,
    tokenDigest,
    profile: 'default',
    expires: null,
  };
}
