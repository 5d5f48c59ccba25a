// The mass-disable brake as a pure state machine (imanage-model.md §3a): the limit, the sliding window, alerts, holding, release.

import { alertOf, heldMessage } from '../../src/directory/alert';
import {
  beginsWindow,
  brakeLimit,
  countDisables,
  disablesWithin,
  isHeld,
  isReleased,
  releasedBrake,
  withBase,
  type BrakeState,
  type BrakeStep,
} from '../../src/directory/brake';
import type { MassDisableRule } from '../../src/directory/customer';
import { momentWords } from '../../src/directory/moment-words';
import { firm } from './firm';

const START = new Date('2026-01-31T09:00:00Z').getTime();
const MINUTE_MS = 60_000;
const BY = { connection: 'command-line', client: 'ada', requestId: 'r-1' };

function rule(changed: Partial<MassDisableRule> = {}): MassDisableRule {
  return { mode: 'warn', count: 3, percent: 10, windowMinutes: 60, ...changed };
}

function at(minutes: number): Date {
  return new Date(START + minutes * MINUTE_MS);
}

/** A firm whose disables are judged one after the other, as the gateway does it. */
function brakeOf(enabled: number, judgedBy: MassDisableRule) {
  let state: BrakeState | undefined;
  let people = enabled;
  const disable = (minutes: number, disables = 1): BrakeStep => {
    const now = at(minutes);
    const begun = beginsWindow(state, judgedBy, now)
      ? withBase(state, judgedBy, { customer: 'firm', now, enabled: people })
      : (state as BrakeState);
    const step = countDisables(begun, judgedBy, { now, disables, alertId: `alert-${minutes}` });
    state = step.state;
    if (step.verdict !== 'held') people -= disables;
    return step;
  };
  const release = (minutes: number, forMinutes: number): void => {
    state = releasedBrake(state as BrakeState, { now: at(minutes), minutes: forMinutes, by: BY });
  };
  const many = (count: number, minutes: number): readonly string[] =>
    Array.from({ length: count }, () => disable(minutes).verdict);
  return { disable, many, release, state: () => state as BrakeState };
}

describe('brakeLimit', () => {
  const limit = (enabled: number, changed: Partial<MassDisableRule>): number =>
    brakeLimit(
      withBase(undefined, rule(), { customer: 'firm', now: at(0), enabled }),
      rule({ count: 25, percent: 10, ...changed }),
    );

  it.each([
    [300, {}, 30],
    [305, {}, 30],
    [309, {}, 30],
    [310, {}, 31],
    [250, {}, 25],
    [260, {}, 26],
    [12, {}, 25],
    [0, {}, 25],
    [50, { percent: 100 }, 50],
    [100_000, { percent: 1 }, 1_000],
  ])('of %i enabled people, with %j, is %i', (enabled, changed, expected) => {
    expect(limit(enabled, changed)).toBe(expected);
  });
});

