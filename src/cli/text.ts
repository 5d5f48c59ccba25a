// Text as it goes to a terminal or a file: whole lines, waited for, with no character that a terminal would obey. Knows no rows.

import type { Writable } from 'node:stream';

/** Resolves when the text is on its way; rejects with the stream's error, EPIPE where the reader has gone. */
export function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error == null) resolve();
      else reject(error);
    });
  });
}

/** Names come from outside: an escape sequence in one must not steer the terminal, nor turn the reading direction. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
