// Which library a user may work in, with which role: four ways in, precedence, full pictures, refusals (imanage-model.md §2, §3.7, §3a).

import { placeUser, splitAssignment, type Placement } from '../../src/directory/assignments';
import type { LibraryInput, UserInput } from '../../src/directory/user-record';
import { firm, refusalOf } from './firm';

const BEFORE: Placement = {
  preferredLibrary: 'ACTIVE',
  assignments: [
    { library: 'ACTIVE', role: 'PARALEGAL', signInEnabled: true },
    { library: 'ARCHIVE', role: 'READER', signInEnabled: true },
  ],
};

const row = (library: string, more: Partial<LibraryInput> = {}): LibraryInput => ({
  library,
  role: undefined,
  signInEnabled: undefined,
  preferred: undefined,
  ...more,
});

/** `*` before the preferred library, `-` before a disabled one. */
function shown({ preferredLibrary, assignments }: Placement): string {
  return assignments
    .map(
      ({ library, role, signInEnabled }) =>
        `${library === preferredLibrary ? '*' : ''}${signInEnabled ? '' : '-'}${library}:${role}`,
    )
    .join(' ');
}

const placed = (input: UserInput, before: Placement | undefined = BEFORE, external = false): string =>
  shown(placeUser(firm(), before, input, external));
const placedNew = (input: UserInput, external = false): string =>
  shown(placeUser(firm(), undefined, input, external));

describe('placeUser for a new user', () => {
  it.each<[UserInput, string]>([
    [{}, '*ACTIVE:DEFAULT'],
    [{ role: 'paralegal' }, '*ACTIVE:PARALEGAL'],
    [{ preferredLibrary: 'archive', role: 'READER' }, '*ARCHIVE:READER'],
    [{ preferredLibrary: null, role: null }, '*ACTIVE:DEFAULT'],
    [{ rolesAdded: ['ARCHIVE:READER', 'TAX:DEFAULT'] }, '*ACTIVE:DEFAULT ARCHIVE:READER TAX:DEFAULT'],
    [{ libraryAssignments: 'ACTIVE:PARTNER;;TAX; ' }, '*ACTIVE:PARTNER TAX:DEFAULT'],
    [{ libraryAssignments: 'TAX' }, '*-ACTIVE:DEFAULT TAX:DEFAULT'],
    [{ libraries: [row('TAX', { preferred: true })] }, '*TAX:DEFAULT'],
    [{ libraries: [row('ACTIVE', { signInEnabled: false }), row('TAX')] }, '*-ACTIVE:DEFAULT TAX:DEFAULT'],
  ])('%j gives %s', (input, expected) => {
    expect(placedNew(input)).toBe(expected);
  });

  it('of an outsider gives the default role for outsiders', () => {
    expect(placedNew({ libraryAssignments: 'ACTIVE;TAX:GUEST' }, true)).toBe(
      '*ACTIVE:DEFAULT EXTERNAL TAX:GUEST',
    );
  });
});

