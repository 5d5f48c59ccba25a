// Leavers: what is left of people who may not sign in any more, cleaned up one by one or together, with the way back.

import { SimpleGrid, Switch } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { DownloadMenu } from '../../parts/download-menu';
import { FilterField } from '../../parts/filter-select';
import { useFilters, type Filters } from '../../parts/filters';
import { PageHead } from '../../parts/page-head';
import { PagedRows } from '../../parts/paged-rows';
import { SearchBox } from '../../parts/search-box';
import { usePages, type Input } from '../../shell/api';
import { useMay } from '../../shell/signed-in';
import { CleanUps } from './clean-ups';
import { LEAVERS_COLUMNS, choiceColumn } from './leavers-columns';

const ROWS_AT_ONCE = 100;
/** As many as one clean-up takes. */
const CHOSEN_MAX = 500;

const NAMES = ['text', 'signIn', 'all'] as const;
type Name = (typeof NAMES)[number];

export function LeaversPage(): ReactElement {
  const filters = useFilters(NAMES);
  const input = inputOf(filters.values);
  const pages = usePages('leavers.list', { ...input, limit: ROWS_AT_ONCE }, { keepPrevious: true });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const mayAct = useMay('operator');
  const choose = (id: string, isChosen: boolean): void => {
    setChosen(withOrWithout(chosen, id, isChosen));
  };
  return (
    <>
      <PageHead
        title="Leavers"
        lead="iManage takes nothing away from people who are disabled or deleted: here is what is left of each."
      >
        <DownloadMenu name="leavers.export" input={input} />
      </PageHead>
      <LeaversFilters filters={filters} />
      {mayAct && (
        <CleanUps
          chosen={[...chosen]}
          onDone={() => {
            setChosen(new Set());
          }}
        />
      )}
      <PagedRows
        pages={pages}
        columns={mayAct ? [choiceColumn(chosen, choose), ...LEAVERS_COLUMNS] : LEAVERS_COLUMNS}
        rowKey={({ id }) => id}
        label="Leavers, with what is left of each"
        empty={
          filters.values.all === undefined
            ? 'Nothing is left of anybody who was disabled or deleted. Show those who are cleaned up, too, to see all leavers.'
            : 'Nobody is disabled or deleted.'
        }
        isMarked={({ id }) => chosen.has(id)}
        minWidth={760}
        phoneMinWidth={480}
      />
    </>
  );
}

function inputOf({ all, ...others }: Filters<Name>['values']): Input<'leavers.export'> {
  return { ...others, residue: all === undefined } as Input<'leavers.export'>;
}

function withOrWithout(chosen: ReadonlySet<string>, id: string, isChosen: boolean): ReadonlySet<string> {
  const others = [...chosen].filter((each) => each !== id);
  return new Set(isChosen ? [...others, id].slice(0, CHOSEN_MAX) : others);
}

function LeaversFilters({ filters }: { readonly filters: Filters<Name> }): ReactElement {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm" mb="md" role="search">
      <SearchBox label="Search" placeholder="Name, User ID or e-mail" filters={filters} />
      <FilterField
        filters={filters}
        name="signIn"
        label="Sign-in"
        all="Disabled and deleted"
        choices={[
          { value: 'disabled', label: 'Disabled' },
          { value: 'deleted', label: 'Deleted' },
        ]}
      />
      <Switch
        label="Those who are cleaned up, too"
        checked={filters.values.all !== undefined}
        onChange={(event) => {
          filters.set({ all: event.currentTarget.checked ? 'yes' : '' });
        }}
        mt={{ xs: 32 }}
      />
    </SimpleGrid>
  );
}
