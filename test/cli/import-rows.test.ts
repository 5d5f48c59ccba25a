import {
  assertColumns,
  cellsOf,
  columnsInWords,
  columnsOf,
  type Columns,
} from '../../src/admin/import/columns';
import { libraryRows, yesOrNo } from '../../src/admin/import/cell-values';
import { GROUP_FIELDS, groupRows } from '../../src/admin/import/group-rows';
import { USER_FIELDS, userRow, type UserNameFrom, type UserRow } from '../../src/admin/import/user-rows';

const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';

function columns(headings: readonly string[], maps: readonly string[] = [], fields = USER_FIELDS): Columns {
  return columnsOf({ headings }, fields, maps);
}

function rowOf(cells: Readonly<Record<string, string>>, from: UserNameFrom = 'email'): UserRow {
  const known = columns(Object.keys(cells));
  const read = cellsOf(known, { line: 2, cells: Object.values(cells) });
  return userRow(read, from, (field) => known.taken.has(field));
}

const TOVE = { 'User ID': 'TRASK', 'Full Name': 'Tove Rask', Email: 'tove@firm.example' };

describe('columnsOf', () => {
  it('knows the usual headings without letter case, blanks and hyphens', () => {
    const headings = [
      'USER ID',
      'Full name',
      'E-Mail',
      'preferred_library',
      'Allow Logon',
      'External?',
      'Phone',
    ];
    const { taken, ignored } = columns(headings);
    expect([...taken.keys()]).toEqual([
      ...['userId', 'fullName', 'email', 'preferredLibrary', 'signIn', 'external'],
    ]);
    expect(ignored).toEqual(['Phone']);
    expect(columnsInWords(columns(['Alias', 'Fax']))).toBe(
      'columns taken: "Alias" as userId; ignored: "Fax"',
    );
  });

  it('takes a column as --map says, before its own name', () => {
    const { taken } = columns(['Alias', 'Mail', 'Email'], ['Mail=email', 'alias = userid']);
    expect([...taken]).toEqual([
      ['email', 1],
      ['userId', 0],
    ]);
  });

  it('leaves a column out that is mapped to ignore', () => {
    expect([...columns(['User ID', 'Role'], ['Role=ignore']).taken.keys()]).toEqual(['userId']);
  });

  it.each([
    ['a column that is not there', ['Login=userName'], /no column "Login"; there are "Alias", "Mail"/],
    ['a field that is not there', ['Mail=address'], /no field "address"; there are userId, fullName/],
    ['no field', ['Mail'], /must be "Column=field"/],
    ['a field twice', ['Mail=email', 'Alias=email'], /"Mail", "Alias" could both be email/],
  ])('refuses --map with %s', (_, maps, message) => {
    expect(() => columns(['Alias', 'Mail'], maps)).toThrow(message);
  });

  it('refuses two columns that could be the same field', () => {
    expect(() => columns(['Email', 'Mail'])).toThrow('the columns "Email", "Mail" could both be email');
  });

  it('names the columns that there are where one is missing', () => {
    expect(() => {
      assertColumns(columns(['Email']), 'a.csv', ['userId', 'email']);
    }).toThrow('a.csv has no column for userId; its columns are "Email"');
  });
});

