// The tables of an export as downloads: each row under the names of its columns. Must not know how a file is written.

import { exportTables } from '../export/tables';
import type { AdminContext } from '../context';
import type { EXPORTS } from '../contract/export';
import type { RowOf } from '../contract';
import type { Operations } from '../operation';

type Exports = typeof EXPORTS;

export const exportOperations: Operations<Exports> = {
  'export.users': (context) => rowsOf<'export.users'>(context, 'users'),
  'export.deletedUsers': (context) => rowsOf<'export.deletedUsers'>(context, 'deleted-users'),
  'export.groups': (context) => rowsOf<'export.groups'>(context, 'groups'),
  'export.deletedGroups': (context) => rowsOf<'export.deletedGroups'>(context, 'deleted-groups'),
  'export.memberships': (context) => rowsOf<'export.memberships'>(context, 'memberships'),
  'export.libraries': (context) => rowsOf<'export.libraries'>(context, 'libraries'),
  'export.roles': (context) => rowsOf<'export.roles'>(context, 'roles'),
};

/** The contract names each column of the table; a test holds the two together. */
async function* rowsOf<K extends keyof Exports>(
  { stores, customer, stopping }: AdminContext,
  name: string,
): AsyncGenerator<RowOf<Exports[K]>> {
  const table = exportTables(stores.history, customer).find((each) => each.name === name);
  if (table === undefined) throw new Error(`there is no table ${name}`);
  for await (const row of table.rows()) {
    stopping.throwIfAborted();
    const cells = table.columns.map((column) => [column.name, column.value(row)]);
    yield Object.fromEntries(cells) as RowOf<Exports[K]>;
  }
}
