// What hands do on every page of the console: press a button that asks for a reason, read a table, take a file. Knows no page.

import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';

interface Act {
  /** The button that opens the dialogue; its label confirms it, too, unless another does. */
  readonly button: string;
  readonly confirm?: string;
  /** Absent where none is asked for. */
  readonly reason?: string;
}

/** Opens the dialogue of an action and waits until it says what will happen. */
export async function openDialogue(page: Page, button: string): Promise<Locator> {
  await page.getByRole('button', { name: button, exact: true }).click();
  const dialogue = page.getByRole('dialog');
  await dialogue.waitFor();
  await dialogue.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  return dialogue;
}

/** @returns the dialogue's own words, before it was confirmed */
export async function act(page: Page, { button, confirm = button, reason }: Act): Promise<string> {
  const dialogue = await openDialogue(page, button);
  const words = await dialogue.innerText();
  await confirmDialogue(dialogue, { button: confirm, ...(reason === undefined ? {} : { reason }) });
  return words;
}

/** Confirms it and waits until it is done and gone. */
export async function confirmDialogue(dialogue: Locator, { button, reason }: Act): Promise<void> {
  if (reason !== undefined) await dialogue.getByLabel('Reason').fill(reason);
  await dialogue.getByRole('button', { name: button, exact: true }).click();
  await dialogue.waitFor({ state: 'detached' });
}

/** What the console said of the last action. */
export function told(page: Page, words: string | RegExp): Locator {
  return page.getByRole('alert').filter({ hasText: words }).first();
}

/** Rows of a table without its headings. */
export function rowsOf(page: Page, table: string): Locator {
  return page
    .getByRole('table', { name: table })
    .getByRole('row')
    .filter({ has: page.getByRole('cell') });
}

/** Presses what gives a file. @returns its name and text */
export async function takeFile(
  page: Page,
  press: () => Promise<void>,
): Promise<{ readonly name: string; readonly text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

/** By the menu of a page's head. */
export function takeCsv(page: Page, button: string): ReturnType<typeof takeFile> {
  return takeFile(page, async () => {
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.getByRole('menuitem', { name: /^CSV/ }).click();
  });
}