describe('placeUser for a change', () => {
  it.each<[UserInput, string]>([
    [{}, '*ACTIVE:PARALEGAL ARCHIVE:READER'],
    [{ role: 'PARTNER' }, '*ACTIVE:PARTNER ARCHIVE:READER'],
    [{ role: null }, '*ACTIVE:DEFAULT ARCHIVE:READER'],
    [{ preferredLibrary: 'ARCHIVE' }, 'ACTIVE:PARALEGAL *ARCHIVE:READER'],
    [{ preferredLibrary: 'ARCHIVE', role: 'DEFAULT' }, 'ACTIVE:PARALEGAL *ARCHIVE:DEFAULT'],
    [{ preferredLibrary: 'TAX' }, 'ACTIVE:PARALEGAL ARCHIVE:READER *TAX:DEFAULT'],
    [{ rolesAdded: ['ACTIVE:PARTNER'] }, '*ACTIVE:PARTNER ARCHIVE:READER'],
    [{ rolesAdded: ['ARCHIVE'] }, '*ACTIVE:PARALEGAL ARCHIVE:READER'],
    [{ rolesRemoved: ['ARCHIVE:READER'] }, '*ACTIVE:PARALEGAL -ARCHIVE:READER'],
    [{ rolesRemoved: ['ARCHIVE:DEFAULT'] }, '*ACTIVE:PARALEGAL ARCHIVE:READER'],
    [
      { rolesRemoved: ['ARCHIVE:READER'], rolesAdded: ['ARCHIVE:DEFAULT'] },
      '*ACTIVE:PARALEGAL ARCHIVE:DEFAULT',
    ],
    [{ libraryAssignments: 'ARCHIVE' }, '*-ACTIVE:PARALEGAL ARCHIVE:READER'],
    [{ libraryAssignments: '' }, '*-ACTIVE:PARALEGAL -ARCHIVE:READER'],
    [{ libraryAssignments: null }, '*-ACTIVE:PARALEGAL -ARCHIVE:READER'],
    [{ libraries: [] }, '*-ACTIVE:PARALEGAL -ARCHIVE:READER'],
    [{ libraries: [row('TAX')] }, '*-ACTIVE:PARALEGAL -ARCHIVE:READER TAX:DEFAULT'],
  ])('%j gives %s', (input, expected) => {
    expect(placed(input)).toBe(expected);
  });

  it('of the preferred library enables the sign-in there; a role alone does not', () => {
    const disabled: Placement = {
      preferredLibrary: 'ACTIVE',
      assignments: BEFORE.assignments.map((held) => ({ ...held, signInEnabled: false })),
    };
    expect(placed({ preferredLibrary: 'ARCHIVE' }, disabled)).toBe('-ACTIVE:PARALEGAL *ARCHIVE:READER');
    expect(placed({ role: 'PARTNER' }, disabled)).toBe('*-ACTIVE:PARTNER -ARCHIVE:READER');
  });

  it('keeps a row whose library or role the catalogue no longer has', () => {
    const old: Placement = {
      preferredLibrary: 'ACTIVE',
      assignments: [...BEFORE.assignments, { library: 'GONE', role: 'OLD', signInEnabled: true }],
    };
    expect(placed({ role: 'PARTNER' }, old)).toBe('*ACTIVE:PARTNER ARCHIVE:READER GONE:OLD');
    expect(placed({ libraryAssignments: 'ACTIVE' }, old)).toBe('*ACTIVE:PARALEGAL -ARCHIVE:READER -GONE:OLD');
  });
});

describe('inputs that disagree', () => {
  it.each<[string, UserInput, string]>([
    [
      'roles over role',
      { role: 'PARALEGAL', rolesAdded: ['ACTIVE:PARTNER'] },
      '*ACTIVE:PARTNER ARCHIVE:READER',
    ],
    [
      'libraryAssignments over roles',
      { rolesAdded: ['ACTIVE:PARTNER', 'TAX:DEFAULT'], libraryAssignments: 'ACTIVE:DEFAULT' },
      '*ACTIVE:DEFAULT -ARCHIVE:READER TAX:DEFAULT',
    ],
    [
      'libraries over libraryAssignments',
      { libraryAssignments: 'ACTIVE:DEFAULT;ARCHIVE', libraries: [row('ACTIVE', { role: 'PARTNER' })] },
      '*ACTIVE:PARTNER ARCHIVE:READER',
    ],
    [
      'libraries over libraryAssignments about the sign-in',
      { libraryAssignments: 'ACTIVE', libraries: [row('ACTIVE', { signInEnabled: false })] },
      '*-ACTIVE:PARALEGAL -ARCHIVE:READER',
    ],
    [
      'what any of them names over the silence of a full picture',
      { preferredLibrary: 'ARCHIVE', libraryAssignments: 'TAX' },
      '-ACTIVE:PARALEGAL *ARCHIVE:READER TAX:DEFAULT',
    ],
    [
      'the mark of libraries over preferredLibrary',
      { preferredLibrary: 'TAX', libraries: [row('ARCHIVE', { preferred: true })] },
      '-ACTIVE:PARALEGAL *ARCHIVE:READER',
    ],
  ])('are settled %s', (_how, input, expected) => {
    expect(placed(input)).toBe(expected);
  });
});

