/** Takes people and secrets out of a request's URL and leaves what helps to see what was asked. */
import { redactFilter } from './redact-filter';
import { isSecretName, MASK, maskTokens } from './secret-text';

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
  if (name === undefined || isSecretName(name)) return `${rawName}=${MASK}`;
  if (name.toLowerCase() !== 'filter') return parameter;
  const filter = decode(parameter.slice(equals + 1));
  const redacted = filter === undefined ? undefined : redactFilter(filter);
  return `${rawName}=${redacted?.replaceAll(' ', '+') ?? MASK}`;
}

/** In a query a plus sign is a space, as every identity provider sends it. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
