// Says above every page that the gateway or its database is away, asks until it is back, and has everything fetched anew then. Knows no page.

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type ReactElement } from 'react';
import { Trouble } from '../parts/trouble';
import { useAsk } from './api';
import { failureWords, mayBeOver } from './failure';

const POLL_MS = 10_000;

/** As the one that stands above every page found it last. */
export function useIsAway(): boolean {
  const { error, isError } = useAsk('overview.health', {});
  return isError && mayBeOver(error);
}

export function Outage(): ReactElement | null {
  const queries = useQueryClient();
  const { error, isError } = useAsk('overview.health', {}, { refetchInterval: POLL_MS });
  const isAway = isError && mayBeOver(error);
  const wasAway = useRef(false);
  useEffect(() => {
    // What failed meanwhile, and what stands there from before.
    if (wasAway.current && !isAway) void queries.invalidateQueries();
    wasAway.current = isAway;
  }, [isAway, queries]);
  return isAway ? <Trouble error={`${failureWords(error)} ${MEANWHILE}`} /> : null;
}

const MEANWHILE = 'What is shown here is from before. The page goes on by itself as soon as it can.';
