// What axe has to say of a page: one line for each violation, with the rule and the place. Empty is good.

import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** @param what colours alone, of a page that was looked through whole in others */
export async function violationsOf(
  page: Page,
  what: 'everything' | 'colours' = 'everything',
): Promise<readonly string[]> {
  const rules = what === 'colours' ? ', runOnly: ["color-contrast", "link-in-text-block"]' : '';

  // Evaluated from outside: the page's own policy lets no foreign script in.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ["violations"]${rules} })`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.html.slice(0, 160)} — ${node.any[0]?.message ?? ''}`),
  );
}
