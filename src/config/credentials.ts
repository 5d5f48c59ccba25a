/** Every secret that a connection can be opened with, as a digest; none twice. Knows not what each is used for. */
import { fieldOf, listOf, textOf, type Place } from './document';
import { variable, type Environment } from './environment';
import type { Report } from './faults';
import { digestOf, digestOfFile, type ReadText } from './token';

export interface CredentialSources {
  readonly env: Environment;
  readonly readText: ReadText;
  readonly scimToken: { readonly given: boolean; readonly digest: string | undefined };
  readonly adminDigest: string | null;
}

/** Digest by the credential's path, such as `customers[0].connections[1].token`; faulty ones are left out. */
export type Digests = ReadonlyMap<string, string>;

const SOURCES = ['env', 'file', 'sha256'] as const;

export function connectionPlaces(document: unknown): readonly Place[] {
  return listOf({ path: '', value: document }, 'customers').flatMap((customer) =>
    listOf(customer, 'connections'),
  );
}

/** A connection's `oauth`, where it has one. */
export function oauthPlaces(connection: Place): readonly Place[] {
  const value = fieldOf(connection.value, 'oauth');
  return value === undefined ? [] : [{ path: `${connection.path}.oauth`, value }];
}

function credentialPlaces(document: unknown): readonly Place[] {
  return connectionPlaces(document).flatMap((connection) => {
    const token = fieldOf(connection.value, 'token');
    return [
      ...(token === undefined ? [] : [{ path: `${connection.path}.token`, value: token }]),
      ...listOf(connection, 'tokens'),
      ...oauthPlaces(connection).flatMap((oauth) => listOf(oauth, 'secrets')),
    ];
  });
}

/** Names that the file takes secrets from. */
export function tokenVariables(document: unknown): ReadonlySet<string> {
  const names = credentialPlaces(document).map(({ value }) => textOf(value, 'env'));
  return new Set(names.filter((name) => name !== undefined));
}

export function readTokens(document: unknown, sources: CredentialSources, report: Report): Digests {
  const digests = new Map<string, string>();
  const firstOf = new Map<string, string>();
  const { scimToken, adminDigest } = sources;
  if (scimToken.digest !== undefined) firstOf.set(scimToken.digest, 'SCIM_BEARER_TOKEN');
  if (adminDigest !== null && adminDigest === scimToken.digest)
    report('ADMIN_TOKEN is the same as SCIM_BEARER_TOKEN; who provisions people must not administer too.');
  else if (adminDigest !== null) firstOf.set(adminDigest, 'ADMIN_TOKEN');
  for (const { path, value } of credentialPlaces(document)) {
    const digest = readCredential(value, `GATEWAY_CONFIG: ${path}`, sources, report);
    if (digest === undefined) continue;
    const earlier = firstOf.get(digest);
    if (earlier !== undefined)
      report(`GATEWAY_CONFIG: ${path} is the same as ${earlier}; each token and secret must be another one.`);
    firstOf.set(digest, earlier ?? path);
    digests.set(path, digest);
  }
  return digests;
}

/** The schema says how many sources a `token` has; beside `expires` it cannot. */
export function checkSources(document: unknown, report: Report): void {
  for (const { path, value } of credentialPlaces(document)) {
    if (typeof value !== 'object' || value === null || path.endsWith('.token')) continue;
    if (SOURCES.filter((name) => fieldOf(value, name) !== undefined).length === 1) continue;
    report(`GATEWAY_CONFIG: ${path} must hold exactly one of "env", "file", "sha256".`);
  }
}

function readCredential(
  credential: unknown,
  place: string,
  sources: CredentialSources,
  report: Report,
): string | undefined {
  const [env, file, sha256] = SOURCES.map((name) => textOf(credential, name));
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