describe('countDisables', () => {
  it('lets 30 of 300 people pass and gives the alert for the 31st (more than 10 %)', () => {
    const brake = brakeOf(300, rule({ count: 25 }));
    expect(new Set(brake.many(30, 0))).toEqual(new Set(['passes']));
    expect(brake.disable(1)).toMatchObject({ verdict: 'alert', count: 31, limit: 30 });
  });

  it('goes by the number alone in a small firm', () => {
    expect(brakeOf(12, rule({ count: 25 })).many(12, 0)).not.toContain('alert');
    expect(brakeOf(12, rule({ count: 3 })).many(4, 0)).toEqual(['passes', 'passes', 'passes', 'alert']);
  });

  it('takes the percentage of the people at the start of the window, however many are left', () => {
    const brake = brakeOf(40, rule({ count: 1, percent: 50 }));
    expect(new Set(brake.many(20, 5))).toEqual(new Set(['passes']));
    expect(brake.disable(6).verdict).toBe('alert');
  });

  it('counts several at once like as many one by one', () => {
    expect(brakeOf(12, rule()).disable(0, 3).verdict).toBe('passes');
    expect(brakeOf(12, rule()).disable(0, 4)).toMatchObject({ verdict: 'alert', count: 4, limit: 3 });
  });

  it('slides: what is older than the window and its sixtieth counts no more, what is younger does', () => {
    const brake = brakeOf(12, rule());
    brake.disable(0);
    brake.many(2, 30);
    expect(disablesWithin(brake.state(), rule(), at(60))).toBe(3);
    expect(disablesWithin(brake.state(), rule(), at(61))).toBe(2);
    expect(brake.disable(62).verdict).toBe('passes');
    expect(brake.disable(63).verdict).toBe('alert');
  });

  it('keeps no more slices than a window has, whatever comes', () => {
    const brake = brakeOf(10, rule());
    for (let minute = 0; minute < 300; minute += 0.5) brake.disable(minute);
    expect(brake.state().slices.length).toBeLessThanOrEqual(61);
  });

  it('gives one alert for an excess that goes on, and the next one for the next excess', () => {
    const brake = brakeOf(12, rule());
    expect(brake.many(10, 0).filter((verdict) => verdict === 'alert')).toHaveLength(1);
    expect(brake.many(10, 50)).not.toContain('alert');
    // Still more than the limit in the window when the alert is more than one window old.
    expect(brake.many(10, 90)).not.toContain('alert');
    expect(brake.many(3, 300)).not.toContain('alert');
    expect(brake.many(5, 301)).toEqual(['alert', 'passes', 'passes', 'passes', 'passes']);
    expect(brake.disable(600, 50).verdict).toBe('alert');
  });

  it('in hold lets exactly the limit pass, counts nothing that it holds, and keeps held beyond the window', () => {
    const judged = rule({ mode: 'hold' });
    const brake = brakeOf(12, judged);
    expect(brake.many(4, 0)).toEqual(['passes', 'passes', 'passes', 'held']);
    expect(disablesWithin(brake.state(), judged, at(0))).toBe(3);
    expect(brake.state()).toMatchObject({ heldSince: at(0), alert: { id: 'alert-0', at: at(0) } });
    expect(isHeld(brake.state(), judged)).toBe(true);
    expect(isHeld(brake.state(), rule({ mode: 'warn' }))).toBe(false);
  });

  it('in hold counts the excess of a window anew when it has slid by without holding', () => {
    const brake = brakeOf(12, rule({ mode: 'hold' }));
    expect(brake.many(3, 0)).not.toContain('held');
    expect(brake.many(3, 70)).not.toContain('held');
    expect(brake.disable(71).verdict).toBe('held');
  });

  it('raises the version with every step', () => {
    const brake = brakeOf(12, rule());
    expect([brake.disable(0).state.version, brake.disable(0).state.version]).toEqual([1, 2]);
  });
});

describe('releasedBrake', () => {
  it('lets everything pass until its time is up, then counts anew', () => {
    const judged = rule({ mode: 'hold' });
    const brake = brakeOf(12, judged);
    brake.many(4, 0);
    brake.release(5, 30);
    expect(isHeld(brake.state(), judged)).toBe(false);
    expect([isReleased(brake.state(), at(34)), isReleased(brake.state(), at(35))]).toEqual([true, false]);
    expect(brake.state().released).toEqual({ at: at(5), until: at(35), by: BY });
    expect(brake.many(4, 36)).toEqual(['passes', 'passes', 'passes', 'held']);
  });

  it('ends the excess, so that the next one is alerted of', () => {
    const brake = brakeOf(12, rule());
    brake.many(4, 0);
    brake.release(1, 1);
    expect(brake.many(4, 3)).toEqual(['passes', 'passes', 'passes', 'alert']);
  });
});

describe('what admins are told', () => {
  const customerOf = (mode: MassDisableRule['mode']) => firm({ massDisable: rule({ mode }) });

  it('names the numbers and whether anything is held', () => {
    const warned = brakeOf(12, rule());
    warned.many(3, 0);
    expect(alertOf(customerOf('warn'), warned.disable(1))).toMatchObject({
      id: 'alert-1',
      kind: 'mass-disable',
      mode: 'warn',
      count: 4,
      limit: 3,
      message: expect.stringMatching(
        /^4 people lost their sign-in within 60 minutes, the limit is 3; nothing/,
      ) as string,
    });
    const held = brakeOf(12, rule({ mode: 'hold' }));
    held.many(3, 0);
    expect(alertOf(customerOf('hold'), held.disable(1))).toMatchObject({
      mode: 'hold',
      count: 3,
      message: expect.stringMatching(
        /held, answered 429, until .* "imanage-scim brake release --customer firm"/,
      ) as string,
    });
  });

  it('is nothing for a step that passes', () => {
    expect(alertOf(customerOf('warn'), brakeOf(12, rule()).disable(0))).toBeUndefined();
  });

  it('in the answer to what is held names the rule, since when, and what to do', () => {
    const brake = brakeOf(12, rule({ mode: 'hold' }));
    brake.many(4, 0);
    const message = heldMessage(customerOf('hold'), brake.state());
    for (const part of ['massDisable', 'lets 3 disables', '60 minutes', momentWords(at(0)), 'brake release'])
      expect(message).toContain(part);
  });
});
