// The cookies of the console: names, attributes, and reading them. Knows not what they stand for.

import type { Request, Response } from 'express';

/**
 * `__Host-`: Secure, for all paths, of no other host (RFC 6265bis §4.1.3.2). Browsers take Secure cookies over plain http
 * from this very machine; anywhere else there is no sign-in without https.
 */
const SESSION = '__Host-admin';
const SIGN_IN = '__Host-admin-sign-in';

const COMMON = { httpOnly: true, secure: true, path: '/' } as const;
const SIGN_IN_MS = 600_000;

/** Until the browser is closed, or the session ends. Never sent where another site's page leads here. */
export function keepSession(response: Response, secret: string): void {
  response.cookie(SESSION, secret, { ...COMMON, sameSite: 'strict' });
}

export function dropSession(response: Response): void {
  response.clearCookie(SESSION, { ...COMMON, sameSite: 'strict' });
}

export function sessionSecretOf(request: Request): string | undefined {
  return cookieOf(request, SESSION, /^[\w-]{43}$/);
}

/** What must be there when the identity provider sends the browser back, which is another site. @param name tells sign-ins of several tabs apart */
export function keepSignIn(response: Response, name: string, text: string): void {
  response.cookie(`${SIGN_IN}-${name}`, Buffer.from(text).toString('base64url'), {
    ...COMMON,
    sameSite: 'lax',
    maxAge: SIGN_IN_MS,
  });
}

/** What was kept, once: the answer takes it away. */
export function takeSignIn(request: Request, response: Response, name: string): string | undefined {
  response.clearCookie(`${SIGN_IN}-${name}`, { ...COMMON, sameSite: 'lax' });
  const kept = cookieOf(request, `${SIGN_IN}-${name}`, /^[\w-]{1,2000}$/);
  return kept === undefined ? undefined : Buffer.from(kept, 'base64url').toString('utf8');
}

function cookieOf(request: Request, name: string, form: RegExp): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return value !== undefined && form.test(value) ? value : undefined;
}
