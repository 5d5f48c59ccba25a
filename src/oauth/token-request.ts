// What a token request says: its parameters, each at most once, and the one way in which the client proves who it is.

import { invalidClient, invalidRequest } from './failure';

export interface TokenRequest {
  /** By name; a parameter without a value is as good as none (RFC 6749 §3.2). */
  readonly parameters: ReadonlyMap<string, string>;
  readonly credentials: ClientCredentials;
}

export type ClientCredentials =
  /** The readings of one secret, any of which may be right. */
  | { readonly kind: 'secret'; readonly clientId: string; readonly secrets: readonly string[] }
  | { readonly kind: 'assertion'; readonly clientId: string | undefined; readonly assertion: string };

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * @param form the body
 * @param authorization the header's value, undefined where there is none
 * @throws OAuthFailure `invalid_request`, `invalid_client`
 */
export function readTokenRequest(form: string, authorization: string | undefined): TokenRequest {
  const parameters = parametersOf(form);
  return { parameters, credentials: credentialsOf(parameters, authorization) };
}

/** RFC 6749 §3.2: none more than once. */
function parametersOf(form: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(form)) {
    if (seen.has(name)) throw invalidRequest('a parameter is given more than once');
    seen.add(name);
    if (value !== '') parameters.set(name, value);
  }
  return parameters;
}

/** RFC 6749 §2.3: one method of authentication in a request, not more. */
function credentialsOf(
  parameters: ReadonlyMap<string, string>,
  authorization: string | undefined,
): ClientCredentials {
  const clientId = parameters.get('client_id');
  const secret = parameters.get('client_secret');
  const assertion = parameters.get('client_assertion');
  if ([authorization, secret, assertion].filter((given) => given !== undefined).length > 1)
    throw invalidRequest('the client must use one method of authentication, not more');
  if (authorization !== undefined) return basicCredentials(authorization, clientId);
  if (assertion !== undefined) {
    if (parameters.get('client_assertion_type') !== JWT_BEARER)
      throw invalidRequest(`client_assertion_type must be ${JWT_BEARER}`);
    return { kind: 'assertion', clientId, assertion };
  }
  if (clientId === undefined || secret === undefined) throw invalidClient();
  return { kind: 'secret', clientId, secrets: [secret] };
}

/**
 * RFC 6749 §2.3.1 has id and secret form-encoded before Basic joins them; many clients do not encode them. A secret of
 * letters and digits reads the same both ways, of any other one reading must be right.
 */
function basicCredentials(authorization: string, inBody: string | undefined): ClientCredentials {
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization) ?? [];
  const [, id, secret] = /^([^:]+):(.+)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  if (id === undefined || secret === undefined) throw invalidClient();
  const clientId = formDecoded(id);
  if (inBody !== undefined && inBody !== clientId)
    throw invalidRequest('client_id is not the one of the Authorization header');
  return { kind: 'secret', clientId, secrets: [secret, formDecoded(secret)] };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