describe('userRow', () => {
  it('makes the body of a creation that the identity provider finds by userName and e-mail address', () => {
    const row = rowOf({
      ...{ ...TOVE, 'First Name': 'Tove', Surname: 'Rask', 'Object ID': 'Ab1', Location: 'Oslo' },
      ...{
        'Allow Logon': 'N',
        External: 'yes',
        'Preferred Library': 'Active',
        Role: 'DEFAULT EXTERNAL',
        'User Type': '2',
      },
    });
    expect(row.body).toMatchObject({
      userName: 'tove@firm.example',
      externalId: 'Ab1',
      displayName: 'Tove Rask',
      name: { givenName: 'Tove', familyName: 'Rask' },
      emails: [{ value: 'tove@firm.example', type: 'work', primary: true }],
      active: false,
      [IMANAGE]: {
        ...{ userId: 'TRASK', preferredLibrary: 'Active', role: 'DEFAULT EXTERNAL', location: 'Oslo' },
        ...{ accountType: 'virtual', external: true },
      },
    });
  });

  it('asks for nothing that the row does not say', () => {
    const { body } = rowOf({ ...TOVE, Role: '', External: '', Location: '' });
    expect(body[IMANAGE]).toEqual({ userId: 'TRASK' });
    expect(body['active']).toBe(true);
  });

  it('takes the userName from where it is told to', () => {
    expect(rowOf(TOVE, 'userId').userName).toBe('TRASK');
    expect(rowOf({ ...TOVE, UPN: 'tr@firm.example' }, 'userName').userName).toBe('tr@firm.example');
    expect(() => rowOf({ ...TOVE, Email: '' })).toThrow(
      /^userName: it is to come from email, which is empty/,
    );
  });

  it.each(['', 'TWO WORDS', 'X'.repeat(65)])('refuses the User ID %j', (userId) => {
    expect(() => rowOf({ ...TOVE, 'User ID': userId })).toThrow(
      /^userId: .*1 to 64 characters and no white space/,
    );
  });

  it('enables nobody whose sign-in status is not said', () => {
    expect(() => rowOf({ ...TOVE, 'Sign-in Status': '' })).toThrow(/^signIn: the cell is empty; known: yes/);
    expect(rowOf({ ...TOVE, Inactive: '1' }).body['active']).toBe(false);
    expect(rowOf({ ...TOVE, 'Sign-in Status': 'Enabled', Inactive: '' }).body['active']).toBe(true);
  });

  it('refuses a row with a cell too few', () => {
    const known = columns(['User ID', 'Email']);
    expect(() => cellsOf(known, { line: 2, cells: ['A'] })).toThrow(
      /^the row has 1 cells, the headings are 2/,
    );
  });
});

describe('a cell', () => {
  it('says yes or no in many words, and nothing else', () => {
    expect(['Yes', 'TRUE', '1', 'enabled', 'Active'].map((cell) => yesOrNo('external', cell))).not.toContain(
      false,
    );
    expect(
      ['No', 'false', '0', 'Disabled', 'inactive'].map((cell) => yesOrNo('external', cell)),
    ).not.toContain(true);
    expect(() => yesOrNo('external', 'maybe')).toThrow(/^external: "maybe" is neither; known: yes, y, true/);
  });

  it('lists libraries with roles and sign-in', () => {
    expect(libraryRows('ACTIVE:DEFAULT EXTERNAL; ARCHIVE::disabled|DEEP:CLERK:disabled')).toEqual([
      { value: 'ACTIVE', role: 'DEFAULT EXTERNAL', signInEnabled: true },
      { value: 'ARCHIVE', signInEnabled: false },
      { value: 'DEEP', role: 'CLERK', signInEnabled: false },
    ]);
  });
});

describe('groupRows', () => {
  const read = (headings: readonly string[], ...lines: readonly (readonly string[])[]) => {
    const rows = lines.map((cells, index) => ({ line: index + 2, cells }));
    return groupRows({ headings, rows }, columns(headings, [], GROUP_FIELDS));
  };

  it('takes members from a list in one cell', () => {
    const { rows } = read(['Group ID', 'Members'], ['TAX', 'A; B|a'], ['EMPTY', '']);
    expect(rows.map(({ groupId, members }) => [groupId, members.map(({ text }) => text)])).toEqual([
      ['TAX', ['A', 'B']],
      ['EMPTY', []],
    ]);
  });

  it('takes members from a row for each, and keeps groups of different libraries apart', () => {
    const headings = ['Group ID', 'Library', 'User ID'];
    const { rows } = read(headings, ['TAX', '', 'A'], ['tax', '', 'B'], ['TAX', 'ACTIVE', 'C']);
    expect(rows.map(({ library, members, rowCount }) => [library, members.length, rowCount])).toEqual([
      [null, 2, 2],
      ['ACTIVE', 1, 1],
    ]);
  });

  it('refuses rows that say different things of one group, or the same group twice', () => {
    const headings = ['Group ID', 'Enabled', 'Member'];
    const { outcomes } = read(headings, ['TAX', 'yes', 'A'], ['TAX', 'no', 'B'], ['', 'yes', 'C']);
    expect(outcomes.map(({ line, detail }) => [line, detail])).toEqual([
      [3, 'enabled: line 2 says something else of the same group'],
      [4, expect.stringMatching(/^groupId: the cell is empty/)],
    ]);
    expect(read(['Group ID'], ['TAX'], ['Tax']).outcomes[0]?.detail).toMatch(/^groupId: line 2 has the same/);
  });
});
