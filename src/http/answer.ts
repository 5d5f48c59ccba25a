// The one writer of SCIM answers and errors: status, headers, JSON or a stream; decides nothing about their content.

import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ScimFailure } from '../scim/failure';
import { isStream, type Answer } from '../scim/request';
import { localsOf } from './locals';

/** RFC 7644 §8.1 registers no charset: JSON is UTF-8. */
const SCIM_JSON = 'application/scim+json';
/** Characters. */
const REMEMBERED_MAX = 16 * 1024;

/** Writes the answer; a stream that breaks half-way breaks the connection, so that it never looks complete. */
export async function writeAnswer(response: Response, answer: Answer): Promise<void> {
  if (answer.body === undefined || !isStream(answer.body)) {
    if (answer.body !== undefined) localsOf(response).answer = answer.body;
    head(response, answer);
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    return;
  }
  const pieces = answer.body[Symbol.asyncIterator]();
  // The first piece is fetched before the status is sent: an outage up to here is still a clean 503.
  const first = await pieces.next();
  head(response, answer);
  const isHead = response.req.method === 'HEAD';
  const body = isHead ? [] : remembered(response, continued(first, pieces));
  try {
    await pipeline(Readable.from(body), response);
  } catch (error) {
    // A client that goes away while it reads has not found a bug; the request log says that it got no answer.
    if (!isPrematureClose(error)) throw error;
  } finally {
    await pieces.return?.();
  }
}

function isPrematureClose(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** The error of RFC 7644 §3.12, and its reason into the logs. */
export function writeFailure(response: Response, failure: ScimFailure): void {
  const { scimType = null, detail, rule } = failure;
  localsOf(response).refusal = { scimType, detail, ...(rule === undefined ? {} : { rule }) };
  localsOf(response).answer = failure.toJSON();
  head(response, { status: failure.status, headers: failure.headers, body: undefined });
  response.end(JSON.stringify(failure));
}

function head(response: Response, { status, headers }: Answer): void {
  response.status(status);
  response.setHeader('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  // RFC 7644 §3.4.1 shows a resource with its Location, RFC 9110 §8.7 calls the same Content-Location.
  const place = headers['Content-Location'];
  if (status === 200 && place !== undefined) response.setHeader('Location', place);
  // SCIMMY's routers announce a type before they know whether there will be anything of it.
  if (status === 204 || status === 304) response.removeHeader('Content-Type');
  else response.setHeader('Content-Type', SCIM_JSON);
}

async function* continued(
  first: IteratorResult<string>,
  rest: AsyncIterator<string>,
): AsyncGenerator<string> {
  for (let piece = first; piece.done !== true; piece = await rest.next()) yield piece.value;
}

/** The beginning of a stream stays for the request log: what is longer is cut there too. */
async function* remembered(response: Response, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  const locals = localsOf(response);
  const isRead = ['GET', 'OPTIONS'].includes(response.req.method);
  locals.answer = '';
  for await (const piece of pieces) {
    if (!isRead && locals.answer.length <= REMEMBERED_MAX) locals.answer += piece;
    yield piece;
  }
}
