// Imports a list on the database, row by row in this process. Knows no row and no terminal.

import { planGroups } from '../../admin/import/import-groups';
import { planUsers } from '../../admin/import/import-users';
import { runPlan } from '../../admin/import/plan';
import type { CommandContext, Here } from '../context';
import type { Imported, ImportList, ImportWork } from './list';

const GO_ON =
  'ended before all rows were done; the same command again goes on: what is there is matched and left as it is';

/** @throws what concerns more than one row: the database is away, or a bug */
export async function importHere(
  { output, stopping }: CommandContext,
  { contextOf }: Here,
  { list, isPreview, onRows, ...reasoned }: ImportWork & { readonly list: ImportList },
): Promise<Imported> {
  const { stores, actor, ...context } = await contextOf();
  const on = { ...context, history: stores.history, actor: { ...actor, ...reasoned } };
  const run = { file: list.file, columns: list.columns, isPreview, isOwn: () => false };
  const { userNameFrom = 'email' } = list;
  try {
    const plan = await (list.what === 'users' ? planUsers(on, run, userNameFrom) : planGroups(on, run));
    return { outcomes: await runPlan(plan, { stopping, onRows }), goOn: GO_ON };
  } catch (error) {
    if (!isPreview) output.say(GO_ON);
    throw error;
  }
}
