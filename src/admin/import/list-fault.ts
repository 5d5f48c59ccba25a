// Why a list cannot be imported as a whole: the file is no CSV, or its columns cannot be told apart. Knows no row.

/** The message says what to do; nothing was begun. */
export class ListFault extends Error {
  override readonly name = 'ListFault';
}
