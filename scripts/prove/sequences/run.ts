// Owns running many sequences against one gateway, those of one customer one after the other, and the customers side by side.
import type { mongo } from 'mongoose';
import { inParallel } from '../parallel';
import { createScimClient, type ScimClient } from '../scim-client';
import type { Firm } from './firms';
import { runSequence, type Office } from './sequence';
import { sweep } from './sweep';

export interface Run {
  readonly baseUrl: string;
  readonly database: mongo.Db;
  readonly firms: readonly Firm[];
  readonly seed: number;
  readonly sequences: number;
  /** The number of the first one; default 0. */
  readonly from?: number;
  /** Only this one of them, as it ran then. */
  readonly only?: number;
  readonly onProgress: (done: number, breaches: number) => void;
  /** At once, so that no breach is lost with a run that is given up. */
  readonly onStory?: (story: string) => void;
}

export interface Result {
  readonly calls: number;
  readonly refused: number;
  readonly byFirm: ReadonlyMap<string, number>;
  /** One for each sequence in which a rule was broken, shortest first. */
  readonly stories: readonly string[];
}

export async function runSequences(run: Run): Promise<Result> {
  const { firms, sequences, seed, from = 0, only, onProgress, onStory } = run;
  const stories: string[] = [];
  const byFirm = new Map<string, number>();
  const totals = { done: 0, calls: 0, refused: 0 };
  await inParallel(firms, firms.length, async (firm, place) => {
    const client = createScimClient({ baseUrl: run.baseUrl, token: firm.token }, 1);
    const office = { firm, client, database: run.database };
    for (let number = place; number < sequences; number += firms.length) {
      if (number < from || (only !== undefined && number !== only)) continue;
      const { calls, refused, story } = await runSequence(office, seed, number);
      totals.done += 1;
      totals.calls += calls;
      totals.refused += refused;
      byFirm.set(firm.id, (byFirm.get(firm.id) ?? 0) + 1);
      if (story !== undefined) {
        stories.push(`sequence ${number}: ${story}`);
        onStory?.(`sequence ${number}: ${story}`);
      }
      onProgress(totals.done, stories.length);
    }
    stories.push(...(await swept(office, client)));
  });
  const { calls, refused } = totals;
  return { calls, refused, byFirm, stories: stories.toSorted((left, right) => lines(left) - lines(right)) };
}

async function swept({ firm, database }: Office, client: ScimClient): Promise<readonly string[]> {
  const breaches = await sweep(database, firm, client);
  client.close();
  return breaches.map(({ rule, text }) => `at the end, customer ${firm.id}: ${rule}: ${text}`);
}

function lines(text: string): number {
  return text.split('\n').length;
}
