// What every test of the console looks at: one gateway, one browser, one page in each of three looks, all signed in once.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { adminClient, type AskAdmin } from '../http/admin/admin-client';
import { findChromium, openBrowser } from './chromium';
import { startConsoleGateway, type ConsoleGateway } from './console-gateway';
import {
  DESK,
  NIGHT,
  PHONE,
  openContext,
  signIn,
  watchedPage,
  type Looks,
  type WatchedPage,
} from './watched-page';

/** Test output; not kept in the repository. */
const PICTURES = join(__dirname, '..', '..', 'data', 'console-pictures');
/** What stands in the place of what is on its way. */
const ON_ITS_WAY = '[aria-busy="true"], [aria-label="Loading"], .mantine-Skeleton-root';

export interface Stage {
  readonly gateway: ConsoleGateway;
  readonly browser: Browser;
  /** The admin's page at a desk by day, where tests click. */
  readonly page: Page;
  /** The same console in other looks. */
  readonly pageOf: (looks: Looks) => Page;
  /** The admin API, for what a test needs besides the page. */
  readonly admin: AskAdmin;
  /** Of all pages. */
  readonly takeComplaints: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** Known once the tests run, not while they are declared. */
export type Staged = () => Stage;

export async function openStage(): Promise<Stage> {
  mkdirSync(PICTURES, { recursive: true });
  const [gateway, browser] = await Promise.all([startConsoleGateway(), openBrowser(findChromium() ?? '')]);
  const { rootUrl } = gateway.gateway;
  const first = await openContext(browser, DESK);
  const desk = await watchedPage(first, rootUrl);
  await signIn(desk.page, gateway);
  const cookies = await first.cookies();
  const others = await Promise.all(
    [PHONE, NIGHT].map(async (looks): Promise<readonly [Looks, WatchedPage]> => {
      const context = await openContext(browser, looks);
      await context.addCookies(cookies);
      const watched = await watchedPage(context, rootUrl);
      await watched.page.goto(gateway.consoleUrl);
      return [looks, watched];
    }),
  );
  const pages = new Map<Looks, WatchedPage>([[DESK, desk], ...others]);
  return {
    gateway,
    browser,
    page: desk.page,
    pageOf: (looks) => pages.get(looks)?.page ?? desk.page,
    admin: adminClient(rootUrl, gateway.adminToken, 'default'),
    takeComplaints: () => [...pages.values()].flatMap(({ takeComplaints }) => takeComplaints()),
    async close() {
      await browser.close();
      await gateway.stop();
    },
  };
}

/** By the menu, as people go; on a phone it is opened first. */
export async function goTo(page: Page, label: string): Promise<void> {
  const burger = page.getByRole('button', { name: 'Menu', exact: true });
  if (await burger.isVisible()) await burger.click();
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: label, exact: true })
    .click();
  await heading(page, label);
  await settled(page);
}

/** The page of this name is there. */
export async function heading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Nothing is on its way any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator(ON_ITS_WAY).first().waitFor({ state: 'detached' });
}

export async function takePicture(page: Page, name: string, isWhole = false): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: isWhole });
}
