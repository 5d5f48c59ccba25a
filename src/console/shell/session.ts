// Who is signed in, for which customers and with which role; asked again now and then, so that an ended session shows.

import { useQuery, type QueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { Role } from '../../admin/contract';
import { BASE } from './base';
import { fetchJson } from './http';

export interface Session {
  readonly signedIn: boolean;
  readonly name: string | null;
  /** With the admin token, or through the organisation's own sign-in. */
  readonly how: 'token' | 'oidc' | null;
  readonly csrf: string | null;
  readonly customers: readonly { readonly id: string; readonly name: string; readonly role: Role }[];
  readonly idleSeconds: number;
  readonly signedInAt: string | null;
  readonly methods: {
    readonly token: true;
    readonly oidc: { readonly label: string; readonly startUrl: string } | null;
  };
}

export const SESSION_KEY = ['session'] as const;
/** Before it is known who is signed in there is no page that could ask. */
const AGAIN_MS = 5_000;
const SESSION_URL = `${BASE}/admin/session`;

export function useSessionQuery(): UseQueryResult<Session> {
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: async ({ signal }) =>
      (await fetchJson(SESSION_URL, { method: 'GET', csrf: null, signal })) as Session,
    staleTime: 60_000,
    refetchInterval: ({ state }) => (state.status === 'error' ? AGAIN_MS : false),
  });
}

/** As the page knows it at this moment. */
export function csrfNow(queries: QueryClient): string | null {
  return queries.getQueryData<Session>(SESSION_KEY)?.csrf ?? null;
}

export async function signInWithToken(token: string): Promise<void> {
  await fetchJson(SESSION_URL, { method: 'POST', csrf: null, body: { token } });
}

export async function signOut(csrf: string | null): Promise<void> {
  await fetchJson(SESSION_URL, { method: 'DELETE', csrf });
}
