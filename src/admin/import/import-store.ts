// The directory as an import may write to it: it creates, it brings nothing deleted back, and for a preview it keeps nothing.

import { DirectoryFailure } from '../../directory/failure';
import type { DirectoryStore, DirectoryTransaction } from '../../directory/ports';

/** A preview does all the work and then gives its transaction up, so that every rule speaks as it will when it counts. */
export function importStore(store: DirectoryStore, isPreview: boolean): DirectoryStore {
  const creating: DirectoryStore['write'] = (queue, work) =>
    store.write(queue, (transaction) => work(creatingOnly(transaction)));
  return { ...store, write: isPreview ? givenUp(creating) : creating };
}

/** What a preview found out, on its way out of a transaction that must not be kept. */
class GivenUp<T> extends Error {
  constructor(readonly result: T) {
    super('a preview keeps nothing');
  }
}

function givenUp(write: DirectoryStore['write']): DirectoryStore['write'] {
  return async <T>(queue: string, work: (transaction: DirectoryTransaction) => Promise<T>) => {
    try {
      return await write<T>(queue, async (transaction) => {
        throw new GivenUp(await work(transaction));
      });
    } catch (error) {
      if (error instanceof GivenUp) return error.result as T;
      throw error;
    }
  };
}

function creatingOnly(transaction: DirectoryTransaction): DirectoryTransaction {
  return {
    ...transaction,
    // Whoever has the User ID: a list of what is in iManage is wrong there, and no other one will do.
    async userWithUserId(customer, userId) {
      const holder = await transaction.userWithUserId(customer, userId);
      if (holder !== undefined) throw userIdTaken(holder.userId ?? userId, holder.deletedAt);
      return undefined;
    },
    replaceUser(before, after, form) {
      if (before.deletedAt !== null) throw wasDeleted('person', before.deletedAt);
      return transaction.replaceUser(before, after, form);
    },
    replaceGroup(before, after, form) {
      if (before.deletedAt !== null) throw wasDeleted('group', before.deletedAt);
      return transaction.replaceGroup(before, after, form);
    },
  };
}

function userIdTaken(userId: string, deletedAt: Date | null): DirectoryFailure {
  const since = deletedAt === null ? '' : `, who was deleted on ${deletedAt.toISOString().slice(0, 10)}`;
  return new DirectoryFailure(
    'uniqueness',
    `userId: "${userId}" is or was the User ID of another person${since}; it can never be given to anybody else`,
  );
}

function wasDeleted(what: string, deletedAt: Date): DirectoryFailure {
  return new DirectoryFailure(
    'uniqueness',
    `this ${what} was deleted on ${deletedAt.toISOString().slice(0, 10)}; an import brings nothing deleted back, ` +
      'the identity provider does, by creating it again',
  );
}
