/** A bearer token on its way into the configuration: checked, digested, forgotten. Its text never leaves this file. */
import { createHash } from 'node:crypto';
import { readFailure, type Report } from './faults';

export type ReadText = (path: string) => string;

const TOKEN_CHARACTERS_MIN = 32;

const SUGGESTION = 'make one with: node -p "crypto.randomBytes(32).toString(\'base64url\')"';

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The digest of a usable token; undefined after a fault. `place` is what the fault calls it. */
export function digestOf(token: string, place: string, report: Report): string | undefined {
  if (token === '') {
    report(`${place} is empty; give a token of at least ${TOKEN_CHARACTERS_MIN} characters (${SUGGESTION}).`);
  } else if (!/^[\x21-\x7e]*$/.test(token)) {
    // RFC 6750 §2.1: white space or other alphabets cannot travel in an Authorization header, so it could never match.
    report(
      `${place} holds a space, a line break or a character outside ASCII; no client can send such a token.`,
    );
  } else if (token.length < TOKEN_CHARACTERS_MIN) {
    const length = `${token.length} character${token.length === 1 ? '' : 's'}`;
    report(`${place} has ${length}; at least ${TOKEN_CHARACTERS_MIN} are needed (${SUGGESTION}).`);
  } else {
    return sha256Hex(token);
  }
  return undefined;
}

/** The same for a token in a file, where editors and mounted secrets leave a line break at the end. */
export function digestOfFile(
  path: string,
  readText: ReadText,
  place: string,
  report: Report,
): string | undefined {
  let text: string;
  try {
    text = readText(path);
  } catch (error) {
    report(`${place}: the token file cannot be read: ${readFailure(error)}.`);
    return undefined;
  }
  return digestOf(text.trim(), `${place}: the token in the file`, report);
}
