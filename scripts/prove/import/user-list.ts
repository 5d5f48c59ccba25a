// A user list as a firm would export it, with bad rows among the good ones and why each must be refused. Must not know who reads it.

const HEADINGS = [
  ...['User ID', 'Full Name', 'E-mail Address', 'Preferred Library', 'Role', 'External', 'Allow Logon'],
  ...['Location', 'User Type', 'Extension'],
];

export interface UserList {
  readonly csv: string;
  /** What the refusal of each bad line must say. */
  readonly expected: ReadonlyMap<number, RegExp>;
}

type Cells = [
  userId: string,
  fullName: string,
  email: string,
  library: string,
  role: string,
  external: string,
  signIn: string,
  location: string,
  userType: string,
  extension: string,
];

/** Changes a good row into a bad one; `line` is that of the first row, which is good. */
type Spoil = (cells: Cells) => readonly [cells: readonly string[], reason: RegExp];

const replaced = (cells: Cells, at: number, cell: string): readonly string[] => cells.with(at, cell);

const SPOILS: readonly Spoil[] = [
  (cells) => [replaced(cells, 0, 'TWO WORDS'), /^userId: "TWO WORDS" cannot be one.*no white space/],
  (cells) => [replaced(cells, 0, ''), /^userId: the cell is empty/],
  (cells) => [replaced(cells, 0, 'X'.repeat(65)), /^userId: .*1 to 64 characters/],
  (cells) => [replaced(cells, 0, 'person0'), /^userId: line 2 has the same/],
  (cells) => [replaced(cells, 2, 'Person0@Firm.Example'), /^userName: line 2 has the same/],
  (cells) => [replaced(cells, 2, ''), /^userName: .*--user-name-from userId/],
  (cells) => [replaced(cells, 3, 'ATTIC'), /library "ATTIC" is unknown; known: ACTIVE/],
  (cells) => [replaced(cells, 4, 'SENIOR'), /role "SENIOR" is unknown in library "ACTIVE"; known: DEFAULT/],
  (cells) => [
    replaced([...cells.with(5, 'no')] as Cells, 4, 'DEFAULT EXTERNAL'),
    /is for external users only/,
  ],
  (cells) => [replaced(cells, 6, 'perhaps'), /^signIn: "perhaps" is neither/],
  (cells) => [replaced(cells, 6, ''), /^signIn: the cell is empty/],
  (cells) => [replaced(cells, 7, 'L'.repeat(255)), /location: at most 254 characters/],
  (cells) => [replaced(cells, 8, 'ghost'), /accountType: "ghost" is unknown; known: enterprise, virtual/],
  (cells) => [cells.slice(0, 9), /^the row has 9 cells, the headings are 10/],
];

/** Every bad row comes after the first, and they are spread evenly. */
export function userList(rows: number, bad: number): UserList {
  const expected = new Map<number, RegExp>();
  const every = Math.floor((rows - 1) / bad);
  const lines = Array.from({ length: rows }, (_, index) => {
    const spoil =
      index > 0 && index % every === 0 && expected.size < bad
        ? SPOILS[expected.size % SPOILS.length]
        : undefined;
    if (spoil === undefined) return goodRow(index);
    const [cells, reason] = spoil(goodRow(index));
    expected.set(index + 2, reason);
    return cells;
  });
  return { csv: `\ufeff${[HEADINGS, ...lines].map(csvLine).join('\r\n')}\r\n`, expected };
}

/** Every tenth is external, every fifth disabled; the library is written as people write it. */
function goodRow(index: number): Cells {
  return [
    ...([`PERSON${index}`, `Person, No. ${index}`, `person${index}@firm.example`, 'Active', ''] as const),
    ...([index % 10 === 0 ? 'Yes' : 'No', index % 5 === 0 ? 'N' : 'Y', 'Oslo', '', `+47 ${index}`] as const),
  ];
}

function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
