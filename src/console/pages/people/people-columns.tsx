// How one person looks in a list: who it is, whether they may sign in, and what is missing.

import { Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { PersonName } from '../../parts/person-name';
import type { TableColumn } from '../../parts/rows-table';
import { SignInStatus } from '../../parts/sign-in-status';
import type { Answer } from '../../shell/api';

export type PersonRow = Answer<'people.list'>['rows'][number];

export const PEOPLE_COLUMNS: readonly TableColumn<PersonRow>[] = [
  { id: 'name', header: 'Name and User ID', cell: (person) => <PersonName person={person} /> },
  { id: 'email', header: 'E-mail', cell: ({ email }) => email, isSecondary: true },
  { id: 'signIn', header: 'Sign-in', cell: (row) => <SignIn row={row} /> },
  {
    id: 'kind',
    header: 'Kind',
    cell: ({ external }) => (external ? 'External' : 'Internal'),
    isSecondary: true,
  },
  { id: 'location', header: 'Location', cell: ({ location }) => location, isSecondary: true },
  {
    id: 'libraries',
    header: 'Libraries',
    cell: ({ libraries }) => libraries.map(({ library }) => library).join(', '),
    isSecondary: true,
  },
  { id: 'groups', header: 'Groups', cell: ({ groups }) => groups, isNumber: true, isSecondary: true },
  { id: 'missing', header: 'Missing', cell: (row) => <Missing row={row} />, isSecondary: true },
];

function SignIn({ row: { signIn, locked, servesNobody } }: { readonly row: PersonRow }): ReactElement {
  return (
    <Group gap={6} wrap="nowrap">
      <SignInStatus status={signIn} />
      {locked && <IconLock size={16} aria-label="Locked" />}
      {servesNobody && (
        <Text size="xs" c="dimmed">
          no library
        </Text>
      )}
    </Group>
  );
}

const MISSING: Readonly<Record<string, string>> = { userId: 'User ID', email: 'e-mail' };

function Missing({ row: { completeness, missing } }: { readonly row: PersonRow }): ReactElement | null {
  if (completeness === 'ready') return null;
  return (
    <Group gap={6} wrap="nowrap">
      <IconAlertTriangle size={16} aria-hidden />
      {missing.map((name) => MISSING[name] ?? name).join(', ')}
    </Group>
  );
}
