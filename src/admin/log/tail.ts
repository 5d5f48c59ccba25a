// New rows of the sync log as they come, whichever gateway wrote them: the newest are asked for again and again, so that nothing rests on one process.

import { setTimeout as sleep } from 'node:timers/promises';
import { DirectoryFailure } from '../../directory/failure';
import {
  isNewer,
  type LogEntry,
  type LogPosition,
  type LogQuery,
  type SyncLog,
} from '../../directory/sync-log';

export interface TailOptions {
  readonly syncLog: SyncLog;
  readonly customer: string;
  readonly query: LogQuery;
  /** The newest row that is known, with all that lies before it; undefined: only what comes from now on. */
  readonly after: LogPosition | undefined;
  readonly now: () => Date;
  readonly stopping: AbortSignal;
}

const EVERY_MS = 1_000;
/** A row is written after the moment that it bears: a change with its transaction, a request with its batch. */
const LATE_MS = 60_000;
const PAGE = 200;
/** Of rows that came between two looks; who is further behind reads the list anew. */
const BEHIND_MAX = 2_000;

/** Oldest first, each once; ends when nobody waits any more. */
export async function* newEntries(options: TailOptions): AsyncGenerator<readonly LogEntry[]> {
  const { now, stopping } = options;
  const seen = new Map<string, Date>();
  const since = (): Date => new Date(now().getTime() - LATE_MS);
  const known: LogPosition = options.after ?? { at: now(), id: '' };
  let from = earlier(known.at, since());
  let isFirst = true;
  while (!stopping.aborted) {
    const fresh = await unseen(options, seen, from);
    if (fresh !== undefined) {
      for (const { id, at } of fresh) seen.set(id, at);
      // What stands before the known row at the first look counts as known, so a row written late between the reading of
      // the list and this look is in the list alone; what comes to stand there after it was written late, and is told.
      const told = isFirst ? fresh.filter((entry) => isNewer(entry, known)) : fresh;
      isFirst = false;
      from = since();
      for (const [id, at] of seen) if (at < from) seen.delete(id);
      if (told.length > 0) yield told.toReversed();
    }
    await sleep(EVERY_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

/** Newest first; undefined while the database is away: nobody looked. */
async function unseen(
  { syncLog, customer, query, stopping }: TailOptions,
  seen: ReadonlyMap<string, Date>,
  from: Date,
): Promise<readonly LogEntry[] | undefined> {
  const bounded = { ...query, from: query.from !== undefined && query.from > from ? query.from : from };
  const fresh: LogEntry[] = [];
  let after: LogPosition | undefined;
  try {
    do {
      const page = await syncLog.page(customer, bounded, {
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      });
      const unknown = page.entries.filter(({ id }) => !seen.has(id));
      fresh.push(...unknown);
      after = page.next ?? undefined;
      // Where nothing on a page is new, hardly anything behind it is.
      if (page.entries.length > 0 && unknown.length === 0) break;
    } while (after !== undefined && fresh.length < BEHIND_MAX && !stopping.aborted);
  } catch (error) {
    if (!(error instanceof DirectoryFailure)) throw error;
    return undefined;
  }
  return fresh;
}
