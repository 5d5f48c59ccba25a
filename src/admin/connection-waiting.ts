// How far the setting-up of a connection is, as the wizard shows it live: nothing yet, its test, its first change. Changes nothing.

import type { SentRequest } from '../directory/connection-record';
import type { ConnectionView } from '../directory/connection-view';
import { IDP_NAMES } from '../directory/idp-kind';
import type { AnswerOf } from './contract';
import type { CONNECTIONS } from './contract/connections';
import { connectionTraffic, sightOf } from './connection-shown';
import type { AdminContext } from './context';

type Waiting = AnswerOf<(typeof CONNECTIONS)['connections.waiting']>;

const REQUESTS_MAX = 10;
/** Before it was last seen: the connections of a firm together send thousands of requests in that time, not millions. */
const WINDOW_MS = 600_000;

export async function connectionWaiting(
  { customer, stores, services }: AdminContext,
  view: ConnectionView,
): Promise<Waiting> {
  const { record } = view;
  const traffic = await connectionTraffic(stores.traffic, customer.id, services.now());
  const seen = sightOf(view, traffic, null);
  const provider = record.kind === 'other' ? 'The identity provider' : IDP_NAMES[record.kind];
  if (seen === undefined)
    return {
      stage: 'waiting',
      words: `Waiting for the first request. Paste base URL and token at the identity provider and choose its test of the connection.`,
      requests: [],
    };
  const from = new Date(Math.max(seen.at.getTime() - WINDOW_MS, record.created?.getTime() ?? 0));
  const [sent, isSynced] = await Promise.all([
    stores.connections.lastRequests(customer.id, record.name, { from, limit: REQUESTS_MAX }),
    hasChanged(stores, view),
  ]);
  return { ...stageOf(provider, sent, isSynced), requests: sent.map(requestShown) };
}

async function hasChanged({ syncLog }: AdminContext['stores'], { record }: ConnectionView): Promise<boolean> {
  const from = record.created === null ? {} : { from: record.created };
  const query = { connection: record.name, status: 'done', ...from } as const;
  return (await syncLog.page(record.customer, query, { limit: 1 })).entries.length > 0;
}

function stageOf(
  provider: string,
  [last]: readonly SentRequest[],
  isSynced: boolean,
): Pick<Waiting, 'stage' | 'words'> {
  const refused =
    last === undefined || last.status < 400
      ? ''
      : ` The last request was refused: ${last.detail ?? String(last.status)}.`;
  if (isSynced)
    return { stage: 'synced', words: `First person or group seen: ${provider} provisions.${refused}` };
  const words = `Test connection seen: ${provider} reaches the gateway.`;
  return {
    stage: 'tested',
    words:
      refused === '' ? `${words} Now assign one person, or provision one on demand.` : `${words}${refused}`,
  };
}

function requestShown({ at, url, detail, ...sent }: SentRequest): Waiting['requests'][number] {
  return {
    ...sent,
    at: at.toISOString(),
    what: whatOf(sent.method, url),
    words: outcome(sent.status, detail),
  };
}

function outcome(status: number, detail: string | null): string {
  if (status < 400) return 'done';
  return detail ?? (status >= 500 ? 'failed' : 'refused');
}

const NOUNS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  Users: ['a person', 'people'],
  Groups: ['a group', 'groups'],
};

/** In words what the request asked for. */
function whatOf(method: string, url: string): string {
  const [path = '', query] = url.split('?', 2);
  const [, type = '', id] = /\/scim\/v2\/([^/]+)(?:\/(.+))?$/.exec(path) ?? [];
  const [one, many] = NOUNS[type] ?? [];
  if (one === undefined || many === undefined)
    return type === '' ? path : method === 'GET' ? `read what the gateway can do (${type})` : type;
  if (method === 'POST') return id === undefined ? `create ${one}` : `search for ${many}`;
  if (method === 'DELETE')
    return type === 'Users' ? 'delete a person (disables the sign-in)' : `delete ${one}`;
  if (method === 'GET')
    return id === undefined
      ? `${query?.includes('filter') === true ? 'search for' : 'list'} ${many}`
      : `read ${one}`;
  return `change ${one}`;
}
