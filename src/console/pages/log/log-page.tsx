// The sync log: what every identity provider and every admin did, found by filters that are in the address, and live.

import { Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type ReactElement } from 'react';
import { DownloadMenu } from '../../parts/download-menu';
import { PageHead } from '../../parts/page-head';
import type { AnswerName } from '../../shell/api';
import { FilterBar } from './filter-bar';
import { FilterPills } from './filter-pills';
import { useAskedFilters, useLogFilters } from './log-filters';
import { LogList } from './log-list';

const LIST: AnswerName = 'log.list';

export function LogPage(): ReactElement {
  const filters = useLogFilters();
  const asked = useAskedFilters(filters);
  const { generation, renew } = useRenewal();
  return (
    <>
      <PageHead
        title="Sync log"
        lead="Every change and every refused request: who sent it, what became of it, and what to do."
      >
        <DownloadMenu
          name="log.export"
          input={asked}
          label={filters.isAnySet ? 'Export what is filtered' : 'Export'}
        />
      </PageHead>
      <Stack gap="sm">
        <FilterBar filters={filters} />
        <FilterPills filters={filters} />
        <LogList
          key={`${generation} ${JSON.stringify(asked)}`}
          asked={asked}
          isFiltered={filters.isAnySet}
          onFull={renew}
        />
      </Stack>
    </>
  );
}

interface Renewal {
  readonly generation: number;
  readonly renew: () => void;
}

/** A list that was followed for a day is fetched anew now and then, so that the page does not grow without end. */
function useRenewal(): Renewal {
  const queries = useQueryClient();
  const [generation, setGeneration] = useState(0);
  const renew = useCallback(() => {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[1] === LIST });
    setGeneration((before) => before + 1);
  }, [queries]);
  return { generation, renew };
}
