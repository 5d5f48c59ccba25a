// What receivers of security events ask the gateway for: its public keys, open to everybody, and the tokens of their own stream (RFC 8936).

import { createHash, timingSafeEqual } from 'node:crypto';
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStreamStore, OutgoingToken, StreamName } from '../directory/event-stream';
import type { JsonObject, JsonValue } from '../directory/json';
import type { Logger } from '../log/logger';
import { asScimFailure, unavailable } from '../scim/errors';
import { ScimFailure } from '../scim/failure';
import { authorizationsOf } from './authenticate';
import { readJsonBody } from './json-body';
import { localsOf } from './locals';
import { onlyReads } from './only-reads';
import { pollRequest, type PollRequest } from './poll-request';

/** A stream whose receiver polls. */
interface PolledStream extends StreamName {
  readonly tokenDigest: string;
}

export interface SecurityEventsOptions {
  readonly polledStreams: readonly PolledStream[];
  readonly eventStreams: EventStreamStore;
  readonly eventKeys: () => Promise<JsonObject>;
  readonly isAvailable: () => boolean;
  readonly logger: Logger;
  readonly polling: {
    readonly lookEveryMs: number;
    readonly longPollMs: number;
    /** Polls that wait are answered now: the process ends. */
    readonly ending: AbortSignal;
  };
}

const EVENT_KEYS_PATH = '/.well-known/jwks.json';
const POLL_PATH = '/security-events/streams/:id/poll';
const BODY_BYTES_MAX = 1_048_576;
const BODY_DEPTH_MAX = 8;

export function securityEvents(options: SecurityEventsOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use(leaveUndecodable);
  router.get(EVENT_KEYS_PATH, async (_request, response) => {
    if (!options.isAvailable()) throw unavailable();
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.json(await options.eventKeys());
  });
  router.all(EVENT_KEYS_PATH, onlyReads);
  const steps = [readJsonBody(BODY_BYTES_MAX, BODY_DEPTH_MAX), poll(options)];
  router.post(POLL_PATH, identify(options), ...steps, answerFailure);
  return router;
}

/** No stream has such a path; Express would take what anybody may send for a bug. */
const leaveUndecodable: RequestHandler = ({ path }, _response, next) => {
  try {
    decodeURIComponent(path);
    next();
  } catch {
    next('router');
  }
};

/** Before the body is read. Unknown stream and wrong token are one: nobody learns which streams there are. */
function identify({ polledStreams, isAvailable }: SecurityEventsOptions): RequestHandler {
  return (request, _response, next) => {
    if (!isAvailable()) throw unavailable();
    if (streamOf(polledStreams, request) === undefined) {
      throw new ScimFailure(401, undefined, 'no token, or not the one of this stream', {
        'WWW-Authenticate': 'Bearer realm="security-events"',
      });
    }
    next();
  };
}

function streamOf(streams: readonly PolledStream[], request: Request): PolledStream | undefined {
  const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.get('Authorization') ?? '') ?? [];
  if (token === undefined || authorizationsOf(request) !== 1) return undefined;
  const digest = createHash('sha256').update(token).digest();
  const { id } = request.params;
  return streams.find(
    (stream) => stream.id === id && timingSafeEqual(Buffer.from(stream.tokenDigest, 'hex'), digest),
  );
}

function poll(options: SecurityEventsOptions): RequestHandler {
  const { eventStreams, logger, polledStreams } = options;
  return async (request, response) => {
    const stream = streamOf(polledStreams, request);
    if (stream === undefined) throw new Error('a poll came past its 401');
    const asked = pollRequest(request.body as JsonValue | undefined);
    await eventStreams.acknowledge(stream, asked.ack);
    await eventStreams.refuse(stream, asked.setErrs);
    for (const { jti, err, description } of asked.setErrs) {
      const named = { customer: stream.customer, stream: stream.id, jti };
      logger.warn('a security event was refused by its receiver, and is parked', {
        ...named,
        err,
        description,
      });
    }
    const tokens = await untilThere(options, stream, asked, response);
    const sets = tokens.slice(0, asked.maxEvents);
    response.setHeader('Cache-Control', 'no-store');
    response.json({
      sets: Object.fromEntries(sets.map(({ jti, token }) => [jti, token])),
      ...(tokens.length > sets.length ? { moreAvailable: true } : {}),
    });
  };
}

/** RFC 8936 §2.2: held open for a while where there is nothing, unless the receiver wants an answer at once. */
async function untilThere(
  { eventStreams, polling }: SecurityEventsOptions,
  stream: PolledStream,
  { maxEvents, returnImmediately }: PollRequest,
  response: Response,
): Promise<readonly OutgoingToken[]> {
  // One more than is asked for tells whether there are more.
  const read = (): Promise<readonly OutgoingToken[]> => eventStreams.waiting(stream, maxEvents + 1);
  if (maxEvents === 0) return [];
  const deadline = Date.now() + (returnImmediately ? 0 : polling.longPollMs);
  for (;;) {
    const tokens = await read();
    const isOver = polling.ending.aborted || response.destroyed || Date.now() >= deadline;
    if (tokens.length > 0 || isOver) return tokens;
    await sleep(polling.lookEveryMs, undefined, { signal: polling.ending }).catch(() => undefined);
  }
}

/** Errors as receivers know them (RFC 8935 §2.3), not in SCIM's form: they speak no SCIM. */
const answerFailure: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const failure = asScimFailure(error);
  if (failure === undefined || response.headersSent) {
    next(error);
    return;
  }
  localsOf(response).refusal = { scimType: null, detail: failure.detail };
  for (const [name, value] of Object.entries(failure.headers)) response.setHeader(name, value);
  const err = failure.status === 401 ? 'authentication_failed' : 'invalid_request';
  response.status(failure.status).json({ err, description: failure.detail });
};
