// How clients may authenticate, as /ServiceProviderConfig tells it (RFC 7643 §5); what is asked of them is in src/http.

import type { JsonObject } from '../directory/json';

/** A token from the token endpoint travels like any other, so the first is what every client uses in the end. */
export function authenticationSchemes(baseUrl: string): JsonObject[] {
  return [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'The token of one connection, in the Authorization header of every request',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      documentationUri: besideScim(baseUrl, 'docs'),
      primary: true,
    },
    {
      type: 'oauth2',
      name: 'OAuth 2.0 client credentials',
      description:
        'A bearer token that lives for some hours, from the token endpoint: with a client secret, a signed assertion or the JWT of a trusted issuer',
      specUri: 'https://www.rfc-editor.org/info/rfc6749',
      documentationUri: besideScim(baseUrl, '.well-known/oauth-authorization-server'),
      primary: false,
    },
  ];
}

/** An address of this gateway that is no part of SCIM, such as the page that describes it. */
export function besideScim(baseUrl: string, path: string): string {
  return new URL(`../../${path}`, `${baseUrl}/`).href;
}
