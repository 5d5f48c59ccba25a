// The work on one event stream: what was committed becomes tokens, in that order, and where they are pushed, they are delivered one after the other.
//
// One gateway at a time does it, by a lease in the database. What was read is kept as tokens before the position moves on,
// and a token is struck off after the receiver's acknowledgement: a crash in between repeats, and never leaves out. What is
// repeated has the same `jti`.

import type { EventFeed, EventStreamStore } from '../directory/event-stream';
import type { Leases } from '../directory/lease';
import type { Logger } from '../log/logger';
import type { EventStream } from '../scim/security-events/event-names';
import { eventTokens, type TokenSources } from './event-tokens';
import { retryDelayMs, type Pace } from './pace';
import { pushToken, type PushOutcome, type Receiver } from './push-token';
import { heldLease, type Work } from './worker';

export interface ToldStream extends EventStream {
  /** Null where the receiver polls. */
  readonly receiver: Receiver | null;
}

export interface StreamServices extends TokenSources {
  readonly streams: EventStreamStore;
  readonly leases: Leases;
  /** Of this process, and of no other that ever was. */
  readonly holder: string;
  readonly pace: Pace;
  readonly logger: Logger;
  readonly isAvailable: () => boolean;
}

const PUSHED_AT_A_TIME = 20;
/** After so many refusals without a reason a token is parked: what comes after it must not wait for ever. */
const TRIES_MAX = 20;

export function streamWork(stream: ToldStream, services: StreamServices): Work {
  const { streams, leases, holder, pace } = services;
  const name = `eventStream/${stream.customer}/${stream.id}`;
  const lease = heldLease(leases, { name, holder, leaseMs: pace.leaseMs });
  // Per process on purpose: an open reading; where it stands is kept in the database.
  let feed: EventFeed | undefined;

  async function close(): Promise<void> {
    const open = feed;
    feed = undefined;
    await open?.close();
  }

  async function readOn(): Promise<boolean> {
    feed ??= await streams.follow(stream);
    const batch = await feed.next();
    await streams.add(stream, await eventTokens(services, stream, batch.events));
    await batch.keep();
    return batch.events.length > 0;
  }

  return {
    async step(stopping) {
      if (!services.isAvailable()) return false;
      try {
        if (!(await lease.isHeld())) {
          await close();
          return false;
        }
        const hasRead = await readOn();
        const { receiver } = stream;
        const hasPushed =
          receiver !== null &&
          (await pushWaiting({ ...stream, receiver }, services, { stopping, isHeld: lease.isHeld }));
        return hasRead || hasPushed;
      } catch (error) {
        await close();
        throw error;
      }
    },
    async end() {
      // Of a database that is away nothing can be let go: the lease runs out by itself.
      if (services.isAvailable()) await Promise.all([close(), lease.release()]);
    },
  };
}

interface Turn {
  readonly stopping: AbortSignal;
  readonly isHeld: () => Promise<boolean>;
}

/** In order: the first token that is not taken holds up the others. @returns whether there may be more to do at once */
async function pushWaiting(
  stream: ToldStream & { readonly receiver: Receiver },
  services: StreamServices,
  { stopping, isHeld }: Turn,
): Promise<boolean> {
  const { streams, pace, now } = services;
  const waiting = await streams.waiting(stream, PUSHED_AT_A_TIME);
  for (const { jti, token, tries, retryAt } of waiting) {
    if (stopping.aborted || !(await isHeld())) return false;
    if (retryAt !== null && retryAt > now()) return false;
    const outcome = await pushToken(stream.receiver, token, pace, stopping);
    const isSettled = await settle(stream, services, { jti, tries, outcome });
    if (!isSettled) return false;
  }
  return waiting.length > 0;
}

interface Pushed {
  readonly jti: string;
  readonly tries: number;
  readonly outcome: PushOutcome;
}

/** @returns whether the next token may follow */
async function settle(
  stream: ToldStream,
  { streams, logger, pace, now }: StreamServices,
  { jti, tries, outcome }: Pushed,
): Promise<boolean> {
  const named = { customer: stream.customer, stream: stream.id, jti };
  if (outcome.kind === 'taken') {
    await streams.acknowledge(stream, [jti]);
    return true;
  }
  if (outcome.kind === 'failed' && !(outcome.isAnswered && tries + 1 >= TRIES_MAX)) {
    const { reason } = outcome;
    const retryAt = new Date(now().getTime() + retryDelayMs(pace, tries));
    await streams.postpone(stream, jti, { retryAt, reason });
    logger.warn('a security event was not taken, and is sent again', { ...named, tries: tries + 1, reason });
    return false;
  }
  const { err, description } =
    outcome.kind === 'refused' ? outcome : { err: 'not_taken', description: outcome.reason };
  await streams.refuse(stream, [{ jti, err, description }]);
  logger.warn('a security event was refused by its receiver, and is parked', { ...named, err, description });
  return true;
}
