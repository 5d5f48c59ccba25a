// Import: a file is looked through, its columns are set right, and what is started is done.

import { rowsOf } from '../acting';
import { violationsOf } from '../accessibility';
import { goTo, takePicture, type Staged } from '../stage';

/** One column with a heading of the firm's own, one role that the library does not have, one person twice. */
const CSV = `Kennung,Full Name,Email,Preferred Library,Role
AHOLM,Agnes Holm,agnes.holm@ajuba-law.example,ACTIVE,ASSOCIATE
JDOE,John Doe,john.doe@ajuba-law.example,ACTIVE,SENIOR
AHOLM,Anders Holm,anders.holm@ajuba-law.example,ACTIVE,PARALEGAL
`;

export function imports(staged: Staged): void {
  it('takes a file, its columns and a look at what would be done, and then does it', async () => {
    const { page } = staged();
    await goTo(page, 'Import');
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'users.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) });
    await page.getByLabel('Column “Kennung”').selectOption({ label: 'User ID' });
    await page.getByRole('tab', { name: 'Refused (2)' }).waitFor();
    const refused = await rowsOf(page, 'Refused rows').allInnerTexts();
    expect(refused).toEqual([expect.stringMatching(/JDOE.*SENIOR/s), expect.stringMatching(/AHOLM/)]);
    await page.getByRole('tab', { name: 'To be created (1)' }).click();
    await takePicture(page, 'Import, looked through');
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Start the import' }).click();
    const dialogue = page.getByRole('dialog', { name: 'Import users from users.csv?' });
    await dialogue.getByLabel('Reason').fill('Take over Control Center');
    await dialogue.getByRole('button', { name: 'Start the import' }).click();
    await page.getByRole('heading', { name: 'Users from users.csv' }).waitFor();
    await page.getByRole('tab', { name: 'Created (1)' }).waitFor();
    const earlier = rowsOf(page, 'Imports of the last 30 days').filter({ hasText: 'users.csv' });
    await earlier.filter({ hasText: 'Done' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await goTo(page, 'People');
    await page.getByLabel('Search').fill('agnes');
    await page.getByRole('link', { name: 'Agnes Holm' }).waitFor();
  });
}
