// The console in a real browser, against a real process with a law firm's day behind it: every page of the menu, as an admin sees it.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { violationsOf } from './accessibility';
import { describeInBrowser, findChromium, openBrowser } from './chromium';
import { startConsoleGateway, type ConsoleGateway } from './console-gateway';
import { DESK, openContext, signIn, watchedPage, type Looks, type WatchedPage } from './watched-page';

/** Test output; not kept in the repository. */
const PICTURES = join(__dirname, '..', '..', 'data', 'console-pictures');
const PHONE: Looks = { width: 360, height: 740, colours: 'light' };
const NIGHT: Looks = { ...DESK, colours: 'dark' };

/** Every line of the menu, and what the page behind it is called. */
const MENU = [
  ['Overview', '/'],
  ['Sync log', '/log'],
  ['People', '/people'],
  ['Groups', '/groups'],
  ['Leavers', '/leavers'],
  ['Access review', '/review'],
  ['Libraries and roles', '/libraries'],
  ['Import', '/import'],
  ['Connections', '/connections'],
  ['Settings', '/settings'],
] as const;

describeInBrowser('the console', () => {
  let gateway: ConsoleGateway;
  let browser: Browser;
  const seen = new Map<Looks, { context: BrowserContext; watched: WatchedPage }>();

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    [gateway, browser] = await Promise.all([startConsoleGateway(), openBrowser(findChromium() ?? '')]);
    const first = await openContext(browser, DESK);
    const watched = await watchedPage(first, gateway.gateway.rootUrl);
    await signIn(watched.page, gateway);
    seen.set(DESK, { context: first, watched });
    const cookies = await first.cookies();
    for (const looks of [PHONE, NIGHT]) {
      const context = await openContext(browser, looks);
      await context.addCookies(cookies);
      seen.set(looks, { context, watched: await watchedPage(context, gateway.gateway.rootUrl) });
    }
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await gateway.stop();
  }, 60_000);

  async function open(path: string, looks: Looks): Promise<WatchedPage> {
    const watched = seen.get(looks)?.watched;
    if (watched === undefined) throw new Error('no page of these looks');
    await watched.page.goto(new URL(path.slice(1), gateway.consoleUrl).href);
    await watched.page.getByRole('heading', { level: 1 }).waitFor();
    await watched.page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
    return watched;
  }

  it('has a line of the menu for each of its pages', async () => {
    const { page } = await open('/', DESK);
    const lines = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    expect(await lines.allInnerTexts()).toEqual(expect.arrayContaining(MENU.map(([label]) => label)));
  });

  describe.each(MENU)('%s', (label, path) => {
    it('is reached by the menu and says what it is', async () => {
      const { page, takeComplaints } = await open('/', DESK);
      await page
        .getByRole('navigation', { name: 'Pages' })
        .getByRole('link', { name: label, exact: true })
        .click();
      await page.getByRole('heading', { level: 1, name: label }).waitFor();
      await page.screenshot({ path: join(PICTURES, `${label}.png`) });
      expect(new URL(page.url()).pathname.replace(/\/$/, '')).toBe(`/admin${path}`.replace(/\/$/, ''));
      expect(takeComplaints()).toEqual([]);
    });

    it.each([
      ['by day', DESK],
      ['by night', NIGHT],
    ])('has nothing that axe complains of, %s', async (_when, looks) => {
      const { page, takeComplaints } = await open(path, looks);
      expect(await violationsOf(page)).toEqual([]);
      expect(takeComplaints()).toEqual([]);
    });

    it('fits on a phone', async () => {
      const { page, takeComplaints } = await open(path, PHONE);
      await page.screenshot({ path: join(PICTURES, `${label} on a phone.png`), fullPage: true });
      const overhang = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overhang).toBe(0);
      expect(await violationsOf(page)).toEqual([]);
      expect(takeComplaints()).toEqual([]);
    });
  });
});
