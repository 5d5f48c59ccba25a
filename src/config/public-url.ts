/** The public base URL: checked when given, derived from the listening address when not. Never taken from a request. */
import { isIPv6 } from 'node:net';
import type { Report } from './faults';

/** `http://HOST:PORT`, an IPv6 address in brackets (RFC 3986 §3.2.2). */
export function publicUrlOf(host: string, port: number): string {
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** The value is never repeated in a fault: URLs are a common place for a password. */
export function readPublicUrl(text: string | undefined, report: Report): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const wrong = url === undefined || !/^https?:\/\/[^/]/i.test(text) ? 'is not one' : flaw(text, url);
  if (wrong === undefined && url !== undefined) return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  report(
    `PUBLIC_URL must be an http:// or https:// URL such as https://scim.example.com; the given value ${wrong ?? ''}.`,
  );
  return undefined;
}

function flaw(text: string, url: URL): string | undefined {
  if (/\s/.test(text)) return 'holds white space';
  if (text.includes('?')) return 'has a query (?...)';
  if (text.includes('#')) return 'has a fragment (#...)';
  if (url.username !== '' || url.password !== '') return 'has a user name or password in it';
  return undefined;
}
