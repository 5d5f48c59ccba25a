// Libraries and roles: the catalogue of what may be given to people, shown and edited.

import { Alert, Group, Table, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { InnerLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { Section } from '../../parts/section';
import { Sentences } from '../../parts/sentences';
import { WideTable } from '../../parts/wide-table';
import { useAsk } from '../../shell/api';
import { useMay } from '../../shell/signed-in';
import { ACCESS_LEVELS, LIBRARY_TYPES, type Library, type Role } from './catalogue';
import { AddLibrary, LibraryActions } from './library-actions';
import { AddRole, RoleActions } from './role-actions';

export function LibrariesPage(): ReactElement {
  const catalogue = useAsk('catalogue.show', {});
  const mayChange = useMay('admin');
  return (
    <>
      <PageHead
        title="Libraries and roles"
        lead="What identity providers may give to people. Both are made in iManage; here the gateway is told of them."
      >
        {mayChange && <AddLibrary />}
      </PageHead>
      <Answered query={catalogue} lines={10}>
        {({ libraries, differences }) => (
          <>
            {differences.length > 0 && (
              <Alert color="blue" mb="md" title="Changed since the configuration file was read">
                <Sentences sentences={differences} />
              </Alert>
            )}
            {libraries.map((library) => (
              <OneLibrary key={library.id} library={library} />
            ))}
          </>
        )}
      </Answered>
    </>
  );
}

function OneLibrary({ library }: { readonly library: Library }): ReactElement {
  const mayChange = useMay('admin');
  const people = `/people?${new URLSearchParams({ preferredLibrary: library.id }).toString()}`;
  return (
    <Section
      title={library.displayName}
      lead={leadOf(library)}
      actions={mayChange && <LibraryActions library={library} />}
    >
      <RolesTable library={library} mayChange={mayChange} />
      <Group justify="space-between" mt="sm">
        <Text size="sm">
          <InnerLink to={people}>People who prefer {library.displayName}</InnerLink>
        </Text>
        {mayChange && <AddRole library={library} />}
      </Group>
    </Section>
  );
}

function leadOf({ id, type, hidden, isDefault }: Library): string {
  return [
    id,
    LIBRARY_TYPES.find(({ value }) => value === type)?.label ?? type,
    ...(hidden ? ['hidden in iManage'] : []),
    ...(isDefault ? ['the default: preferred by people who are given no other'] : []),
  ].join(' · ');
}

interface RolesTableProps {
  readonly library: Library;
  readonly mayChange: boolean;
}

function RolesTable({ library, mayChange }: RolesTableProps): ReactElement {
  return (
    <WideTable
      label={`Roles of ${library.displayName}`}
      minWidth={560}
      headings={['Role', 'For', 'Control Center', 'Grants', ...(mayChange ? ['Action'] : [])]}
    >
      {library.roles.map((role) => (
        <Table.Tr key={role.id}>
          <Table.Td>
            {role.id}
            {role.description !== '' && (
              <Text size="xs" c="dimmed">
                {role.description}
              </Text>
            )}
          </Table.Td>
          <Table.Td>{role.external ? 'External people' : 'Internal people'}</Table.Td>
          <Table.Td>{accessWords(role)}</Table.Td>
          <Table.Td>{role.privileges.length === 0 ? 'no privilege' : role.privileges.join(', ')}</Table.Td>
          {mayChange && (
            <Table.Td>
              <Group gap={6} wrap="nowrap">
                <RoleActions library={library} role={role} />
              </Group>
            </Table.Td>
          )}
        </Table.Tr>
      ))}
    </WideTable>
  );
}

function accessWords({ controlCenterAccess }: Role): string {
  return ACCESS_LEVELS.find(({ value }) => value === controlCenterAccess)?.label ?? controlCenterAccess;
}
