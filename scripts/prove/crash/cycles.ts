// Owns killing a gateway under load and starting it again, cycle after cycle on the same data. Must not know how data is judged.
import { setTimeout as sleep } from 'node:timers/promises';
import { startGatewayProcess, type GatewayProcess } from '../gateway-process';
import { descendantsOf, isGone, killNow } from '../process-facts';
import { chance } from '../random';
import { audit, unnoticedDamages } from './audit';
import { createFirm, type Firm } from './firm';

/** Who is killed: everything at once, the gateway while its mongod lives on, or mongod under the living gateway. */
export type Victim = 'all' | 'gateway' | 'mongod';

export interface Plan {
  readonly victims: readonly Victim[];
  readonly clients: number;
  /** Of load at full speed, right before a kill. */
  readonly loadMsMin: number;
  readonly loadMsMax: number;
  /** A kill in idleness proves nothing. */
  readonly writesPerSecondMin: number;
  readonly seed: number;
  /** Each start of the gateway, on the same data. */
  readonly start: () => Promise<GatewayProcess>;
  readonly onCycle: (cycle: Cycle) => void;
}

export interface Cycle {
  readonly victim: Victim;
  /** Acknowledged before the kill. */
  readonly writes: number;
  readonly writesPerSecond: number;
  /** Writes whose answer the kill swallowed. */
  readonly open: number;
  /** The longest that an answer took. */
  readonly slowestMs: number;
  /** How long it took after the start until every group could be changed again. */
  readonly heldUpMs: number;
  /** From the start of the new process to ready; of a killed mongod, from the kill to the next acknowledged write. */
  readonly readyMs: number;
}

/** What a killed gateway left open in a database that lives on must not hold up writes for longer. */
const WRITE_MS_MAX = 5_000;
const BACK_MS_MAX = 20_000;
/** A fresh process is slow until its code is compiled, and a busy machine is slow at times: full speed is waited for. */
const LOADS_MAX = 8;
const POLL_MS = 5;

/** What was wrong, one sentence each; empty where all holds. Ends with the gateway stopped in order. */
export async function runCycles(plan: Plan): Promise<readonly string[]> {
  const faults: string[] = [];
  const firm = createFirm(plan.clients, plan.seed);
  const dice = chance(plan.seed + 1);
  let gateway = await plan.start();
  for (const [index, victim] of plan.victims.entries()) {
    const loadMs = plan.loadMsMin + dice.below(plan.loadMsMax - plan.loadMsMin + 1);
    const killed = await killUnderLoad(gateway, firm, { ...plan, victim, loadMs });
    gateway = victim === 'mongod' ? gateway : await plan.start();
    const readyMs = victim === 'mongod' ? killed.backMs : gateway.startMs;
    if (killed.writesPerSecond < plan.writesPerSecondMin)
      faults.push(`cycle ${index + 1}: only ${killed.writesPerSecond} writes/s before the kill`);
    const heldUpMs = await firm.touchGroups(gateway);
    if (heldUpMs > WRITE_MS_MAX)
      faults.push(`cycle ${index + 1}: a group could not be changed for ${heldUpMs} ms`);
    plan.onCycle({ victim, ...killed, readyMs, heldUpMs });
    const found = await audit(gateway, firm.ledger);
    faults.push(...found.map((fault) => `cycle ${index + 1} (${victim} killed): ${fault}`));
    if (index === 0 && found.length === 0)
      for (const name of await unnoticedDamages(gateway, firm.ledger))
        faults.push(`the audit does not notice a planted damage: ${name}`);
  }
  const end = await gateway.stop();
  if (end !== 0) faults.push(`the gateway ended with ${end} instead of 0`);
  return [...faults, ...firm.faults];
}

async function killUnderLoad(
  gateway: GatewayProcess,
  firm: Firm,
  {
    victim,
    loadMs,
    writesPerSecondMin,
  }: Pick<Plan, 'writesPerSecondMin'> & { readonly victim: Victim; readonly loadMs: number },
): Promise<Pick<Cycle, 'writes' | 'writesPerSecond' | 'open' | 'slowestMs'> & { readonly backMs: number }> {
  const sentBefore = firm.ledger.length;
  const shift = await firm.work(gateway);
  let load = await measured(firm, loadMs);
  for (let loads = 1; load.writesPerSecond < writesPerSecondMin && loads < LOADS_MAX; loads += 1)
    load = await measured(firm, loadMs);
  await kill(gateway, victim);
  const backMs = victim === 'mongod' ? await untilBack(firm) : 0;
  await shift.stop();
  const open = firm.ledger.slice(sentBefore).filter(({ outcome }) => outcome === 'unknown').length;
  return { ...load, open, slowestMs: shift.slowestMs(), backMs };
}

async function measured(firm: Firm, loadMs: number): Promise<Pick<Cycle, 'writes' | 'writesPerSecond'>> {
  const before = firm.doneCount();
  const since = performance.now();
  await sleep(loadMs);
  const writes = firm.doneCount() - before;
  return { writes, writesPerSecond: Math.round((writes * 1000) / (performance.now() - since)) };
}

async function kill(gateway: GatewayProcess, victim: Victim): Promise<void> {
  if (victim === 'all') {
    await gateway.kill9Group();
    return;
  }
  const mongod = descendantsOf(gateway.pid).find(({ name }) => name === 'mongod');
  if (victim === 'mongod' && mongod === undefined) throw new Error('the gateway has no mongod to kill');
  const pid = victim === 'gateway' ? gateway.pid : (mongod?.pid ?? 0);
  killNow(pid);
  while (!isGone(pid)) await sleep(POLL_MS);
}

/** Resolves with the time to the next acknowledged write. */
async function untilBack(firm: Firm): Promise<number> {
  const since = performance.now();
  const doneBefore = firm.doneCount();
  // What was on its way when mongod died may still be acknowledged: three rounds of all clients are not.
  while (firm.doneCount() < doneBefore + 50) {
    if (performance.now() - since > BACK_MS_MAX)
      throw new Error(`no write for ${BACK_MS_MAX} ms after the kill`);
    await sleep(POLL_MS);
  }
  return Math.round(performance.now() - since);
}

/** By default an embedded database in the folder. */
export function gatewayOn(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): () => Promise<GatewayProcess> {
  return () => startGatewayProcess({ dataDir, env });
}
