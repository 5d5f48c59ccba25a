// The life of one process of the gateway, from its start to its orderly end. Must not know what is started.

import { once } from 'node:events';
import type { Logger } from '../log/logger';
import { createClosers, type Closers } from './closers';

interface Lifetime {
  readonly closers: Closers;
  /** Gives the start up. */
  readonly stopping: AbortSignal;
}

/** Resolves when requests are taken; whatever comes of it, what it brought up is taken down by the closers. */
export type Start = (
  lifetime: Lifetime,
) => Promise<{ readonly publicUrl: string; readonly prepared: Promise<void> }>;

export interface Life {
  readonly logger: Logger;
  readonly stopping: AbortSignal;
  /** How loudly the usual is told: each of several processes is not news. */
  readonly usual: 'info' | 'debug';
  readonly onCannotStart: (reason: string) => Promise<void> | void;
}

const EXIT_FAILED = 1;

/** From start to end; whatever was brought up when the end comes is taken down in order. @returns the exit code */
export async function live(start: Start, life: Life): Promise<number> {
  const { logger, stopping, usual, onCannotStart } = life;
  const closers = createClosers();
  let exitCode = 0;
  try {
    await serveUntilStopped(start, life, closers);
  } catch (error) {
    // A start that was given up because of a signal is no failure.
    if (!stopping.aborted) {
      await onCannotStart(messageOf(error));
      exitCode = EXIT_FAILED;
    }
  }
  if (stopping.aborted)
    logger[usual]('stopping: requests under way are answered first', { signal: messageOf(stopping.reason) });
  try {
    await closers.closeAll();
    logger[usual]('stopped');
  } catch (error) {
    logger.error('the gateway did not stop in order', { reason: messageOf(error) });
    exitCode = EXIT_FAILED;
  }
  return exitCode;
}

async function serveUntilStopped(
  start: Start,
  { logger, stopping, usual }: Life,
  closers: Closers,
): Promise<void> {
  const { publicUrl, prepared } = await start({ closers, stopping });
  logger[usual]('listening', { url: publicUrl, scim: `${publicUrl}/scim/v2` });
  const ready = prepared.then(() => {
    if (!stopping.aborted) logger[usual]('ready', { url: publicUrl });
  });
  const stopped = stopping.aborted ? Promise.resolve() : once(stopping, 'abort');
  await Promise.race([ready, stopped]);
  await stopped;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
