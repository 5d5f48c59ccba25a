// The process and nothing else: configuration, secrets, start, and an orderly end on SIGTERM. With several workers it is what keeps them, or one of them.

import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Config, LogFormat } from './config/config';
import { faultsInWords } from './config/faults';
import { firstStart, withSecrets, type FirstStartSecrets } from './config/first-start';
import { parseConfig } from './config/parse';
import { createLogger, type Logger } from './log/logger';
import { readPublishedSchemas } from './scim/schema/published';
import { startGateway } from './start';
import { live, messageOf, type Life, type Start } from './start/live';
import { linkToPrimary } from './start/workers/primary-link';
import { startWorker } from './start/workers/serve';
import { startWorkers } from './start/workers/start-workers';

/** Faults of configuration end the process before anything is started. */
const EXIT_MISCONFIGURED = 2;
const EXIT_FAILED = 1;

const SCHEMAS = join(__dirname, '..', 'schemas');

async function main(): Promise<void> {
  const stopping = stoppedBySignal();
  if (cluster.worker !== undefined) return beWorker(cluster.worker, stopping);
  const config = await configured();
  if (config === undefined) return;
  const logger = createLogger({ level: config.log.level, format: formatOf(config) });
  const count = config.workers === 'auto' ? availableParallelism() : config.workers;
  const start: Start = (lifetime) =>
    count === 1
      ? startGateway(config, readPublishedSchemas(SCHEMAS), logger, lifetime)
      : startWorkers({ config, count }, logger, lifetime);
  const onCannotStart = (reason: string): void => {
    logger.error('the gateway cannot start', { reason });
  };
  await liveAndExit(start, { logger, stopping, usual: 'info', onCannotStart });
}

/** One of several: what is said once for the whole gateway the primary says, why this one cannot start too. */
async function beWorker(worker: Worker, stoppedHere: AbortSignal): Promise<void> {
  const link = linkToPrimary(worker);
  const stopping = AbortSignal.any([stoppedHere, link.ending]);
  const orders = await Promise.race([link.orders, once(stopping, 'abort').then(() => undefined)]);
  if (orders === undefined) process.exit();
  const { config, number } = orders;
  const { level } = config.log;
  const logger = createLogger({ level, format: formatOf(config), always: { worker: number } });
  const start: Start = (lifetime) =>
    startWorker(orders, readPublishedSchemas(SCHEMAS), logger, { ...lifetime, link });
  const onCannotStart = (reason: string): Promise<void> => link.tell({ kind: 'failed', reason });
  await liveAndExit(start, { logger, stopping, usual: 'debug', onCannotStart });
}

async function liveAndExit(start: Start, life: Life): Promise<void> {
  const { logger } = life;
  endOnBugs(logger);
  const exitCode = await live(start, life);
  await logger.close();
  process.exit(exitCode);
}

function formatOf({ log }: Config): LogFormat {
  return log.format ?? (process.stdout.isTTY ? 'pretty' : 'json');
}

/** The checked configuration with the first start's secrets; undefined when faults were told and the process ends. */
async function configured(): Promise<Config | undefined> {
  const parsed = parseConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if (!parsed.ok) {
    misconfigured(parsed.faults);
    return;
  }
  const first = await firstStart(parsed.config);
  if (!first.ok) {
    misconfigured(first.faults);
    return;
  }
  tellSecrets(first.secrets);
  return withSecrets(parsed.config, first.secrets);
}

function misconfigured(faults: readonly string[]): undefined {
  process.stderr.write(faultsInWords(faults));
  process.exitCode = EXIT_MISCONFIGURED;
}

/** Shown once, at the start that made them, and never logged: only their digests are kept. */
function tellSecrets({ scimToken, adminToken }: FirstStartSecrets): void {
  const made = [
    ['SCIM bearer token (for Okta, Entra ID …)', scimToken?.plainText],
    ['admin token', adminToken?.plainText],
  ].flatMap(([name, text]) => (text == null ? [] : [`  ${name ?? ''}: ${text}\n`]));
  if (made.length > 0)
    process.stdout.write(`Made at this first start, shown only now; note them:\n${made.join('')}`);
}

/**
 * Fires at the first SIGTERM or SIGINT. Later ones change nothing: Ctrl-C under npm arrives twice, from the terminal and
 * from npm.
 */
function stoppedBySignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = (signal: NodeJS.Signals): void => {
    stopping.abort(new Error(signal));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return stopping.signal;
}

/** After a bug nothing is promised any more: say so and end; whoever supervises starts the gateway again. */
function endOnBugs(logger: Logger): void {
  const end = (error: unknown): void => {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    logger.error('uncaught failure: the process ends', { stack });
    void logger.close().finally(() => process.exit(EXIT_FAILED));
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

main().catch((error: unknown) => {
  process.stderr.write(`The gateway cannot start: ${messageOf(error)}\n`);
  process.exit(EXIT_FAILED);
});
