/** How a configuration fault is told: one plain sentence each, values quoted and cut. Knows no setting. */

/** Takes one fault; all of them are shown at once, so nobody throws. */
export type Report = (fault: string) => void;

const SHOWN_CHARACTERS = 80;

/** A value as it may stand in a sentence: one line, control characters escaped, never long. Not for secrets. */
export function quote(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  const shown = value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value;
  return JSON.stringify(shown).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Every fault, one a line, as a process says them before it ends. */
export function faultsInWords(faults: readonly string[]): string {
  const lines = faults.map((fault) => `  - ${fault}\n`).join('');
  return `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${lines}`;
}

export function quoteAll(values: readonly unknown[]): string {
  return values.map(quote).join(', ');
}

/** The system's name for a failure, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? code : undefined;
}

/** Why a file could not be read, without its path: what was given as a path may be a secret put in the wrong place. */
export function readFailure(error: unknown): string {
  const code = errorCode(error);
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES' || code === 'EPERM') return 'this process has no permission to read it';
  if (code === 'EISDIR') return 'it is a folder';
  return code ?? 'reading failed';
}
