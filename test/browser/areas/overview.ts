// The overview: its numbers lead to the pages that explain them, and its charts can be read as tables.

import { rowsOf } from '../acting';
import { goTo, heading, settled, type Staged } from '../stage';

export function overview(staged: Staged): void {
  describe('the overview', () => {
    beforeAll(() => goTo(staged().page, 'Overview'));

    it.each([
      ['Seats in use', 'People', 'People'],
      ['Incomplete people', 'People', 'People'],
      ['Identity providers heard of', 'Connections', 'Connections'],
      ['Open alerts', 'Alerts', null],
    ])('leads from “%s” to the page that explains it', async (tile, title, table) => {
      const { page } = staged();
      const section = page.locator('section', {
        has: page.getByRole('heading', { name: tile, exact: true }),
      });
      const number = Number.parseInt(await section.locator('.number').innerText(), 10);
      await section.getByRole('link', { name: tile, exact: true }).click();
      await heading(page, title);
      await settled(page);
      if (table !== null) expect(await rowsOf(page, table).count()).toBe(number);
      await page.goBack();
      await heading(page, 'Overview');
      await settled(page);
    });

    it('shows each chart as a table, too, with the numbers of today first', async () => {
      const { page, admin } = staged();
      const { seats } = (await admin('overview.seats')).body;
      const label = 'Seats in use at the end of each day';
      await page.getByRole('button', { name: `${label}: show as a table` }).click();
      const today = rowsOf(page, label).first();
      expect(await today.getByRole('rowheader').innerText()).toBe(new Date().toISOString().slice(0, 10));
      expect(await today.getByRole('cell').first().innerText()).toBe(String(seats));
      await page.getByRole('button', { name: `${label}: show as a chart` }).click();
      await page.getByRole('img', { name: new RegExp(`^${label}`) }).waitFor();
    });
  });
}
