// One gateway's work on accepted requests, seen alone: what it does when it loses a request while it executes it, and when it finds one that was executed.

import type { TakenRequest } from '../../src/directory/async-request';
import type { Customer } from '../../src/directory/customer';
import { PACE } from '../../src/delivery/pace';
import { requestWork, type RequestServices } from '../../src/delivery/request-work';
import { kept } from '../../src/scim/async/asked';
import { DEFAULT_PROFILE } from '../../src/scim/profile';
import type { ScimRequest } from '../../src/scim/request';

const CUSTOMER = { id: 'ajuba' } as unknown as Customer;
const STREAM = { customer: 'ajuba', id: 'done', audience: 'client', events: ['misc:asyncresp'] } as const;
const WRITE = {
  method: 'DELETE',
  place: { kind: 'resources', type: 'User', id: 'x' },
  path: '/Users/x',
} as const;
const asked = kept(WRITE, {
  actor: { requestId: 'txn' },
  profile: DEFAULT_PROFILE,
  query: new URLSearchParams(),
  me: null,
} as unknown as ScimRequest);

interface Seen {
  readonly executed: number;
  readonly told: readonly string[];
  readonly completed: number;
}

/** Works through one request. @param holds whether it still has the request in hand when it was executed */
async function work(taken: Pick<TakenRequest, 'outcome'>, holds: boolean): Promise<Seen> {
  const seen = { executed: 0, told: [] as string[], completed: 0 };
  const waiting: TakenRequest[] = [{ id: 'txn', customer: 'ajuba', asked, ...taken }];
  const remove = (): Promise<object> => {
    seen.executed += 1;
    return Promise.resolve({ status: 204, headers: {}, body: undefined });
  };
  const { step, end } = requestWork({
    requests: {
      customersWaiting: () => Promise.resolve(['ajuba']),
      take: () => Promise.resolve(waiting.shift()),
      decide: () => Promise.resolve(holds),
      complete: () => {
        seen.completed += 1;
        return Promise.resolve();
      },
    },
    streams: {
      add: (_stream: unknown, tokens: readonly { readonly token: string }[]) => {
        seen.told.push(...tokens.map(({ token }) => token));
        return Promise.resolve();
      },
    },
    leases: { hold: () => Promise.resolve(true), release: () => Promise.resolve() },
    signer: {
      sign: ({ events }: Readonly<Record<string, object>>) =>
        Promise.resolve((Object.values(events ?? {})[0] as { status: string }).status),
    },
    engines: { of: () => ({ writable: () => ({ remove }) }) },
    customers: [CUSTOMER],
    told: [STREAM],
    holder: 'me',
    pace: PACE,
    logger: { error: () => undefined, warn: () => undefined, info: () => undefined },
    now: () => new Date(),
    isAvailable: () => true,
    issuer: 'https://scim.example',
    baseUrl: 'https://scim.example/scim/v2',
    keepMs: 1_000,
  } as unknown as RequestServices);
  await step(new AbortController().signal);
  await end();
  return seen;
}

describe('requestWork', () => {
  it('tells what came of a request that it has in hand', async () => {
    expect(await work({ outcome: null }, true)).toEqual({ executed: 1, told: ['204'], completed: 1 });
  });

  it('tells nothing of a request that another gateway took while this one executed it', async () => {
    expect(await work({ outcome: null }, false)).toEqual({ executed: 1, told: [], completed: 0 });
  });

  it('tells what an earlier execution came to, and executes nothing again', async () => {
    const completions = [{ txn: 'txn', uri: '/Users/x', operation: { method: 'DELETE', status: '404' } }];
    const outcome = { status: 404, headers: {}, body: null, completions, doneAt: '2026-01-01T00:00:00.000Z' };
    expect(await work({ outcome }, true)).toEqual({ executed: 0, told: ['404'], completed: 1 });
  });
});
