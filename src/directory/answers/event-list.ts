// The sync log for admins: events newest first, each with who did it, to whom, and what in words. Pure.

import type { DirectoryEvent } from '../event';
import type { DirectoryHistory, EventQuery } from '../history';
import { eventWords, idsNamed } from './event-words';

export interface EventRow {
  readonly event: DirectoryEvent;
  /** `User ada`, `Group Tax`, `Customer firm`. */
  readonly on: string;
  readonly words: readonly string[];
}

export async function* eventList(
  history: Pick<DirectoryHistory, 'latestEvents' | 'names'>,
  customer: string,
  query: EventQuery,
): AsyncGenerator<EventRow> {
  for await (const batch of history.latestEvents(customer, query)) {
    const names = await history.names(customer, [...new Set(batch.flatMap(idsNamed))]);
    for (const event of batch) {
      const name = names.get(event.resourceId) ?? event.resourceId;
      yield { event, on: `${event.resourceType} ${name}`, words: eventWords(event, (id) => names.get(id)) };
    }
  }
}
