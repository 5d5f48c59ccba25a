// Which writes on groups wait for each other in this process: a courtesy to the database, not what keeps the groups right.

import type { Customer } from '../../directory/customer';
import type { MassChange } from '../../directory/member-list';
import type { MemberOperation } from '../patch/operation';
import { massChangeOf, MassNeeded, withValues, writeInMass, type MassStep } from './mass-members';
import { queueOf, writeTo, type ResourceWrite, type ToleranceNotes, type TypeServices } from './services';
import type { ScimRequest } from '../request';

interface QueuedWrite {
  /** The group's id, or what is unique of a new one. */
  readonly key: string;
  readonly notes: ToleranceNotes;
}

interface MembersWrite extends QueuedWrite {
  readonly operations: readonly MemberOperation[];
}

/** What a write is to do with the members of its group. */
interface MembersAsked {
  readonly operations: readonly MemberOperation[];
  readonly mass: MassStep | undefined;
}

export interface GroupQueue {
  /** Members in mass are made ready before the transaction; how, is the work's to be told. */
  writeMembers<T>(
    request: ScimRequest,
    asked: MembersWrite,
    work: (write: ResourceWrite, asked: MembersAsked) => Promise<T>,
  ): Promise<T>;
}

/**
 * Writes to one group wait for each other. Where groups are flattened, all of a customer's do: many may be nested in one,
 * and then each changes that one, too. Measured with 64 such groups changed at once: 51 were told to come again after
 * trying for 10 s.
 */
export function createGroupQueue(services: TypeServices): GroupQueue {
  // The rule as the last write of the customer found it; it may have been changed since the start.
  const flattened = new Map<string, boolean>();
  const isFlattened = ({ id, rules }: Customer): boolean =>
    flattened.get(id) ?? rules.nestedGroups === 'flatten';
  function write<T>(
    request: ScimRequest,
    { key, notes }: QueuedWrite,
    work: (write: ResourceWrite) => Promise<T>,
  ): Promise<T> {
    const queue = isFlattened(request.customer) ? `${request.customer.id}/groups` : queueOf(request, key);
    return writeTo(services, request, { queue, notes }, (started) => {
      const { id, rules } = started.request.customer;
      flattened.set(id, rules.nestedGroups === 'flatten');
      return work(started);
    });
  }
  return {
    async writeMembers(request, { key, notes, operations }, work) {
      const inMass = (change: MassChange): ReturnType<typeof work> => {
        const run = (mass: MassStep): ReturnType<typeof work> => {
          const asked = mass.kind === 'whole' ? operations.map(withValues) : operations;
          return write(request, { key: `${key}/mass`, notes }, (started) =>
            work(started, { operations: asked, mass }),
          );
        };
        const customer = request.customer.id;
        return writeInMass({ store: services.store, customer, queue: queueOf(request, key), change, run });
      };
      const change = massChangeOf(operations);
      if (change !== undefined) return inMass(change);
      const asked = { operations: operations.map(withValues), mass: undefined };
      try {
        return await write(request, { key, notes }, (started) => work(started, asked));
      } catch (error) {
        if (error instanceof MassNeeded) return inMass(error.change);
        throw error;
      }
    },
  };
}
