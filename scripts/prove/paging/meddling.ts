// Owns the writes that go on while a list is walked: people come, change and go. Judges no answer but its own.
import { randomBytes } from 'node:crypto';
import { person } from '../seed';
import type { ScimClient } from '../scim-client';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** Sort before and behind the seeded people. */
const NAMES = ['aaa', 'zzz'];

export interface Meddling {
  /** Ends the writes. @returns how many there were */
  stop(): Promise<number>;
}

/** Until it is stopped, so many at once create a person, change them and let them go. */
export function meddle(client: ScimClient, writers: number): Meddling {
  let isOver = false;
  let writes = 0;
  // Nobody who is created in a later walk is somebody who returns from an earlier one.
  const walk = randomBytes(4).toString('hex');
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await client.send(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}`);
    writes += 1;
    return answer.body;
  };
  const running = Array.from({ length: writers }, async (_, writer) => {
    for (let round = 0; !isOver; round += 1) {
      const name = `${NAMES[round % NAMES.length] ?? ''}${walk}-${writer}-`;
      const { id } = (await send('POST', '/Users', person(round, name))) as { readonly id: string };
      const renamed = { op: 'replace', path: 'title', value: `Passing ${round}` };
      await send('PATCH', `/Users/${id}`, { schemas: [PATCH_OP], Operations: [renamed] });
      await send('DELETE', `/Users/${id}`);
    }
  });
  const all = Promise.all(running);
  // A write that fails is told when the writes are stopped.
  all.catch(() => undefined);
  return {
    async stop() {
      isOver = true;
      await all;
      return writes;
    },
  };
}
