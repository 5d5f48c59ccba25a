// How one person in one library looks in an access review; with two dates, before and after, and what differs.

import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { PersonName } from '../../parts/person-name';
import type { TableColumn } from '../../parts/rows-table';
import type { Answer } from '../../shell/api';

type Row = Answer<'review.list'>['rows'][number];
type Access = NonNullable<Row['after']>;
type Compared = Row['changed'][number];

const CHANGES = { added: 'New', removed: 'Gone', changed: 'Changed' } as const;

const WHO: readonly TableColumn<Row>[] = [
  {
    id: 'person',
    header: 'Person',
    width: '13rem',
    cell: ({ person }) => <PersonName person={person} />,
  },
  { id: 'library', header: 'Library', cell: ({ library }) => library },
];

const CHANGE: TableColumn<Row> = {
  id: 'change',
  header: 'Change',
  cell: ({ change }) => (
    <Text size="sm" fw={600}>
      {change === null ? '' : CHANGES[change]}
    </Text>
  ),
};

const ACCESS: readonly TableColumn<Row>[] = [
  compared('role', 'Role', ({ role }) => role),
  compared('librarySignIn', 'Library sign-in', ({ librarySignIn }) => librarySignIn),
  compared('groups', 'Groups', ({ groups }) => (groups.length === 0 ? 'none' : groups.join(', '))),
  compared('external', 'Kind', ({ external }) => (external ? 'external' : 'internal')),
  compared('nrtAdmin', 'Full privileges (NRTADMIN)', ({ nrtAdmin }) => (nrtAdmin ? 'yes' : 'no')),
  compared('globalSignIn', 'Global sign-in', ({ globalSignIn }) => globalSignIn),
];

export function reviewColumns(isCompared: boolean): readonly TableColumn<Row>[] {
  return isCompared ? [...WHO, CHANGE, ...ACCESS] : [...WHO, ...ACCESS];
}

function compared(id: Compared, header: string, words: (access: Access) => string): TableColumn<Row> {
  return { id, header, cell: (row) => <Fact row={row} of={id} words={words} /> };
}

interface FactProps {
  readonly row: Row;
  readonly of: Compared;
  readonly words: (access: Access) => string;
}

function Fact({ row: { before, after, change, changed }, of, words }: FactProps): ReactElement {
  const [was, is] = [before && words(before), after && words(after)];
  if (change === null || !changed.includes(of)) return <>{is ?? was}</>;
  return (
    <>
      {was !== null && (
        <Text component="del" size="sm" display="block" td="line-through">
          {was}
        </Text>
      )}
      {is !== null && (
        <Text component="ins" size="sm" fw={600} display="block" td="none">
          {is}
        </Text>
      )}
    </>
  );
}
