// A page of the browser that remembers whatever should not happen: errors, refused scripts and styles, questions out of nowhere, requests to elsewhere.

import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ConsoleGateway } from './console-gateway';

export interface WatchedPage {
  readonly page: Page;
  /** Everything since the last look that a well-made page never does. */
  readonly takeComplaints: () => readonly string[];
}

export interface Looks {
  readonly width: number;
  readonly height: number;
  readonly colours: 'light' | 'dark';
}

export const DESK: Looks = { width: 1280, height: 800, colours: 'light' };
export const PHONE: Looks = { width: 360, height: 740, colours: 'light' };
export const NIGHT: Looks = { ...DESK, colours: 'dark' };

/** The browser says so of each answer that a page asked for and was refused, which the page shows in words. */
const TOLD_BY_THE_PAGE = /^Failed to load resource: the server responded with a status of 4/;
/** Longer than a busy machine takes; what is not there by then does not come. */
const PATIENCE_MS = 25_000;

export async function openContext(
  browser: Browser,
  { width, height, colours }: Looks,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: colours,
    reducedMotion: 'reduce',
    acceptDownloads: true,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

export async function watchedPage(context: BrowserContext, origin: string): Promise<WatchedPage> {
  const complaints: string[] = [];
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !TOLD_BY_THE_PAGE.test(message.text()))
      complaints.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('blob:'))
      complaints.push(`asked elsewhere: ${request.url()}`);
  });
  return { page, takeComplaints: () => complaints.splice(0) };
}

/** By the admin token, as on the first day. */
export async function signIn(page: Page, { consoleUrl, adminToken }: ConsoleGateway): Promise<void> {
  await page.goto(consoleUrl);
  await page.getByLabel('Admin token').fill(adminToken);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor({ state: 'attached' });
}
