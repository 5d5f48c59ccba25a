// Owns what every answer must be before, during and after an outage of the database, and how soon. Asks nothing.
import type { Write } from '../crash/ledger';
import type { Answered } from './probes';

/** All times by `performance.now()`. */
export interface Outage {
  readonly awayAt: number;
  /** When its return began. */
  readonly returnsAt: number;
  /** When the database took writes again. */
  readonly backAt: number;
  /** Within it an outage that nobody tells must be noticed: at once where connections break, else by missing answers. */
  readonly noticedMsMax: number;
}

export interface Figures {
  /** From the end of the database to the first /readyz that says so. */
  readonly unreadyMs: number;
  /** From the return of the database to the last answer that was not as it should be. */
  readonly recoveredMs: number;
  readonly slowestMs: number;
  readonly during: number;
}

const BACK_MS_MAX = 5_000;
/** Identity providers give up after 30 s and more. */
const ANSWER_MS_MAX = 20_000;
const LIVE_MS_MAX = 1_000;
/** Names and addresses of machines, and words that only a driver says. */
const INDISCREET = /127\.0\.0\.1|localhost|mongo|:\d{4,5}|ECONN|EPIPE|replica|primary|server selection/i;

export function figuresOf(
  answers: readonly Answered[],
  writes: readonly Write[],
  { awayAt, backAt }: Outage,
): Figures {
  const unready = answers.find(
    ({ question, status, answeredAt }) =>
      question.kind === 'readyz' && status === 503 && answeredAt >= awayAt,
  );
  const lateAnswers = answers
    .filter(({ question, status }) => status !== question.healthy)
    .map(({ answeredAt }) => answeredAt);
  const lateWrites = writes.filter(({ outcome }) => outcome !== 'done').map(({ answeredAt }) => answeredAt);
  return {
    unreadyMs: Math.round((unready?.answeredAt ?? Infinity) - awayAt),
    recoveredMs: Math.max(0, Math.round(Math.max(...lateAnswers, ...lateWrites, backAt) - backAt)),
    slowestMs: Math.round(Math.max(0, ...answers.map(({ sentAt, answeredAt }) => answeredAt - sentAt))),
    during: answers.filter(({ sentAt, answeredAt }) => sentAt >= awayAt && answeredAt <= backAt).length,
  };
}

/** What was wrong, one sentence each; empty where all answers were as they must be. */
export function outageFaults(
  answers: readonly Answered[],
  writes: readonly Write[],
  outage: Outage,
): readonly string[] {
  const { unreadyMs, recoveredMs, slowestMs, during } = figuresOf(answers, writes, outage);
  return [
    ...(during === 0 ? ['nothing was asked while the database was away'] : []),
    ...(unreadyMs <= outage.noticedMsMax ? [] : [`/readyz was 503 only after ${unreadyMs} ms`]),
    ...(recoveredMs <= BACK_MS_MAX ? [] : [`full service only ${recoveredMs} ms after the return`]),
    ...(slowestMs <= ANSWER_MS_MAX ? [] : [`a request took ${slowestMs} ms`]),
    ...new Set(answers.flatMap((answer) => answerFaults(answer, outage))),
  ];
}

function answerFaults(answered: Answered, outage: Outage): readonly string[] {
  const { question, status, sentAt, answeredAt, text } = answered;
  const name = `${question.name}, ${Math.round(sentAt - outage.awayAt)} ms after the end: ${status}`;
  if (question.kind === 'livez') {
    return status === 200 && answeredAt - sentAt <= LIVE_MS_MAX ? [] : [`${name}, not 200 at once`];
  }
  const isNoticed = sentAt >= outage.awayAt + outage.noticedMsMax && answeredAt < outage.returnsAt;
  if (isNoticed && status !== 503) return [`${name} while the database was away`];
  if (status === question.healthy && status !== 503) return [];
  if (status !== 503) return [`${name} instead of ${question.healthy} or 503`];
  if (answeredAt < outage.awayAt) return [`${name} before anything was wrong`];
  return [
    ...(/^[1-9]\d*$/.test(answered.retryAfter ?? '')
      ? []
      : [`${name} with Retry-After ${String(answered.retryAfter)}`]),
    ...(question.kind !== 'scim' || isScimError(answered) ? [] : [`${name} is no SCIM error: ${text}`]),
    ...(INDISCREET.test(text) ? [`${name} tells too much: ${text}`] : []),
  ];
}

function isScimError({ contentType, text }: Answered): boolean {
  if (contentType?.startsWith('application/scim+json') !== true) return false;
  const body = JSON.parse(text) as { readonly schemas?: readonly string[]; readonly status?: unknown };
  return body.status === '503' && body.schemas?.[0] === 'urn:ietf:params:scim:api:messages:2.0:Error';
}
