// What a credential may do at the SCIM base: the two scopes, and which of them a token gets.

import { OAuthFailure } from './failure';

/** `scim`: read and write; `scim.read`: read only. */
export type Scope = 'scim' | 'scim.read';

/**
 * The scopes that are asked for, or all of the client's where none are (RFC 6749 §3.3).
 *
 * @throws OAuthFailure `invalid_scope` where one was not given to the client
 */
export function grantedScopes(
  asked: readonly string[] | undefined,
  configured: readonly Scope[],
): readonly Scope[] {
  if (asked === undefined || asked.length === 0) return configured;
  const granted = configured.filter((scope) => asked.includes(scope));
  if (new Set(asked).size === granted.length) return granted;
  throw new OAuthFailure('invalid_scope', `scope: this client may ask for ${configured.join(', ')}`);
}

export function mayWrite(scopes: readonly string[]): boolean {
  return scopes.includes('scim');
}

/** The scopes in the text of a token. */
export function scopesIn(text: string): readonly string[] {
  return text.split(' ').filter(Boolean);
}
