// The rows of a group list as groups with their members: a list in one cell, a row for each member, or both. Pure.

import { comparisonKey } from '../../directory/comparison';
import { scopedName } from '../../directory/group-name';
import { listed, yesOrNo } from './cell-values';
import { cellsOf, type Cells, type Columns, type Field } from './columns';
import type { CsvFile } from './csv-file';
import { reasonOf, refused, RefusedRow, type RowOutcome } from './outcome';

export const GROUP_FIELDS: readonly Field[] = [
  { name: 'groupId', spellings: ['group', 'id', 'alias', 'groupalias'] },
  { name: 'name', spellings: ['groupname', 'fullname', 'displayname', 'groupfullname', 'description'] },
  { name: 'library', spellings: ['database', 'libraryid', 'grouplibrary'] },
  { name: 'enabled', spellings: ['isenabled', 'active', 'status', 'groupenabled'] },
  { name: 'external', spellings: ['isexternal', 'externalgroup'] },
  { name: 'externalId', spellings: ['directoryid', 'directorysyncid', 'objectid', 'objectguid'] },
  {
    name: 'members',
    spellings: [
      'member',
      'userid',
      'userids',
      'memberid',
      'memberids',
      'memberuserid',
      'groupmembers',
      'users',
    ],
  },
];

interface NamedMember {
  readonly line: number;
  /** User ID or userName. */
  readonly text: string;
}

interface GroupAttributes {
  readonly groupId: string;
  readonly name: string;
  /** Null: a global group. */
  readonly library: string | null;
  readonly enabled: boolean;
  readonly external: boolean;
  readonly externalId: string;
}

export interface GroupRow extends GroupAttributes {
  /** Where it is first named, and how many rows speak of it. */
  readonly line: number;
  readonly rowCount: number;
  readonly members: readonly NamedMember[];
}

interface Growing extends GroupAttributes {
  readonly line: number;
  rowCount: number;
  readonly members: Map<string, NamedMember>;
}

/** The groups of a file, each where it is first named, and the refusals of rows that cannot be meant. */
export function groupRows(
  file: CsvFile,
  columns: Columns,
): { readonly rows: readonly GroupRow[]; readonly outcomes: RowOutcome[] } {
  const groups = new Map<string, Growing>();
  const outcomes: RowOutcome[] = [];
  const hasMembers = columns.taken.has('members');
  for (const { line, cells } of file.rows) {
    try {
      const read = cellsOf(columns, { line, cells });
      const attributes = attributesOf(read);
      const key = groupKey(attributes);
      const group = groups.get(key) ?? {
        ...attributes,
        line,
        rowCount: 0,
        members: new Map<string, NamedMember>(),
      };
      if (groups.has(key)) assertSameGroup(group, attributes, hasMembers);
      groups.set(key, group);
      group.rowCount += 1;
      for (const text of listed(read('members'))) join(group, { line, text });
    } catch (error) {
      outcomes.push(refused(line, cells[columns.taken.get('groupId') ?? -1] ?? '', reasonOf(error)));
    }
  }
  return {
    rows: [...groups.values()].map((group) => ({ ...group, members: [...group.members.values()] })),
    outcomes,
  };
}

/** The place of a group among all: its library and its id. */
export function groupKey({ library, groupId }: Pick<GroupAttributes, 'library' | 'groupId'>): string {
  return scopedName(library, groupId);
}

function attributesOf(cells: Cells): GroupAttributes {
  const groupId = cells('groupId');
  if (groupId === '') throw new RefusedRow('groupId: the cell is empty; a Group ID has 1 to 254 characters');
  const [enabled, external] = [cells('enabled'), cells('external')];
  return {
    groupId,
    name: cells('name') === '' ? groupId : cells('name'),
    library: cells('library') === '' ? null : cells('library'),
    enabled: enabled === '' || yesOrNo('enabled', enabled),
    external: external !== '' && yesOrNo('external', external),
    externalId: cells('externalId'),
  };
}

function assertSameGroup(group: Growing, again: GroupAttributes, isMemberRow: boolean): void {
  const { line, members: _members, rowCount: _rowCount, ...first } = group;
  if (!isMemberRow) throw new RefusedRow(`groupId: line ${line} has the same; each may be there once`);
  const names = Object.keys(again) as (keyof GroupAttributes)[];
  const differing = names.filter(
    (name) => comparisonKey(String(first[name])) !== comparisonKey(String(again[name])),
  );
  if (differing.length > 0)
    throw new RefusedRow(`${differing.join(', ')}: line ${line} says something else of the same group`);
}

function join({ members }: Growing, member: NamedMember): void {
  const key = comparisonKey(member.text);
  if (!members.has(key)) members.set(key, member);
}
