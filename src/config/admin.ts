/** Who may administer by an identity provider: its address, our secret there, and which claim values give which role. Knows nothing of the admin token. */
import type { AdminOidcConfig } from './config';
import { fieldOf, listOf, textOf, type Place } from './document';
import { endpointFlaw } from './endpoint-url';
import { variable, type Environment } from './environment';
import { quote, readFailure, type Report } from './faults';
import type { FileConfig } from './file-schema';
import type { ReadText } from './token';

interface SecretSources {
  readonly env: Environment;
  readonly readText: ReadText;
}

const OIDC = 'admin.oidc';

function oidcOf(document: unknown): unknown {
  return fieldOf(fieldOf(document, 'admin'), 'oidc');
}

/** Names of environment variables that the file takes the client secret from. */
export function adminVariables(document: unknown): readonly string[] {
  const name = textOf(fieldOf(oidcOf(document), 'clientSecret'), 'env');
  return name === undefined ? [] : [name];
}

/** The text itself: the provider asks for it. */
export function readClientSecret(
  document: unknown,
  { env, readText }: SecretSources,
  report: Report,
): string | undefined {
  const source = fieldOf(oidcOf(document), 'clientSecret');
  const place = `GATEWAY_CONFIG: ${OIDC}.clientSecret`;
  const [name, file] = [textOf(source, 'env'), textOf(source, 'file')];
  if (file !== undefined && file !== '') {
    try {
      return printable(readText(file).trim(), place, report);
    } catch (error) {
      report(`${place}.file: the file cannot be read: ${readFailure(error)}.`);
      return undefined;
    }
  }
  if (name === undefined) return undefined;
  const text = variable(env, name);
  if (text !== undefined) return printable(text, place, report);
  report(`${place}.env names an environment variable that is not set.`);
  return undefined;
}

/** RFC 6749 appendix A.2: anything else is a copy that went wrong. */
function printable(text: string, place: string, report: Report): string | undefined {
  if (/^[\x20-\x7e]+$/.test(text)) return text;
  report(`${place} ${text === '' ? 'is empty' : 'holds a line break or a character outside ASCII'}.`);
  return undefined;
}

export function checkAdmin(document: unknown, report: Report): void {
  const oidc = oidcOf(document);
  const issuer = textOf(oidc, 'issuer');
  const wrong = issuer === undefined ? undefined : issuerFlaw(issuer);
  if (wrong !== undefined)
    report(
      `GATEWAY_CONFIG: ${OIDC}.issuer must be an https:// URL such as https://login.microsoftonline.com/TENANT/v2.0 ` +
        `(http:// only for 127.0.0.1, [::1] and localhost); the given value ${wrong}.`,
    );
  const scopes = fieldOf(oidc, 'scopes');
  if (Array.isArray(scopes) && !scopes.includes('openid'))
    report(
      `GATEWAY_CONFIG: ${OIDC}.scopes must hold "openid"; without it the provider says nothing of who signs in.`,
    );
  const known = listOf({ path: '', value: document }, 'customers').map(({ value }) => textOf(value, 'id'));
  for (const rule of listOf({ path: OIDC, value: oidc }, 'roles')) checkCustomers(rule, known, report);
}

/** OpenID Connect Discovery §3: no query either. */
function issuerFlaw(text: string): string | undefined {
  return endpointFlaw(text) ?? (text.includes('?') ? 'has a query (?...)' : undefined);
}

/** A name with a typing error would leave somebody without a role, and nobody would see why. */
function checkCustomers(
  { path, value }: Place,
  known: readonly (string | undefined)[],
  report: Report,
): void {
  const customers = fieldOf(value, 'customers');
  if (!Array.isArray(customers)) return;
  for (const [index, id] of customers.entries()) {
    if (typeof id !== 'string' || known.includes(id)) continue;
    const told = known.filter((each) => each !== undefined).map(quote);
    report(
      `GATEWAY_CONFIG: ${path}.customers[${index}] is ${quote(id)}, which is no customer of this file; it has ${told.join(', ')}.`,
    );
  }
}

export function buildAdminOidc(
  { admin }: FileConfig,
  clientSecret: string | undefined,
): AdminOidcConfig | null {
  if (admin?.oidc === undefined) return null;
  return {
    ...admin.oidc,
    clientSecret: clientSecret ?? '',
    roles: admin.oidc.roles.map((rule) => ({ ...rule, customers: rule.customers ?? null })),
  };
}
