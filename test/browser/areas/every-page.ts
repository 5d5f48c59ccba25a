// Every page of the menu: reached by it, good for everybody's eyes and hands by day and by night, and wide enough for a phone.

import { violationsOf } from '../accessibility';
import { goTo, takePicture, type Staged } from '../stage';
import { DESK, NIGHT, PHONE } from '../watched-page';

/** Every line of the menu, and where it leads. */
const MENU = [
  ['Overview', '/'],
  ['Alerts', '/alerts'],
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

export function everyPage(staged: Staged): void {
  it('has a line of the menu for each of its pages', async () => {
    const lines = staged().page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    expect((await lines.allInnerTexts()).sort()).toEqual(MENU.map(([label]) => label).sort());
  });

  describe.each(MENU)('%s', (label, path) => {
    it('is reached by the menu, and axe finds nothing by day', async () => {
      const page = staged().pageOf(DESK);
      await goTo(page, label);
      await takePicture(page, label);
      expect(new URL(page.url()).pathname.replace(/\/$/, '')).toBe(`/admin${path}`.replace(/\/$/, ''));
      expect(await page.title()).toMatch(label);
      expect(await violationsOf(page)).toEqual([]);
    });

    it('has nothing that axe complains of by night', async () => {
      const page = staged().pageOf(NIGHT);
      await goTo(page, label);
      await takePicture(page, `${label} by night`);
      expect(await violationsOf(page, 'colours')).toEqual([]);
    });

    it('fits on a phone', async () => {
      const page = staged().pageOf(PHONE);
      await goTo(page, label);
      await takePicture(page, `${label} on a phone`, true);
      const overhang = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overhang).toBe(0);
      expect(await violationsOf(page)).toEqual([]);
    });
  });
}
