// A list that comes page by page, as one table: the next page is fetched before the end of this one is in sight.

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useMemo, type ReactElement } from 'react';
import { Answered } from './answered';
import { RowsTable, type RowsTableProps } from './rows-table';

interface PageOfRows<T> {
  readonly rows: readonly T[];
}

type PagedRowsProps<T extends object> = Omit<
  RowsTableProps<T>,
  'rows' | 'hasMore' | 'isLoadingMore' | 'onMore'
> & {
  readonly pages: UseInfiniteQueryResult<InfiniteData<PageOfRows<T>>>;
};

export function PagedRows<T extends object>({ pages, ...table }: PagedRowsProps<T>): ReactElement {
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  return (
    <Answered query={pages} lines={8}>
      {() => (
        <RowsTable
          {...table}
          rows={rows}
          hasMore={pages.hasNextPage}
          isLoadingMore={pages.isFetchingNextPage}
          onMore={() => void pages.fetchNextPage()}
        />
      )}
    </Answered>
  );
}
