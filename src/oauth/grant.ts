// The client credentials grant (RFC 6749 §4.4) for a client that has proved itself; the library keeps the grant's rules.

import OAuth2Server from '@node-oauth/oauth2-server';
import type { AccessTokens } from './access-token';
import type { OAuthClient } from './client';
import { invalidRequest, OAuthFailure } from './failure';
import { grantedScopes, type Scope } from './scope';

const GRANT = 'client_credentials';

/**
 * The body of the answer (RFC 6749 §5.1).
 *
 * @throws OAuthFailure `invalid_request`, `unsupported_grant_type`, `invalid_scope`; DirectoryFailure `unavailable`
 */
export async function grantToken(
  client: OAuthClient,
  parameters: ReadonlyMap<string, string>,
  tokens: AccessTokens,
): Promise<object> {
  const server = new OAuth2Server({ model: modelOf(client, tokens) });
  const response = new OAuth2Server.Response();
  try {
    await server.token(requestOf(client, parameters), response, {
      accessTokenLifetime: client.accessTokenSeconds,
      allowExtendedTokenAttributes: true,
    });
  } catch (error) {
    throw asFailure(error);
  }
  return response.body as object;
}

/** Only what the grant is made of: nothing of the wire can reach the library past our own checks. */
function requestOf(client: OAuthClient, parameters: ReadonlyMap<string, string>): OAuth2Server.Request {
  const body = {
    client_id: client.id,
    // The library wants one; the client has proved itself already, in ways that the library does not know.
    client_secret: 'proved',
    grant_type: parameters.get('grant_type'),
    scope: parameters.get('scope'),
  };
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '1' };
  return new OAuth2Server.Request({ method: 'POST', headers, query: {}, body });
}

function modelOf(client: OAuthClient, tokens: AccessTokens): OAuth2Server.ClientCredentialsModel {
  return {
    getClient: () => Promise.resolve({ id: client.id, grants: [GRANT] }),
    // A client acts for itself; the library wants a user all the same.
    getUserFromClient: () => Promise.resolve({ id: client.id }),
    validateScope: async (_user, _client, asked) => Promise.resolve([...grantedScopes(asked, client.scopes)]),
    generateAccessToken: (_client, _user, scopes) => tokens.issue(client, scopes as Scope[]),
    // Nothing is kept: the token proves itself. Its life is told as configured, not as what is left after rounding.
    saveToken: ({ accessToken, scope }, { id, grants }, user) =>
      Promise.resolve({
        accessToken,
        ...(scope === undefined ? {} : { scope }),
        client: { id, grants },
        user,
        expires_in: client.accessTokenSeconds,
      }),
    getAccessToken: () => Promise.resolve(undefined),
  };
}

/** In our own words; what the library wraps comes out as it went in. */
function asFailure(error: unknown): unknown {
  if (!(error instanceof OAuth2Server.OAuthError)) return error;
  if ('inner' in error && error.inner instanceof Error) return error.inner;
  switch (error.name) {
    case 'invalid_request':
      return invalidRequest(`grant_type must be ${GRANT}`);
    case 'unsupported_grant_type':
    case 'unauthorized_client':
      return new OAuthFailure('unsupported_grant_type', `grant_type must be ${GRANT}`);
    case 'invalid_scope':
      return new OAuthFailure('invalid_scope', 'scope must be names of scopes with a space between them');
    default:
      return error;
  }
}
