// Executes accepted requests, those of one customer one after the other, and keeps and tells what came of them. Must not know HTTP.
//
// A customer's requests are one gateway's at a time, by a lease. Each write claims its effect in its own transaction, so
// that an execution which is repeated after a crash, or one that was thought dead, changes nothing a second time. What came
// of it is kept before it is told, by whoever has the request in hand then: what another one believes is never told.

import type {
  AcceptedRequest,
  AsyncRequestStore,
  RequestEffects,
  TakenRequest,
} from '../directory/async-request';
import type { Customer } from '../directory/customer';
import type { EventStreamStore } from '../directory/event-stream';
import { DirectoryFailure } from '../directory/failure';
import type { JsonObject } from '../directory/json';
import type { Leases } from '../directory/lease';
import type { Logger } from '../log/logger';
import { keptWrite, scimRequestOf } from '../scim/async/asked';
import { executeWrite, type Executed } from '../scim/async/execute';
import type { ScimEngines } from '../scim/engines';
import { isStream, type Answer } from '../scim/request';
import { completionClaims, type Completion } from '../scim/security-events/async-claims';
import type { EventStream } from '../scim/security-events/event-names';
import type { Pace } from './pace';
import type { TokenSigner } from './token-signer';
import { heldLease, reasonOf, type Work } from './worker';

export interface RequestServices {
  readonly requests: AsyncRequestStore;
  readonly streams: EventStreamStore;
  readonly leases: Leases;
  readonly signer: TokenSigner;
  readonly engines: ScimEngines;
  readonly customers: readonly Customer[];
  /** Those that tell completions. */
  readonly told: readonly EventStream[];
  readonly holder: string;
  readonly pace: Pace;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly isAvailable: () => boolean;
  /** The public URL, and the same with the SCIM path. */
  readonly issuer: string;
  readonly baseUrl: string;
  /** How long an outcome can be asked for. */
  readonly keepMs: number;
}

/** A busy customer lets others have their turn, here and in other gateways. */
const REQUESTS_AT_A_TIME = 50;
/** Customers served at once: each takes a connection to the database. */
const CUSTOMERS_MAX = 8;
/** Of a body that is longer the outcome tells status and location only. */
const BODY_LENGTH_MAX = 256 * 1024;

export function requestWork(services: RequestServices): Work {
  // Per process on purpose: what this one is doing; whose requests they are is in the database.
  const underWay = new Map<string, Promise<void>>();

  return {
    async step(stopping) {
      if (!services.isAvailable()) return false;
      for (const id of await services.requests.customersWaiting()) {
        const customer = services.customers.find((known) => known.id === id);
        if (customer === undefined || underWay.has(id) || underWay.size >= CUSTOMERS_MAX) continue;
        const work = serve(services, customer, stopping)
          .catch((error: unknown) => {
            const reason = reasonOf(error);
            services.logger.warn('an accepted request could not be executed yet', { customer: id, reason });
          })
          .finally(() => underWay.delete(id));
        underWay.set(id, work);
      }
      // Looked at again after a moment: a customer whose turn is over may have more.
      return false;
    },
    async end() {
      await Promise.all(underWay.values());
    },
  };
}

interface Turn extends RequestServices {
  readonly stopping: AbortSignal;
}

async function serve(services: RequestServices, customer: Customer, stopping: AbortSignal): Promise<void> {
  const { requests, leases, holder, pace } = services;
  const name = `asyncRequests/${customer.id}`;
  const lease = heldLease(leases, { name, holder, leaseMs: pace.leaseMs });
  // A bulk request may take longer than a lease; a renewal that fails is made good by the next, or the lease is lost.
  const renewal = setInterval(() => void lease.isHeld().catch(() => undefined), pace.leaseMs / 4);
  try {
    for (let done = 0; done < REQUESTS_AT_A_TIME && !stopping.aborted; done += 1) {
      // Asked before each one: a process that was frozen must not take a request from the one that went on instead.
      if (!(await lease.isHeld())) return;
      const taken = await requests.take(customer.id, holder);
      if (taken === undefined) return;
      await finish({ ...services, stopping }, customer, taken);
    }
  } finally {
    clearInterval(renewal);
    await lease.release();
  }
}

