/** One record as one line, for machines or for people. Knows no logger and no sink. */
import { hiddenNames } from './hidden-names';
import { cut, oneLine } from './one-line';
import { redact, redactText } from './redact';
import { MASK } from './secret-text';

interface LogRecord {
  /** ISO 8601, UTC, milliseconds. */
  readonly ts: string;
  readonly level: string;
  readonly message: string;
  readonly fields: Fields;
}

type Fields = Readonly<Record<string, unknown>>;
type Renderer = (record: LogRecord) => string;

/** Ours; a field of such a name is kept under `_name`. */
const OWN_NAMES: readonly string[] = ['ts', 'level', 'message'];

/** @param always fields that stand before those of every record */
export function jsonRenderer(always: Fields = {}): Renderer {
  const clean = cleaning(always);
  return ({ ts, level, message, fields }) => {
    let text = `{"ts":"${ts}","level":"${level}","message":${JSON.stringify(redactText(message))}`;
    for (const { json, value } of clean(fields)) text += `,${json}${JSON.stringify(value)}`;
    return oneLine(`${text}}`);
  };
}

/** `2027-01-31T09:00:00.000Z info  message  name=value name="a value"`. */
export function prettyRenderer(always: Fields = {}): Renderer {
  const clean = cleaning(always);
  return ({ ts, level, message, fields }) => {
    const texts = clean(fields).map(({ name, value }) => ` ${name}=${prettyValue(value)}`);
    const head = `${ts} ${level.padEnd(5)} ${redactText(message)}`;
    return oneLine(texts.length === 0 ? head : `${head} ${texts.join('')}`);
  };
}

function prettyValue(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}

interface CleanField {
  readonly name: string;
  /** As JSON, up to the value. */
  readonly json: string;
  readonly value: unknown;
}

/** A field that cannot even be read (a throwing getter) must not cost the record. */
function cleaning(always: Fields): (fields: Fields) => readonly CleanField[] {
  const names = hiddenNames();
  const field = (name: string, value: unknown): CleanField => {
    const shown = OWN_NAMES.includes(name) ? `_${name}` : name;
    return { name: shown, json: names(shown).json, value };
  };
  return (fields) => {
    try {
      const entries = Object.entries({ ...always, ...fields }).filter(([, value]) => value !== undefined);
      // The line of a request: nothing in it can be deep, or many.
      return isFlat(entries)
        ? entries.map(([name, value]) => field(name, names(name).isHidden ? MASK : plain(value)))
        : Object.entries(redact(Object.fromEntries(entries)) as object).map(([name, value]) =>
            field(name, value),
          );
    } catch {
      return [{ name: 'fields', json: '"fields":', value: '[unreadable]' }];
    }
  };
}

const FLAT_FIELDS_MAX = 20;

function isFlat(entries: readonly (readonly [string, unknown])[]): boolean {
  return (
    entries.length <= FLAT_FIELDS_MAX &&
    entries.every(([name, value]) => isPlain(value) && cut(name) === name)
  );
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || value === null || Number.isFinite(value);
}

function plain(value: unknown): unknown {
  return typeof value === 'string' ? redactText(value) : value;
}
