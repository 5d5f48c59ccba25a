// Owns a start without a database: the gateway lives, says what is missing, and serves as soon as the database is there.
import { setTimeout as sleep } from 'node:timers/promises';
import { startGatewayProcess, type GatewayProcess } from '../gateway-process';
import type { Database } from './database';
import { questionsFor, startProbes } from './probes';
import { figuresOf, outageFaults, type Figures } from './verdict';

const SERVED_MS = 1_000;

export interface StartedAway {
  readonly gateway: GatewayProcess;
  readonly faults: readonly string[];
  readonly figures: Figures;
}

/** The database must not run yet; afterwards it does, and so does the gateway. */
export async function startWhileAway(
  database: Database,
  { dataDir, awayMs }: { readonly dataDir: string; readonly awayMs: number },
): Promise<StartedAway> {
  const gateway = await startGatewayProcess({
    dataDir,
    env: { MONGODB_URI: database.uri },
    until: '/livez',
  });
  const awayAt = performance.now();
  const probes = startProbes(gateway.rootUrl, questionsFor(gateway.token));
  await sleep(awayMs);
  const returnsAt = performance.now();
  await database.start();
  const backAt = performance.now();
  while (!probes.answers.some(({ question, status }) => question.kind === 'readyz' && status === 200)) {
    if (performance.now() > backAt + 10_000) break;
    await sleep(10);
  }
  await sleep(SERVED_MS);
  await probes.stop();
  const outage = { awayAt, returnsAt, backAt, noticedMsMax: 1_000 };
  return {
    gateway,
    faults: [
      ...outageFaults(probes.answers, [], outage),
      ...probes.broken.map((what) => `no answer to ${what}`),
    ].map((fault) => `away at the start: ${fault}`),
    figures: figuresOf(probes.answers, [], outage),
  };
}
