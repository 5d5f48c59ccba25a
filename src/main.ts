// The process and nothing else: configuration, secrets, start, and an orderly end on SIGTERM.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config/config';
import { firstStart, withSecrets, type FirstStartSecrets } from './config/first-start';
import { parseConfig } from './config/parse';
import { createLogger, type Logger } from './log/logger';
import { readPublishedSchemas } from './scim/schema/published';
import { createClosers, startGateway } from './start';

/** Faults of configuration end the process before anything is started. */
const EXIT_MISCONFIGURED = 2;
const EXIT_FAILED = 1;

const SCHEMAS = join(__dirname, '..', 'schemas');

async function main(): Promise<void> {
  const config = await configured();
  if (config === undefined) return;
  const format = config.log.format ?? (process.stdout.isTTY ? 'pretty' : 'json');
  const logger = createLogger({ level: config.log.level, format });
  const closers = createClosers();
  endOnSignals(logger, () => closers.closeAll());
  endOnBugs(logger);
  try {
    const { publicUrl, prepared } = await startGateway(
      config,
      readPublishedSchemas(SCHEMAS),
      logger,
      closers,
    );
    logger.info('listening', { url: publicUrl, scim: `${publicUrl}/scim/v2` });
    await prepared;
    logger.info('ready', { url: publicUrl });
  } catch (error) {
    logger.error('the gateway cannot start', {
      reason: error instanceof Error ? error.message : String(error),
    });
    await closers.closeAll();
    await logger.close();
    process.exitCode = EXIT_FAILED;
    process.exit();
  }
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
  const lines = faults.map((fault) => `  - ${fault}\n`).join('');
  process.stderr.write(
    `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${lines}`,
  );
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

function endOnSignals(logger: Logger, closeAll: () => Promise<void>): void {
  let ending = false;
  const end = (signal: string): void => {
    if (ending) return;
    ending = true;
    logger.info('stopping: requests under way are answered first', { signal });
    void closeAll()
      .then(() => {
        logger.info('stopped');
        return logger.close();
      })
      .then(
        () => process.exit(0),
        () => process.exit(EXIT_FAILED),
      );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
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

void main();
