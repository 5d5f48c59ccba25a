// Owns one outage from end to end: load and probes on, the database away and back, every answer judged. Must not know how it goes away.
import { setTimeout as sleep } from 'node:timers/promises';
import { audit } from '../crash/audit';
import type { Firm } from '../crash/firm';
import type { GatewayProcess } from '../gateway-process';
import { questionsFor, startProbes } from './probes';
import { figuresOf, outageFaults, type Figures } from './verdict';

export interface Scenario {
  readonly name: string;
  /** Resolves when the database is away. */
  readonly takeAway: () => void | Promise<void>;
  /** Resolves when the database takes writes. */
  readonly giveBack: () => void | Promise<void>;
  readonly awayMs: number;
  readonly noticedMsMax: number;
}

export interface Watched {
  readonly gateway: GatewayProcess;
  readonly firm: Firm;
  /** Load before the database goes and after it is back. */
  readonly loadMs: number;
}

/** What was wrong, one sentence each, and the times that were seen. */
export async function runOutage(
  { gateway, firm, loadMs }: Watched,
  scenario: Scenario,
): Promise<{ readonly faults: readonly string[]; readonly figures: Figures }> {
  const writesBefore = firm.ledger.length;
  const faultsBefore = firm.faults.length;
  const shift = await firm.work(gateway);
  const probes = startProbes(gateway.rootUrl, questionsFor(gateway.token));
  await sleep(loadMs);
  const awayAt = performance.now();
  await scenario.takeAway();
  await sleep(scenario.awayMs);
  const returnsAt = performance.now();
  await scenario.giveBack();
  const backAt = performance.now();
  await sleep(loadMs);
  await Promise.all([shift.stop(), probes.stop()]);
  const outage = { awayAt, returnsAt, backAt, noticedMsMax: scenario.noticedMsMax };
  const writes = firm.ledger.slice(writesBefore);
  const faults = [
    ...outageFaults(probes.answers, writes, outage),
    ...probes.broken.map((what) => `no answer to ${what}`),
    ...firm.faults.slice(faultsBefore),
    ...(await audit(gateway, firm.ledger)),
  ];
  return {
    faults: faults.map((fault) => `${scenario.name}: ${fault}`),
    figures: figuresOf(probes.answers, writes, outage),
  };
}
