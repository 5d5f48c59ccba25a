#!/usr/bin/env node
// The command line as a process and nothing else: arguments and environment in, an exit code out, an orderly end on Ctrl-C.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT_INTERRUPTED, exitCodeOf, sentenceOf } from './cli/failure';
import { createProgram } from './cli/program';
import { write } from './cli/text';
import { readPublishedSchemas } from './scim/schema/published';

const SCHEMAS = join(__dirname, '..', 'schemas');

async function main(): Promise<void> {
  const { stdout, stderr } = process;
  // What a write meets is told to whoever waits for the write.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const stopping = stoppedBySignal();
  const program = createProgram({
    env: process.env,
    readText: (path) => readFileSync(path, 'utf8'),
    published: readPublishedSchemas(SCHEMAS),
    streams: { results: stdout, remarks: stderr },
    stopping,
  });
  const exitCode = await program.parseAsync().then(() => 0, told);
  process.exit(stopping.aborted ? EXIT_INTERRUPTED : exitCode);

  async function told(error: unknown): Promise<number> {
    const sentence = stopping.aborted ? 'ended before it was done' : sentenceOf(error);
    if (sentence !== undefined) await write(stderr, `${sentence}\n`).catch(() => undefined);
    return exitCodeOf(error);
  }
}

/** A command ends after the step under way; one that hangs there is not waited for, and its mongod ends with it. */
const END_MS_MAX = 10_000;

/** Later ones change nothing, as in main.ts. */
function stoppedBySignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = (signal: NodeJS.Signals): void => {
    stopping.abort(new Error(signal));
    setTimeout(() => process.exit(EXIT_INTERRUPTED), END_MS_MAX).unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return stopping.signal;
}

void main();
