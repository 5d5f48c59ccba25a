// Writes rows as a file that a browser keeps: CSV, JSON or lines of JSON. Knows nothing of what the rows say.

import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DownloadContract } from '../../admin/contract';
import { AdminFailure } from '../../admin/failure';
import { FORMATS, written, type Format, type Row } from '../../admin/rows';

const TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

const PIPELINE_LISTENERS = 10;

/** A file that breaks half-way breaks the connection, so that it never looks complete. */
export async function writeDownload(
  response: Response,
  contract: DownloadContract,
  format: unknown,
  rows: AsyncIterable<Row>,
): Promise<void> {
  if (!isFormat(format)) throw new AdminFailure('invalid', `format: must be one of ${FORMATS.join(', ')}`);
  const pieces = written(columnsOf(contract), rows, format);
  // The first piece is made before the head is sent: a refusal up to here is still told as one.
  const first = await pieces.next();
  response.setHeader('Content-Type', TYPES[format]);
  response.setHeader('Content-Disposition', `attachment; filename="${contract.fileName}.${format}"`);
  // The steps before listen for the end of the answer, too; together they are more than Node takes for a leak.
  response.setMaxListeners(response.getMaxListeners() + PIPELINE_LISTENERS);
  try {
    // A HEAD has no body to write.
    if (response.req.method === 'HEAD') response.end();
    else await pipeline(Readable.from(continued(first, pieces)), response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  } finally {
    await pieces.return(undefined);
  }
}

function isFormat(format: unknown): format is Format {
  return FORMATS.some((known) => known === format);
}

function columnsOf({
  row,
}: DownloadContract): readonly { readonly heading: string; readonly name: string }[] {
  return Object.entries(row.properties).map(([name, { title }]) => ({ heading: title ?? name, name }));
}

async function* continued(
  first: IteratorResult<string>,
  rest: AsyncIterator<string>,
): AsyncGenerator<string> {
  for (let piece = first; piece.done !== true; piece = await rest.next()) yield piece.value;
}
