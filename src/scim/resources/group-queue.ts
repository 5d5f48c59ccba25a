// Which writes on groups wait for each other in this process: a courtesy to the database, not what keeps the groups right.

import type { Customer } from '../../directory/customer';
import { queueOf, writeTo, type ResourceWrite, type ToleranceNotes, type TypeServices } from './services';
import type { ScimRequest } from '../request';

interface QueuedWrite {
  /** The group's id, or what is unique of a new one. */
  readonly key: string;
  readonly notes: ToleranceNotes;
}

export interface GroupQueue {
  write<T>(request: ScimRequest, queued: QueuedWrite, work: (write: ResourceWrite) => Promise<T>): Promise<T>;
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
  return {
    write(request, { key, notes }, work) {
      const queue = isFlattened(request.customer) ? `${request.customer.id}/groups` : queueOf(request, key);
      return writeTo(services, request, { queue, notes }, (write) => {
        const { id, rules } = write.request.customer;
        flattened.set(id, rules.nestedGroups === 'flatten');
        return work(write);
      });
    },
  };
}
