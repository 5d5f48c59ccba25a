// What the limits of a gateway count for all its workers, and which of them holds points of it in advance. Must not know how a worker is reached.
//
// A lease is of one second, never of the burst, and its points are counted when it is given: together the workers never let
// more pass than the limit. Before a request would have to be of the burst, or is refused, every lease of its lane is taken
// back: none is refused because another worker holds what it does not need.

import { Mutex } from 'async-mutex';
import { createFailureCounts } from '../../http/failure-limit';
import { createRateLanes, type RateQuestion } from '../../http/rate-counts';
import type { RateLane, RateLease } from '../../http/rate-lane';
import type { Count, Counted, GivenBack, LeaseName, TakeBack } from './messages';

/** Takes back what one worker holds; it answers by `givenBack`. */
type Holder = (takeBack: TakeBack) => void;

export interface SharedLimits {
  /** Each worker by one holder, always the same. */
  count(by: Holder, counts: readonly Count[]): Promise<readonly Counted[]>;
  givenBack(answer: GivenBack): void;
}

/** A worker that is held up so long keeps its lease: for the rest of the second nobody else has its points. */
const ANSWER_MS_MAX = 100;

interface Held {
  readonly lease: LeaseName;
  readonly points: number;
  /** By `performance.now()`. */
  readonly until: number;
}

interface LaneState {
  /** One after the other: between looking at a lane and counting in it nobody else counts. */
  readonly turn: Mutex;
  readonly held: Map<Holder, Held>;
}

export function createSharedLimits({ answerMsMax = ANSWER_MS_MAX } = {}): SharedLimits {
  const failures = createFailureCounts();
  const known = new WeakMap<RateLane, LaneState>();
  const rates = createRateLanes(consume);
  const asked = new Map<number, (points: number) => void>();
  let asks = 0;

  function stateOf(lane: RateLane): LaneState {
    const found = known.get(lane);
    if (found !== undefined) return found;
    const state = { turn: new Mutex(), held: new Map<Holder, Held>() };
    known.set(lane, state);
    return state;
  }

  function leaseTo(by: Holder, question: RateQuestion): Promise<RateLease | undefined> {
    const { of, asked } = question;
    const lane = rates.laneOf(question);
    const { turn, held } = stateOf(lane);
    return turn.runExclusive(async () => {
      const lease = await lane.lease();
      if (lease !== undefined)
        held.set(by, { lease: { of, asked }, points: lease.points, until: performance.now() + lease.forMs });
      return lease;
    });
  }

  function consume(lane: RateLane, weight: number): Promise<number> {
    const { turn, held } = stateOf(lane);
    return turn.runExclusive(async () => {
      if (held.size > 0 && (weight > 1 || (await lane.isSpent()))) {
        await Promise.all([...held].map((each) => takeBack(lane, each)));
        held.clear();
      }
      return lane.consume(weight);
    });
  }

  async function takeBack(
    lane: RateLane,
    [holder, { lease, points, until }]: readonly [Holder, Held],
  ): Promise<void> {
    if (performance.now() >= until) return;
    const left = await leftOf(holder, lease);
    if (left > 0 && performance.now() < until) await lane.giveBack(Math.min(left, points));
  }

  function leftOf(holder: Holder, lease: LeaseName): Promise<number> {
    asks += 1;
    const number = asks;
    return new Promise((resolve) => {
      const end = (points: number): void => {
        clearTimeout(overdue);
        asked.delete(number);
        resolve(points);
      };
      const overdue = setTimeout(end, answerMsMax, 0);
      asked.set(number, end);
      holder({ kind: 'take-back', number, lease });
    });
  }

  return {
    async count(by, counts) {
      const waitsMs = await Promise.all(
        counts.map(({ question }) =>
          question.kind === 'rate' ? rates.counts(question) : failures(question),
        ),
      );
      // Only now: what was given could not be taken back before the answer is on its way.
      return Promise.all(
        counts.map(async ({ question, wantsLease }, index) => {
          const waitMs = waitsMs[index] ?? 0;
          const isLeased = wantsLease && question.kind === 'rate' && waitMs === 0;
          const lease = isLeased ? await leaseTo(by, question) : undefined;
          return lease === undefined ? { waitMs } : { waitMs, lease };
        }),
      );
    },
    givenBack: ({ number, points }) => asked.get(number)?.(points),
  };
}
