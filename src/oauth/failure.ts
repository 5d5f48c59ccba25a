// What a refused token request says: the error of RFC 6749 §5.2 as an error class; knows no HTTP server.

/** Error codes of RFC 6749 §5.2, `temporarily_unavailable` of §4.1.2.1 and `slow_down` of RFC 8628 §3.5. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_scope'
  | 'unsupported_grant_type'
  | 'temporarily_unavailable'
  | 'slow_down';

const STATUS: Readonly<Record<OAuthErrorCode, number>> = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_scope: 400,
  unsupported_grant_type: 400,
  temporarily_unavailable: 503,
  slow_down: 429,
};

export class OAuthFailure extends Error {
  readonly status: number;

  /** @param description for the developer of the client: ASCII without quotes (RFC 6749 §5.2), never a secret */
  constructor(
    readonly code: OAuthErrorCode,
    readonly description: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(description);
    this.name = 'OAuthFailure';
    this.status = STATUS[code];
  }

  toJSON(): { error: OAuthErrorCode; error_description: string } {
    return { error: this.code, error_description: this.description };
  }
}

/**
 * One answer for an unknown client, a wrong secret, an expired one and a bad assertion: none tells the others apart. RFC
 * 9110 §15.5.2 asks for a challenge with every 401, RFC 6749 §5.2 for Basic where Basic was used.
 */
export function invalidClient(): OAuthFailure {
  return new OAuthFailure(
    'invalid_client',
    'the client is unknown, or did not prove who it is: see token_endpoint_auth_methods_supported',
    { 'WWW-Authenticate': 'Basic realm="oauth2"' },
  );
}

export function invalidRequest(description: string): OAuthFailure {
  return new OAuthFailure('invalid_request', description);
}
