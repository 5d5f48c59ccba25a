// Makes CONFORMANCE.md from docs/requirements/ and the names of the tests, or says what of it would not be true.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPage } from './conformance-page/page';
import { faultsOf, readSpecifications } from './conformance-page/requirements';
import { readTestNames } from './conformance-page/test-names';

const ROOT = join(__dirname, '..');
const HELP = `Usage: npm run conformance:page [-- --help | --names]

Writes CONFORMANCE.md from docs/requirements/*.json and the names of the tests in test/.
Stops, with exit code 1 and nothing written, where a line names a test that does not exist.

  --names   print the names of all tests, as a line may cite them, and write nothing
`;

function main(options: readonly string[]): void {
  const names = readTestNames(join(ROOT, 'test'));
  if (options.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  if (options.includes('--names')) {
    for (const [file, titles] of names)
      for (const title of titles) process.stdout.write(`${file}: ${title}\n`);
    return;
  }
  const specifications = readSpecifications(join(ROOT, 'docs', 'requirements'));
  const faults = faultsOf(specifications, names);
  if (faults.length > 0) {
    process.stderr.write(`${faults.join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  writeFileSync(join(ROOT, 'CONFORMANCE.md'), renderPage(specifications, names));
  process.stdout.write('CONFORMANCE.md is written.\n');
}

main(process.argv.slice(2));
