// How data is fetched and kept in the page: once for everybody who shows it, tried again only where that can help.

import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { hasProblem, mayBeOver } from './failure';
import { SESSION_KEY } from './session';

const RETRIES = 2;
const FRESH_MS = 5_000;

export function createQueries(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: askSessionAgain }),
    mutationCache: new MutationCache({ onError: askSessionAgain }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // A refusal is an answer; only what was not answered, or says to come again, is asked again.
        retry: (count, error) => count < RETRIES && mayBeOver(error),
      },
      mutations: { retry: false },
    },
  });
  /** An ended session shows the sign-in page. */
  function askSessionAgain(error: unknown): void {
    if (hasProblem(error, 'signIn')) void client.invalidateQueries({ queryKey: SESSION_KEY });
  }
  return client;
}