describe('what the catalogue refuses (rule 3.7)', () => {
  it.each<[UserInput, string]>([
    [
      { preferredLibrary: 'NONE' },
      'preferredLibrary: library "NONE" is unknown; known: ACTIVE, ARCHIVE, TAX',
    ],
    [{ libraries: [row('NONE')] }, 'libraries: library "NONE" is unknown; known: ACTIVE, ARCHIVE, TAX'],
    [
      { libraries: [row('NONE', { preferred: true })] },
      'libraries: library "NONE" is unknown; known: ACTIVE, ARCHIVE, TAX',
    ],
    [
      { libraryAssignments: 'NONE:X' },
      'libraryAssignments: library "NONE" is unknown; known: ACTIVE, ARCHIVE, TAX',
    ],
    [{ rolesAdded: ['NONE:X'] }, 'roles: library "NONE" is unknown; known: ACTIVE, ARCHIVE, TAX'],
    [
      { role: 'X' },
      'role "X" is unknown in library "ACTIVE"; known: DEFAULT, DEFAULT EXTERNAL, PARALEGAL, PARTNER, CLIENT',
    ],
    [
      { libraryAssignments: 'TAX:X' },
      'libraryAssignments: role "X" is unknown in library "TAX"; known: DEFAULT, DEFAULT EXTERNAL, GUEST',
    ],
    [
      { rolesAdded: ['TAX:DEFAULT', 'tax:Default EXTERNAL'] },
      'roles: library "TAX" is given two roles, "DEFAULT" and "DEFAULT EXTERNAL"; a user has exactly one in each library',
    ],
    [
      { libraryAssignments: 'TAX;TAX:DEFAULT' },
      'libraryAssignments: library "TAX" is given two roles, "default" and "DEFAULT"; a user has exactly one in each library',
    ],
    [
      { libraries: [row('TAX', { preferred: true }), row('ACTIVE', { preferred: true })] },
      'libraries: only one library can be preferred',
    ],
    [
      { role: 'CLIENT' },
      'role "CLIENT" in library "ACTIVE" is for external users only; an internal user may have: DEFAULT, PARALEGAL, PARTNER',
    ],
  ])('%j is refused', (input, message) => {
    expect(refusalOf(() => placed(input))).toMatchObject({ code: 'invalidValue', message });
  });

  it('an external role is for outsiders, who may have others too', () => {
    expect(placed({ role: 'CLIENT' }, undefined, true)).toBe('*ACTIVE:CLIENT ARCHIVE:READER');
    expect(placedNew({ role: 'PARTNER' }, true)).toBe('*ACTIVE:PARTNER');
  });

  it('naming the same role twice is no disagreement', () => {
    expect(placedNew({ libraryAssignments: 'TAX:DEFAULT;tax:default;ACTIVE' })).toBe(
      '*ACTIVE:DEFAULT TAX:DEFAULT',
    );
  });

  it('names twenty libraries at most', () => {
    const [library] = firm().libraries;
    if (library === undefined) throw new Error('the firm has libraries');
    const libraries = Array.from({ length: 25 }, (_, number) => ({ ...library, id: `LIB${number}` }));
    const work = (): unknown =>
      placeUser(
        { ...firm(), libraries, defaultLibrary: 'LIB0' },
        undefined,
        { preferredLibrary: 'X' },
        false,
      );
    expect(refusalOf(work)).toMatchObject({ message: expect.stringMatching(/LIB19 and 5 more$/) as string });
  });
});

describe('splitAssignment', () => {
  it.each([
    ['LIB', 'LIB', undefined],
    ['LIB:ROLE', 'LIB', 'ROLE'],
    [' LIB : DEFAULT EXTERNAL ', 'LIB', 'DEFAULT EXTERNAL'],
    ['LIB:', 'LIB', undefined],
    ['LIB:A:B', 'LIB', 'A:B'],
  ])('%j is library %j and role %j', (text, library, role) => {
    expect(splitAssignment(text)).toEqual({ library, role });
  });
});
