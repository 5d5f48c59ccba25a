// People: found, looked at as they are and were, disabled by hand with a reason, and given back.

import type { Page } from 'playwright-core';
import { act, confirmDialogue, openDialogue, rowsOf, takeCsv, told } from '../acting';
import { violationsOf } from '../accessibility';
import { goTo, heading, settled, takePicture, type Staged } from '../stage';

const REASON = 'Left on Friday; personnel told us by phone';

export function people(staged: Staged): void {
  describe('people', () => {
    beforeEach(() => goTo(staged().page, 'People'));

    it('are searched by name and filtered by sign-in, and taken away as a file', async () => {
      const { page } = staged();
      await page.getByLabel('Search').fill('rask');
      await names(page, ['Tor Rask', 'Tove Rask']);
      await page.getByLabel('Sign-in').selectOption('deleted');
      await names(page, ['Tove Rask']);
      expect((await takeCsv(page, 'Export')).text.trim().split(/\r?\n/)).toHaveLength(2);
      await page.getByRole('button', { name: 'Show everybody' }).click();
      await page.getByLabel('Kind').selectOption('true');
      await names(page, ['Noor Haas']);
      await page.getByRole('button', { name: 'Show everybody' }).click();
      await rowsOf(page, 'People').filter({ hasText: 'Tor Rask' }).waitFor();
    });

    it('have a User ID that is free, in use, or used up for good', async () => {
      const { page } = staged();
      const dialogue = await openDialogue(page, 'Check a User ID');
      for (const [userId, state] of [
        ['tove.rask@ajuba-law.example', 'Used before: never free again'],
        ['mira.holt@ajuba-law.example', 'In use'],
        ['NOBODYYET', 'Free'],
      ] as const) {
        await dialogue.getByLabel('User ID').fill(userId);
        await dialogue.getByRole('button', { name: 'Check' }).click();
        await dialogue.getByText(state, { exact: true }).waitFor();
      }
      expect(await violationsOf(page)).toEqual([]);
      await dialogue.getByRole('button', { name: 'Close' }).click();
      await dialogue.waitFor({ state: 'detached' });
    });

    it('show what they are now, what happened to them, and what they were', async () => {
      const { page, admin, gateway } = staged();
      await openPerson(page, 'Mira Saar');
      expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(
        expect.arrayContaining(['Sign-in', 'Provisioning', 'Libraries and roles', 'Groups', 'Identity']),
      );
      await takePicture(page, 'Person');
      expect(await violationsOf(page)).toEqual([]);
      await page.getByRole('tab', { name: 'What happened' }).click();
      const happened = rowsOf(page, 'What happened to this person, newest first');
      await happened.filter({ hasText: 'created Mira Saar' }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      const person = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      const { rows } = (await admin('people.timeline', { person })).body as unknown as Timeline;
      const created = rows.find(({ operation }) => operation === 'create')?.at ?? '';
      await page.goto(`${gateway.consoleUrl}people/${person}?tab=past&at=${encodeURIComponent(created)}`);
      const then = page.getByRole('table', { name: 'The person then and now' });
      const fact = then.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Full name' }) });
      await fact.waitFor();
      expect(await fact.getByRole('cell').allInnerTexts()).toEqual(['Mira Holt', 'Mira Saar', 'changed']);
      expect(await violationsOf(page)).toEqual([]);
      await page.getByLabel('Date and time, in your zone').fill('2001-02-03T04:05');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.getByText(/nothing is known of/).waitFor();
    });

    it('are disabled by hand with a reason, which the sync log tells under the admin’s name, and undone', async () => {
      const { page } = staged();
      await openPerson(page, 'Tor Rask');
      const dialogue = await openDialogue(page, 'Disable');
      expect(await dialogue.innerText()).toMatch(/Tor Rask .* can no longer sign in to iManage/);
      await takePicture(page, 'Disable with a reason');
      expect(await violationsOf(page)).toEqual([]);
      await confirmDialogue(dialogue, { button: 'Disable', reason: REASON });
      await told(page, /can no longer sign in/).waitFor();
      await page.getByRole('link', { name: 'see it in the sync log' }).click();
      const row = page.getByRole('dialog', { name: /^admin token disabled Tor Rask.*Left on Friday/ });
      await row.getByText('sign-in disabled').waitFor();
      expect(await row.innerText()).toContain(REASON);
      await row.getByRole('link', { name: 'Tor Rask' }).first().click();
      await heading(page, 'Tor Rask');
      await page.getByRole('tab', { name: 'What happened' }).click();
      const words = await act(page, {
        button: `Undo: ${await undoable(page)}`,
        confirm: 'Undo',
        reason: 'It was another Tor',
      });
      expect(words).toMatch(/Tor Rask/);
      await page.getByRole('tab', { name: 'Now' }).click();
      await page.getByText('Can sign in', { exact: true }).first().waitFor();
    });
  });
}

interface Timeline {
  readonly rows: readonly { readonly operation: string; readonly at: string }[];
}

/** Exactly these are listed, in this order. */
async function names(page: Page, expected: readonly string[]): Promise<void> {
  const others = new RegExp(expected.join('|'));
  await rowsOf(page, 'People').filter({ hasNotText: others }).first().waitFor({ state: 'detached' });
  await settled(page);
  expect(await rowsOf(page, 'People').getByRole('link').allInnerTexts()).toEqual(expected);
}

async function openPerson(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
  await heading(page, name);
  await settled(page);
}

/** What the newest action by hand did. */
async function undoable(page: Page): Promise<string> {
  const label = await page
    .getByRole('button', { name: /^Undo: / })
    .first()
    .getAttribute('aria-label');
  return label?.replace('Undo: ', '') ?? '';
}
