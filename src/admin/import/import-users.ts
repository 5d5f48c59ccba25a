// The import of a user list: each row is somebody who is there, or a creation by the engine's own rules. Knows no file.

import { isJsonObject, type JsonObject } from '../../directory/json';
import type { DirectoryStore } from '../../directory/ports';
import { createScimEngine } from '../../scim/engine';
import { DEFAULT_PROFILE } from '../../scim/profile';
import type { Answer, ScimRequest } from '../../scim/request';
import { IMANAGE_USER } from '../../scim/resources/user-resource';
import { cellsOf, type Columns } from './columns';
import type { CsvFile } from './csv-file';
import { foresee, foreseenStore } from './foreseen';
import { importStore } from './import-store';
import { knownPeople, userDifferences, type FindPerson } from './known-people';
import { firstLines, reasonOf, refused, type RowOutcome } from './outcome';
import type { ImportContext, ImportPlan, ImportRun } from './plan';
import { userKeys, userRow, type UserNameFrom, type UserRow } from './user-rows';

interface LinedRow extends UserRow {
  readonly line: number;
}

/** The rows as steps, each somebody who is there or a creation. @throws DirectoryFailure where the database is away */
export async function planUsers(
  context: ImportContext,
  run: ImportRun,
  from: UserNameFrom,
): Promise<ImportPlan> {
  const { customer, history } = context;
  const { rows, outcomes } = readRows(run.file, run.columns, {
    from,
    isEmailUnique: customer.rules.validation === 'strict',
  });
  const foreseen = foresee(rows);
  const find = await knownPeople(history, customer.id, rows, { onUser: foreseen.add });
  const { store } = context.services;
  const seen = run.isPreview ? foreseenStore(store, await store.settings(customer.id), foreseen) : store;
  const create = creation(context, importStore(seen, run.isPreview));
  return {
    refused: outcomes,
    steps: rows.map((row) => ({
      rowCount: 1,
      run: async () => [await outcomeOf(row, { find, create, isOwn: run.isOwn })],
    })),
  };
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

interface Importing {
  readonly find: FindPerson;
  readonly create: (body: JsonObject) => Promise<string>;
  readonly isOwn: ImportRun['isOwn'];
}

async function outcomeOf(row: LinedRow, { find, create, isOwn }: Importing): Promise<RowOutcome> {
  const { line, userId: id, body } = row;
  try {
    const user = find(row);
    if (user === undefined) return { line, id, outcome: 'new', detail: await create(body) };
    if (isOwn(user.id)) return { line, id, outcome: 'new', detail: '' };
    return { line, id, outcome: 'matched', detail: userDifferences(row, user) };
  } catch (error) {
    return refused(line, id, reasonOf(error));
  }
}

/** Creates a person and says what iManage still lacks of them. */
function creation(
  { services, published, scimBase: baseUrl, customer, actor }: ImportContext,
  directory: DirectoryStore,
): (body: JsonObject) => Promise<string> {
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
