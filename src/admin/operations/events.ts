// The operation that writes changes as a file. Must not know how their words are made.

import { eventList } from '../../directory/answers/event-list';
import { boundOf } from '../../directory/answers/moment';
import type { EventQuery } from '../../directory/history';
import type { InputOf, RowOf } from '../contract';
import type { EVENTS } from '../contract/events';
import type { AdminContext } from '../context';
import type { Operations } from '../operation';

type Wanted = InputOf<(typeof EVENTS)['events.export']>;
type Row = RowOf<(typeof EVENTS)['events.export']>;

export const eventOperations: Operations<typeof EVENTS> = {
  'events.export': (context, wanted) => exported(context, wanted),
};

async function* exported({ stores, customer, stopping }: AdminContext, wanted: Wanted): AsyncGenerator<Row> {
  for await (const { event, on, words } of eventList(stores.history, customer.id, queryOf(wanted))) {
    if (stopping.aborted) return;
    const { at, actor, operation, rules, resourceId } = event;
    yield {
      at: at.toISOString(),
      connection: actor.connection,
      client: actor.client,
      operation,
      on,
      what: [...words],
      rules: [...rules],
      requestId: actor.requestId,
      id: resourceId,
    };
  }
}

/** @throws DirectoryFailure `invalidValue` where a date is none */
function queryOf({ request, from, to, ...others }: Wanted): EventQuery {
  return {
    ...others,
    ...(request === undefined ? {} : { requestId: request }),
    ...(from === undefined ? {} : { from: boundOf('from', from, 'from') }),
    ...(to === undefined ? {} : { to: boundOf('to', to, 'to') }),
  };
}
