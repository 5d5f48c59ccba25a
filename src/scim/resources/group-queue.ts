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
  /** Absent: the group is new. */
  readonly id?: string;
}

/** Members that one request may name and still share a transaction with others. */
const FEW_MEMBERS = 100;

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
    { key, notes, ...shared }: QueuedWrite & SharedWrite,
    work: (write: ResourceWrite) => Promise<T>,
  ): Promise<T> {
    const isOfMany = isFlattened(request.customer);
    const queue = isOfMany ? `${request.customer.id}/groups` : queueOf(request, key);
    const sharing = isOfMany ? {} : shared;
    return writeTo(services, request, { queue, notes, ...sharing }, (started) => {
      const { id, rules } = started.request.customer;
      flattened.set(id, rules.nestedGroups === 'flatten');
      return work(started);
    });
  }
  return {
    async writeMembers(request, { key, notes, operations, id }, work) {
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
        const shared = sharedWrite(request, id, asked.operations);
        return await write(request, { key, notes, ...shared }, (started) => work(started, asked));
      } catch (error) {
        if (error instanceof MassNeeded) return inMass(error.change);
        throw error;
      }
    },
  };
}

type SharedWrite = Pick<Parameters<typeof writeTo>[2], 'isSmall' | 'readAhead'>;

/** Few people who join or leave are a small write, and who they are can be asked ahead: most of what connectors send. */
function sharedWrite(
  { customer }: ScimRequest,
  id: string | undefined,
  operations: readonly MemberOperation[],
): SharedWrite {
  const named = operations.map((one) => (one.kind === 'add' || one.kind === 'remove' ? one.ids : undefined));
  const ids = named.every((list) => list !== undefined) ? named.flat() : undefined;
  if (ids === undefined || ids.length > FEW_MEMBERS) return {};
  if (id === undefined) return { isSmall: true };
  return {
    isSmall: true,
    readAhead: async (transaction) => {
      const [group] = await Promise.all([
        transaction.liveGroup(customer.id, id),
        transaction.liveUsers(customer.id, ids),
      ]);
      if (group !== undefined) await transaction.memberIds(customer.id, id, { among: ids });
    },
  };
}
