// Asks the admin API of a test gateway by the names of operations, as a program with the admin token does.

import { CONTRACTS } from '../../../src/admin/contracts';
import type { Contract } from '../../../src/admin/contract';

export interface AdminAnswer {
  readonly status: number;
  readonly text: string;
  /** Empty where the answer is no JSON. */
  readonly body: AdminBody;
}

/** As the test at hand knows it to be. */
interface AdminBody {
  readonly [name: string]: unknown;
  readonly event: string;
  readonly run: string;
  readonly done: readonly string[];
  readonly warnings: readonly string[];
  readonly skipped: readonly string[];
  readonly people: readonly Readonly<Record<string, unknown>>[];
  readonly person: Readonly<Record<string, unknown>>;
  readonly error: { readonly status: number; readonly problem: string; readonly detail: string };
}

export type AskAdmin = (name: keyof typeof CONTRACTS, input?: object) => Promise<AdminAnswer>;

export function adminClient(rootUrl: string, token: string, customer: string): AskAdmin {
  return async (name, input = {}) => {
    const { method, path }: Contract = CONTRACTS[name];
    const rest = new Map(Object.entries(input));
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, member: string) => {
      const value = String(rest.get(member));
      rest.delete(member);
      return encodeURIComponent(value);
    });
    const isInQuery = method === 'GET' || method === 'DELETE';
    const query = isInQuery
      ? `?${new URLSearchParams(Object.fromEntries([...rest].map(([key, value]) => [key, String(value)]))).toString()}`
      : '';
    const response = await fetch(`${rootUrl}/admin/api/customers/${customer}${filled}${query}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(isInQuery ? {} : { body: JSON.stringify(Object.fromEntries(rest)) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: response.status, text, body: (isJson ? JSON.parse(text) : {}) as AdminBody };
  };
}
