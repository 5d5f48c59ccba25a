// Leavers: what is left of them is shown before it is taken away, and comes back as a whole.

import { act, confirmDialogue, openDialogue, rowsOf, told } from '../acting';
import { violationsOf } from '../accessibility';
import { goTo, type Staged } from '../stage';

const TABLE = 'Leavers, with what is left of each';

export function leavers(staged: Staged): void {
  it('cleans up what is left of a leaver after a preview, and takes it back', async () => {
    const { page } = staged();
    await goTo(page, 'Leavers');
    const tove = rowsOf(page, TABLE).filter({ hasText: 'Tove Rask' });
    expect(await tove.innerText()).toMatch(/2 groups/);
    await tove.getByRole('checkbox', { name: 'Choose Tove Rask' }).check();
    const dialogue = await openDialogue(page, 'Clean up chosen (1)');
    expect(await dialogue.innerText()).toMatch(/Tove Rask: leaves Ajuba Litigation, Ajuba Matter 1042/);
    expect(await violationsOf(page)).toEqual([]);
    await confirmDialogue(dialogue, { button: 'Clean up chosen (1)', reason: 'Gone for good' });
    await told(page, /From 1 person was taken: 2 memberships/).waitFor();
    await tove.waitFor({ state: 'detached' });
    await act(page, { button: 'Undo this clean-up', confirm: 'Undo', reason: 'She comes back next week' });
    await tove.waitFor();
    expect(await tove.innerText()).toMatch(/2 groups/);
  });
}
