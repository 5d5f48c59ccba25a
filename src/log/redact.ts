/** Takes secrets out of whatever is about to be logged, at any depth and within bounds. Knows no logger. */
import { types } from 'node:util';
import { cut } from './one-line';
import { isSecretName, MASK, maskSecrets } from './secret-text';
import { redactUrl } from './redact-url';

const DEPTH_MAX = 6;
const ENTRIES_MAX = 100;
/** Values in one record, all levels together. */
const VALUES_MAX = 1_000;

/** A text ready for the log: cut first, so that the masks' work is bounded too. */
export function redactText(text: string): string {
  const short = cut(text);
  if (!short.includes('?')) return maskSecrets(short);
  // Alone, a URL may hold spaces that somebody decoded; inside a sentence it ends at the first one.
  const alone = /^(?:\/|https?:\/\/)\S*\?/.test(short);
  return maskSecrets(alone ? redactUrl(short) : short.replace(/(?:https?:\/\/|\/)[^\s?]*\?\S*/g, redactUrl));
}

/** A plain copy that JSON can write: no secret, no cycle, no more than the bounds, whatever came in. */
export function redact(value: unknown): unknown {
  return new Redaction().copy(value, 0);
}

/** One walk; counts what it has seen. */
class Redaction {
  private values = 0;
  private readonly open = new Set<object>();

  copy(value: unknown, depth: number): unknown {
    this.values += 1;
    if (this.values > VALUES_MAX) return '[more]';
    if (typeof value === 'string') return redactText(value);
    if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
    if (typeof value === 'function') return '[function]';
    if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > DEPTH_MAX) return '[deeper]';
    if (this.open.has(value)) return '[circular]';
    this.open.add(value);
    const copied = this.copyObject(value, depth + 1);
    this.open.delete(value);
    return copied;
  }

  private copyObject(value: object, depth: number): unknown {
    if (types.isDate(value)) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (types.isMap(value) || types.isSet(value)) return this.copy([...value], depth);
    if (Array.isArray(value)) return this.copyList(value, depth);
    return this.copyEntries(types.isNativeError(value) ? partsOf(value) : Object.entries(value), depth);
  }

  private copyList(list: readonly unknown[], depth: number): readonly unknown[] {
    const copied = list.slice(0, ENTRIES_MAX).map((item) => this.copy(item, depth));
    return list.length > ENTRIES_MAX ? [...copied, `[${list.length - ENTRIES_MAX} more]`] : copied;
  }

  private copyEntries(entries: readonly (readonly [string, unknown])[], depth: number): unknown {
    const copied = entries
      .slice(0, ENTRIES_MAX)
      .map(([name, value]) => [
        cut(name),
        isSecretName(name) && value !== undefined ? MASK : this.copy(value, depth),
      ]);
    const rest = entries.length - ENTRIES_MAX;
    // fromEntries defines properties, so that a key such as __proto__ stays a key.
    return Object.fromEntries(rest > 0 ? [...copied, ['…', `[${rest} more]`]] : copied);
  }
}

/** What an error says: its message, stack and cause, which enumeration leaves out, and its own fields (such as `code`). */
function partsOf(error: Error): readonly (readonly [string, unknown])[] {
  const { name, message, stack, cause } = error;
  const own = Object.entries(error).filter(([key]) => !['name', 'message', 'stack', 'cause'].includes(key));
  return [['name', name], ['message', message], ...own, ['stack', stack], ['cause', cause]];
}
