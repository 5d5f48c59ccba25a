// Owns one HTTP exchange, byte for byte as the transcript has it. Knows no SCIM and no transcripts.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, inflateSync } from 'node:zlib';

export interface HttpRequest {
  readonly method: string;
  /** Relative to the base and already encoded, or a whole URL. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

const TIMEOUT_MS = 30_000;

/** Not `fetch`: it rewrites what real clients send, an apostrophe in a query becomes %27. */
export async function exchange(baseUrl: string, request: HttpRequest): Promise<HttpAnswer> {
  const base = new URL(baseUrl);
  const isWhole = /^https?:\/\//.test(request.path);
  const target = isWhole ? new URL(request.path) : base;
  const send = target.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = send(target, {
      method: request.method,
      path: isWhole ? target.pathname + target.search : base.pathname.replace(/\/$/, '') + request.path,
      headers: request.headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const answer = buffer(incoming).then((bytes) => ({
        status: incoming.statusCode ?? 0,
        contentType: incoming.headers['content-type'] ?? '',
        text: unpack(bytes, incoming.headers['content-encoding']).toString('utf8'),
      }));
      answer.then(resolve, reject);
    });
    outgoing.end(request.payload);
  });
}

/** Okta offers gzip and deflate, so an answer may come packed. */
function unpack(bytes: Buffer, encoding: string | undefined): Buffer {
  if (bytes.length === 0) return bytes;
  if (encoding === 'gzip') return gunzipSync(bytes);
  return encoding === 'deflate' ? inflateSync(bytes) : bytes;
}
