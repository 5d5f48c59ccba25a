// Imports as operations: a preview at once, or an order that any gateway carries out in the background. Must not know how a row is imported.

import type { Static } from '@sinclair/typebox';
import type { ImportJob, ImportRow } from '../../directory/import-job';
import type { AdminContext } from '../context';
import { IMPORT_BYTES_MAX, IMPORT_ROWS_MAX, IMPORT_ROWS_SHOWN, type IMPORTS } from '../contract/imports';
import { AdminFailure } from '../failure';
import { parseCsv } from '../import/csv-file';
import { importCounts, jobState, previewWords } from '../import/import-words';
import { planGroups } from '../import/import-groups';
import { planUsers } from '../import/import-users';
import { missingWords, readList, type ReadList } from '../import/list';
import { runPlan } from '../import/plan';
import { refusedText } from '../import/refused-rows';
import type { Operations } from '../operation';

type Imports = typeof IMPORTS;
type Shown = Pick<ImportRow, 'line' | 'id' | 'detail'>;

const LIMITS = { bytesMax: IMPORT_BYTES_MAX, rowsMax: IMPORT_ROWS_MAX };
const LIST_LIMIT = 50;

export const importOperations: Operations<Imports> = {
  'imports.preview': async (context, { shown = IMPORT_ROWS_SHOWN, ...input }) => {
    const list = readList('The file', input, LIMITS);
    const outcomes = list.missing.length > 0 ? [] : await previewed(context, input.what, list);
    const rows = (kind: ImportRow['outcome']): Shown[] =>
      outcomes
        .filter(({ outcome }) => outcome === kind)
        .slice(0, shown)
        .map(({ line, id, detail }) => ({ line, id, detail }));
    return {
      rows: list.file.rows.length,
      columns: columnsFound(list),
      fields: list.fields.map(({ name }) => name),
      missing: [...list.missing],
      counts: importCounts(outcomes),
      created: rows('new'),
      matched: rows('matched'),
      refused: rows('refused'),
      words: list.missing.length > 0 ? [missingWords(list)] : previewWords(list, outcomes),
    };
  },

  'imports.start': async (
    { stores, customer, services, actor },
    { fileName = 'list.csv', reason, ...sent },
  ) => {
    const list = readList(fileName, sent, LIMITS);
    if (list.missing.length > 0) throw new AdminFailure('invalid', missingWords(list));
    const { what, csv } = sent;
    const { maps, userNameFrom, file } = list;
    const id = services.newId();
    const by = { ...actor, reason };
    const order = {
      id,
      customer: customer.id,
      what,
      fileName,
      maps,
      userNameFrom,
      rows: file.rows.length,
      by,
    };
    return jobState(await stores.importJobs.start(order, csv));
  },

  'imports.list': async ({ stores, customer }, { limit = LIST_LIMIT, cursor }) => {
    const jobs = await stores.importJobs.list(customer.id, limit + 1, cursor);
    const shown = jobs.slice(0, limit);
    return { rows: shown.map(jobState), next: jobs.length > limit ? (shown.at(-1)?.id ?? null) : null };
  },

  'imports.show': async (context, { id }) => {
    const job = await existing(context, id);
    const rows = async (outcome: ImportRow['outcome']): Promise<Shown[]> => {
      const some = await context.stores.importJobs.rows(context.customer.id, id, {
        outcome,
        limit: IMPORT_ROWS_SHOWN,
      });
      return some.map(({ line, id: named, detail }) => ({ line, id: named, detail }));
    };
    const [created, matched, refused] = await Promise.all([rows('new'), rows('matched'), rows('refused')]);
    return { ...jobState(job), created, matched, refused };
  },

  'imports.rows': (context, { id }) => everyRow(context, id),

  'imports.stop': async (context, { id }) => {
    const { state } = await existing(context, id);
    if (!(await context.stores.importJobs.stop(context.customer.id, id)))
      throw new AdminFailure('conflict', `This import is ${state} already; there is nothing to stop.`);
    return jobState(await existing(context, id));
  },

  'imports.resume': async (context, { id }) => {
    const job = await existing(context, id);
    const { importJobs } = context.stores;
    if (job.state === 'done')
      throw new AdminFailure('conflict', 'This import is done; there is nothing to go on with.');
    // One that waits, or that another gateway has in hand, goes on by itself.
    const isEnded = job.state === 'stopped' || job.state === 'failed';
    if (isEnded && !(await importJobs.resume(context.customer.id, id)))
      throw new AdminFailure(
        'conflict',
        'The same file is being imported by another import; let that one end.',
      );
    return jobState(await existing(context, id));
  },

  'imports.refused': async (context, { id }) => {
    const { customer, stores } = context;
    const { fileName } = await existing(context, id);
    const refused = await stores.importJobs.rows(customer.id, id, {
      outcome: 'refused',
      limit: IMPORT_ROWS_MAX,
    });
    const csv = await stores.importJobs.csv(customer.id, id);
    if (csv === undefined) throw unknown(id);
    return {
      fileName: fileName.replace(/(\.\w{1,5})?$/, '.refused.csv'),
      rows: refused.length,
      csv: refusedText(parseCsv(fileName, csv), refused),
    };
  },
};

/** Every row through every rule, in transactions that are given up. */
async function previewed(
  { customer, stores, services, published, scimBase, actor, stopping }: AdminContext,
  what: Static<Imports['imports.preview']['input']>['what'],
  { file, columns, userNameFrom }: ReadList,
): Promise<readonly ImportRow[]> {
  const context = { customer, history: stores.history, services, published, scimBase, actor };
  const run = { file, columns, isPreview: true, isOwn: () => false };
  const plan = what === 'users' ? planUsers(context, run, userNameFrom) : planGroups(context, run);
  const outcomes = await runPlan(await plan, { stopping, onRows: () => undefined });
  stopping.throwIfAborted();
  return outcomes;
}

/** By kind, and there in the file's order. */
async function* everyRow(context: AdminContext, id: string): AsyncGenerator<ImportRow> {
  const { customer, stores } = context;
  await existing(context, id);
  for (const outcome of ['new', 'matched', 'refused'] as const)
    yield* await stores.importJobs.rows(customer.id, id, { outcome, limit: IMPORT_ROWS_MAX });
}

function columnsFound({ columns }: ReadList): { heading: string; field: string | null }[] {
  const fields = new Map([...columns.taken].map(([field, at]) => [at, field]));
  return columns.headings.map((heading, at) => ({ heading, field: fields.get(at) ?? null }));
}

/** @throws AdminFailure `notFound` */
async function existing({ stores, customer }: AdminContext, id: string): Promise<ImportJob> {
  const job = await stores.importJobs.job(customer.id, id);
  if (job === undefined) throw unknown(id);
  return job;
}

function unknown(id: string): AdminFailure {
  return new AdminFailure(
    'notFound',
    `There is no import ${JSON.stringify(id)}; imports are kept for 30 days, their events for good.`,
  );
}
