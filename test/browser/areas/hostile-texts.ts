// What an identity provider sends is text: 200 names that would be markup, programs, addresses or formulas are shown letter by letter, and run nothing.

import type { Page } from 'playwright-core';
import { openDialogue, rowsOf, takeCsv } from '../acting';
import { HOSTILE_TEXTS } from '../hostile-texts';
import { goTo, heading, settled, takePicture, type Stage, type Staged } from '../stage';
import { DESK } from '../watched-page';

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';
/** Pages draw only the rows in sight: so tall, all of them are, however many lines each has. */
const TALL = { low: 16_000, high: 34_000 } as const;
const REASON_MAX = 500;
const ALERTED = 12;
/** Of somebody who still can sign in. */
const NAME = '<script>ran=1</script>';
const PLANTED = '<img src=x onerror="ran=1">';

export function hostileTexts(staged: Staged): void {
  describe('200 hostile texts', () => {
    beforeAll(async () => {
      expect(new Set(HOSTILE_TEXTS).size).toBe(200);
      await seed(staged());
    }, 60_000);

    describe('in lists', () => {
      afterAll(() => staged().page.setViewportSize(DESK));

      it.each([
        ['People', 'People', 'low', HOSTILE_TEXTS],
        ['Groups', 'Groups', 'low', HOSTILE_TEXTS],
        ['Leavers', 'Leavers, with what is left of each', 'high', HOSTILE_TEXTS.slice(ALERTED)],
        ['Access review', 'Access of people to libraries', 'low', HOSTILE_TEXTS],
        ['Sync log', 'Sync log, newest first', 'high', HOSTILE_TEXTS],
      ] as const)('are texts on the page %s', async (label, table, rows, texts) => {
        const { page } = staged();
        await page.setViewportSize({ ...DESK, height: TALL[rows] });
        await goTo(page, label);
        await allShown(page, table, texts);
        expect(await foreignParts(page)).toEqual([]);
      });
    });

    it('are texts in the alerts', async () => {
      const { page } = staged();
      await goTo(page, 'Alerts');
      await page.getByRole('article').filter({ hasText: 'ran=1' }).first().waitFor();
      expect(await foreignParts(page)).toEqual([]);
      // One of each kind is shown there, of whomever it tells.
      await goTo(page, 'Overview');
      await page.getByRole('article').first().waitFor();
      expect(await foreignParts(page)).toEqual([]);
    });

    it('are texts on the pages of a person, all at once in each fact', async () => {
      const { page, admin } = staged();
      const { rows } = (await admin('people.list', { text: 'portmanteau' })).body as unknown as Found;
      await page.goto(`${staged().gateway.consoleUrl}people/${rows[0]?.id ?? ''}`);
      await page.getByRole('heading', { level: 2, name: 'Identity' }).waitFor();
      for (const fact of ['Title', 'Department']) {
        const shown = await page.locator('dt', { hasText: fact }).locator('+ dd').textContent();
        expect(missingIn(shown ?? '')).toEqual([]);
      }
      expect(await foreignParts(page)).toEqual([]);
      await page.getByRole('tab', { name: 'What happened' }).click();
      await rowsOf(page, 'What happened to this person, newest first').first().waitFor();
      expect(await foreignParts(page)).toEqual([]);
    });

    it('are texts in an opened row of the sync log, in the comparison and in what was sent', async () => {
      const { page } = staged();
      await page.getByRole('link', { name: /^Show in the sync log: .*created/ }).click();
      const row = page.getByRole('dialog');
      const diff = row.getByRole('table', { name: 'Attributes before and after' });
      await diff.waitFor();
      expect(missingIn((await diff.textContent()) ?? '')).toEqual([]);
      const sent = await row.getByRole('region', { name: 'Request, as text' }).textContent();
      expect(sent).toContain(JSON.stringify(HOSTILE_TEXTS[0]).slice(1, -1));
      await takePicture(page, 'Hostile texts in the sync log');
      expect(await foreignParts(page)).toEqual([]);
      await row.getByRole('button', { name: 'Close' }).click();
    });

    it('are texts in a dialogue that names a person', async () => {
      const { page } = staged();
      await goTo(page, 'People');
      await page.getByLabel('Search').fill('HOSTILE0');
      await page.getByRole('link', { name: NAME, exact: true }).first().click();
      await heading(page, NAME);
      const dialogue = await openDialogue(page, 'Disable');
      expect(await dialogue.innerText()).toContain(NAME);
      expect(await foreignParts(page)).toEqual([]);
      await dialogue.getByRole('button', { name: 'Cancel' }).click();
    });

    it('are texts in a file that is imported, and no formulas in one that is taken away', async () => {
      const { page } = staged();
      await goTo(page, 'Import');
      const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const lines = HOSTILE_TEXTS.map((text, at) => [text, `h${at}@x.example`, text].map(cell).join(','));
      const csv = ['User ID,Email,"<img src=x onerror=ran=1>"', ...lines].join('\n');
      await page
        .locator('input[type="file"]')
        .setInputFiles({ name: '<svg onload=ran=1>.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
      await page.getByRole('heading', { name: '3. What would be done' }).waitFor();
      expect(await foreignParts(page)).toEqual([]);
      await goTo(page, 'People');
      const { text } = await takeCsv(page, 'Export');
      expect(text).toContain('<script>ran=1</script>');
      expect(text.split(/\r?\n/).filter((line) => /(?:^|,)"?[=+@]/.test(line))).toEqual([]);
    });

    it('are no names of connections', async () => {
      const { admin } = staged();
      const made = HOSTILE_TEXTS.map((name) =>
        admin('connections.create', { name, kind: 'okta', expires: null }),
      );
      const told = (await Promise.all(made)).filter(({ status }) => status !== 400);
      // These have letters and signs alone that a name may have.
      expect(told.map(({ status, body }) => [status, JSON.stringify(body).includes('<')])).toEqual([
        [200, false],
        [200, false],
      ]);
    });

    it('would be noticed if one ran', async () => {
      const { page, takeComplaints } = staged();
      await page.evaluate((markup) => {
        interface Body {
          insertAdjacentHTML(where: string, markup: string): void;
        }
        const { document } = globalThis as unknown as { document: { body: Body } };
        document.body.insertAdjacentHTML('beforeend', markup);
      }, PLANTED);
      expect(await foreignParts(page)).toEqual(['img src x', 'img onerror']);
      expect(takeComplaints().join()).toMatch(/Content Security Policy|inline/);
      await page.goto(staged().gateway.consoleUrl);
      await settled(page);
      expect(takeComplaints()).toEqual([]);
    });
  });
}

interface Found {
  readonly rows: readonly { readonly id: string }[];
}

/** Everybody and every group by bulk requests, reasons by hand, and a few disables that are refused. */
async function seed(stage: Stage): Promise<void> {
  const people = HOSTILE_TEXTS.map((text, at) => ({
    schemas: [`${CORE}:User`, ENTERPRISE, IMANAGE],
    externalId: `${text} ${at}`,
    userName: `${text} ${at}`,
    displayName: text,
    title: text,
    name: { givenName: text, familyName: text, formatted: text },
    emails: [{ value: `hostile-${at}@ajuba-law.example`, type: 'work', primary: true }],
    [ENTERPRISE]: { department: text, employeeNumber: text },
    [IMANAGE]: { userId: `HOSTILE${at}`, location: text },
  }));
  const all = HOSTILE_TEXTS.join('\n');
  const portmanteau = {
    schemas: [`${CORE}:User`, ENTERPRISE],
    userName: 'portmanteau@ajuba-law.example',
    displayName: 'Portmanteau',
    title: all,
    [ENTERPRISE]: { department: all },
  };
  const ids = await bulk(stage, '/Users', [...people, portmanteau]);
  const groups = HOSTILE_TEXTS.map((text, at) => ({
    schemas: [`${CORE}:Group`],
    displayName: `${text} ${at}`,
    externalId: text,
    members: [{ value: ids[at], display: text }],
  }));
  await bulk(stage, '/Groups', groups);
  await inTurns(ids.slice(0, ALERTED), async (id) => {
    const Operations = [
      { op: 'replace', path: 'active', value: false },
      { op: 'replace', path: `${IMANAGE}:role`, value: '<b onclick=ran=1>' },
    ];
    const { status } = await stage.gateway.scim.send('PATCH', `/Users/${id}`, {
      schemas: [PATCH],
      Operations,
    });
    expect(status).toBe(400);
  });
  await inTurns(ids.slice(ALERTED, HOSTILE_TEXTS.length), async (person) => {
    const reason = `because ${HOSTILE_TEXTS[ids.indexOf(person)] ?? ''}`.slice(0, REASON_MAX);
    expect((await stage.admin('people.disable', { person, reason })).status).toBe(200);
  });
}

async function bulk(
  { gateway }: Stage,
  path: string,
  resources: readonly object[],
): Promise<readonly string[]> {
  const Operations = resources.map((data, at) => ({ method: 'POST', path, bulkId: `b${at}`, data }));
  const { body } = await gateway.scim.send('POST', '/Bulk', { schemas: [BULK], Operations });
  const answers = (body as { readonly Operations: readonly { status: unknown; location?: string }[] })
    .Operations;
  expect(answers.filter(({ status }) => String(status) !== '201')).toEqual([]);
  return answers.map(({ location = '' }) => location.split('/').at(-1) ?? '');
}

async function inTurns<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const AT_ONCE = 4;
  for (let from = 0; from < all.length; from += AT_ONCE)
    await Promise.all(all.slice(from, from + AT_ONCE).map(work));
}

/** Waits until every text stands in the table, letter by letter. */
async function allShown(page: Page, table: string, texts: readonly string[]): Promise<void> {
  const shown = page.getByRole('table', { name: table });
  await shown.waitFor();
  const deadline = performance.now() + 10_000;
  while (missingIn((await shown.textContent()) ?? '', texts).length > 0 && performance.now() < deadline)
    await settled(page);
  expect(missingIn((await shown.textContent()) ?? '', texts)).toEqual([]);
}

function missingIn(shown: string, texts = HOSTILE_TEXTS): readonly string[] {
  const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
  return texts.filter((text) => !flat(shown).includes(flat(text)));
}

/** Whatever is on the page that is none of ours: scripts, frames, handlers, addresses of elsewhere; and whether anything ran. */
async function foreignParts(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(() => {
    const found = window.ran === undefined ? [] : ['something ran'];
    for (const element of document.querySelectorAll('*')) {
      const name = element.localName;
      if (['iframe', 'object', 'embed', 'base', 'marquee', 'math', 'foreignObject'].includes(name)) found.push(name);
      if (name === 'script' && !element.src.startsWith(location.origin + '/admin/assets/')) found.push(name);
      for (const { name: attribute, value } of element.attributes) {
        if (attribute.startsWith('on')) found.push(name + ' ' + attribute);
        const isAddress = ['href', 'src', 'action', 'xlink:href', 'formaction', 'srcdoc'].includes(attribute);
        const isOurs = value.startsWith(location.origin + '/admin/') || /^[/#](?!\\/)/.test(value);
        if (isAddress && !isOurs) found.push(name + ' ' + attribute + ' ' + value);
      }
    }
    return found;
  })()`);
}
