// What the connections of a gateway have asked, each in lanes of its own, in the memory of this process. Must not know what a refusal says.

import type { RateLimit } from './connection';
import { createBodiesLane, createLane, type RateLane } from './rate-lane';

/** Plain, so that another process can be asked. */
export interface RateQuestion {
  readonly kind: 'rate';
  /** Whose count it is: one connection of one customer. */
  readonly of: string;
  readonly limit: RateLimit;
  readonly asked: 'ordinary' | 'disable' | 'body';
  readonly weight: number;
}

/** Milliseconds until it is worth asking again; 0 where it was counted and passes. */
export type RateCounts = (question: RateQuestion) => Promise<number>;

export interface RateLanes {
  readonly counts: RateCounts;
  /** Where a question is counted first. */
  laneOf(question: RateQuestion): RateLane;
}

/** As `lane.consume`. */
export type Consume = (lane: RateLane, weight: number) => Promise<number>;

/** Longer than the largest bulk request can be owed: 10,000 operations at 25 a second. */
const FORGOTTEN_AFTER_MS = 3_600_000;

type Lanes = Readonly<Record<RateQuestion['asked'], RateLane>>;

export function createRateCounts(): RateCounts {
  return createRateLanes((lane, weight) => lane.consume(weight)).counts;
}

/** @param consume where others hold points of a lane there is more to it than to ask the lane */
export function createRateLanes(consume: Consume, clock: () => number = () => performance.now()): RateLanes {
  const known = new Map<string, { readonly lanes: Lanes; usedAt: number }>();
  const lanesOf = ({ of, limit }: RateQuestion): Lanes => {
    const now = clock();
    const found = known.get(of);
    if (found !== undefined) {
      found.usedAt = now;
      return found.lanes;
    }
    // Connections come and go; whatever one asked so long ago is paid off.
    for (const [other, { usedAt }] of known) if (now - usedAt > FORGOTTEN_AFTER_MS) known.delete(other);
    const lanes = createLanes(limit);
    known.set(of, { lanes, usedAt: now });
    return lanes;
  };
  return {
    async counts(question) {
      const { asked, weight } = question;
      const lanes = lanesOf(question);
      const waitMs = await consume(lanes[asked], weight);
      return asked === 'disable' && waitMs > 0 ? consume(lanes.ordinary, weight) : waitMs;
    },
    laneOf: (question) => lanesOf(question)[question.asked],
  };
}

/** That of disables is as wide as the ordinary one: a mass disable passes even while the connection creates at full speed. */
function createLanes(limit: RateLimit): Lanes {
  return { ordinary: createLane(limit), disable: createLane(limit), body: createBodiesLane(limit) };
}
