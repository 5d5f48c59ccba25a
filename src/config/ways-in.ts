/** Whether each connection can be opened at all, and by one client only: tokens, OAuth clients, outside issuers, their keys. */
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { connectionPlaces, oauthPlaces } from './credentials';
import { fieldOf, listOf, textOf, type Place } from './document';
import { endpointFlaw } from './endpoint-url';
import type { Report } from './faults';
import { checkUnique } from './uniqueness';

const TOKENS_MAX = 2;
const RSA_BITS_MIN = 2_048;
/** Members of a JWK that only its owner may have (RFC 7518 §6). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const PROOFS = ['secrets', 'jwks', 'jwksUri', 'workloadIdentity'];

export function checkWaysIn(document: unknown, report: Report): void {
  const connections = connectionPlaces(document);
  const clients = connections.flatMap(oauthPlaces);
  for (const connection of connections) checkTokens(connection, report);
  for (const client of clients) checkClient(client, report);
  checkUnique(clients, 'clientId', report);
  checkOneClientEach(clients.map(workloadOf), report);
}

function checkTokens({ path, value }: Place, report: Report): void {
  if (typeof value !== 'object' || value === null) return;
  const has = (name: string): boolean => fieldOf(value, name) !== undefined;
  const tokens = listOf({ path, value }, 'tokens').length + (has('token') ? 1 : 0);
  if (tokens === 0 && !has('oauth'))
    report(`GATEWAY_CONFIG: ${path} has no way in; give it "token", "tokens" or "oauth".`);
  if (tokens > TOKENS_MAX)
    report(
      `GATEWAY_CONFIG: ${path} has ${tokens} tokens; ${TOKENS_MAX} are enough to change one for another.`,
    );
  if (has('expires') && !has('token'))
    report(
      `GATEWAY_CONFIG: ${path}.expires says when "token" ends, and there is none; put it beside the token.`,
    );
}

function checkClient(client: Place, report: Report): void {
  const { path, value } = client;
  if (typeof value !== 'object' || value === null) return;
  const proofs = PROOFS.filter((name) => {
    const proof = fieldOf(value, name);
    return Array.isArray(proof) ? proof.length > 0 : proof !== undefined;
  });
  if (proofs.length === 0)
    report(
      `GATEWAY_CONFIG: ${path} has no way for the client to prove who it is; give it "secrets", "jwks", "jwksUri" or "workloadIdentity".`,
    );
  if (proofs.includes('jwks') && proofs.includes('jwksUri'))
    report(`GATEWAY_CONFIG: ${path} has "jwks" and "jwksUri"; give the client's keys in one place.`);
  checkAddress(client, 'jwksUri', report);
  const jwks = { path: `${path}.jwks`, value: fieldOf(value, 'jwks') };
  for (const key of listOf(jwks, 'keys')) checkKey(key, report);
  const workload = workloadOf(client);
  checkAddress(workload, 'issuer', report);
  checkAddress(workload, 'jwksUri', report);
}

function workloadOf({ path, value }: Place): Place {
  return { path: `${path}.workloadIdentity`, value: fieldOf(value, 'workloadIdentity') };
}

/** Keys that came over an open line could be anybody's. The value is never repeated: it may hold a password. */
function checkAddress({ path, value }: Place, name: string, report: Report): void {
  const text = textOf(value, name);
  const flaw = text === undefined ? undefined : endpointFlaw(text);
  if (flaw === undefined) return;
  report(
    `GATEWAY_CONFIG: ${path}.${name} must be an https:// URL (http:// only for 127.0.0.1, [::1] and localhost); the given value ${flaw}.`,
  );
}

function checkKey({ path, value }: Place, report: Report): void {
  if (typeof value !== 'object' || value === null) return;
  const secret = PRIVATE_MEMBERS.find((name) => fieldOf(value, name) !== undefined);
  const flaw = secret === undefined ? publicKeyFlaw(value) : `holds the private member "${secret}"`;
  if (flaw !== undefined)
    report(`GATEWAY_CONFIG: ${path} must be a public key as a JSON Web Key (RFC 7517); it ${flaw}.`);
}

function publicKeyFlaw(value: object): string | undefined {
  try {
    const key = createPublicKey({ key: value as JsonWebKey, format: 'jwk' });
    const bits = key.asymmetricKeyDetails?.modulusLength ?? RSA_BITS_MIN;
    return bits < RSA_BITS_MIN ? `has ${bits} bits, and ${RSA_BITS_MIN} are needed` : undefined;
  } catch {
    return 'is none that can be read';
  }
}

/** Who comes with such a JWT must be one client, or it would be chance whose people it changes. */
function checkOneClientEach(workloads: readonly Place[], report: Report): void {
  const first = new Map<string, string>();
  for (const { path, value } of workloads) {
    // Entra ID writes the audience `api://APP/.default` into its tokens as `api://APP`.
    const audience = textOf(value, 'audience')?.replace(/\/\.default$/, '');
    const named = [textOf(value, 'issuer'), audience, textOf(value, 'subject')];
    if (named.includes(undefined)) continue;
    const key = JSON.stringify(named);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, path);
    else
      report(
        `GATEWAY_CONFIG: ${path} has the issuer, audience and subject of ${earlier}; one of them must differ.`,
      );
  }
}
