// The database is away: every page says so, shows what it had, and goes on by itself. The gateway's answer is played; that it is given is shown elsewhere.

import type { Page } from 'playwright-core';
import { heading, settled, type Staged } from '../stage';

const API = '**/admin/api/**';
const AWAY = {
  status: 503,
  problem: 'unavailable',
  detail: 'The database is away; nothing was read or changed.',
};
/** Longer than the page waits before it asks again, and gives up asking. */
const A_WHILE_MS = 15_000;
const TRIES_MAX = 20;

export function outage(staged: Staged): void {
  describe('while the database is away', () => {
    let page: Page;
    beforeAll(async () => {
      // The admin's own session, on a page whose time can be put forward.
      page = await staged().page.context().newPage();
      await page.clock.install();
      await page.goto(`${staged().gateway.consoleUrl}groups`);
      await heading(page, 'Groups');
      await settled(page);
    });
    afterAll(() => page.close());

    const banner = () => page.getByRole('alert').filter({ hasText: 'The database is away' });

    it('says so and keeps what it showed', async () => {
      await page.route(API, (route) => route.fulfill({ status: 503, json: { error: AWAY } }));
      await after(page, async () => (await banner().count()) === 1);
      expect(await banner().innerText()).toContain('goes on by itself');
      expect(await page.getByRole('link', { name: 'Ajuba Litigation' }).count()).toBe(1);
    });

    it('says nothing any more once it is back, and shows what could not be fetched meanwhile', async () => {
      await page.getByRole('link', { name: 'Leavers', exact: true }).click();
      await after(page, async () => (await page.getByRole('alert').count()) === 2);
      await page.unroute(API);
      await after(page, async () => (await page.getByRole('alert').count()) === 0);
      await page.getByRole('table').waitFor();
    });
  });
}

async function after(page: Page, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    if (await isSo()) return;
    await page.clock.runFor(A_WHILE_MS / TRIES_MAX);
    await page.evaluate('new Promise((go) => requestAnimationFrame(go))').catch(() => undefined);
  }
  expect(await isSo()).toBe(true);
}
