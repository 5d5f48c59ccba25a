// The headers of everything under /admin: what a browser must not do with it. Knows no page.

import type { RequestHandler, Response } from 'express';

/** @param styleSources besides our own files: a nonce for what the component library writes into the page */
function contentSecurityPolicy(...styleSources: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    ["style-src 'self'", ...styleSources].join(' '),
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

const HEADERS = {
  'Content-Security-Policy': contentSecurityPolicy(),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Not `no-referrer`: browsers would then hide the origin of forms, too, by which foreign requests are known.
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

/** RFC 6797 §6.1: of this host alone, for a year. */
const HSTS = 'max-age=31536000';

/** Stands before everything that can be refused. */
export function adminHeaders(publicUrl: string): RequestHandler {
  const isHttps = new URL(publicUrl).protocol === 'https:';
  return (_request, response, next) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (isHttps) response.setHeader('Strict-Transport-Security', HSTS);
    next();
  };
}

/** Of a page that holds the nonce: no other style may be written into it. */
export function allowStyles(response: Response, nonce: string): void {
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(`'nonce-${nonce}'`));
}
