// Shows what was fetched once it is there; until then that it is on its way, or why it is not there.

import { Skeleton, Stack } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { Trouble } from './trouble';

interface AnsweredProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
  /** Lines of grey in its place. */
  readonly lines?: number;
}

export function Answered<T>({ query, children, lines = 4 }: AnsweredProps<T>): ReactElement {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError) return <Trouble error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Stack gap="xs" role="status" aria-busy="true" aria-label="Loading">
      {Array.from({ length: lines }, (_line, at) => (
        <Skeleton key={at} height={18} />
      ))}
    </Stack>
  );
}
