// Groups that a person is in, with what an admin must know of each.

import { Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { WideTable } from '../../parts/wide-table';
import { GroupLink } from '../../parts/links';
import { teamWords } from '../../parts/team-words';
import type { Person } from './person';

type Team = Person['groups'][number];

interface TeamsTableProps {
  readonly teams: readonly Team[];
  readonly empty: string;
}

export function TeamsTable({ teams, empty }: TeamsTableProps): ReactElement {
  if (teams.length === 0) return <Text c="dimmed">{empty}</Text>;
  return (
    <WideTable label="Groups" minWidth={420} headings={['Group', 'Library', 'What to know']}>
      {teams.map((team) => (
        <Table.Tr key={team.id}>
          <Table.Td>
            <GroupLink id={team.id} name={team.name} />
          </Table.Td>
          <Table.Td>{team.library ?? 'all (global group)'}</Table.Td>
          <Table.Td>{teamWords(team).join(', ')}</Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}
