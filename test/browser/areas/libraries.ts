// Libraries and roles: a role is added and removed, and one that somebody holds stays, with the number of who holds it.

import { act, openDialogue, rowsOf } from '../acting';
import { goTo, type Staged } from '../stage';

const ROLES = 'Roles of Disputes';

export function libraries(staged: Staged): void {
  describe('libraries and roles', () => {
    beforeEach(() => goTo(staged().page, 'Libraries and roles'));

    it('take a new role and let it go again', async () => {
      const { page, gateway } = staged();
      const dialogue = await openDialogue(page, 'Add a role to Disputes');
      await dialogue.getByLabel('Name').fill('COUNSEL');
      await dialogue.getByLabel('Privileges').fill('Search\nExport');
      await dialogue.getByRole('button', { name: 'Add a role', exact: true }).click();
      await dialogue.waitFor({ state: 'detached' });
      const row = rowsOf(page, ROLES).filter({ hasText: 'COUNSEL' });
      await row.waitFor();
      const filter = encodeURIComponent('library eq "DISPUTES"');
      const roles = JSON.stringify((await gateway.scim.send('GET', `/Roles?filter=${filter}`)).body);
      expect(roles).toContain('COUNSEL');
      await act(page, {
        button: 'Remove COUNSEL from Disputes',
        confirm: 'Remove',
        reason: 'Was only a thought',
      });
      await row.waitFor({ state: 'detached' });
    });

    it('keep a role that somebody holds, and say how many do', async () => {
      const { page } = staged();
      const dialogue = await openDialogue(page, 'Remove PARALEGAL from Active matters');
      await dialogue.getByLabel('Reason').fill('Nobody needs it');
      await dialogue.getByRole('button', { name: 'Remove', exact: true }).click();
      expect(await dialogue.getByRole('alert').innerText()).toMatch(/in use by \d+ people/);
      await dialogue.getByRole('button', { name: 'Cancel' }).click();
      await dialogue.waitFor({ state: 'detached' });
      await rowsOf(page, 'Roles of Active matters').filter({ hasText: 'PARALEGAL' }).waitFor();
    });
  });
}
