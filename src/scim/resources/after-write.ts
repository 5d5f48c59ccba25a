// What the answer to a write reads after the write is durable. Must not know what the write was.

import { DirectoryFailure } from '../../directory/failure';
import type { TypeServices } from './services';

/**
 * The same services, but what cannot be read is left out of the answer: no client may take a change that was made for one
 * that was refused, only because its groups or members could not be shown any more.
 */
export function afterWrite(services: TypeServices): TypeServices {
  const { store } = services;
  return {
    ...services,
    store: {
      ...store,
      groupsOf: (customer, userIds) =>
        store.groupsOf(customer, userIds).catch((error: unknown) => {
          if (isOutage(error)) return new Map();
          throw error;
        }),
      emailHolders: (customer, users) =>
        store.emailHolders(customer, users).catch((error: unknown) => {
          if (isOutage(error)) return new Map();
          throw error;
        }),
      // As of a large group, whose members are not shown.
      countMembers: (customer, groupId, most) =>
        store.countMembers(customer, groupId, most).catch((error: unknown) => {
          if (isOutage(error)) return most;
          throw error;
        }),
      membersOf: (customer, groupId) => unlessAway(store.membersOf(customer, groupId)),
    },
  };
}

/** Once a part is shown, only the whole will do: then the failure breaks the answer, which tells no outcome at all. */
async function* unlessAway<T>(batches: AsyncIterable<T>): AsyncIterable<T> {
  let isNothingShown = true;
  try {
    for await (const batch of batches) {
      isNothingShown = false;
      yield batch;
    }
  } catch (error) {
    if (!(isNothingShown && isOutage(error))) throw error;
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof DirectoryFailure && (error.code === 'unavailable' || error.code === 'busy');
}
