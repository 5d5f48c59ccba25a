// Lets a gateway import a list: the file's text is sent, and what became of its rows comes back. Knows no row and no terminal.

import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RowOutcome } from '../../admin/import/outcome';
import type { Answer } from '../../admin/place';
import { IMPORT_ROWS_MAX } from '../../admin/contract/imports';
import { said } from '../asking';
import type { CommandContext } from '../context';
import { CommandFailure } from '../failure';
import { reasonOf } from '../reason';
import type { Imported, ImportList, ImportWork } from './list';

type Job = Answer<'imports.start'>;

const LOOK_EVERY_MS = 500;

const GO_ON =
  'the gateway goes on with it in the background; under Import in the console it can be watched, stopped and resumed';

export async function importThere(
  context: CommandContext,
  list: ImportList,
  work: ImportWork,
): Promise<Imported> {
  if (work.isPreview) return { outcomes: await previewed(context, list, work), goOn: GO_ON };
  try {
    return { outcomes: await imported(context, list, work), goOn: GO_ON };
  } catch (error) {
    // The gateway may have it in hand, whether its answer still came or not.
    if (context.stopping.aborted) context.output.say(GO_ON);
    throw error;
  }
}

async function previewed(
  { ask }: CommandContext,
  list: ImportList,
  { onRows }: ImportWork,
): Promise<readonly RowOutcome[]> {
  const preview = await ask('imports.preview', { ...sent(list), shown: IMPORT_ROWS_MAX });
  onRows(preview.rows);
  const of = (rows: (typeof preview)['created'], outcome: RowOutcome['outcome']): RowOutcome[] =>
    rows.map((row) => ({ ...row, outcome }));
  return byLine([
    ...of(preview.created, 'new'),
    ...of(preview.matched, 'matched'),
    ...of(preview.refused, 'refused'),
  ]);
}

async function imported(
  context: CommandContext,
  list: ImportList,
  { onRows, ...reasoned }: ImportWork,
): Promise<readonly RowOutcome[]> {
  const { ask, download, output } = context;
  const job = await ask('imports.start', {
    ...sent(list),
    fileName: basename(list.path),
    reason: reasonOf(reasoned),
  });
  output.say(`import ${job.id} is in the hands of the gateway`);
  const ended = await untilEnded(context, job, onRows);
  if (ended !== undefined && ended.state !== 'done') throw new CommandFailure(ended.words);
  if (ended === undefined) return [];
  const outcomes: RowOutcome[] = [];
  for await (const row of download('imports.rows', { id: job.id }))
    outcomes.push({ ...row, outcome: row.outcome as RowOutcome['outcome'] });
  return byLine(outcomes);
}

/** Undefined where nobody waits for it any more. */
async function untilEnded(
  { ask, stopping }: CommandContext,
  { id }: Job,
  onRows: (count: number) => void,
): Promise<Job | undefined> {
  for (let done = 0; !stopping.aborted;) {
    const job: Job = await ask('imports.show', { id });
    onRows(job.rowsDone - done);
    done = job.rowsDone;
    if (job.endedAt !== null) return job;
    await delay(LOOK_EVERY_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
  return undefined;
}

function sent({ what, text, maps, userNameFrom }: ImportList) {
  const pairs = maps.map((map) => {
    const end = map.lastIndexOf('=');
    return [map.slice(0, end).trim(), map.slice(end + 1).trim()] as const;
  });
  const columns = pairs.length === 0 ? undefined : Object.fromEntries(pairs);
  return { what, csv: text, ...said({ columns, userNameFrom }) };
}

function byLine(outcomes: readonly RowOutcome[]): readonly RowOutcome[] {
  return outcomes.toSorted((one, other) => one.line - other.line);
}
