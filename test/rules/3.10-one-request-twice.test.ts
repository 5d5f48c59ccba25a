// Rule 3.10 of imanage-model.md where one request speaks of a library in several ways: the same request again changes nothing, and what it orders is never lost.

import { created, IMANAGE, person, type Body, type ScimClient } from '../http/scim-client';
import { imanage, setActive, startFirms, type Firms } from './firms';

let firms: Firms<'restore' | 'manual'>;
let client: ScimClient;

beforeAll(async () => {
  firms = await startFirms({ restore: {}, manual: { reenableLibraries: 'manual' } });
  client = firms.clients.restore;
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `twice.${(count += 1)}`;
const replace = (name: string, value: unknown): object => ({
  op: 'replace',
  path: `${IMANAGE}:${name}`,
  value,
});
const flag = (library: string, value: boolean): object =>
  replace(`libraries[value eq "${library}"].signInEnabled`, value);
const placement = (body: Body): object => {
  const { preferredLibrary, role, libraries } = imanage(body);
  return { preferredLibrary, role, libraries };
};
const rowOf = (body: Body, library: string): unknown =>
  (imanage(body)['libraries'] as { readonly value: string }[]).find(({ value }) => value === library);

describe('rule 3.10: a PUT that changes one assignment attribute of what was read, sent twice', () => {
  it.each<[string, object]>([
    ['role', { role: 'PARALEGAL' }],
    ['preferredLibrary', { preferredLibrary: 'ARCHIVE' }],
    ['libraryAssignments', { libraryAssignments: '' }],
    ['external', { external: true, role: 'CLIENT' }],
  ])('does with %s what it asks, once', async (_name, change) => {
    const shown = await created(client, '/Users', person(fresh()));
    const body = { ...shown, [IMANAGE]: { ...imanage(shown), ...change } };
    const first = await client.put(`/Users/${shown.id}`, body);
    expect(placement(first.body)).not.toEqual(placement(shown));
    const second = await client.put(`/Users/${shown.id}`, body);
    expect(second.body).toEqual(first.body);
  });

  it('does it again once somebody else changed the libraries in between', async () => {
    const shown = await created(client, '/Users', person(fresh()));
    const path = `/Users/${shown.id}`;
    const body = { ...shown, [IMANAGE]: { ...imanage(shown), libraryAssignments: 'ARCHIVE' } };
    await client.put(path, body);
    await client.patch(path, [flag('ARCHIVE', false)]);
    const again = await client.put(path, body);
    expect(rowOf(again.body, 'ARCHIVE')).toMatchObject({ signInEnabled: true });
  });
});

describe('rule 3.10: a PATCH with two inputs for one library, sent twice', () => {
  it.each<[string, object[]]>([
    [
      'preferredLibrary and libraryAssignments',
      [replace('preferredLibrary', 'CLOSED'), replace('libraryAssignments', 'ARCHIVE')],
    ],
    [
      'roles and no libraryAssignments',
      [
        { op: 'replace', path: 'roles', value: [{ value: 'ARCHIVE:DEFAULT' }] },
        { op: 'remove', path: `${IMANAGE}:libraryAssignments` },
      ],
    ],
    [
      'a row and no libraryAssignments',
      [{ op: 'remove', path: `${IMANAGE}:libraryAssignments` }, flag('ACTIVE', true)],
    ],
    [
      'role and the row of its library',
      [replace('role', 'PARTNER'), replace('libraries[value eq "ACTIVE"].role', 'PARALEGAL')],
    ],
  ])('with %s changes nothing the second time', async (_name, operations) => {
    const { id } = await created(client, '/Users', person(fresh()));
    const first = await client.patch(`/Users/${id}`, operations);
    expect(first.status).toBe(200);
    const second = await client.patch(`/Users/${id}`, operations);
    expect(second.body).toEqual(first.body);
  });
});

describe('rule 3.10: a request whose roles keep the library that its empty libraryAssignments leaves out, sent twice', () => {
  const roles = [{ value: 'ACTIVE:DEFAULT' }];
  const operations = [replace('libraryAssignments', ''), { op: 'add', path: 'roles', value: roles }];

  it('changes nothing the second time and the third, as a PATCH', async () => {
    const { id } = await created(client, '/Users', person(fresh()));
    const first = await client.patch(`/Users/${id}`, operations);
    expect(rowOf(first.body, 'ACTIVE')).toMatchObject({ role: 'DEFAULT', signInEnabled: true });
    expect((await client.patch(`/Users/${id}`, operations)).body).toEqual(first.body);
    expect((await client.patch(`/Users/${id}`, operations)).body).toEqual(first.body);
  });

  it('changes nothing the second time, as a PUT', async () => {
    const shown = await created(client, '/Users', person(fresh()));
    const body = { ...shown, roles, [IMANAGE]: { ...imanage(shown), libraryAssignments: '' } };
    const first = await client.put(`/Users/${shown.id}`, body);
    expect(rowOf(first.body, 'ACTIVE')).toMatchObject({ role: 'DEFAULT', signInEnabled: true });
    expect((await client.put(`/Users/${shown.id}`, body)).body).toEqual(first.body);
  });

  it('does not stand for another request, which leaves the library out and names no role', async () => {
    const { id } = await created(client, '/Users', person(fresh()));
    await client.patch(`/Users/${id}`, operations);
    const { body } = await client.patch(`/Users/${id}`, [replace('libraryAssignments', '')]);
    expect(rowOf(body, 'ACTIVE')).toMatchObject({ signInEnabled: false });
  });
});

describe('§2, precedence per library: a PATCH of one row', () => {
  it('leaves what the same PATCH asks for another library', async () => {
    const { id } = await created(
      client,
      '/Users',
      person(fresh(), { [IMANAGE]: { libraryAssignments: 'ACTIVE;CLOSED' } }),
    );
    const { body } = await client.patch(`/Users/${id}`, [replace('role', 'PARTNER'), flag('CLOSED', false)]);
    expect(rowOf(body, 'ACTIVE')).toMatchObject({ role: 'PARTNER', signInEnabled: true });
    expect(rowOf(body, 'CLOSED')).toMatchObject({ signInEnabled: false });
  });

  it('keeps a library that it names, though it says what is so already', async () => {
    const { id } = await created(client, '/Users', person(fresh()));
    const { body } = await client.patch(`/Users/${id}`, [
      replace('libraryAssignments', 'ARCHIVE'),
      flag('ACTIVE', true),
    ]);
    expect(rowOf(body, 'ACTIVE')).toMatchObject({ signInEnabled: true });
  });

  it('enables, with an enable under "manual", the libraries it names and no others', async () => {
    const { manual } = firms.clients;
    const who = await created(
      manual,
      '/Users',
      person(fresh(), { [IMANAGE]: { libraryAssignments: 'ACTIVE;ARCHIVE;CLOSED' } }),
    );
    const path = `/Users/${who.id}`;
    await manual.patch(path, setActive(false));
    const { body } = await manual.patch(path, [
      ...setActive(true),
      flag('ARCHIVE', true),
      flag('CLOSED', false),
    ]);
    const libraries = imanage(body)['libraries'] as { value: string; signInEnabled: boolean }[];
    expect(Object.fromEntries(libraries.map((row) => [row.value, row.signInEnabled]))).toEqual({
      ACTIVE: false,
      ARCHIVE: true,
      CLOSED: false,
    });
  });
});

describe('rule 3.3 with 3.10: a PATCH that enables a person and names a library, under "manual"', () => {
  const operations = [...setActive(true), flag('ARCHIVE', true)];
  const returner = async (): Promise<string> => {
    const more = { [IMANAGE]: { libraryAssignments: 'ACTIVE;ARCHIVE' } };
    const { id } = await created(firms.clients.manual, '/Users', person(fresh(), more));
    await firms.clients.manual.patch(`/Users/${id}`, setActive(false));
    return `/Users/${id}`;
  };

  it('enables the library at every return of the person, not at the first alone', async () => {
    const { manual } = firms.clients;
    const path = await returner();
    const first = await manual.patch(path, operations);
    await manual.patch(path, setActive(false));
    const second = await manual.patch(path, operations);
    expect(rowOf(second.body, 'ARCHIVE')).toMatchObject({ signInEnabled: true });
    expect(placement(second.body)).toEqual(placement(first.body));
  });

  it('changes nothing when it is sent again without a disable in between', async () => {
    const { manual } = firms.clients;
    const path = await returner();
    const first = await manual.patch(path, operations);
    expect((await manual.patch(path, operations)).body).toEqual(first.body);
  });
});

describe('a disable', () => {
  it('is not taken back by a removal of active in the same PATCH', async () => {
    const { id } = await created(client, '/Users', person(fresh()));
    const { body } = await client.patch(`/Users/${id}`, [
      ...setActive(false),
      { op: 'remove', path: 'active' },
    ]);
    expect(body).toMatchObject({ active: false });
    expect(imanage(body)).toMatchObject({ signInEnabled: false });
  });

  it('does not follow from a removal of active alone, nor does an enable', async () => {
    const { id } = await created(client, '/Users', person(fresh()));
    const removal = { op: 'remove', path: 'active' };
    expect(imanage((await client.patch(`/Users/${id}`, [removal])).body)).toMatchObject({
      signInEnabled: true,
    });
    await client.patch(`/Users/${id}`, setActive(false));
    expect(imanage((await client.patch(`/Users/${id}`, [removal])).body)).toMatchObject({
      signInEnabled: false,
    });
  });
});
