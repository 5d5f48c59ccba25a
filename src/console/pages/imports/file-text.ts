// Reads a chosen file as text in the browser, in whichever of the usual encodings a spreadsheet saved it. Sends nothing.

import { IMPORT_BYTES_MAX } from '../../../admin/contract/imports';

export interface ReadFile {
  readonly name: string;
  readonly text: string;
  /** In words, where it is not the usual one. */
  readonly encoding: string | null;
}

/** @throws Error in words, where it is too large */
export async function readFile(file: File): Promise<ReadFile> {
  if (file.size > IMPORT_BYTES_MAX)
    throw new Error(
      `“${file.name}” is larger than ${IMPORT_BYTES_MAX / 1024 / 1024} MB. Split it into several files, each with the line of headings, and import one after the other.`,
    );
  return { name: file.name, ...decoded(new Uint8Array(await file.arrayBuffer())) };
}

function decoded(bytes: Uint8Array<ArrayBuffer>): Pick<ReadFile, 'text' | 'encoding'> {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: textIn('utf-16le', bytes), encoding: 'UTF-16' };
  if (first === 0xfe && second === 0xff) return { text: textIn('utf-16be', bytes), encoding: 'UTF-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: null };
  } catch {
    // What Excel writes in Western Europe and America, if it is not asked for UTF-8.
    return { text: textIn('windows-1252', bytes), encoding: 'Windows-1252' };
  }
}

function textIn(encoding: string, bytes: Uint8Array<ArrayBuffer>): string {
  return new TextDecoder(encoding).decode(bytes);
}
