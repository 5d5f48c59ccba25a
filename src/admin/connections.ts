// Changes of a connection: one transaction with its event, so that every process knows and the sync log tells. Must not know what is changed.

import { randomBytes, createHash } from 'node:crypto';
import { connectionFacts, type ConnectionRecord } from '../directory/connection-record';
import { isTokenText, tokenEnding, tokenText } from '../directory/connection-token';
import type { NewToken } from '../directory/connection-change';
import { connectionViews, type ConnectionView } from '../directory/connection-view';
import { difference } from '../directory/event';
import { DirectoryFailure } from '../directory/failure';
import type { AdminContext } from './context';
import { AdminFailure } from './failure';

const RANDOM_BYTES = 32;

/** The text is told once, in the answer of whoever asked for the token, and kept nowhere. */
export interface MadeToken extends NewToken {
  readonly text: string;
}

export function makeToken(newId: () => string, expires: Date | null): MadeToken {
  const text = tokenText(randomBytes(RANDOM_BYTES));
  if (!isTokenText(text)) throw new Error('a token was made that nobody would take for one');
  const digest = createHash('sha256').update(text).digest('hex');
  return { id: newId(), text, digest, ending: tokenEnding(text), expires };
}

interface Decision {
  /** Undefined: it is new. */
  readonly before: ConnectionRecord | undefined;
  readonly after: ConnectionRecord;
}

/**
 * @param decide answers the record as it was where nothing is to change
 * @throws AdminFailure `conflict` for what the connection as it is does not allow; DirectoryFailure
 */
async function change(
  { customer, services, stores, actor }: AdminContext,
  decide: (views: readonly ConnectionView[]) => Decision,
): Promise<ConnectionRecord> {
  const configured = stores.connections.configured(customer.id);
  return services.store.write(`${customer.id}/connections`, async (transaction) => {
    const views = connectionViews(configured, await transaction.connections(customer.id));
    const { before, after } = asConflict(() => decide(views));
    if (after === before) return after;
    const told = difference(before === undefined ? {} : connectionFacts(before), connectionFacts(after));
    if (before !== undefined && Object.keys({ ...told.before, ...told.after }).length === 0) return before;
    await transaction.keepConnection(before ?? { ...after, version: 0 }, after);
    await transaction.record({
      id: services.newId(),
      customer: customer.id,
      at: services.now(),
      actor,
      resourceType: 'Connection',
      resourceId: after.id,
      version: after.version,
      operation: 'configure',
      ...told,
      membersAdded: [],
      membersRemoved: [],
      rules: [],
      tolerances: [],
    });
    return after;
  });
}

export function addConnection(
  context: AdminContext,
  decide: (others: readonly ConnectionView[]) => ConnectionRecord,
): Promise<ConnectionRecord> {
  return change(context, (views) => ({ before: undefined, after: decide(views) }));
}

/** @throws AdminFailure `notFound` */
export function changeConnection(
  context: AdminContext,
  id: string,
  decide: (view: ConnectionView, all: readonly ConnectionView[]) => ConnectionRecord,
): Promise<ConnectionRecord> {
  return change(context, (views) => {
    const view = connectionNamed(views, id);
    return { before: view.record, after: decide(view, views) };
  });
}

/** By id. @throws AdminFailure `notFound`, for one that was removed too */
export function connectionNamed(views: readonly ConnectionView[], id: string): ConnectionView {
  const view = views.find(({ record }) => record.id === id && record.removed === null);
  if (view !== undefined) return view;
  throw new AdminFailure(
    'notFound',
    'There is no such connection, or it was removed; look at the list again.',
  );
}

/** The role would do; the connection as it is does not. */
function asConflict<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DirectoryFailure && error.code === 'forbidden')
      throw new AdminFailure('conflict', error.message);
    throw error;
  }
}
