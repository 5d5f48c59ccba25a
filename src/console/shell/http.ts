// Speaks HTTP with the gateway, and nowhere else: JSON in, JSON out, refusals as errors. Knows no operation.

import { GatewayRefusal, type Refusal } from './failure';

interface Sent {
  readonly method: string;
  readonly csrf: string | null;
  readonly body?: unknown;
  /** Asked by the page on its own: whoever went away from it is signed out all the same. */
  readonly isBackground?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** @throws GatewayRefusal what the gateway says; TypeError where it cannot be reached */
export async function fetchJson(
  url: string,
  { method, csrf, body, isBackground = false, signal }: Sent,
): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(csrf === null || method === 'GET' ? {} : { 'X-CSRF-Token': csrf }),
      ...(isBackground ? { 'X-Background': '1' } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (answer.status === 204) return undefined;
  const value: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return value;
  throw new GatewayRefusal(refusalOf(value) ?? unreadable(answer.status));
}

function refusalOf(value: unknown): Refusal | undefined {
  if (typeof value !== 'object' || value === null || !('error' in value)) return undefined;
  return value.error as Refusal;
}

function unreadable(status: number): Refusal {
  return { status, problem: 'unreadable', detail: `The gateway answered ${status} without saying why.` };
}
