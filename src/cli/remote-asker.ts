// Lets a gateway carry operations out, over HTTP with an admin's token. Knows no command and no database.

import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { placeOf, type AnswerName, type DownloadName } from '../admin/place';
import { pagesBy, type Asker } from './asking';
import { CommandFailure } from './failure';

interface Remote {
  /** Of the gateway, without `/admin` and without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly stopping: AbortSignal;
}

interface RemoteCustomer {
  readonly id: string;
  readonly name: string;
}

export function remoteAsker(remote: Remote, customer: string): Asker {
  const ask = async (name: AnswerName, input: object): Promise<unknown> => {
    const { method, path, body } = placeOf(customer, name, input);
    const answer = await send(remote, path, { method, body });
    return answer.status === 204 ? undefined : answer.json();
  };
  async function* download(name: DownloadName, input: object): AsyncGenerator {
    const { method, path } = placeOf(customer, name, { ...input, format: 'ndjson' });
    const { body } = await send(remote, path, { method, body: undefined });
    if (body === null) return;
    const lines = createInterface({ input: Readable.fromWeb(body), crlfDelay: Infinity });
    for await (const line of lines) if (line !== '') yield JSON.parse(line);
  }
  return {
    ask: ask as unknown as Asker['ask'],
    rows: pagesBy(ask as unknown as Asker['ask']),
    download: download as unknown as Asker['download'],
  };
}

/** The customers that the token opens. */
export async function remoteCustomers(remote: Remote): Promise<readonly RemoteCustomer[]> {
  const answer = await send(remote, '/admin/session', { method: 'GET', body: undefined });
  const { customers } = (await answer.json()) as { readonly customers: readonly RemoteCustomer[] };
  if (customers.length > 0) return customers;
  throw new CommandFailure(
    '--token: the gateway does not know this token; it takes the admin token, ADMIN_TOKEN',
  );
}

/** @throws CommandFailure in the gateway's words, or that it cannot be reached */
async function send(
  { url, token, stopping }: Remote,
  path: string,
  { method, body }: { readonly method: string; readonly body: object | undefined },
): Promise<Response> {
  const answer = await fetch(url + path, {
    method,
    // A token must not travel on to wherever somebody points.
    redirect: 'error',
    signal: stopping,
    headers: {
      Authorization: `Bearer ${token}`,
      Accept: 'application/json',
      'User-Agent': 'imanage-scim',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    if (stopping.aborted) throw error;
    throw new CommandFailure(`no gateway answers at ${url}; check --url, and that it runs`, { cause: error });
  });
  if (answer.ok) return answer;
  const told = (await answer.json().catch(() => undefined)) as
    { readonly error?: { readonly detail?: string } } | undefined;
  throw new CommandFailure(told?.error?.detail ?? `the gateway answered ${answer.status}`);
}
