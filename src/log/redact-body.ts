/** A JSON body as it may be kept: secrets masked at any depth, long lists and texts cut. Knows no schema. */
import { hiddenNames, type HiddenNames } from './hidden-names';
import { redactText } from './redact';
import { mayHideSecret, MASK } from './secret-text';

export const BODY_LENGTH_MAX = 16 * 1024;
const LIST_MAX = 200;
const SHORT = 200;

/** The body as JSON text of at most 16 KiB; what was cut is told at its end. */
export function keptBody(body: unknown, hidden: HiddenNames = hiddenNames()): string {
  return cutBody(new KeptBody(hidden).textOf(body) ?? 'null');
}

/** The beginning of a text that is JSON no more, without what looks like a secret in it. */
export function cutBody(text: string): string {
  return text.length <= BODY_LENGTH_MAX
    ? text
    : `${text.slice(0, BODY_LENGTH_MAX)}… (cut: ${text.length - BODY_LENGTH_MAX} characters more)`;
}

/** One walk, which writes as it goes: `JSON.stringify` with a replacer takes several times as long. */
class KeptBody {
  /** So that the longest body takes no more time than what is kept of it. */
  private left = BODY_LENGTH_MAX * 2;

  constructor(private readonly hidden: HiddenNames) {}

  /** undefined: nothing that JSON has. */
  textOf(value: unknown): string | undefined {
    if (typeof value === 'object' && value !== null)
      return Array.isArray(value) ? this.list(value) : this.object(value);
    return this.written(JSON.stringify(typeof value === 'string' ? textShown(value) : value));
  }

  private list(list: readonly unknown[]): string {
    const texts: string[] = [];
    for (const element of list.length > LIST_MAX ? list.slice(0, LIST_MAX) : list) {
      if (this.left < 0) break;
      this.left -= 1;
      texts.push(this.textOf(element) ?? 'null');
    }
    if (list.length > LIST_MAX) texts.push(`"[${list.length - LIST_MAX} more]"`);
    return `[${texts.join(',')}]`;
  }

  private object(holder: object): string {
    let text = '';
    for (const [name, value] of Object.entries(holder) as [string, unknown][]) {
      if (this.left < 0) break;
      const known = this.hidden(name);
      const isMasked = value !== null && (known.isHidden || (known.isValue && this.isHiddenPath(holder)));
      const shown =
        known.isPath && typeof value === 'string' && this.hidden(value).isHidden ? bare(value) : value;
      const json = isMasked ? MASKED : this.textOf(shown);
      if (json !== undefined) text += this.written(`${text === '' ? '' : ','}${known.json}`) + json;
    }
    return `{${text}}`;
  }

  private isHiddenPath(holder: object): boolean {
    const path = pathOf(holder);
    return path !== '' && this.hidden(path).isHidden;
  }

  private written<Text extends string | undefined>(text: Text): Text {
    this.left -= text?.length ?? 0;
    return text;
  }
}

const MASKED = JSON.stringify(MASK);

function textShown(text: string): string {
  return text.length <= SHORT && !mayHideSecret(text) ? text : redactText(text);
}

/** What a PATCH operation of this form changes; empty where it does not say. */
export function pathOf(holder: object): string {
  const name = Object.keys(holder).find((key) => key.length === PATH.length && key.toLowerCase() === PATH);
  const path = name === undefined ? undefined : (holder as Readonly<Record<string, unknown>>)[name];
  return typeof path === 'string' ? path : '';
}

const PATH = 'path';

/** A path without the values of its filter. */
function bare(path: string): string {
  return path.replace(/"(?:[^"\\]|\\.)*"?/g, '"…"');
}
