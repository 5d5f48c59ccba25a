// Posts one Security Event Token to its receiver and says what came of it (RFC 8935 §2); keeps nothing.

import type { Pace } from './pace';
import { causeOf, timeLimit } from './time-limit';

export interface Receiver {
  readonly endpoint: string;
  /** Value of the Authorization header; null: the receiver asks for none. */
  readonly authorization: string | null;
}

export type PushOutcome =
  | { readonly kind: 'taken' }
  /** RFC 8935 §2.3: the receiver will not take this token, however often it comes. */
  | { readonly kind: 'refused'; readonly err: string; readonly description: string }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** The receiver is there and does not take the token; otherwise it is away, or overloaded. */
      readonly isAnswered: boolean;
    };

/** What a receiver may say of an error. */
const BODY_BYTES_MAX = 4_096;
const ERR_LENGTH_MAX = 100;
const DESCRIPTION_LENGTH_MAX = 500;
/**
 * RFC 8935 §2.4: what is wrong lies between receiver and gateway, not in this token: every other token would be refused,
 * too, so somebody has to mend it first.
 */
const OF_THE_STREAM: ReadonlySet<string> = new Set([
  'invalid_key',
  'invalid_issuer',
  'invalid_audience',
  'authentication_failed',
  'access_denied',
]);

export async function pushToken(
  { endpoint, authorization }: Receiver,
  token: string,
  { pushTimeoutMs }: Pick<Pace, 'pushTimeoutMs'>,
  stopping: AbortSignal,
): Promise<PushOutcome> {
  const limit = timeLimit(pushTimeoutMs, stopping);
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/secevent+jwt',
        Accept: 'application/json',
        ...(authorization === null ? {} : { Authorization: authorization }),
      },
      body: token,
      // A redirect could lead the token and the credential anywhere.
      redirect: 'manual',
      signal: limit.signal,
    });
    if (response.status === 400) return refusal(await readStart(response));
    await response.body?.cancel();
    return outcomeOf(response.status);
  } catch (error) {
    return { kind: 'failed', reason: `no answer: ${causeOf(error)}`, isAnswered: false };
  } finally {
    limit.end();
  }
}

/** Only 202 is an acknowledgement (RFC 8935 §2.2): a proxy's friendly page is none. */
function outcomeOf(status: number): PushOutcome {
  if (status === 202) return { kind: 'taken' };
  const isAnswered = status !== 429 && status !== 503;
  const hint = status >= 200 && status < 300 ? '; RFC 8935 asks for 202' : '';
  return { kind: 'failed', reason: `answered ${status}${hint}`, isAnswered };
}

function refusal(body: string): PushOutcome {
  const { err, description } = readError(body);
  if (OF_THE_STREAM.has(err)) {
    return { kind: 'failed', reason: `answered 400 ${err}: ${description}`, isAnswered: true };
  }
  return { kind: 'refused', err, description };
}

function readError(body: string): { readonly err: string; readonly description: string } {
  let said: unknown;
  try {
    said = JSON.parse(body);
  } catch {
    said = undefined;
  }
  const text = (name: string): string | undefined => {
    const value = (said as Readonly<Record<string, unknown>> | null | undefined)?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    err: (text('err') ?? 'invalid_request').slice(0, ERR_LENGTH_MAX),
    description: (text('description') ?? 'the receiver answered 400 and no reason').slice(
      0,
      DESCRIPTION_LENGTH_MAX,
    ),
  };
}

/** As the platform's types have it, without their `any`. */
interface ReadPiece {
  readonly done: boolean;
  readonly value?: Uint8Array;
}

async function readStart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const chunks: Uint8Array[] = [];
  for (let size = 0; size < BODY_BYTES_MAX;) {
    const { value, done } = (await reader.read()) as ReadPiece;
    if (done || value === undefined) break;
    chunks.push(value);
    size += value.length;
  }
  await reader.cancel();
  return Buffer.concat(chunks).subarray(0, BODY_BYTES_MAX).toString('utf8');
}
