// Owns what of a flood is wrong. Measures nothing.
import type { RateLimit } from '../../../src/http/connection';
import type { Flood } from './flood';

const DISABLE_MS_MAX = 1_000;

/** A second of the limiter begins with the first request in it: one more may have begun, and the last be cut short. */
export function faultsOf({ requestsPerSecond, burst }: RateLimit, flood: Flood): readonly string[] {
  const least = burst + requestsPerSecond * Math.floor(flood.sentS);
  const most = burst + requestsPerSecond * (Math.floor(flood.answeredS) + 2);
  const refused = (kind: 'disables' | 'calm'): number =>
    flood[kind].filter(({ status }) => status < 200 || status > 299).length;
  const slowest = Math.max(...flood.disables.map(({ ms }) => ms));
  return [
    ...(flood.passed < least || flood.passed > most
      ? [`${flood.passed} requests of the flood passed; the budget is ${least} to ${most}`]
      : []),
    ...(refused('disables') > 0 ? [`${refused('disables')} disables were refused`] : []),
    ...(slowest > DISABLE_MS_MAX ? [`a disable took ${slowest.toFixed(0)} ms`] : []),
    ...(refused('calm') > 0 ? [`${refused('calm')} requests of the other connection were refused`] : []),
  ];
}

/** Whether the verdict would let pass what a gateway without a limit does, or one without a lane for disables. */
export function isBlind(limit: RateLimit, flood: Flood): boolean {
  const unlimited = { ...flood, passed: flood.flood.length };
  const refusing = { ...flood, disables: flood.disables.map((answer) => ({ ...answer, status: 429 })) };
  return [unlimited, refusing].some(
    (planted) => faultsOf(limit, planted).length <= faultsOf(limit, flood).length,
  );
}
