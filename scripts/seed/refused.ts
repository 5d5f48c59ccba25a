// Makes up requests that were refused in a firm's last month, and keeps them as the gateway keeps its own. Knows nothing of lives.

import type { mongo } from 'mongoose';
import { comparisonKey } from '../../src/directory/comparison';
import { wordsIn } from '../../src/directory/people-words';
import type { RefusalRule } from '../../src/directory/refusal-rule';
import type { UserRecord } from '../../src/directory/user-record';
import { collectionsOf } from '../../src/store/documents';
import { createRequestLog } from '../../src/store/request-log';
import { chunks, range } from '../prove/parallel';
import type { Chance } from '../prove/random';
import { idAt } from './chances';

/** What the log takes before it is written. */
const AT_ONCE = 10_000;
const MONTH_MS = 30 * 86_400_000;

type Refusal = readonly [status: number, rule: RefusalRule, scimType: string | null, detail: string];
const REFUSALS: readonly [Refusal, ...Refusal[]] = [
  [409, 'user-name-taken', 'uniqueness', 'userName: another person has it'],
  [400, 'role-unknown', 'invalidValue', 'role "SENIOR" is unknown in library "ACTIVE"; known: DEFAULT'],
  [429, 'mass-disable-held', null, 'the sign-in was not disabled: more than the brake lets through'],
];

interface RefusedOptions {
  readonly people: readonly UserRecord[];
  readonly count: number;
  /** So many are stored already. */
  readonly reached: number;
  readonly chance: Chance;
  readonly to: Date;
  readonly onStored: (done: number, of: number) => Promise<void>;
  readonly stopping: AbortSignal;
}

export async function storeRefused(
  database: mongo.Db,
  { people, count, reached, chance, to, onStored, stopping }: RefusedOptions,
): Promise<void> {
  const collections = collectionsOf(database);
  for (const some of chunks(range(people.length === 0 ? 0 : count).slice(reached), AT_ONCE)) {
    stopping.throwIfAborted();
    const log = createRequestLog({
      requests: collections.requests,
      traffic: collections,
      isAvailable: () => true,
      onDropped: (lost) => {
        console.log(`${lost} refused requests could not be stored`);
      },
    });
    some.forEach(() => {
      const at = new Date(to.getTime() - chance.below(MONTH_MS));
      append(log, people[chance.below(people.length)] as UserRecord, { at, chance });
    });
    await log.close();
    await onStored((some.at(-1) ?? 0) + 1, count);
  }
}

function append(
  log: ReturnType<typeof createRequestLog>,
  user: UserRecord,
  { at, chance }: { readonly at: Date; readonly chance: Chance },
): void {
  const [status, rule, scimType, detail] = chance.oneOf(REFUSALS);
  const connection = chance.oneOf(['entra', 'okta']);
  const { userName } = user.profile as { readonly userName: string };
  log.append(
    {
      at,
      requestId: idAt(at, chance),
      customer: user.customer,
      connection,
      token: null,
      client: connection,
      ...{ admin: null, address: null, method: 'PATCH', url: `/scim/v2/Users/${user.id}`, action: 'patch' },
      resourceType: 'User',
      resourceId: user.id,
      ...{ status, durationMs: 3, scimType, detail, rule, tolerances: [] },
    },
    {
      bytes: 500,
      make: () => ({
        request: JSON.stringify({ Operations: [{ op: 'replace', path: 'active', value: false }] }),
        answer: JSON.stringify({ status: String(status), scimType, detail }),
        about: [user.id, comparisonKey(userName)],
        words: wordsIn(user.fullName),
        name: userName,
        disables: [],
      }),
    },
  );
}
