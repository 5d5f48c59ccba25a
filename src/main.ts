// The process and nothing else: configuration, secrets, start, and an orderly end on SIGTERM.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config/config';
import { faultsInWords } from './config/faults';
import { firstStart, withSecrets, type FirstStartSecrets } from './config/first-start';
import { parseConfig } from './config/parse';
import { createLogger, type Logger } from './log/logger';
import { readPublishedSchemas } from './scim/schema/published';
import { createClosers, startGateway, type Closers } from './start';

/** Faults of configuration end the process before anything is started. */
const EXIT_MISCONFIGURED = 2;
const EXIT_FAILED = 1;

const SCHEMAS = join(__dirname, '..', 'schemas');

async function main(): Promise<void> {
  const stopping = stoppedBySignal();
  const config = await configured();
  if (config === undefined) return;
  const format = config.log.format ?? (process.stdout.isTTY ? 'pretty' : 'json');
  const logger = createLogger({ level: config.log.level, format });
  endOnBugs(logger);
  const exitCode = await live(config, logger, stopping);
  await logger.close();
  process.exit(exitCode);
}

/** From start to end; whatever was brought up when the end comes is taken down in order. */
async function live(config: Config, logger: Logger, stopping: AbortSignal): Promise<number> {
  const closers = createClosers();
  let exitCode = 0;
  try {
    await serveUntilStopped(config, logger, { closers, stopping });
  } catch (error) {
    // A start that was given up because of a signal is no failure.
    if (!stopping.aborted) {
      logger.error('the gateway cannot start', { reason: messageOf(error) });
      exitCode = EXIT_FAILED;
    }
  }
  if (stopping.aborted) logger.info('stopping: requests under way are answered first', signalOf(stopping));
  try {
    await closers.closeAll();
    logger.info('stopped');
  } catch (error) {
    logger.error('the gateway did not stop in order', { reason: messageOf(error) });
    exitCode = EXIT_FAILED;
  }
  return exitCode;
}

async function serveUntilStopped(
  config: Config,
  logger: Logger,
  lifetime: { readonly closers: Closers; readonly stopping: AbortSignal },
): Promise<void> {
  const { stopping } = lifetime;
  const published = readPublishedSchemas(SCHEMAS);
  const { publicUrl, prepared } = await startGateway(config, published, logger, lifetime);
  logger.info('listening', { url: publicUrl, scim: `${publicUrl}/scim/v2` });
  const ready = prepared.then(() => {
    if (!stopping.aborted) logger.info('ready', { url: publicUrl });
  });
  const stopped = stopping.aborted ? Promise.resolve() : once(stopping, 'abort');
  await Promise.race([ready, stopped]);
  await stopped;
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

function signalOf(stopping: AbortSignal): { readonly signal: string } {
  return { signal: messageOf(stopping.reason) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
