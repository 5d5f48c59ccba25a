// Settings and alerts: a rule is changed, the brake holds too many disables, the alert is taken in hand, the brake released.

import { confirmDialogue, openDialogue, told } from '../acting';
import { violationsOf } from '../accessibility';
import { goTo, takePicture, type Stage, type Staged } from '../stage';

export function settings(staged: Staged): void {
  describe('the mass-disable brake', () => {
    it('is set by two rules, which act at once', async () => {
      const { page } = staged();
      await goTo(page, 'Settings');
      const mode = await openDialogue(page, 'Change: Mass-disable brake');
      await mode.locator('input[value="hold"]').check();
      expect(await violationsOf(page)).toEqual([]);
      await confirmDialogue(mode, { button: 'Change', reason: 'After what happened last week' });
      await page.getByText('Holds further disables back').waitFor();
      const count = await openDialogue(page, 'Change: Brake: people');
      const used = await counted(staged());
      await count.getByLabel('Number (people)').fill(String(used + 1));
      await confirmDialogue(count, { button: 'Change', reason: 'After what happened last week' });
      await page.getByText(`${used} of ${used + 1} in 60 minutes`).waitFor();
      await page.getByText('changed here; the file says 25').waitFor();
    });

    it('holds the disables that are too many, and says so in an alert that somebody takes in hand', async () => {
      const { page } = staged();
      expect([await disables(staged(), 'imre.solberg'), await disables(staged(), 'mira.saar')]).toEqual([
        200, 429,
      ]);
      await goTo(page, 'Alerts');
      const alert = page
        .getByRole('article')
        .filter({ hasText: 'disable' })
        .filter({ hasText: 'held' })
        .first();
      await alert.getByRole('button', { name: 'Acknowledge' }).waitFor();
      await takePicture(page, 'Alerts with a brake that holds');
      expect(await violationsOf(page)).toEqual([]);
      await alert.getByRole('button', { name: 'Acknowledge' }).click();
      await confirmDialogue(page.getByRole('dialog'), {
        button: 'Acknowledge',
        reason: 'I ask personnel whether they are leavers',
      });
      await told(page, /It is in hand/).waitFor();
      // Whom the brake holds is in hand with it.
      await page
        .getByText(/In hand of admin token since .*I ask personnel/)
        .first()
        .waitFor();
    });

    it('lets them pass once it is released', async () => {
      const { page } = staged();
      const dialogue = await openDialogue(page, 'Release');
      await confirmDialogue(dialogue, { button: 'Release', reason: 'They are leavers' });
      await page.getByText(/Released until/).waitFor();
      expect(await disables(staged(), 'mira.saar')).toBe(200);
    });
  });
}

async function counted({ admin }: Stage): Promise<number> {
  return (await admin('brake.show')).body['counted'] as number;
}

/** As Okta does it. */
async function disables({ gateway: { scim } }: Stage, name: string): Promise<number> {
  const filter = encodeURIComponent(`userName eq "${name}@ajuba-law.example"`);
  const found = (await scim.send('GET', `/Users?filter=${filter}`)).body as {
    readonly Resources: readonly { readonly id: string }[];
  };
  const answer = await scim.send('PATCH', `/Users/${found.Resources[0]?.id ?? ''}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', value: { active: false } }],
  });
  return answer.status;
}
