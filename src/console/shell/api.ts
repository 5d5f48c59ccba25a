// Calls operations by their names, with the types of their contracts; where they lie on the server only this file knows.

import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import {
  placeOf,
  type Answer,
  type AnswerName,
  type DownloadName,
  type Input,
  type LiveName,
} from '../../admin/place';
import { useSignedIn, type SignedIn } from './signed-in';
import { BASE } from './base';
import { fetchJson } from './http';
import { csrfNow } from './session';

/** Pages know operations by these alone. */
export type { Answer, AnswerName, DownloadName, Input, LiveName };

async function call<N extends AnswerName>(
  { customer, csrf }: SignedIn,
  name: N,
  input: Input<N>,
  how: Pick<Parameters<typeof fetchJson>[1], 'isBackground' | 'signal'> = {},
): Promise<Answer<N>> {
  const { method, path, body } = placeOf(customer.id, name, input);
  return (await fetchJson(BASE + path, { method, csrf, body, ...how })) as Answer<N>;
}

interface AskOptions {
  readonly refetchInterval?: number | false;
  readonly enabled?: boolean;
  /** Shows what was there before while something else is fetched. */
  readonly keepPrevious?: boolean;
}

/** What an operation answers, fetched when the component shows. */
export function useAsk<N extends AnswerName>(
  name: N,
  input: Input<N>,
  { refetchInterval = false, enabled = true, keepPrevious = false }: AskOptions = {},
): UseQueryResult<Answer<N>> {
  const signedIn = useSignedIn();
  return useQuery<Answer<N>>({
    queryKey: [signedIn.customer.id, name, input],
    queryFn: ({ client, queryKey, signal }) => {
      // The first time somebody came to look; afterwards it is the page that asks.
      const isBackground = refetchInterval !== false && client.getQueryData(queryKey) !== undefined;
      return call(signedIn, name, input, { isBackground, signal });
    },
    refetchInterval,
    enabled,
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** What an operation says that it would do: asked each time it is shown, and not again when it was done. */
export function usePreview<N extends AnswerName>(name: N, input: Input<N>): UseQueryResult<Answer<N>> {
  const signedIn = useSignedIn();
  return useQuery<Answer<N>>({
    queryKey: ['preview', signedIn.customer.id, name, input],
    queryFn: ({ signal }) => call(signedIn, name, input, { signal }),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

interface ListPage {
  readonly next: string | null;
}

/** A list that comes page by page, by the cursor that each page gives. */
export function usePages<N extends AnswerName>(
  name: N,
  input: Omit<Input<N>, 'cursor'>,
  { enabled = true, keepPrevious = false }: Pick<AskOptions, 'enabled' | 'keepPrevious'> = {},
): UseInfiniteQueryResult<InfiniteData<Answer<N>>> {
  const signedIn = useSignedIn();
  return useInfiniteQuery({
    queryKey: [signedIn.customer.id, name, input, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call(signedIn, name, { ...input, ...(pageParam === null ? {} : { cursor: pageParam }) } as Input<N>, {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page as unknown as ListPage).next,
    enabled,
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Something that changes; what it may have changed is fetched anew afterwards: everything of the customer. */
export function useDo<N extends AnswerName>(name: N): UseMutationResult<Answer<N>, Error, Input<N>> {
  const signedIn = useSignedIn();
  const queries = useQueryClient();
  return useMutation({
    // Who signed in again a moment ago has another CSRF token than when the component was drawn.
    mutationFn: (input: Input<N>) => call({ ...signedIn, csrf: csrfNow(queries) }, name, input),
    onSuccess: () => queries.invalidateQueries({ queryKey: [signedIn.customer.id] }),
  });
}

/** Address of a file, for a link that downloads it. */
export function useDownloadUrl(): <N extends DownloadName>(
  name: N,
  input: Input<N>,
  format: 'csv' | 'json' | 'ndjson',
) => string {
  const { customer } = useSignedIn();
  return (name, input, format) => BASE + placeOf(customer.id, name, { ...input, format }).path;
}

/** Address of live events, for an EventSource. */
export function useLiveUrl(): <N extends LiveName>(name: N, input: Input<N>) => string {
  const { customer } = useSignedIn();
  return (name, input) => BASE + placeOf(customer.id, name, input).path;
}
