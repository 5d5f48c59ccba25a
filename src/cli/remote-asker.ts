// Lets a gateway carry operations out, over HTTP with an admin's token. Knows no command and no database.

import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { placeOf, type AnswerName, type DownloadName, type LiveName } from '../admin/place';
import { pagesBy, type Asker } from './asking';
import { chosenCustomer } from './customer';
import { brokenOff, notThatGateway, refusalOf, unreachable } from './remote-failure';

export interface Remote {
  /** Of the gateway, without `/admin` and without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly stopping: AbortSignal;
}

/** @param wanted the customer that was named; undefined: the only one that the token opens */
export function remoteAsker(remote: Remote, wanted: string | undefined): Asker {
  let chosen: Promise<string> | undefined;
  // Looked up once, and only where something is asked.
  const place = async (name: Parameters<typeof placeOf>[1], input: object): Promise<Asked> =>
    placeOf(await (chosen ??= customerOf(remote, wanted)), name, input);
  const ask = async (name: AnswerName, input: object): Promise<unknown> => {
    const answer = await send(remote, await place(name, input), 'application/json');
    return answer.json();
  };
  async function* download(name: DownloadName, input: object): AsyncGenerator {
    const asked = await place(name, { ...input, format: 'ndjson' });
    const answer = await send(remote, asked, 'application/x-ndjson');
    for await (const line of linesOf(remote, answer)) if (line !== '') yield JSON.parse(line);
  }
  /** Of server-sent events those that have data, which the gateway writes in one line (WHATWG HTML §9.2). */
  async function* follow(name: LiveName, input: object): AsyncGenerator {
    try {
      const answer = await send(remote, await place(name, input), 'text/event-stream');
      for await (const line of linesOf(remote, answer))
        if (line.startsWith('data:')) yield JSON.parse(line.slice('data:'.length));
    } catch (error) {
      // To be stopped is how it ends.
      if (!remote.stopping.aborted) throw error;
    }
  }
  return {
    ask: ask as unknown as Asker['ask'],
    rows: pagesBy(ask as unknown as Asker['ask']),
    download: download as unknown as Asker['download'],
    follow: follow as unknown as Asker['follow'],
  };
}

interface Asked {
  readonly method: string;
  /** From the root of the gateway. */
  readonly path: string;
  readonly body: object | undefined;
}

interface RemoteCustomer {
  readonly id: string;
}

async function customerOf(remote: Remote, wanted: string | undefined): Promise<string> {
  const asked = { method: 'GET', path: '/admin/session', body: undefined };
  const answer = await send(remote, asked, 'application/json');
  const session = (await answer.json().catch(() => undefined)) as
    { readonly customers?: readonly RemoteCustomer[] } | undefined;
  // An older one knows of sessions of browsers alone, and tells of none.
  if (session?.customers === undefined || session.customers.length === 0) throw notThatGateway(remote.url);
  return chosenCustomer(session.customers, wanted).id;
}

/** @throws CommandFailure in the gateway's words, or that it cannot be reached */
async function send(remote: Remote, { method, path, body }: Asked, accept: string): Promise<Response> {
  const { url, token, stopping } = remote;
  const answer = await fetch(url + path, {
    method,
    // A token must not travel on to wherever somebody points.
    redirect: 'error',
    signal: stopping,
    headers: {
      Authorization: `Bearer ${token}`,
      Accept: accept,
      'User-Agent': 'imanage-scim',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    if (stopping.aborted) throw error;
    throw unreachable(url, error);
  });
  if (!answer.ok) throw await refusalOf(url, answer);
  if (answer.headers.get('Content-Type')?.startsWith(accept) === true) return answer;
  throw notThatGateway(url);
}

/** @throws CommandFailure where the answer ends before it is whole */
async function* linesOf({ stopping }: Remote, { body }: Response): AsyncGenerator<string> {
  if (body === null) return;
  try {
    yield* createInterface({ input: Readable.fromWeb(body), crlfDelay: Infinity });
  } catch (error) {
    if (stopping.aborted) throw error;
    throw brokenOff(error);
  }
}
