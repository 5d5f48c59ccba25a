// The operations of the sync log: finds, shows, follows and exports its rows.

import type { LogPosition } from '../../directory/sync-log';
import type { AdminContext } from '../context';
import type { InputOf } from '../contract';
import type { LOG } from '../contract/log';
import { AdminFailure } from '../failure';
import { choicesOf } from '../log/choices';
import { cursorOf, positionAt } from '../log/cursor';
import { queryOf } from '../log/filters';
import { rowsOf, type LogRow } from '../log/rows';
import { exchangeShown, shownEntry } from '../log/shown';
import { newEntries } from '../log/tail';
import type { Operations } from '../operation';

const EXPORT_PAGE = 500;

export const logOperations: Operations<typeof LOG> = {
  async 'log.list'({ stores: { syncLog }, customer }, { limit, cursor, ...filters }) {
    const after = cursor === undefined ? {} : { after: positionAt(cursor) };
    const page = await syncLog.page(customer.id, queryOf(filters), { limit, ...after });
    return {
      rows: await rowsOf(syncLog, customer.id, page.entries),
      next: page.next === null ? null : cursorOf(page.next),
      searchedTo: page.searchedTo?.toISOString() ?? null,
    };
  },

  async 'log.choices'({ stores: { syncLog, traffic }, customer }) {
    const [facets, sights] = await Promise.all([
      syncLog.facets(customer.id),
      traffic.lastSights(customer.id),
    ]);
    return choicesOf(
      facets,
      sights.map(({ connection }) => connection),
    );
  },

  async *'log.tail'(context, { after, ...filters }) {
    const { stores, customer, services, stopping } = context;
    const { syncLog } = stores;
    const query = queryOf(filters);
    const position = after === undefined ? undefined : await standing(context, after);
    const asked = { syncLog, customer: customer.id, query, after: position, now: services.now, stopping };
    for await (const entries of newEntries(asked)) yield* await rowsOf(syncLog, customer.id, entries);
  },

  'log.export': (context, filters) => exported(context, filters),

  async 'log.request'({ stores: { syncLog }, customer }, { request }) {
    const [exchanges, entries] = await Promise.all([
      syncLog.exchanges(customer.id, request),
      syncLog.ofRequest(customer.id, request),
    ]);
    if (exchanges.length === 0 && entries.length === 0)
      throw new AdminFailure(
        'notFound',
        `nothing is known of request ${JSON.stringify(request)}; lines of requests are kept for some weeks only`,
      );
    return { exchanges: exchanges.map(exchangeShown), rows: await rowsOf(syncLog, customer.id, entries) };
  },

  async 'log.show'(context, { id }) {
    const entry = await context.stores.syncLog.entry(context.customer.id, id);
    if (entry === undefined) throw noRow(id);
    return shownEntry(context, entry);
  },
};

async function standing({ stores, customer }: AdminContext, id: string): Promise<LogPosition> {
  const entry = await stores.syncLog.entry(customer.id, id);
  if (entry === undefined) throw noRow(id);
  return { at: entry.at, id: entry.id };
}

function noRow(id: string): AdminFailure {
  return new AdminFailure(
    'notFound',
    `there is no row ${JSON.stringify(id)} in the sync log; refused requests are kept for some weeks only`,
  );
}

type ExportRow = Record<
  'at' | 'type' | 'name' | 'userId' | 'action' | 'connection' | 'client' | 'status',
  string
> &
  Record<'sentence' | 'refusedBy' | 'troubleshooting' | 'requestId' | 'id', string> &
  Record<'changed' | 'rules' | 'tolerances', string[]>;

/** Page by page, so that a log of any size is never held whole. */
async function* exported(
  { stores: { syncLog }, customer, stopping }: AdminContext,
  filters: InputOf<(typeof LOG)['log.export']>,
): AsyncGenerator<ExportRow> {
  const query = queryOf(filters);
  let after: LogPosition | undefined;
  do {
    const page = await syncLog.page(customer.id, query, {
      limit: EXPORT_PAGE,
      ...(after === undefined ? {} : { after }),
    });
    for (const row of await rowsOf(syncLog, customer.id, page.entries)) yield exportRow(row);
    after = page.next ?? undefined;
  } while (after !== undefined && !stopping.aborted);
}

function exportRow({ who, connection, refusedBy, httpStatus: _status, ...row }: LogRow): ExportRow {
  return {
    at: row.at,
    type: who?.type ?? '',
    name: who?.name ?? '',
    userId: who?.userId ?? '',
    action: row.action,
    connection: connection ?? '',
    client: row.client,
    status: row.status,
    sentence: row.sentence,
    changed: row.changed,
    rules: row.rules,
    tolerances: row.tolerances,
    refusedBy: refusedBy ?? '',
    troubleshooting: row.troubleshooting,
    requestId: row.requestId,
    id: row.id,
  };
}
