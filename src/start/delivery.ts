// From the configuration's event streams to what serves and works on them: polls over HTTP, workers for pushes and accepted requests.

import { randomUUID } from 'node:crypto';
import { SCIM_PATH, type AppOptions } from '../app';
import type { Config, EventStreamConfig } from '../config/config';
import { PACE, type Pace } from '../delivery/pace';
import { requestWork } from '../delivery/request-work';
import { streamWork, type ToldStream } from '../delivery/stream-work';
import { createTokenSigner } from '../delivery/token-signer';
import { pause, startWorker, type Worker } from '../delivery/worker';
import { DirectoryFailure } from '../directory/failure';
import { createScimEngines } from '../scim/engines';
import { isEventName } from '../scim/security-events/event-names';
import type { Store } from '../store/open-store';

const MS_PER_HOUR = 3_600_000;
const AGAIN_AFTER_MS = 500;

interface Polling {
  readonly pace?: Pace;
  /** Polls that are held open are answered then. */
  readonly ending?: AbortSignal;
}

export function eventOptions(
  { eventStreams }: Config,
  store: Store,
  { pace = PACE, ending = new AbortController().signal }: Polling = {},
): AppOptions['events'] {
  const signer = createTokenSigner(store.keys);
  return {
    polledStreams: eventStreams.flatMap(({ customer, id, delivery }) =>
      delivery.method === 'poll' ? [{ customer, id, tokenDigest: delivery.tokenDigest }] : [],
    ),
    eventStreams: store.eventStreams,
    eventKeys: () => signer.publicKeys(),
    polling: { lookEveryMs: pace.lookEveryMs, longPollMs: pace.longPollMs, ending },
  };
}

/** Before anything is served: whatever is accepted from then on is told to each stream. */
export async function beginStreams(
  { eventStreams }: Config,
  store: Pick<Store, 'eventStreams'>,
  stopping: AbortSignal,
): Promise<void> {
  for (const stream of eventStreams) {
    for (let isBegun = false; !isBegun && !stopping.aborted;) {
      isBegun = await store.eventStreams.begin(stream).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof DirectoryFailure)) throw error;
          return false;
        },
      );
      if (!isBegun) await pause(AGAIN_AFTER_MS, stopping);
    }
  }
}

/** The workers of this process; any number of processes may have them. */
export function startDelivery(
  config: Config,
  store: Store,
  { services, published, publicUrl, logger, isAvailable }: AppOptions,
  pace: Pace = PACE,
): Worker {
  const { eventStreams: streams, asyncRequests: requests, leases, history } = store;
  const signer = createTokenSigner(store.keys);
  const told = config.eventStreams.map(toldStream);
  const { now } = services;
  const common = {
    streams,
    leases,
    signer,
    holder: randomUUID(),
    pace,
    logger,
    now,
    isAvailable,
    issuer: publicUrl,
  };
  const baseUrl = `${publicUrl}${SCIM_PATH}`;
  const work = requestWork({
    ...common,
    requests,
    engines: createScimEngines(services, published, baseUrl),
    customers: config.customers,
    told: told.filter(({ events }) => events.includes('misc:asyncresp')),
    baseUrl,
    keepMs: config.asyncResultHours * MS_PER_HOUR,
  });
  const workers = [
    startWorker({ name: 'accepted requests', pace, logger }, work),
    ...told.map((stream) =>
      startWorker(
        { name: `event stream ${stream.customer}/${stream.id}`, pace, logger },
        streamWork(stream, { ...common, history }),
      ),
    ),
  ];
  return {
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

function toldStream({ customer, id, audience, delivery, events }: EventStreamConfig): ToldStream {
  const { receiver } =
    delivery.method === 'push'
      ? { receiver: { endpoint: delivery.endpoint, authorization: delivery.authorization } }
      : { receiver: null };
  return { customer, id, audience, receiver, events: events.filter(isEventName) };
}
