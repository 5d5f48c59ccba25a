/** A JSON body as it may be kept: secrets masked at any depth, long lists and texts cut. Knows no schema. */
import { redactText } from './redact';
import { MASK, isSecretName } from './secret-text';

export const BODY_LENGTH_MAX = 16 * 1024;
const LIST_MAX = 200;
/** What a text must hold at least to hold a secret that has no name: most values are looked at no further. */
const MAY_HIDE = /[:=.?\s]/;
const SHORT = 200;

/**
 * The body as JSON text of at most 16 KiB; what was cut is told at its end.
 *
 * @param hidden names of further attributes, in lower case, whose values nobody is shown
 */
export function keptBody(body: unknown, hidden: ReadonlySet<string> = new Set()): string {
  const isHidden = (name: string): boolean => isSecretName(name) || hidden.has(lastName(name));
  // Counted roughly, so that the longest body takes no more time than what is kept of it.
  let left = BODY_LENGTH_MAX * 2;
  const text = JSON.stringify(body, function (this: unknown, name: string, value: unknown): unknown {
    left -= name.length + 4;
    if (left < 0) return undefined;
    if (value !== null && (isHidden(name) || (isValue(name) && isHidden(pathOf(this))))) return MASK;
    if (typeof value === 'string') {
      const shown = textShown(name.toLowerCase() === 'path' && isHidden(value) ? bare(value) : value);
      left -= shown.length;
      return shown;
    }
    return Array.isArray(value) && value.length > LIST_MAX
      ? [...(value as unknown[]).slice(0, LIST_MAX), `[${value.length - LIST_MAX} more]`]
      : value;
  });
  return cutBody(text);
}

/** The beginning of a text that is JSON no more, without what looks like a secret in it. */
export function cutBody(text: string): string {
  return text.length <= BODY_LENGTH_MAX
    ? text
    : `${text.slice(0, BODY_LENGTH_MAX)}… (cut: ${text.length - BODY_LENGTH_MAX} characters more)`;
}

function textShown(text: string): string {
  return text.length <= SHORT && !MAY_HIDE.test(text) ? text : redactText(text);
}

/** What a PATCH operation changes (RFC 7644 §3.5.2) stands beside its value. */
function isValue(name: string): boolean {
  return name.toLowerCase() === 'value';
}

export function pathOf(holder: unknown): string {
  const path = Object.entries(holder as object).find(
    ([name]) => name.toLowerCase() === 'path',
  )?.[1] as unknown;
  return typeof path === 'string' ? path : '';
}

/** Of `urn:…:User:pin`, of `pin[value eq "1"]` and of `cards[type eq "door"].pin` the name of the attribute, in lower case. */
export function lastName(name: string): string {
  const [open, close] = [name.indexOf('['), name.lastIndexOf(']')];
  const attribute = open === -1 ? name : name.slice(0, open) + (close > open ? name.slice(close + 1) : '');
  return attribute.slice(Math.max(attribute.lastIndexOf(':'), attribute.lastIndexOf('.')) + 1).toLowerCase();
}

/** A path without the values of its filter. */
function bare(path: string): string {
  return path.replace(/"(?:[^"\\]|\\.)*"?/g, '"…"');
}
