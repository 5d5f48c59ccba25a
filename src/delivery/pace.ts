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
}

export const PACE: Pace = {
  lookEveryMs: 500,
  leaseMs: 20_000,
  retryFirstMs: 1_000,
  retryMaxMs: 5 * 60_000,
  pushTimeoutMs: 10_000,
  longPollMs: 20_000,
};

/** Full jitter: gateways and streams that failed at once do not come back at once. */
export function retryDelayMs({ retryFirstMs, retryMaxMs }: Pace, failures: number): number {
  const longest = Math.min(retryMaxMs, retryFirstMs * 2 ** Math.min(failures, 30));
  return longest / 2 + (Math.random() * longest) / 2;
}
