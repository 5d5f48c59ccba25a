// Connections: one is made for Entra, its token shown once and then used, replaced without a gap, and revoked.

import type { Page } from 'playwright-core';
import { act, openDialogue, rowsOf } from '../acting';
import { violationsOf } from '../accessibility';
import { goTo, heading, settled, takePicture, type Stage, type Staged } from '../stage';

const NAME = 'entra-london';
/** A revoked token opens nothing after this. */
const REVOKED_MS_MAX = 1_000;

export function connections(staged: Staged): void {
  describe('a connection', () => {
    let first = '';
    let second = '';

    it('is made for Entra in four steps, its token shown once, and its first request is seen', async () => {
      const { page } = staged();
      await goTo(page, 'Connections');
      await page.getByRole('link', { name: 'New connection' }).click();
      await heading(page, 'New connection');
      expect(await violationsOf(page)).toEqual([]);
      await page.getByRole('radio', { name: /Entra/ }).check();
      await page.getByLabel('Name').fill(NAME);
      await page.getByRole('button', { name: 'Make the connection and its token' }).click();
      await page.getByText('Shown this once, and never again').waitFor();
      first = await copied(page);
      await takePicture(page, 'New connection, its token');
      expect(await violationsOf(page)).toEqual([]);
      await page.getByLabel('I have copied the token').check();
      await page.getByRole('button', { name: 'Next: at the identity provider' }).click();
      await page.getByRole('table', { name: 'Attribute mapping' }).waitFor();
      await settled(page);
      expect(await violationsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Next: wait for the first contact' }).click();
      await page.getByText('A first request came: waiting for it').waitFor();
      expect(await violationsOf(page)).toEqual([]);
      expect(await asks(staged(), first)).toBe(200);
      await page.getByText('A first request came: yes').waitFor();
      await page.getByText('The connection was tested, and works: yes').waitFor();
      await page.getByRole('link', { name: 'To the connection' }).click();
      await heading(page, NAME);
      expect(await page.getByText(first).count()).toBe(0);
    });

    it('takes a second token beside the first', async () => {
      const { page } = staged();
      const dialogue = await openDialogue(page, 'New token');
      await dialogue.getByRole('button', { name: 'Make the token' }).click();
      await dialogue.getByText('Shown this once, and never again').waitFor();
      second = await copied(page);
      await dialogue.getByRole('button', { name: 'I have stored it' }).click();
      await dialogue.waitFor({ state: 'detached' });
      expect(second).not.toBe(first);
      expect([await asks(staged(), first), await asks(staged(), second)]).toEqual([200, 200]);
      expect(await rowsOf(page, `Tokens of ${NAME}`).count()).toBe(2);
      expect(await violationsOf(page)).toEqual([]);
    });

    it('lets a revoked token in no more within a second, and goes on with the other', async () => {
      const { page } = staged();
      const old = rowsOf(page, `Tokens of ${NAME}`).filter({ hasText: first.slice(-4) });
      await old.getByRole('button', { name: 'Revoke' }).click();
      const dialogue = page.getByRole('dialog', { name: /^Revoke the token/ });
      await dialogue.getByRole('button', { name: 'Revoke', exact: true }).click();
      await dialogue.waitFor({ state: 'detached' });
      await isShutOut(staged(), first);
      expect(await asks(staged(), second)).toBe(200);
      await old.getByText('nothing: revoked for good').waitFor();
    });

    it('is removed after a warning', async () => {
      const { page } = staged();
      expect(await act(page, { button: 'Remove' })).toMatch(/cannot be undone/);
      await heading(page, 'Connections');
      await rowsOf(page, 'Connections').filter({ hasText: NAME }).waitFor({ state: 'detached' });
      await isShutOut(staged(), second);
    });
  });
}

/** As the button puts it into the clipboard. */
async function copied(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Copy: Token', exact: true }).click();
  await page.getByText('Token is copied.').waitFor({ state: 'attached' });
  return page.evaluate('navigator.clipboard.readText()');
}

/** As Entra tests a connection: it looks for somebody who is nobody. */
async function asks({ gateway }: Stage, token: string): Promise<number> {
  const filter = encodeURIComponent('userName eq "6d1f1b5e-0000-4000-8000-000000000000"');
  const headers = { authorization: `Bearer ${token}` };
  return (await gateway.scim.send('GET', `/Users?filter=${filter}`, undefined, headers)).status;
}

async function isShutOut(stage: Stage, token: string): Promise<void> {
  const since = performance.now();
  while ((await asks(stage, token)) !== 401) expect(performance.now() - since).toBeLessThan(REVOKED_MS_MAX);
}
