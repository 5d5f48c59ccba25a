// Sign-in and what it opens: a wrong token, the keyboard alone, a viewer from the firm's own sign-in, and nothing left after the sign-out.

import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { violationsOf } from '../accessibility';
import { goTo, heading, settled, takePicture, type Staged } from '../stage';
import { DESK, openContext, watchedPage, type WatchedPage } from '../watched-page';

export function signInArea(staged: Staged): void {
  describe('whoever is not signed in', () => {
    let watched: WatchedPage;
    beforeAll(async () => {
      const { browser, gateway } = staged();
      watched = await watchedPage(await openContext(browser, DESK), gateway.gateway.rootUrl);
    });
    afterAll(() => watched.page.context().close());
    afterEach(() => {
      expect(watched.takeComplaints()).toEqual([]);
    });

    it('sees the sign-in alone, whatever page they ask for, and a wrong token opens nothing', async () => {
      const { page } = watched;
      await page.goto(`${staged().gateway.consoleUrl}people`);
      await page.getByLabel('Admin token').fill(randomBytes(32).toString('hex'));
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('alert').waitFor();
      await takePicture(page, 'Sign-in with a wrong token');
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.getByRole('navigation').count()).toBe(0);
    });

    it('signs in and walks through the menu by the keyboard alone', async () => {
      const { page } = watched;
      const { adminToken } = staged().gateway;
      await page.reload();
      await tabTo(page, 'Admin token');
      await page.keyboard.type(adminToken);
      await page.keyboard.press('Enter');
      await heading(page, 'People');
      await settled(page);
      await page.reload();
      await heading(page, 'People');
      await tabTo(page, 'Skip to the page');
      await tabTo(page, 'Groups');
      await page.keyboard.press('Enter');
      await heading(page, 'Groups');
      await settled(page);
      await tabTo(page, 'Ajuba Disputes Team');
      await page.keyboard.press('Enter');
      await heading(page, 'Ajuba Disputes Team');
    });

    it('is told why the firm’s own sign-in led back, and lands on the overview after another one', async () => {
      const { page } = watched;
      const { adminToken, consoleUrl } = staged().gateway;
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('Admin token').waitFor();
      await page.goto(`${consoleUrl}sign-in?problem=noRole`);
      expect(await page.getByRole('alert').innerText()).toContain('gave you no role here');
      await page.getByLabel('Admin token').fill(adminToken);
      await page.keyboard.press('Enter');
      await heading(page, 'Overview');
      await settled(page);
    });

    it('sees nothing of the console after the sign-out, by the back button either', async () => {
      const { page } = watched;
      await goTo(page, 'People');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('Admin token').waitFor();
      await page.goBack();
      await page.getByLabel('Admin token').waitFor();
      expect(await page.locator('body').innerText()).not.toMatch(/Ajuba Disputes|Rask|Saar/);
    });

    it('comes in by the firm’s own sign-in as a viewer, who sees everything and can change nothing', async () => {
      const { page } = watched;
      const { provider, consoleUrl } = staged().gateway;
      provider.signsIn({ sub: 'u-7', name: 'Ona Reader', roles: ['imanage-readers'] });
      await page.goto(`${consoleUrl}people`);
      await page.getByRole('link', { name: 'Sign in with Ajuba Law' }).click();
      await page.getByRole('link', { name: 'go on' }).click();
      await heading(page, 'People');
      // The provider is elsewhere, and the only elsewhere.
      expect(watched.takeComplaints().filter((each) => !each.includes(provider.url))).toEqual([]);
      await page.getByText('Ona Reader').waitFor();
      await page.getByRole('link', { name: 'Noor Haas' }).click();
      await heading(page, 'Noor Haas');
      await settled(page);
      await goTo(page, 'Leavers');
      for (const [label, button] of FORBIDDEN) {
        await goTo(page, label);
        expect({ label, buttons: await page.getByRole('button', { name: button }).count() }).toEqual({
          label,
          buttons: 0,
        });
      }
      expect(watched.takeComplaints()).toEqual([]);
    });
  });
}

/** What only others may press. */
const FORBIDDEN = [
  ['Alerts', /Acknowledge|Release|test notice/],
  ['Leavers', /Clean up/],
  ['Libraries and roles', /Add|Change|Remove|Make the default/],
  ['Import', /Start/],
  ['Settings', /Change|Release|Send a test/],
] as const;

/** Presses Tab until what has this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const STEPS_MAX = 60;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    await page.keyboard.press('Tab');
    const focused: string = await page.evaluate(FOCUSED);
    if (focused === name) return;
  }
  throw new Error(`“${name}” is not reached by Tab within ${STEPS_MAX} steps`);
}

/** As it is called: by its label where it has one, else by its text. */
const FOCUSED = `(() => {
  const { activeElement: it } = document;
  const label = it?.labels?.[0]?.textContent ?? it?.getAttribute('aria-label') ?? it?.textContent ?? '';
  return label.replace(/\\s*\\*$/, '').trim();
})()`;
