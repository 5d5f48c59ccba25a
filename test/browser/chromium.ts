// Finds the browser of this machine and opens it; where there is none it says so. Knows nothing of the console.

import { chromium, type Browser } from 'playwright-core';
import { accessSync, constants } from 'node:fs';

/** Where Debian and Ubuntu put it; CHROMIUM_BINARY for everything else. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Undefined where none is found. */
export function findChromium(): string | undefined {
  const given = process.env['CHROMIUM_BINARY'];
  return (given === undefined ? PLACES : [given]).find(isExecutable);
}

export function openBrowser(executablePath: string): Promise<Browser> {
  // Within containers the browser may not make namespaces of its own; what it shows here is our own page.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** Tests of the console, or their names alone where nothing can run them. */
export const describeInBrowser: jest.Describe = findChromium() === undefined ? skipped() : describe;

function skipped(): jest.Describe {
  process.stderr.write(
    'No chromium was found (looked for ' +
      `${PLACES.join(', ')}; CHROMIUM_BINARY names another): the tests of the console are skipped.\n`,
  );
  return describe.skip;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
