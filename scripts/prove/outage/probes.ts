// Owns asking a gateway every kind of question over and over and noting every answer with its time. Judges no answer.
import { setTimeout as sleep } from 'node:timers/promises';

type Kind = 'scim' | 'readyz' | 'livez';

export interface Question {
  readonly name: string;
  readonly kind: Kind;
  readonly method: string;
  /** Below the server's root. */
  readonly path: string;
  readonly token?: string;
  readonly body?: object;
  /** What it answers when all is well. */
  readonly healthy: number;
}

export interface Answered {
  readonly question: Question;
  /** By `performance.now()`. */
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly status: number;
  readonly retryAfter: string | null;
  readonly contentType: string | null;
  readonly text: string;
}

export interface Probes {
  readonly answers: readonly Answered[];
  /** Questions that got no answer at all. */
  readonly broken: readonly string[];
  stop(): Promise<void>;
}

const PAUSE_MS = 25;
const ANSWER_MS_MAX = 60_000;

export function questionsFor(token: string): readonly Question[] {
  const wrong = 'a-token-that-nobody-has-0123456789abcdef';
  const scim = '/scim/v2';
  const search = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
    filter: 'userName eq "nobody"',
  };
  const ask = (
    name: string,
    method: string,
    path: string,
    rest: { readonly token?: string; readonly healthy: number; readonly body?: object },
  ): Question => ({ name, kind: 'scim', method, path: scim + path, token, ...rest });
  return [
    ask('list', 'GET', '/Users?count=1', { healthy: 200 }),
    ask('filter', 'GET', '/Users?filter=userName%20eq%20%22nobody%22', { healthy: 200 }),
    ask('unknown user', 'GET', '/Users/00000000-0000-7000-8000-000000000000', { healthy: 404 }),
    ask('unknown group', 'DELETE', '/Groups/00000000-0000-7000-8000-000000000000', { healthy: 404 }),
    ask('search', 'POST', '/Users/.search', { healthy: 200, body: search }),
    ask('schemas', 'GET', '/Schemas', { healthy: 200 }),
    ask('unknown path', 'GET', '/Nothing', { healthy: 404 }),
    ask('wrong method', 'DELETE', '/Users', { healthy: 405 }),
    ask('wrong token', 'GET', '/Users', { healthy: 401, token: wrong }),
    ask('wrong token, write', 'POST', '/Users', { healthy: 401, token: wrong, body: {} }),
    { name: 'readyz', kind: 'readyz', method: 'GET', path: '/readyz', healthy: 200 },
    { name: 'livez', kind: 'livez', method: 'GET', path: '/livez', healthy: 200 },
  ];
}

/** Each question is asked again as soon as it is answered, but for a short pause. */
export function startProbes(rootUrl: string, questions: readonly Question[]): Probes {
  const answers: Answered[] = [];
  const broken: string[] = [];
  const isOn = { now: true };
  const asking = questions.map(async (question) => {
    while (isOn.now) {
      await askOnce(rootUrl, question).then(
        (answered) => answers.push(answered),
        (error: unknown) => broken.push(`${question.name}: ${(error as Error).message}`),
      );
      await sleep(PAUSE_MS);
    }
  });
  return {
    answers,
    broken,
    async stop() {
      isOn.now = false;
      await Promise.all(asking);
    },
  };
}

async function askOnce(rootUrl: string, question: Question): Promise<Answered> {
  const { method, path, token, body } = question;
  const sentAt = performance.now();
  const answer = await fetch(rootUrl + path, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  });
  const text = await answer.text();
  const { status, headers } = answer;
  return {
    question,
    sentAt,
    answeredAt: performance.now(),
    status,
    retryAfter: headers.get('retry-after'),
    contentType: headers.get('content-type'),
    text,
  };
}
