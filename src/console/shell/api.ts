// Calls operations by their names, with the types of their contracts; where they lie on the server only this file knows.

import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { AnswerContract, AnswerOf, DownloadContract, InputOf, LiveContract } from '../../admin/contract';
import { CONTRACTS } from '../../admin/contracts';
import { useSignedIn, type SignedIn } from './signed-in';
import { BASE } from './base';
import { fetchJson } from './http';

type Table = typeof CONTRACTS;
type OfKind<K> = { [N in keyof Table]: Table[N] extends K ? N : never }[keyof Table];

export type AnswerName = OfKind<AnswerContract>;
export type DownloadName = OfKind<DownloadContract>;
export type LiveName = OfKind<LiveContract>;
export type Input<N extends keyof Table> = InputOf<Table[N]>;
export type Answer<N extends AnswerName> = AnswerOf<Extract<Table[N], AnswerContract>>;

interface Place {
  readonly method: string;
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

/** Where the operation lies with this input: some of it in the path, the rest in the query or the body. */
function placeOf(customer: string, name: keyof Table, input: object): Place {
  const { method, path } = CONTRACTS[name];
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined && value !== ''));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, member: string) => {
    const value = String(rest.get(member) ?? '');
    rest.delete(member);
    return encodeURIComponent(value);
  });
  const url = `${BASE}/admin/api/customers/${encodeURIComponent(customer)}${filled}`;
  if (method !== 'GET' && method !== 'DELETE') return { method, url, body: Object.fromEntries(rest) };
  const query = new URLSearchParams();
  for (const [member, value] of rest) for (const each of [value].flat()) query.append(member, String(each));
  return { method, url: rest.size === 0 ? url : `${url}?${query.toString()}`, body: undefined };
}

async function call<N extends AnswerName>(
  { customer, csrf }: SignedIn,
  name: N,
  input: Input<N>,
  signal?: AbortSignal,
): Promise<Answer<N>> {
  const { method, url, body } = placeOf(customer.id, name, input);
  return (await fetchJson(url, { method, csrf, body, signal })) as Answer<N>;
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
  return useQuery({
    queryKey: [signedIn.customer.id, name, input],
    queryFn: ({ signal }) => call(signedIn, name, input, signal),
    refetchInterval,
    enabled,
    ...(keepPrevious ? { placeholderData: (before: Answer<N> | undefined) => before } : {}),
  }) as UseQueryResult<Answer<N>>;
}

interface ListPage {
  readonly next: string | null;
}

/** A list that comes page by page, by the cursor that each page gives. */
export function usePages<N extends AnswerName>(
  name: N,
  input: Omit<Input<N>, 'cursor'>,
  { enabled = true }: Pick<AskOptions, 'enabled'> = {},
): UseInfiniteQueryResult<InfiniteData<Answer<N>>> {
  const signedIn = useSignedIn();
  return useInfiniteQuery({
    queryKey: [signedIn.customer.id, name, input, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call(
        signedIn,
        name,
        { ...input, ...(pageParam === null ? {} : { cursor: pageParam }) } as Input<N>,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page as unknown as ListPage).next,
    enabled,
  }) as UseInfiniteQueryResult<InfiniteData<Answer<N>>>;
}

/** Something that changes; what it may have changed is fetched anew afterwards: everything of the customer. */
export function useDo<N extends AnswerName>(name: N): UseMutationResult<Answer<N>, Error, Input<N>> {
  const signedIn = useSignedIn();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Input<N>) => call(signedIn, name, input),
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
  return (name, input, format) => placeOf(customer.id, name, { ...(input as object), format }).url;
}

/** Address of live events, for an EventSource. */
export function useLiveUrl(): <N extends LiveName>(name: N, input: Input<N>) => string {
  const { customer } = useSignedIn();
  return (name, input) => placeOf(customer.id, name, input as object).url;
}
