// The sync log: narrowed down, opened, followed while it grows, and taken away as a file.

import type { Page } from 'playwright-core';
import { rowsOf, takeCsv } from '../acting';
import { violationsOf } from '../accessibility';
import { goTo, heading, settled, takePicture, type Staged } from '../stage';

const TABLE = 'Sync log, newest first';
const REFUSED = /was not allowed to create Tor Rask/;

export function log(staged: Staged): void {
  describe('the sync log', () => {
    beforeEach(() => goTo(staged().page, 'Sync log'));

    it('is narrowed down by text, by status and by person, each in the address', async () => {
      const { page } = staged();
      await page.getByLabel('User ID, name or e-mail').fill('haas');
      await allRowsTell(page, /Haas/);
      await page.getByLabel('Status').selectOption('refused');
      await allRowsTell(page, /Refused/);
      expect(new URL(page.url()).search).toBe('?text=haas&status=refused');
      await page.getByRole('button', { name: 'Clear all filters' }).click();
      await page.getByRole('button', { name: 'More filters' }).click();
      await page.getByRole('combobox', { name: 'Person' }).fill('mira');
      await page.getByRole('option', { name: /^Mira Saar/ }).click();
      await allRowsTell(page, /Mira/);
      expect(new URL(page.url()).search).toMatch(/^\?person=[\w-]+$/);
      await page.getByRole('button', { name: 'Take away: Person: Mira Saar' }).click();
      await rowsOf(page, TABLE).filter({ hasText: 'Noor Haas' }).first().waitFor();
    });

    it('says so where nothing matches', async () => {
      const { page } = staged();
      await page.getByLabel('User ID, name or e-mail').fill('nobody-of-this-name');
      await page.getByText('Nothing matches all of these filters.').waitFor();
      expect(await page.getByRole('table', { name: TABLE }).count()).toBe(0);
    });

    it('opens a refusal: why, how to mend it, and what was sent and answered', async () => {
      const { page } = staged();
      await page.getByRole('link', { name: REFUSED }).click();
      const row = page.getByRole('dialog', { name: REFUSED });
      await row.getByRole('heading', { name: 'Why it was refused, and how to mend it' }).waitFor();
      expect(await row.innerText()).toMatch(/User ID/);
      expect(await row.getByRole('alert').innerText()).toMatch(/How to mend it at .+/);
      expect(await row.getByRole('region', { name: 'Request, as text' }).innerText()).toContain(
        '"userName": "tove.rask@ajuba-law.example"',
      );
      expect(await row.getByRole('region', { name: 'Answer, as text' }).innerText()).toContain(
        '"scimType": "uniqueness"',
      );
      await takePicture(page, 'Refusal in the sync log');
      expect(await violationsOf(page)).toEqual([]);
      await row.getByRole('button', { name: 'Close' }).click();
      await row.waitFor({ state: 'detached' });
    });

    it('opens a change: before and after, and the ways to the person and to the whole request', async () => {
      const { page } = staged();
      // Only rows in sight are drawn.
      await page.getByLabel('User ID, name or e-mail').fill('saar');
      await page.getByRole('link', { name: /changed userName.* of Mira Saar/ }).click();
      const row = page.getByRole('dialog', { name: /of Mira Saar/ });
      const name = row
        .getByRole('table', { name: 'Attributes before and after' })
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: 'display name' }) });
      await name.waitFor();
      expect(await name.getByRole('cell').allInnerTexts()).toEqual([
        expect.stringContaining('Mira Holt'),
        expect.stringContaining('Mira Saar'),
      ]);
      await row.getByRole('link', { name: 'Everything of the same request' }).click();
      await heading(page, 'One request');
      await settled(page);
      expect(await violationsOf(page)).toEqual([]);
      await page.goBack();
      await row.getByRole('link', { name: 'As a page of its own' }).click();
      await heading(page, /of Mira Saar/);
      await settled(page);
      expect(await violationsOf(page)).toEqual([]);
    });

    it('shows by itself what an identity provider sends meanwhile', async () => {
      const { page, gateway } = staged();
      // Who reads further down is told how many came instead.
      await page.evaluate('window.scrollTo(0, 0)');
      await page.getByText('Live: new rows appear by themselves').waitFor();
      const userName = 'liv.strand@ajuba-law.example';
      const { status } = await gateway.scim.send('POST', '/Users', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName,
        displayName: 'Liv Strand',
        emails: [{ value: userName, type: 'work', primary: true }],
      });
      expect(status).toBe(201);
      // Two workers keep the machine busy meanwhile; the gateway looks for new rows every second.
      await rowsOf(page, TABLE)
        .first()
        .getByRole('link', { name: /created Liv Strand/ })
        .waitFor({ timeout: 25_000 });
    });

    it('gives what is filtered as a file, and nothing else', async () => {
      const { page } = staged();
      await page.getByLabel('Status').selectOption('refused');
      await allRowsTell(page, /Refused/);
      const shown = await rowsOf(page, TABLE).count();
      const { name, text } = await takeCsv(page, 'Export what is filtered');
      const [head = '', ...lines] = text.trim().split(/\r?\n/);
      expect(name).toMatch(/\.csv$/);
      expect(head).toMatch(/status/i);
      expect(lines).toHaveLength(shown);
      expect(lines.every((line) => line.includes('refused'))).toBe(true);
    });
  });
}

/** Once those that tell of something else are gone. */
async function allRowsTell(page: Page, words: RegExp): Promise<void> {
  await rowsOf(page, TABLE).filter({ hasNotText: words }).first().waitFor({ state: 'detached' });
  await rowsOf(page, TABLE).filter({ hasText: words }).first().waitFor();
}
