// What the gateway says of itself as an authorization server: its endpoints, and its metadata (RFC 8414 §2).

import type { AuthorizationServer } from './client';
import { SIGNATURE_ALGORITHMS } from './jwt';

export const TOKEN_PATH = '/oauth2/token';
export const JWKS_PATH = '/oauth2/jwks';
export const METADATA_PATH = '/.well-known/oauth-authorization-server';

/** @param scimBase the public URL with the path of the SCIM base */
export function authorizationServer(publicUrl: string, scimBase: string): AuthorizationServer {
  return {
    issuer: publicUrl,
    tokenEndpoint: `${publicUrl}${TOKEN_PATH}`,
    jwksUri: `${publicUrl}${JWKS_PATH}`,
    audience: scimBase,
  };
}

/** `response_types_supported` is required and empty: there is no authorization endpoint. */
export function metadata(server: AuthorizationServer): object {
  return {
    issuer: server.issuer,
    token_endpoint: server.tokenEndpoint,
    jwks_uri: server.jwksUri,
    scopes_supported: ['scim', 'scim.read'],
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: SIGNATURE_ALGORITHMS,
  };
}
