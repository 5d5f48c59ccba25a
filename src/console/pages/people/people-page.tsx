// Everybody whom the gateway knows: searched, filtered, and taken away as a file.

import { Alert } from '@mantine/core';
import type { ReactElement } from 'react';
import { DownloadMenu } from '../../parts/download-menu';
import { PageHead } from '../../parts/page-head';
import { PagedRows } from '../../parts/paged-rows';
import { usePages } from '../../shell/api';
import { PEOPLE_COLUMNS } from './people-columns';
import { PeopleFilters, peopleInput, usePeopleFilters } from './people-filters';
import { UserIdCheck } from './user-id-check';

const ROWS_AT_ONCE = 100;

export function PeoplePage(): ReactElement {
  const filters = usePeopleFilters();
  const input = peopleInput(filters.values);
  const pages = usePages('people.list', { ...input, limit: ROWS_AT_ONCE }, { keepPrevious: true });
  return (
    <>
      <PageHead title="People" lead="Who is known to iManage, who may sign in, and what is missing.">
        <UserIdCheck />
        <DownloadMenu name="people.export" input={input} />
      </PageHead>
      <PeopleFilters filters={filters} />
      {pages.data?.pages[0]?.preparing === true && (
        <Alert color="yellow" mb="md" role="status">
          The gateway was updated and prepares this list once. Until it is done, some people are still missing
          from it.
        </Alert>
      )}
      <PagedRows
        pages={pages}
        columns={PEOPLE_COLUMNS}
        rowKey={({ id }) => id}
        label="People"
        minWidth={820}
        phoneMinWidth={300}
        empty={
          filters.isAnySet
            ? 'Nobody is found so. Search for the beginning of a name, User ID or e-mail address, or take a filter away.'
            : 'Nobody is here yet. People appear when an identity provider sends them, or by an import.'
        }
      />
    </>
  );
}
