// The import of a user list: each row is somebody who is there, or a creation by the engine's own rules. Writes no file.

import { isJsonObject, type JsonObject } from '../../directory/json';
import { createScimEngine } from '../../scim/engine';
import { DEFAULT_PROFILE } from '../../scim/profile';
import type { Answer, ScimRequest } from '../../scim/request';
import type { CommandContext, Progress } from '../context';
import { IMANAGE_USER } from '../../scim/resources/user-resource';
import { cellsOf, type Columns } from './columns';
import type { CsvFile } from './csv-file';
import { importStore } from './import-store';
import { knownPeople, userDifferences } from './known-people';
import { firstLines, reasonOf, refused, type RowOutcome } from './outcome';
import { inParallel } from './parallel';
import { userKeys, userRow, type UserNameFrom, type UserRow } from './user-rows';

export interface ImportRun {
  readonly file: CsvFile;
  readonly columns: Columns;
  readonly isPreview: boolean;
  readonly progress: Progress;
}

interface LinedRow extends UserRow {
  readonly line: number;
}

/** What became of each row, in the file's order; rows that were not come to when the user stopped it are absent. */
export async function importUsers(
  context: CommandContext,
  { file, columns, isPreview, progress }: ImportRun,
  from: UserNameFrom,
): Promise<readonly RowOutcome[]> {
  const { customer, store, stopping } = context;
  const { rows, outcomes } = readRows(file, columns, {
    from,
    isEmailUnique: customer.rules.validation === 'strict',
  });
  progress.advance(outcomes.length);
  const find = await knownPeople(store.history, customer.id, rows);
  const create = creation(context, isPreview);
  await inParallel(rows, stopping, async (row) => {
    outcomes.push(await outcomeOf(row, find, create));
    progress.advance();
  });
  return outcomes.toSorted((one, other) => one.line - other.line);
}

interface Reading {
  readonly from: UserNameFrom;
  readonly isEmailUnique: boolean;
}

/** The rows that can be meant as they stand, and the refusals of the others. */
function readRows(
  file: CsvFile,
  columns: Columns,
  { from, isEmailUnique }: Reading,
): { readonly rows: readonly LinedRow[]; readonly outcomes: RowOutcome[] } {
  const outcomes: RowOutcome[] = [];
  const assertFirst = firstLines();
  const rows = file.rows.flatMap(({ line, cells }) => {
    try {
      const row = userRow(cellsOf(columns, { line, cells }), from, (field) => columns.taken.has(field));
      for (const [what, key] of userKeys(row, isEmailUnique)) assertFirst(what, key, line);
      return [{ ...row, line }];
    } catch (error) {
      outcomes.push(refused(line, cells[columns.taken.get('userId') ?? -1] ?? '', reasonOf(error)));
      return [];
    }
  });
  return { rows, outcomes };
}

async function outcomeOf(
  row: LinedRow,
  find: Awaited<ReturnType<typeof knownPeople>>,
  create: (body: JsonObject) => Promise<string>,
): Promise<RowOutcome> {
  const { line, userId: id, body } = row;
  try {
    const user = find(row);
    if (user !== undefined) return { line, id, outcome: 'matched', detail: userDifferences(row, user) };
    return { line, id, outcome: 'new', detail: await create(body) };
  } catch (error) {
    return refused(line, id, reasonOf(error));
  }
}

/** Creates a person and says what iManage still lacks of them. */
function creation(
  { services, published, baseUrl, customer, actor, store }: CommandContext,
  isPreview: boolean,
): (body: JsonObject) => Promise<string> {
  const directory = importStore(store.directory, isPreview);
  const engine = createScimEngine({ ...services, store: directory }, published, baseUrl);
  const request: Omit<ScimRequest, 'body'> = {
    customer,
    actor: { ...actor, connection: 'import' },
    baseUrl,
    query: new URLSearchParams({ attributes: `${IMANAGE_USER}:provisioning` }),
    ifMatch: undefined,
    ifNoneMatch: undefined,
    me: null,
    profile: DEFAULT_PROFILE,
  };
  return async (body) => missing(await engine.resources.User.create({ ...request, body }));
}

function missing({ body }: Answer): string {
  const imanage =
    body !== undefined && isJsonObject(body as JsonObject) ? (body as JsonObject)[IMANAGE_USER] : undefined;
  const provisioning = isJsonObject(imanage) ? imanage['provisioning'] : undefined;
  const reasons = isJsonObject(provisioning) ? provisioning['reasons'] : undefined;
  return Array.isArray(reasons) && reasons.length > 0 ? `incomplete: ${reasons.join('; ')}` : '';
}
