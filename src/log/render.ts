/** One record as one line, for machines or for people. Knows no logger and no sink. */
import { oneLine } from './one-line';
import { redact, redactText } from './redact';

export interface LogRecord {
  /** ISO 8601, UTC, milliseconds. */
  readonly ts: string;
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Stand before the fields of every record. */
  readonly always?: Readonly<Record<string, unknown>>;
}

/** Ours; a field of such a name is kept under `_name`. */
const OWN_NAMES: readonly string[] = ['ts', 'level', 'message'];

export function renderJson(record: LogRecord): string {
  const { ts, level, message } = record;
  return oneLine(
    JSON.stringify({ ts, level, message: redactText(message), ...Object.fromEntries(cleanFields(record)) }),
  );
}

/** `2027-01-31T09:00:00.000Z info  message  name=value name="a value"`. */
export function renderPretty(record: LogRecord): string {
  const fields = cleanFields(record).map(([name, value]) => ` ${name}=${prettyValue(value)}`);
  const head = `${record.ts} ${record.level.padEnd(5)} ${redactText(record.message)}`;
  return oneLine(fields.length === 0 ? head : `${head} ${fields.join('')}`);
}

function prettyValue(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}

/** A field that cannot even be read (a throwing getter) must not cost the record. */
function cleanFields({ fields, always }: LogRecord): readonly (readonly [string, unknown])[] {
  try {
    return Object.entries(redact(always === undefined ? fields : { ...always, ...fields }) as object)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]: [string, unknown]) => [OWN_NAMES.includes(name) ? `_${name}` : name, value]);
  } catch {
    return [['fields', '[unreadable]']];
  }
}
