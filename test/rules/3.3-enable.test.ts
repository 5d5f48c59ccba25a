// Rule 3.3 of imanage-model.md: active=false is a global disable only; active=true gives the libraries back as they were, or leaves them.

import { created, eventsOf, IMANAGE, person, type Body, type ScimClient } from '../http/scim-client';
import { imanage, setActive, startFirms, type Firms } from './firms';
import { at, placed, PLACED, PLACED_ALL_DISABLED, placement, replace } from './people';

let firms: Firms<'restore' | 'manual'>;
let restore: ScimClient;
let manual: ScimClient;

beforeAll(async () => {
  firms = await startFirms({ restore: {}, manual: { reenableLibraries: 'manual' } });
  ({ restore, manual } = firms.clients);
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `person.${(count += 1)}`;
const flag = (library: string, value: boolean): object =>
  replace(at(`libraries[value eq "${library}"].signInEnabled`), value);

async function patched(client: ScimClient, { id }: Body, operations: readonly object[]): Promise<Body> {
  const { status, text, body } = await client.patch(`/Users/${id}`, operations);
  expect([status, text]).toEqual([200, text]);
  return body;
}

describe('rule 3.3: active=false', () => {
  it.each<['restore' | 'manual']>([['restore'], ['manual']])(
    'disables the global sign-in and touches no library (%s)',
    async (rule) => {
      const client = firms.clients[rule];
      const user = await created(client, '/Users', placed(fresh()));
      const body = await patched(client, user, setActive(false));
      expect(body['active']).toBe(false);
      expect(imanage(body)).toMatchObject({ signInEnabled: false, licenseSeat: false });
      expect(placement(body)).toBe(PLACED);
    },
  );

  it.each<[string, object]>([
    ['a PUT that does not say it', {}],
    ['a change of the libraries', { libraryAssignments: 'ACTIVE;ARCHIVE' }],
  ])('is undone by nothing but active=true, so not by %s', async (_what, extension) => {
    const name = fresh();
    const user = await created(restore, '/Users', placed(name, { active: false }));
    const { active: _active, ...silent } = person(name) as { readonly active: boolean };
    const put = await restore.put(`/Users/${user.id}`, {
      ...silent,
      title: 'Clerk',
      [IMANAGE]: extension,
    });
    expect(put.body).toMatchObject({ active: false, title: 'Clerk' });
    expect(await patched(restore, user, setActive(true))).toMatchObject({ active: true });
  });
});

describe('rules 3.3 and 3a: active=true, reenableLibraries restore', () => {
  it('enables the libraries that were enabled at the moment of the disable, and the event says so', async () => {
    const user = await created(restore, '/Users', placed(fresh()));
    await patched(restore, user, setActive(false));
    const body = await patched(restore, user, setActive(true));
    expect(body['active']).toBe(true);
    expect(placement(body)).toBe(PLACED);
    const events = await eventsOf(firms.gateway.database, user.id);
    expect(events.at(-1)).toMatchObject({ rules: ['libraries-restored'] });
  });

  it('never enables a library that was disabled on purpose, before or while the user was disabled', async () => {
    const user = await created(restore, '/Users', placed(fresh()));
    await patched(restore, user, setActive(false));
    await patched(restore, user, [flag('ARCHIVE', false)]);
    const expected = '*ACTIVE:PARTNER -ARCHIVE:PARALEGAL -CLOSED:DEFAULT';
    expect(placement(await patched(restore, user, setActive(true)))).toBe(expected);
    await patched(restore, user, setActive(false));
    expect(placement(await patched(restore, user, setActive(true)))).toBe(expected);
  });

  it('enables one that was enabled on purpose while the user was disabled', async () => {
    const user = await created(restore, '/Users', placed(fresh()));
    await patched(restore, user, setActive(false));
    await patched(restore, user, [flag('CLOSED', true)]);
    const body = await patched(restore, user, setActive(true));
    expect(placement(body)).toBe('*ACTIVE:PARTNER ARCHIVE:PARALEGAL CLOSED:DEFAULT');
  });
});

describe('rules 3.3 and 3a: active=true, reenableLibraries manual', () => {
  it('leaves every library disabled, and the event says so', async () => {
    const user = await created(manual, '/Users', placed(fresh()));
    await patched(manual, user, setActive(false));
    const body = await patched(manual, user, setActive(true));
    expect(body['active']).toBe(true);
    expect(placement(body)).toBe(PLACED_ALL_DISABLED);
    const events = await eventsOf(firms.gateway.database, user.id);
    expect(events.at(-1)).toMatchObject({ rules: ['libraries-left-disabled'] });
  });

  it.each<[string, string]>([
    ['CLOSED', '*-ACTIVE:PARTNER -ARCHIVE:PARALEGAL CLOSED:DEFAULT'],
    ['ARCHIVE', '*-ACTIVE:PARTNER ARCHIVE:PARALEGAL -CLOSED:DEFAULT'],
  ])('enables one that the same request names, and no other: %s', async (library, expected) => {
    const user = await created(manual, '/Users', placed(fresh()));
    await patched(manual, user, setActive(false));
    const body = await patched(manual, user, [...setActive(true), flag(library, true)]);
    expect(placement(body)).toBe(expected);
  });

  it('enables none by a change of something else in a library', async () => {
    const user = await created(manual, '/Users', placed(fresh()));
    await patched(manual, user, setActive(false));
    const role = replace(at('libraries[value eq "ARCHIVE"].role'), 'DEFAULT');
    const body = await patched(manual, user, [...setActive(true), role]);
    expect(placement(body)).toBe('*-ACTIVE:PARTNER -ARCHIVE:DEFAULT -CLOSED:DEFAULT');
  });

  it('lets each one be enabled later on', async () => {
    const user = await created(manual, '/Users', placed(fresh()));
    await patched(manual, user, setActive(false));
    await patched(manual, user, setActive(true));
    const body = await patched(manual, user, [flag('ACTIVE', true)]);
    expect(placement(body)).toBe('*ACTIVE:PARTNER -ARCHIVE:PARALEGAL -CLOSED:DEFAULT');
  });

  it('changes no library of somebody who is enabled already', async () => {
    const user = await created(manual, '/Users', placed(fresh()));
    const body = await patched(manual, user, setActive(true));
    expect([placement(body), body.meta.version]).toEqual([PLACED, user.meta.version]);
  });
});
