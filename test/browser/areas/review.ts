// Access review: who had access on a date, what changed between two moments, and both as a file.

import { rowsOf, takeCsv } from '../acting';
import { violationsOf } from '../accessibility';
import { goTo, settled, takePicture, type Staged } from '../stage';

const TABLE = 'Access of people to libraries';

export function review(staged: Staged): void {
  it('shows who has access today, what changed since a moment, and gives it as CSV', async () => {
    const { page, admin, gateway } = staged();
    await goTo(page, 'Access review');
    await rowsOf(page, TABLE).filter({ hasText: 'Imre Solberg' }).first().waitFor();
    const all = await takeCsv(page, 'Export this review');
    expect(all.text).toContain('Imre Solberg');
    const answer = await admin('log.list', { text: 'imre', action: 'create', status: 'done' });
    const { rows } = answer.body as unknown as { readonly rows: readonly { readonly at: string }[] };
    const between = new URLSearchParams({ against: rows.at(-1)?.at ?? '', at: new Date().toISOString() });
    await page.goto(`${gateway.consoleUrl}review?${between.toString()}`);
    await page.getByText('What differs between').waitFor();
    await settled(page);
    const imre = rowsOf(page, TABLE).filter({ hasText: 'Imre Solberg' });
    expect(await imre.filter({ hasText: 'DISPUTES' }).innerText()).toMatch(/New/);
    await takePicture(page, 'Access review of two moments');
    expect(await violationsOf(page)).toEqual([]);
    const changes = await takeCsv(page, 'Export these changes');
    expect(changes.text).toContain('DISPUTES');
    await page.getByLabel('Compared with (optional)').fill('2001-02-03');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText(/nothing is known of/).waitFor();
  });
}
