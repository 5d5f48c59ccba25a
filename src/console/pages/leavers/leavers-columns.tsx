// How one leaver looks in the list: who, since when, and what is left.

import { Checkbox, Text } from '@mantine/core';
import type { ReactElement } from 'react';

import { Moment } from '../../parts/moment';
import { PersonName } from '../../parts/person-name';
import type { TableColumn } from '../../parts/rows-table';
import { SignInStatus } from '../../parts/sign-in-status';
import type { Answer } from '../../shell/api';

type Leaver = Answer<'leavers.list'>['rows'][number];

export const LEAVERS_COLUMNS: readonly TableColumn<Leaver>[] = [
  { id: 'name', header: 'Name and User ID', cell: (person) => <PersonName person={person} /> },
  { id: 'signIn', header: 'Sign-in', cell: ({ signIn }) => <SignInStatus status={signIn} /> },
  { id: 'since', header: 'Since', cell: (row) => <Since row={row} />, isSecondary: true },
  { id: 'left', header: 'What is left', cell: (row) => <Left row={row} /> },
];

export function choiceColumn(
  chosen: ReadonlySet<string>,
  choose: (id: string, isChosen: boolean) => void,
): TableColumn<Leaver> {
  return {
    id: 'choice',
    header: 'Choose',
    width: '4.5rem',
    cell: (row) =>
      row.hasResidue && (
        <Checkbox
          aria-label={`Choose ${nameOf(row)}`}
          checked={chosen.has(row.id)}
          onChange={(event) => {
            choose(row.id, event.currentTarget.checked);
          }}
        />
      ),
  };
}

function nameOf({ fullName, userName }: Leaver): string {
  return fullName === '' ? userName : fullName;
}

function Since({ row: { signIn, disabled, deleted } }: { readonly row: Leaver }): ReactElement {
  const happening = (signIn === 'deleted' ? deleted : disabled) ?? disabled;
  if (happening === null) return <Text c="dimmed">not told</Text>;
  return (
    <>
      <Moment at={happening.at} />
      <Text size="xs" c="dimmed">
        by {happening.by}
        {happening.client !== happening.by && ` (${happening.client})`}
      </Text>
    </>
  );
}

function Left({ row: { words, groups } }: { readonly row: Leaver }): ReactElement {
  const mighty = groups.filter(({ reserved, nrtAdmin }) => reserved || nrtAdmin);
  return (
    <>
      <Text size="sm">{words}</Text>
      {mighty.length > 0 && (
        <Text size="xs" fw={600}>
          With administration rights: {mighty.map(({ name }) => name).join(', ')}
        </Text>
      )}
    </>
  );
}
