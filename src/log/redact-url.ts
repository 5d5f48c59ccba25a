/** Takes people and secrets out of a request's URL and leaves what helps to see what was asked. */
import { redactFilter } from './redact-filter';
import { hasCredentials, isSecretName, MASK, maskTokens } from './secret-text';

/** What an identity provider sends a browser back with (RFC 6749 §4.1.2): good for a sign-in, once. */
const SIGN_IN_CODE = 'code';
/** Whom an admin looks for, by name or address. */
const SEARCHED_TEXT = 'text';

/** Path and parameters as they came, but for filter values (RFC 7644 §3.4.2.2) and secrets. Never throws. */
export function redactUrl(url: string): string {
  const start = url.indexOf('?');
  if (start < 0) return maskTokens(url);
  const parameters = url
    .slice(start + 1)
    .split('&')
    .map(redactParameter);
  return maskTokens(`${url.slice(0, start)}?${parameters.join('&')}`);
}

function redactParameter(parameter: string): string {
  const equals = parameter.indexOf('=');
  if (equals < 0) return parameter;
  const rawName = parameter.slice(0, equals);
  const name = decode(rawName);
  const isHidden = name === SIGN_IN_CODE || name === SEARCHED_TEXT;
  if (name === undefined || isHidden || isSecretName(name)) return `${rawName}=${MASK}`;
  const value = decode(parameter.slice(equals + 1));
  if (name.toLowerCase() !== 'filter') return shown(parameter, rawName, value);
  const redacted = value === undefined ? undefined : redactFilter(value);
  return `${rawName}=${redacted?.replaceAll(' ', '+') ?? MASK}`;
}

/** As it came, unless an Authorization header was pasted into it. */
function shown(parameter: string, rawName: string, value: string | undefined): string {
  return value !== undefined && hasCredentials(value) ? `${rawName}=${MASK}` : parameter;
}

/** In a query a plus sign is a space, as every identity provider sends it. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