async function finish(services: Turn, customer: Customer, taken: TakenRequest): Promise<void> {
  const { requests, logger, now, keepMs } = services;
  const { id, asked } = taken;
  const outcome = taken.outcome ?? (await decided(services, customer, taken));
  if (outcome === undefined) return;
  await tell(services, customer, completionsOf(outcome));
  const { method = null, path = null } = asked;
  await requests.complete(id, { asked: { method, path }, expires: new Date(now().getTime() + keepMs) });
  const status = outcome['status'] ?? null;
  logger.info('an accepted request is done', { requestId: id, customer: customer.id, status });
}

/** Undefined where another process has it in hand by now: whatever this one saw of it counts for nothing. */
async function decided(
  services: Turn,
  customer: Customer,
  accepted: AcceptedRequest,
): Promise<JsonObject | undefined> {
  const { requests, engines, baseUrl, holder, logger, now } = services;
  const write = keptWrite(accepted.asked);
  const request = { ...scimRequestOf(write, customer, baseUrl), effects: effectsOf(services, accepted) };
  const { answer, completions, bugs } = await executeWrite(engines.of(customer), write, request);
  const outcome = { ...(await outcomeOf(answer, completions)), doneAt: now().toISOString() };
  const named = { requestId: accepted.id, customer: customer.id };
  if (!(await requests.decide(accepted.id, holder, outcome))) {
    logger.warn('an accepted request was taken over by another gateway', named);
    return undefined;
  }
  for (const bug of bugs) logger.error('internal error', { ...named, error: stackOf(bug) });
  return outcome;
}

function effectsOf({ requests, holder, stopping }: Turn, { id, customer }: AcceptedRequest): RequestEffects {
  const writes = new Map<string, number>();
  return {
    claim(requestId) {
      // Its place among the writes of its operation: the same in each execution, for the order is.
      const place = (writes.get(requestId) ?? 0) + 1;
      writes.set(requestId, place);
      const claim = { request: id, holder, effect: `${requestId}#${place}` };
      return async (transaction) => {
        // A long bulk request must not hold up the end: the rest of it is done by whoever lives.
        if (stopping.aborted) throw new DirectoryFailure('unavailable', 'the gateway ends');
        await transaction.claimEffect(claim);
      };
    },
    find: (query) => requests.effectOf(customer, query),
  };
}

/** Before the request is done: a crash in between tells the same again, under the same `jti`. */
async function tell(
  { streams, signer, told, issuer }: RequestServices,
  customer: Customer,
  completions: readonly Completion[],
): Promise<void> {
  for (const stream of told.filter((candidate) => candidate.customer === customer.id)) {
    const tokens = await Promise.all(
      completions.map(async (completion) => {
        const jti = `${completion.txn}.${stream.id}`;
        const claims = completionClaims(completion, { issuer, audience: stream.audience, jti });
        return { jti, token: await signer.sign(claims) };
      }),
    );
    await streams.add(stream, tokens);
  }
}

/** What `outcomeOf` kept. */
function completionsOf(outcome: JsonObject): readonly Completion[] {
  const { completions, doneAt } = outcome as unknown as Pick<Executed, 'completions'> & { doneAt: string };
  return completions.map((completion) => ({ ...completion, doneAt: new Date(doneAt) }));
}

async function outcomeOf(
  { status, headers, body }: Answer,
  completions: Executed['completions'],
): Promise<JsonObject> {
  return {
    status,
    headers: { ...headers },
    body: body === undefined ? null : isStream(body) ? await shortText(body) : JSON.stringify(body),
    completions: completions as unknown as readonly JsonObject[],
  };
}

async function shortText(pieces: AsyncIterable<string>): Promise<string | null> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length > BODY_LENGTH_MAX) return null;
  }
  return text;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
