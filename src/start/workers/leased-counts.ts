// What a worker lets pass without asking its primary: requests that were counted there in advance. Knows no channel and no limit.

import type { LimitCounts, LimitQuestion } from '../../http/limit-counts';
import type { RateQuestion } from '../../http/rate-counts';
import type { Count, Counted, LeaseName } from './messages';

/** @param onCounted called in the turn in which the answer comes: what the primary says next may be about its lease */
export type Ask = (count: Count, onCounted: (counted: Counted) => void) => Promise<number>;

export interface LeasedCounts {
  readonly counts: LimitCounts;
  /** @returns the points that are left; from now on there are none */
  readonly giveBack: (lease: LeaseName) => number;
}

interface Lease {
  points: number;
  /** By the clock. */
  readonly until: number;
}

/** Connections come and go: so many leases may be kept before those that are over are looked for. */
const KEPT_MAX = 1_000;

export function leasedCounts(ask: Ask, clock: () => number = () => performance.now()): LeasedCounts {
  const leases = new Map<string, Lease>();
  const wanted = new Set<string>();
  const passes = Promise.resolve(0);

  function askFor(question: RateQuestion, name: string): Promise<number> {
    const wantsLease = !wanted.has(name);
    wanted.add(name);
    // Until then, seen from here, the second of the primary is not over.
    const since = clock();
    return ask({ question, wantsLease }, ({ lease }) => {
      if (!wantsLease) return;
      wanted.delete(name);
      if (lease !== undefined) keep(name, { points: lease.points, until: since + lease.forMs });
    });
  }

  function keep(name: string, lease: Lease): void {
    if (leases.size >= KEPT_MAX && !leases.has(name)) forgetOver();
    leases.set(name, lease);
  }

  function forgetOver(): void {
    const now = clock();
    for (const [name, { until }] of leases) if (now >= until) leases.delete(name);
  }

  return {
    counts(question) {
      if (!isLeased(question)) return ask({ question, wantsLease: false }, () => undefined);
      const name = nameOf(question);
      const lease = leases.get(name);
      if (lease === undefined || lease.points < 1 || clock() >= lease.until) return askFor(question, name);
      lease.points -= 1;
      return passes;
    },
    giveBack(name) {
      const lease = leases.get(nameOf(name));
      if (lease === undefined || clock() >= lease.until) return 0;
      const { points } = lease;
      lease.points = 0;
      return points;
    },
  };
}

/** What is asked once in a while, and what asks for many at once, is counted where all of it is known. */
function isLeased(question: LimitQuestion): question is RateQuestion {
  return question.kind === 'rate' && question.weight === 1;
}

function nameOf({ of, asked }: LeaseName): string {
  return `${asked} ${of}`;
}
