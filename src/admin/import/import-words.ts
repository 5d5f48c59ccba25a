// What is said of an import: how far it is, what became of it, what a preview found. Pure.

import type { Static } from '@sinclair/typebox';
import type { ImportCounts, ImportJob } from '../../directory/import-job';
import type { IMPORTS } from '../contract/imports';
import { columnsInWords } from './columns';
import type { ReadList } from './list';
import type { RowOutcome } from './outcome';

type JobAnswer = Static<(typeof IMPORTS)['imports.start']['answer']>;

export function importCounts(outcomes: readonly RowOutcome[]): {
  created: number;
  matched: number;
  refused: number;
} {
  const count = (kind: RowOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === kind).length;
  return { created: count('new'), matched: count('matched'), refused: count('refused') };
}

export function previewWords({ columns }: ReadList, outcomes: readonly RowOutcome[]): string[] {
  const noted = (kind: RowOutcome['outcome']): number =>
    outcomes.filter(({ outcome, detail }) => outcome === kind && detail !== '').length;
  const { created, matched, refused } = importCounts(outcomes);
  const taken = columnsInWords(columns);
  return [
    `${taken.charAt(0).toUpperCase()}${taken.slice(1)}.`,
    `${created} would be created (${noted('new')} of them incomplete), ${matched} are there already and stay as they are ` +
      `(${noted('matched')} of them differ), ${refused} would be refused.`,
    'Nothing was changed.',
  ];
}

export function jobState(job: ImportJob): JobAnswer {
  const { id, what, fileName, by, at, state, rows, rowsDone, counts, endedAt } = job;
  return {
    ...{
      id,
      what,
      fileName,
      reason: by.reason ?? '',
      by: by.client,
      at: at.toISOString(),
      state,
      rows,
      rowsDone,
    },
    counts: { ...counts },
    endedAt: endedAt?.toISOString() ?? null,
    words: stateWords(job),
  };
}

function stateWords({ state, rows, rowsDone, counts, failure }: ImportJob): string {
  const far = `${rowsDone} of ${rows} rows: ${countWords(counts)}.`;
  switch (state) {
    case 'waiting':
      return rowsDone === 0 ? 'It begins as soon as a gateway has time.' : `It waits to go on. ${far}`;
    case 'running':
      return far;
    case 'done':
      return `Done. ${far}${counts.refused === 0 ? '' : ' Mend the refused rows and import them again.'}`;
    case 'stopped':
      return `Stopped after ${far} What is created stays; it can be resumed.`;
    case 'failed':
      return `${failure ?? 'It failed.'} ${far}`;
  }
}

function countWords({ created, matched, refused }: ImportCounts): string {
  return `${created} created, ${matched} there already, ${refused} refused`;
}
