// Measures in a browser how soon a page of the console shows its first data after its line of the menu was chosen. Knows no limit.

import { chromium, type Page } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM_BINARY'] ?? '/usr/bin/chromium';
const MENU = [
  'Overview',
  'Sync log',
  'People',
  'Groups',
  'Leavers',
  'Access review',
  'Libraries and roles',
  'Import',
  'Connections',
  'Settings',
] as const;

export interface PageMeasured {
  readonly page: string;
  readonly firstMs: number;
  readonly medianMs: number;
}

interface Console {
  /** `…/admin/`. */
  readonly url: string;
  readonly adminToken: string;
}

export async function measurePages(
  { url, adminToken }: Console,
  rounds: number,
): Promise<readonly PageMeasured[]> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(url);
    await page.getByLabel('Admin token').fill(adminToken);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    const measured: PageMeasured[] = [];
    for (const name of MENU) measured.push(await measurePage(page, name, rounds));
    return measured;
  } finally {
    await browser.close();
  }
}

/** Every round comes from another page, with nothing kept of the one before. */
async function measurePage(page: Page, name: string, rounds: number): Promise<PageMeasured> {
  const times: number[] = [];
  const elsewhere = name === 'Settings' ? 'Libraries and roles' : 'Settings';
  for (let round = 0; round <= rounds; round += 1) {
    await choose(page, elsewhere);
    await page.reload();
    await shown(page, elsewhere);
    const since = performance.now();
    await choose(page, name);
    await shown(page, name);
    times.push(performance.now() - since);
  }
  const [firstMs = Number.NaN, ...warm] = times;
  const medianMs = warm.toSorted((left, right) => left - right)[Math.floor(warm.length / 2)] ?? firstMs;
  return { page: name, firstMs, medianMs };
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click();
}

/** Headed by its name, and with nothing on it that is still on its way. */
async function shown(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.locator('#page [aria-busy="true"]').first().waitFor({ state: 'detached' });
}
