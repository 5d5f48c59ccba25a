// Owns the check that the two servers show the same people alike, so that nobody is faster by saying less. Measures nothing.
import { isDeepStrictEqual } from 'node:util';
import { range } from '../prove/parallel';
import { personId } from './firm';
import type { Server } from './servers';

/** Enabled and disabled ones, with and without a title. */
const LOOKED_AT = 10;

/** Nothing where there is only one server. */
export async function unlikeFaults(servers: readonly Server[]): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const id of range(LOOKED_AT).map(personId)) {
    const [first, ...others] = await Promise.all(servers.map((server) => shown(server, id)));
    if (others.every((other) => isDeepStrictEqual(first, other))) continue;
    faults.push(`the servers show ${id} differently: ${JSON.stringify([first, ...others])}`);
  }
  return faults;
}

/** But for when and where. */
async function shown({ port, tokens }: Server, id: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${tokens[0] ?? ''}` };
  const answer = await fetch(`http://127.0.0.1:${port}/scim/v2/Users/${id}`, { headers });
  const { meta, ...person } = (await answer.json()) as { readonly meta?: object };
  return { status: answer.status, ...person, meta: Object.keys(meta ?? {}) };
}
