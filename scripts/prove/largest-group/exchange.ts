// Owns requests whose bodies and answers are never held whole, so that the client stays small beside the gateway it measures.
import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Target {
  readonly baseUrl: string;
  readonly token: string;
}

export interface StreamedAnswer {
  readonly status: number;
  readonly bytes: number;
  /** How many members the answer shows. */
  readonly members: number;
  /** The beginning of the answer, for an error or an id. */
  readonly start: string;
  readonly ms: number;
}

interface Sending {
  readonly method: string;
  readonly path: string;
  readonly body?: Iterable<string>;
}

const ANSWER_MS_MAX = 600_000;
const START_LENGTH = 500;
const MEMBER = '"type":"User"';

export async function exchange(target: Target, sending: Sending): Promise<StreamedAnswer> {
  const since = performance.now();
  const response = await answerTo(target, sending);
  let [bytes, members, start, rest] = [0, 0, '', ''];
  response.setEncoding('utf8');
  for await (const chunk of response as AsyncIterable<string>) {
    bytes += Buffer.byteLength(chunk);
    if (start.length < START_LENGTH) start += chunk.slice(0, START_LENGTH);
    const pieces = (rest + chunk).split(MEMBER);
    members += pieces.length - 1;
    rest = (pieces.at(-1) ?? '').slice(1 - MEMBER.length);
  }
  return { status: response.statusCode ?? 0, bytes, members, start, ms: performance.now() - since };
}

/** A client that takes the head of the answer, dawdles, and goes away without having read the rest. */
export async function dawdle(target: Target, path: string, forMs: number): Promise<StreamedAnswer> {
  const since = performance.now();
  const response = await answerTo(target, { method: 'GET', path });
  await sleep(forMs);
  response.destroy();
  return { status: response.statusCode ?? 0, bytes: 0, members: 0, start: '', ms: performance.now() - since };
}

async function answerTo(target: Target, { method, path, body }: Sending): Promise<IncomingMessage> {
  const type = body === undefined ? {} : { 'content-type': 'application/scim+json' };
  const length = body === undefined ? 0 : [...body].reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  const sent = request(new URL(target.baseUrl + path), {
    method,
    timeout: ANSWER_MS_MAX,
    headers: { authorization: `Bearer ${target.token}`, ...type, 'content-length': length },
  });
  sent.once('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
  if (body === undefined) sent.end();
  // What is refused before it was read breaks the sending, and is answered all the same.
  else
    Readable.from(body)
      .on('error', () => undefined)
      .pipe(sent);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  sent.on('error', () => undefined);
  return response;
}

/** JSON around members that is sent piece by piece; may be iterated more than once. */
export function withMembers(before: string, ids: readonly string[], after: string): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      yield before;
      for (let start = 0; start < ids.length; start += 1_000) {
        const members: string[] = [];
        for (let index = start; index < Math.min(ids.length, start + 1_000); index += 1)
          members.push(`{"value":"${ids[index] ?? ''}","display":"Person"}`);
        yield (start === 0 ? '' : ',') + members.join(',');
      }
      yield after;
    },
  };
}
