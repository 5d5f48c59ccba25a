// The libraries of a person with the role in each, and the sign-in to each, which can be given and taken.

import { Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { ActionPreview } from '../../parts/action-preview';
import { ReasonedAction } from '../../parts/reasoned-action';
import { Section } from '../../parts/section';
import { SignInStatus } from '../../parts/sign-in-status';
import { WideTable } from '../../parts/wide-table';
import { useDo } from '../../shell/api';
import { useMay } from '../../shell/signed-in';
import { nameOf, type Person } from './person';

export function PersonLibraries({ person }: { readonly person: Person }): ReactElement {
  const mayAct = useMay('operator');
  return (
    <Section title="Libraries and roles" lead="Changes may take up to 8 hours to show in iManage.">
      {person.libraries.length === 0 ? (
        <Text c="dimmed">The person is in no library.</Text>
      ) : (
        <WideTable
          label="Libraries and roles"
          minWidth={480}
          headings={['Library', 'Role', 'Sign-in to the library', ...(mayAct ? ['Action'] : [])]}
        >
          {person.libraries.map((row) => (
            <Table.Tr key={row.library}>
              <Table.Td>{libraryWords(row)}</Table.Td>
              <Table.Td>{row.role}</Table.Td>
              <Table.Td>
                <SignInStatus status={statusOf(person, row)} />
              </Table.Td>
              {mayAct && (
                <Table.Td>
                  <LibraryAction person={person} row={row} />
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </WideTable>
      )}
    </Section>
  );
}

type LibraryRow = Person['libraries'][number];

/** Enabled in a library is not yet able to open it: who is disabled can sign in nowhere. */
function statusOf({ signIn }: Person, { signInEnabled }: LibraryRow): 'enabled' | 'disabled' | 'kept' {
  if (!signInEnabled) return 'disabled';
  return signIn.status === 'enabled' ? 'enabled' : 'kept';
}

function libraryWords({ library, name, preferred }: LibraryRow): string {
  return `${name === library ? library : `${name} (${library})`}${preferred ? ', preferred' : ''}`;
}

function LibraryAction({ person, row }: { readonly person: Person; readonly row: LibraryRow }): ReactElement {
  const { library, name: libraryName, signInEnabled } = row;
  const name = signInEnabled ? 'people.disableLibrary' : 'people.enableLibrary';
  const label = signInEnabled ? 'Disable' : 'Enable';
  const action = useDo(name);
  return (
    <ReasonedAction
      label={label}
      question={`${label} ${nameOf(person)} in ${libraryName}?`}
      fullLabel={`${label} in ${libraryName}`}
      button={{ size: 'compact-sm' }}
      act={async (reason) => {
        const { done, warnings } = await action.mutateAsync({ person: person.id, library, reason });
        return [...done, ...warnings].join(' ');
      }}
    >
      <ActionPreview name={name} input={{ person: person.id, library }} />
    </ReasonedAction>
  );
}
