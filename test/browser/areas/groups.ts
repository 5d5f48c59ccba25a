// Groups: found, filtered by library, and opened with who is in them.

import { rowsOf } from '../acting';
import { violationsOf } from '../accessibility';
import { goTo, heading, settled, takePicture, type Staged } from '../stage';

export function groups(staged: Staged): void {
  it('finds groups by name and by library, and shows who is in one', async () => {
    const { page } = staged();
    await goTo(page, 'Groups');
    const rows = rowsOf(page, 'Groups');
    await page.getByLabel('Library').selectOption('DISPUTES');
    await rows.filter({ hasText: 'Ajuba Litigation' }).waitFor({ state: 'detached' });
    expect(await rows.getByRole('link').allInnerTexts()).toEqual(['Ajuba Disputes Team']);
    await page.getByLabel('Library').selectOption('');
    await page.getByLabel('Search').fill('matter');
    await rows.filter({ hasText: 'Disputes' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Ajuba Matter 1042' }).click();
    await heading(page, 'Ajuba Matter 1042');
    await settled(page);
    const members = await rowsOf(page, 'Members of this group').getByRole('link').allInnerTexts();
    expect([...members].sort()).toEqual(['Mira Saar', 'Noor Haas', 'Tove Rask']);
    await takePicture(page, 'Group');
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Its changes in the sync log' }).click();
    await page.getByRole('link', { name: /created group Ajuba Matter 1042/ }).waitFor();
  });
}
