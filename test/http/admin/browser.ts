// What a browser keeps and sends, as far as a test of the console's sign-in needs it: cookies, the CSRF token, no redirects by itself.

import type { SessionAnswer } from '../../../src/admin/contract/session';

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Not longer than until the head of the answer is there, where its body would not end. */
  readonly head?: boolean;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; its error where it is a refusal. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly problem: string | undefined;
}

export interface TestBrowser {
  readonly cookies: Map<string, string>;
  /** As a page of the console sends it: with its cookies, and with its CSRF token where it changes something. */
  send(path: string, sent?: Sent): Promise<Answered>;
  /** By the admin token. */
  signIn(token: string): Promise<Answered>;
  session(): Promise<SessionAnswer>;
  /** At the identity provider, as whoever it lets in now; the answer is that of the way back. */
  signInAtProvider(query?: string): Promise<Answered>;
}

export function testBrowser(rootUrl: string): TestBrowser {
  const cookies = new Map<string, string>();
  let csrf = '';
  const open = async (
    url: string,
    { method = 'GET', headers = {}, body, head = false }: Sent = {},
  ): Promise<Answered> => {
    const isOurs = url.startsWith(rootUrl);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const isChange = method !== 'GET' && method !== 'HEAD';
    const answer = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...(isOurs && cookie !== '' ? { Cookie: cookie } : {}),
        ...(isChange ? { Origin: rootUrl, 'Sec-Fetch-Site': 'same-origin', 'X-CSRF-Token': csrf } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (isOurs) for (const line of answer.headers.getSetCookie()) keep(line);
    if (head && answer.ok) {
      await answer.body?.cancel();
      return { status: answer.status, headers: answer.headers, text: '', body: {}, problem: undefined };
    }
    return answered(answer);
  };
  const keep = (line: string): void => {
    const [pair = ''] = line.split(';');
    const [name = '', value = ''] = pair.split('=');
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  };
  const browser: TestBrowser = {
    cookies,
    send: (path, sent) => open(`${rootUrl}${path}`, sent),
    async signIn(token) {
      const answer = await browser.send('/admin/session', { method: 'POST', body: { token } });
      csrf = String(answer.body['csrf']);
      return answer;
    },
    async session() {
      const { body } = await browser.send('/admin/session');
      return body as unknown as SessionAnswer;
    },
    async signInAtProvider(query = '') {
      const begun = await browser.send(`/admin/session/oidc${query}`);
      const page = await open(begun.headers.get('location') ?? '');
      const back = /href="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const answer = await open(back);
      csrf = (await browser.session()).csrf ?? '';
      return answer;
    },
  };
  return browser;
}

async function answered(answer: Response): Promise<Answered> {
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  const body = (isJson && text !== '' ? JSON.parse(text) : {}) as Record<string, unknown>;
  const error = body['error'] as { readonly problem: string } | undefined;
  return { status: answer.status, headers: answer.headers, text, body, problem: error?.problem };
}
