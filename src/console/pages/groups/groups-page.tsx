// Every group of the customer: searched, filtered, and taken away as a file.

import { SimpleGrid } from '@mantine/core';
import type { ReactElement } from 'react';
import { DownloadMenu } from '../../parts/download-menu';
import { FilterField } from '../../parts/filter-select';
import { useFilters, type Filters } from '../../parts/filters';
import { GroupLink } from '../../parts/links';
import { PageHead } from '../../parts/page-head';
import { PagedRows } from '../../parts/paged-rows';
import type { TableColumn } from '../../parts/rows-table';
import { SearchBox } from '../../parts/search-box';
import { teamWords } from '../../parts/team-words';
import { useAsk, usePages, type Answer, type Input } from '../../shell/api';

type Row = Answer<'groups.list'>['rows'][number];

const ROWS_AT_ONCE = 100;
const NAMES = ['text', 'library', 'state', 'external'] as const;
type Name = (typeof NAMES)[number];
/** Stands in the address for groups of no library: an empty value would be no filter. */
const GLOBAL = '(global)';

const COLUMNS: readonly TableColumn<Row>[] = [
  { id: 'name', header: 'Group', cell: ({ id, name }) => <GroupLink id={id} name={name} /> },
  { id: 'groupId', header: 'Group ID', cell: ({ groupId }) => groupId, isSecondary: true },
  { id: 'library', header: 'Library', cell: ({ library }) => library ?? 'all (global group)' },
  {
    id: 'members',
    header: 'Members',
    cell: ({ members, manyMembers }) => `${members.toLocaleString()}${manyMembers ? ' or more' : ''}`,
    isNumber: true,
  },
  { id: 'know', header: 'What to know', cell: (row) => teamWords(row).join(', '), isSecondary: true },
];

export function GroupsPage(): ReactElement {
  const filters = useFilters(NAMES);
  const input = inputOf(filters.values);
  const pages = usePages('groups.list', { ...input, limit: ROWS_AT_ONCE }, { keepPrevious: true });
  return (
    <>
      <PageHead title="Groups" lead="Groups of people in iManage, and who is in them.">
        <DownloadMenu name="groups.export" input={input} />
      </PageHead>
      <GroupsFilters filters={filters} />
      <PagedRows
        pages={pages}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        label="Groups"
        empty={
          filters.isAnySet
            ? 'No group is found so. Take a filter away, or search for another part of its name.'
            : 'No group is here yet. Groups appear when an identity provider pushes them, or by an import.'
        }
        minWidth={640}
        phoneMinWidth={320}
      />
    </>
  );
}

/** What is no value of a filter is sent as it is: the gateway says so. */
function inputOf({ library, external, ...others }: Filters<Name>['values']): Input<'groups.export'> {
  return {
    ...others,
    ...(library === undefined ? {} : { library: library === GLOBAL ? '' : library }),
    ...(external === undefined ? {} : { external: external === 'true' }),
  } as Input<'groups.export'>;
}

function GroupsFilters({ filters }: { readonly filters: Filters<Name> }): ReactElement {
  const catalogue = useAsk('catalogue.show', {});
  const libraries = (catalogue.data?.libraries ?? []).map(({ id, displayName }) => ({
    value: id,
    label: displayName,
  }));
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm" mb="md" role="search">
      <SearchBox label="Search" placeholder="A part of the name or Group ID" filters={filters} />
      <FilterField
        filters={filters}
        name="library"
        label="Library"
        all="Every library"
        choices={[{ value: GLOBAL, label: 'Global groups' }, ...libraries]}
      />
      <FilterField
        filters={filters}
        name="state"
        label="State"
        all="Not deleted"
        choices={[
          { value: 'enabled', label: 'Enabled' },
          { value: 'disabled', label: 'Disabled: its members stay as they are' },
          { value: 'deleted', label: 'Deleted' },
        ]}
      />
      <FilterField
        filters={filters}
        name="external"
        label="Kind"
        all="Internal and external"
        choices={[
          { value: 'false', label: 'Internal' },
          { value: 'true', label: 'External people only' },
        ]}
      />
    </SimpleGrid>
  );
}
