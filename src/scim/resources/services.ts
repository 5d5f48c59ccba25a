// What the handlers of a resource type work with; given by main, the same for every request.

import type { DirectoryEvent } from '../../directory/event';
import type { KeyRing } from '../../directory/key-ring';
import type { DirectoryStore, DirectoryTransaction } from '../../directory/ports';
import { DirectoryFailure } from '../../directory/failure';
import { currentCustomer } from '../../directory/settings';
import type { ScimLimits, ScimRequest } from '../request';
import { disables } from '../disabling';
import type { ResourceType } from '../schema/schema-map';
import type { DisableBrake } from './disable-brake';
import { assertTolerated, DEFAULT_PROFILE, type Profile } from '../profile';
import { isLegal, type NoteTolerance, type Tolerance } from '../tolerance';

export interface Services {
  readonly store: DirectoryStore;
  readonly limits: ScimLimits;
  readonly now: () => Date;
  /** Rises with time, so that resources are listed in the order of their creation. */
  readonly newId: () => string;
  /** Null where nobody is to be held up: on the command line. */
  readonly brake: DisableBrake | null;
  /** The gateway's own: cursors are sealed with one. */
  readonly keys: KeyRing;
}

export interface TypeServices extends Services {
  readonly type: ResourceType;
  /** A write on a person may change groups, too. */
  readonly groupType: ResourceType;
}

/** One write inside its transaction: what serves it, who asks, and the steps it may take. */
export interface ResourceWrite {
  readonly services: TypeServices;
  readonly request: ScimRequest;
  readonly transaction: DirectoryTransaction;
  readonly notes: ToleranceNotes;
  /** Runs the step once the write is durable; it must not fail. */
  readonly afterwards: (step: () => Promise<void>) => void;
}

interface QueuedWrite {
  readonly queue: string;
  readonly notes: ToleranceNotes;
  /** Goes before other writes; where it is not said: a body that disables somebody. */
  readonly isUrgent?: boolean;
  /** Asks little of the database and may share a transaction with others. */
  readonly isSmall?: boolean;
  /** Asks what the work will ask, as far as that is known before. */
  readonly readAhead?: (transaction: DirectoryTransaction) => Promise<unknown>;
}

/** Runs one write with the customer's catalogue and rules as they are in its transaction. */
export async function writeTo<T>(
  services: TypeServices,
  request: ScimRequest,
  { queue, notes, isUrgent = disables(request.body), isSmall = false, readAhead }: QueuedWrite,
  work: (write: ResourceWrite) => Promise<T>,
): Promise<T> {
  const steps: (() => Promise<void>)[] = [];
  const afterwards: ResourceWrite['afterwards'] = (step) => steps.push(step);
  const claimEffect = request.effects?.claim(request.actor.requestId);
  const inTransaction = async (transaction: DirectoryTransaction): Promise<T> => {
    await claimEffect?.(transaction);
    const customer = await currentCustomer(transaction, request.customer);
    // A try that met another write is as if it had never been.
    steps.length = 0;
    return work({ services, request: { ...request, customer }, transaction, notes, afterwards });
  };
  const result = await services.store.write(queue, inTransaction, {
    isUrgent,
    isSmall: isSmall && claimEffect === undefined,
    ...(readAhead === undefined ? {} : { readAhead }),
  });
  await Promise.all(steps.map((step) => step()));
  return result;
}

/** Writes to one resource wait for each other. */
export function queueOf({ customer }: ScimRequest, id: string): string {
  return `${customer.id}/${id}`;
}

/** The one place that all tolerances of a request pass through: each is refused, or kept for the event. */
export interface ToleranceNotes {
  /** @throws ScimFailure where the connection's profile refuses the tolerance */
  readonly note: NoteTolerance;
  readonly replacesWhole: boolean;
  /** Those that were applied, each once; what the RFC allows anyway is none. */
  list(): readonly Tolerance[];
}

/** Writes that no client asked for are read under the default profile. */
export function toleranceNotes(
  profile: Profile = DEFAULT_PROFILE,
  onTolerance?: ScimRequest['onTolerance'],
): ToleranceNotes {
  const noted = new Set<Tolerance>();
  return {
    note: (tolerance, subject) => {
      assertTolerated(profile, tolerance, subject);
      if (isLegal(tolerance)) return;
      noted.add(tolerance);
      onTolerance?.(tolerance);
    },
    replacesWhole: profile.replacesWhole,
    list: () => [...noted],
  };
}

type EventFacts = Pick<
  DirectoryEvent,
  'resourceType' | 'resourceId' | 'version' | 'operation' | 'before' | 'after' | 'rules' | 'tolerances'
> &
  Partial<Pick<DirectoryEvent, 'membersAdded' | 'membersRemoved' | 'moved'>>;

/** The event of a write: who, when, on what; the caller says what changed. */
export function eventOf(services: Services, request: ScimRequest, facts: EventFacts): DirectoryEvent {
  return {
    id: services.newId(),
    customer: request.customer.id,
    at: services.now(),
    actor: request.actor,
    membersAdded: [],
    membersRemoved: [],
    ...facts,
  };
}

/** 404 only where the resource is known to be absent (RFC 7644 §3.12). */
export function notFound(typeName: string, id: string): DirectoryFailure {
  return new DirectoryFailure(
    'notFound',
    `${typeName} ${JSON.stringify(id.slice(0, 60))} does not exist`,
    'not-found',
  );
}
