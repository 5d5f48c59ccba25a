// Taking over the users or groups that iManage has already: a preview, then a job that any gateway goes on with. Knows no operation.

import { Type } from '@sinclair/typebox';
import { answers, downloads } from '../contract';

/** Of the CSV text; a list of 50,000 people with every column takes about as much. */
export const IMPORT_BYTES_MAX = 8 * 1024 * 1024;
export const IMPORT_ROWS_MAX = 50_000;
/** Of the CSV text as one JSON string, in which quotation marks and line breaks take two bytes. */
const BODY_BYTES_MAX = 12 * 1024 * 1024;
/** Of each kind; the refused rows can all be had as a file. */
export const IMPORT_ROWS_SHOWN = 200;

const what = Type.Union([Type.Literal('users'), Type.Literal('groups')]);
const id = Type.String({ minLength: 1, maxLength: 100, description: 'the id of an import' });

const list = {
  what,
  csv: Type.String({
    minLength: 1,
    maxLength: IMPORT_BYTES_MAX,
    description: 'the text of a CSV file, at most 8 MB and 50,000 rows; its first line names the columns',
  }),
  /** Column by field, for those whose heading does not say it; `ignore` leaves a column out. */
  columns: Type.Optional(
    Type.Record(Type.String({ maxLength: 300 }), Type.String({ maxLength: 100 }), {
      description: 'an object with the heading of a column as name and its field, or "ignore", as value',
    }),
  ),
  userNameFrom: Type.Optional(
    Type.Union([Type.Literal('email'), Type.Literal('userId'), Type.Literal('userName')]),
  ),
};

const Row = Type.Object({
  /** Where the row begins in the file; the headings are usually line 1. */
  line: Type.Integer(),
  /** The User ID, or the Group ID. */
  id: Type.String(),
  /** Why it was refused; where a match differs from the file; what iManage still lacks. */
  detail: Type.String(),
});

const Counts = Type.Object({
  created: Type.Integer(),
  matched: Type.Integer(),
  refused: Type.Integer(),
});

const Preview = Type.Object({
  rows: Type.Integer(),
  columns: Type.Array(
    Type.Object({
      heading: Type.String(),
      /** Null where the column is ignored. */
      field: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  /** What a column can be taken for. */
  fields: Type.Array(Type.String()),
  /** What has no column yet and needs one; then nothing is counted. */
  missing: Type.Array(Type.String()),
  /** What would be done; of every row. */
  counts: Counts,
  created: Type.Array(Row),
  matched: Type.Array(Row),
  refused: Type.Array(Row),
  /** What was understood and what would be done, in words. */
  words: Type.Array(Type.String()),
});

const Job = Type.Object({
  id: Type.String(),
  what,
  fileName: Type.String(),
  reason: Type.String(),
  by: Type.String(),
  /** RFC 3339. */
  at: Type.String(),
  /** `waiting`: for a gateway to take it in hand; `stopped` and `failed` ones go on with `imports.resume`. */
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('stopped'),
    Type.Literal('failed'),
  ]),
  /** Of the file, and those of them that are done. */
  rows: Type.Integer(),
  rowsDone: Type.Integer(),
  counts: Counts,
  endedAt: Type.Union([Type.String(), Type.Null()]),
  /** What became of it, or how far it is, in words. */
  words: Type.String(),
});

const path = '/imports/{id}';
const answer = Job;
const input = Type.Object({ id });

export const IMPORTS = {
  'imports.preview': answers({
    method: 'POST',
    path: '/imports/preview',
    role: 'admin',
    bodyBytesMax: BODY_BYTES_MAX,
    summary: 'Says what an import of a CSV file would do with every row, and changes nothing.',
    input: Type.Object({
      ...list,
      shown: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: IMPORT_ROWS_MAX,
          description: `how many rows of each kind to tell; ${IMPORT_ROWS_SHOWN} where absent`,
        }),
      ),
    }),
    answer: Preview,
  }),
  'imports.start': answers({
    method: 'POST',
    path: '/imports',
    role: 'admin',
    bodyBytesMax: BODY_BYTES_MAX,
    summary:
      'Imports a CSV file in the background; the same file again while it is being imported is the same import.',
    input: Type.Object({
      ...list,
      fileName: Type.Optional(Type.String({ maxLength: 255, description: 'what the file is called' })),
      reason: Type.String({
        minLength: 3,
        maxLength: 500,
        pattern: '\\S.*\\S',
        description: 'why, in 3 to 500 characters; it is kept in the sync log under your name',
      }),
    }),
    answer,
  }),
  'imports.list': answers({
    method: 'GET',
    path: '/imports',
    role: 'viewer',
    summary: 'The imports of the last 30 days, the latest first.',
    input: Type.Object({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50, description: '1 to 200' })),
      cursor: Type.Optional(Type.String({ maxLength: 200, description: 'the "next" of the page before' })),
    }),
    answer: Type.Object({ rows: Type.Array(Job), next: Type.Union([Type.String(), Type.Null()]) }),
  }),
  'imports.show': answers({
    method: 'GET',
    path,
    role: 'viewer',
    summary: 'How far an import is, and the first rows that somebody should look at.',
    input,
    answer: Type.Composite([
      Job,
      Type.Object({
        created: Type.Array(Row),
        matched: Type.Array(Row),
        refused: Type.Array(Row),
      }),
    ]),
  }),
  'imports.rows': downloads({
    path: `${path}/rows`,
    role: 'viewer',
    summary: 'What became of every row of an import.',
    input,
    fileName: 'import',
    row: Type.Object({
      line: Type.Integer({ title: 'Line' }),
      id: Type.String({ title: 'ID' }),
      outcome: Type.String({ title: 'Outcome' }),
      detail: Type.String({ title: 'Detail' }),
    }),
  }),
  'imports.stop': answers({
    method: 'POST',
    path: `${path}/stop`,
    role: 'admin',
    summary: 'Ends an import after the rows under way; what is created stays.',
    input,
    answer,
  }),
  'imports.resume': answers({
    method: 'POST',
    path: `${path}/resume`,
    role: 'admin',
    summary: 'Goes on with an import that was stopped or failed, where it ended.',
    input,
    answer,
  }),
  'imports.refused': answers({
    method: 'GET',
    path: `${path}/refused`,
    role: 'admin',
    summary:
      'The refused rows of an import as the text of a CSV file, each with its reason, to be mended and imported again.',
    input,
    answer: Type.Object({ fileName: Type.String(), rows: Type.Integer(), csv: Type.String() }),
  }),
} as const;
