// Changes of catalogue and rules while gateways run: at once in all of them, with an event, and never a role that somebody holds.

import { v7 as uuidv7 } from 'uuid';
import { changeCatalogue, changeRule, removeUnused, type Administration } from '../../src/admin/settings';
import { withLibrary, withoutLibrary, withoutRole, withRole } from '../../src/directory/catalogue';
import { ruleValue } from '../../src/directory/rule-values';
import { currentCustomer } from '../../src/directory/settings';
import { firm } from '../directory/firm';
import { form, openTestStore, user, type TestStore } from '../store/store-setup';

let test: TestStore;
beforeAll(async () => {
  test = await openTestStore();
});
afterAll(() => test.close());

const SENIOR = {
  id: 'SENIOR',
  description: '',
  external: false,
  controlCenterAccess: 'none',
  privileges: [],
} as const;
const what = { library: 'ARCHIVE', role: 'READER' };

/** A firm of its own for each test. */
function administration(): Administration & { readonly untilEarlierWritesEnded: () => Promise<void> } {
  return {
    store: test.store.directory,
    configured: { ...firm(), id: uuidv7() },
    actor: { connection: 'command-line', client: 'ada', requestId: 'run-1' },
    now: () => new Date('2026-03-01T08:00:00Z'),
    newId: uuidv7,
    untilEarlierWritesEnded: () => test.store.untilEarlierWritesEnded(),
  };
}
const holder = (customer: string, id = uuidv7()): ReturnType<typeof user> =>
  user(id, { customer, assignments: [{ ...what, signInEnabled: true }] });
const keep = (record: ReturnType<typeof user>): Promise<void> =>
  test.write((transaction) => transaction.insertUser(record, form(record)));

describe('changeCatalogue and changeRule', () => {
  it('keep the change, tell of it in an event, and show it to every reader at once', async () => {
    const admin = administration();
    await changeCatalogue(admin, (customer) => withRole(customer, 'ARCHIVE', SENIOR));
    await changeRule(admin, (rules) => ruleValue(rules, 'validation', 'strict'));
    const now = await currentCustomer(test.store.directory, admin.configured);
    expect(now.libraries[1]?.roles).toContainEqual(SENIOR);
    expect(now.rules.validation).toBe('strict');
    const events = await test.collections.events.find({ customer: admin.configured.id }).toArray();
    expect(events).toEqual([
      expect.objectContaining({
        version: 1,
        operation: 'configure',
        resourceType: 'Customer',
        actor: admin.actor,
        before: { 'library ARCHIVE': admin.configured.libraries[1] },
      }),
      expect.objectContaining({
        version: 2,
        before: { 'rule validation': 'lenient' },
        after: { 'rule validation': 'strict' },
      }),
    ]);
  });

  it('leave the rules that were not set to the configuration', async () => {
    const admin = administration();
    await changeRule(admin, (rules) => ruleValue(rules, 'validation', 'strict'));
    const settings = await test.store.directory.settings(admin.configured.id);
    expect(settings?.rules).toEqual({ validation: 'strict' });
  });

  it('make no version where nothing changes', async () => {
    const admin = administration();
    await changeRule(admin, (rules) => ruleValue(rules, 'validation', 'lenient'));
    expect(await test.store.directory.settings(admin.configured.id)).toBeUndefined();
  });

  it('lose none of many changes that are made at once', async () => {
    const admin = administration();
    const ids = Array.from({ length: 8 }, (_, index) => `LIB${index}`);
    await Promise.all(
      ids.map((id) =>
        changeCatalogue(admin, (customer) =>
          withLibrary(customer, { id, displayName: id, type: 'worksite', hidden: false }),
        ),
      ),
    );
    const { libraries } = await currentCustomer(test.store.directory, admin.configured);
    expect(libraries.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  });
});

describe('removeUnused', () => {
  it('removes a role that nobody holds', async () => {
    const admin = administration();
    const { libraries } = await removeUnused(admin, what, (customer) =>
      withoutRole(customer, 'ARCHIVE', 'READER'),
    );
    expect(libraries[1]?.roles.map(({ id }) => id)).not.toContain('READER');
  });

  it('refuses a role in use and says by how many, deleted people counted', async () => {
    const admin = administration();
    await keep(holder(admin.configured.id));
    await keep({ ...holder(admin.configured.id), deletedAt: new Date() });
    const removed = removeUnused(admin, what, (customer) => withoutRole(customer, 'ARCHIVE', 'READER'));
    await expect(removed).rejects.toMatchObject({
      code: 'forbidden',
      message:
        'role "READER" of library "ARCHIVE" is in use by 2 people (1 of them deleted, who may return); give them another role first',
    });
    expect(await test.store.directory.settings(admin.configured.id)).toBeUndefined();
  });

  it('refuses it in whatever letter case it is named', async () => {
    const admin = administration();
    await keep(holder(admin.configured.id));
    const removed = removeUnused(admin, { library: 'archive', role: 'reader' }, (customer) =>
      withoutRole(customer, 'archive', 'reader'),
    );
    await expect(removed).rejects.toMatchObject({
      message: expect.stringMatching(/^role "READER" of library "ARCHIVE" is in use by 1 person;/) as string,
    });
  });

  it('refuses a library that somebody was ever assigned to, and lets another customer’s users not count', async () => {
    const admin = administration();
    const remove = (): Promise<unknown> =>
      removeUnused(admin, { library: 'ARCHIVE' }, (customer) => withoutLibrary(customer, 'ARCHIVE'));
    await keep(holder('somebody-else'));
    const mine = administration();
    await keep(holder(mine.configured.id));
    await expect(
      removeUnused(mine, { library: 'ARCHIVE' }, (customer) => withoutLibrary(customer, 'ARCHIVE')),
    ).rejects.toMatchObject({ message: expect.stringMatching(/1 person; hide it instead/) as string });
    await expect(remove()).resolves.toMatchObject({ id: admin.configured.id });
  });

  it('puts the role back when a write that was under way gave it to somebody', async () => {
    const admin = administration();
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let hasRead = (): void => undefined;
    const read = new Promise<void>((resolve) => {
      hasRead = resolve;
    });
    const record = holder(admin.configured.id);
    const earlier = test.write(async (transaction) => {
      await transaction.settings(admin.configured.id);
      hasRead();
      await gate;
      await transaction.insertUser(record, form(record));
    });
    await read;
    const removed = removeUnused(
      {
        ...admin,
        untilEarlierWritesEnded: () => {
          letGo();
          return admin.untilEarlierWritesEnded();
        },
      },
      what,
      (customer) => withoutRole(customer, 'ARCHIVE', 'READER'),
    );
    await expect(removed).rejects.toMatchObject({
      message: expect.stringMatching(/in use by 1 person;/) as string,
    });
    await earlier;
    const { libraries } = await currentCustomer(test.store.directory, admin.configured);
    expect(libraries[1]?.roles.map(({ id }) => id)).toContain('READER');
  });
});
