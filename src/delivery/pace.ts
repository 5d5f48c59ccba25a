// How fast the workers go, in one place; tests go faster. Knows no worker.

export interface Pace {
  /** How often a worker looks for what is new. */
  readonly lookEveryMs: number;
  /** How long a gateway keeps a piece of work without a sign of life; then another one takes over. */
  readonly leaseMs: number;
  /** The first wait after a failure; it doubles with each further one. */
  readonly retryFirstMs: number;
  readonly retryMaxMs: number;
  /** How long a receiver may take for one token. */
  readonly pushTimeoutMs: number;
  /** How long a poll without tokens is held open: under the 60 s of common load balancers. */
  readonly longPollMs: number;
  /** How often it is looked whether something calls for an alert: refused disables are to be told within a minute. */
  readonly watchEveryMs: number;
  /** The same of what is counted through, such as incomplete people. */
  readonly countEveryMs: number;
  /** How often what writes count as they go is counted through. */
  readonly recountEveryMs: number;
  /** How long a notice may fail before an alert says so. */
  readonly noticeFailingMs: number;
  /** How long a notice is tried at all. */
  readonly noticeGiveUpMs: number;
}

export const PACE: Pace = {
  lookEveryMs: 500,
  leaseMs: 20_000,
  retryFirstMs: 1_000,
  retryMaxMs: 5 * 60_000,
  pushTimeoutMs: 10_000,
  longPollMs: 20_000,
  watchEveryMs: 15_000,
  countEveryMs: 5 * 60_000,
  recountEveryMs: 3_600_000,
  noticeFailingMs: 2 * 60_000,
  noticeGiveUpMs: 24 * 3_600_000,
};

/** Full jitter: gateways and streams that failed at once do not come back at once. */
export function retryDelayMs({ retryFirstMs, retryMaxMs }: Pace, failures: number): number {
  const longest = Math.min(retryMaxMs, retryFirstMs * 2 ** Math.min(failures, 30));
  return longest / 2 + (Math.random() * longest) / 2;
}
