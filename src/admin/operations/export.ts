// The tables of an export as downloads: each row under the names of its columns. Must not know how a file is written.

import type { JsonObject } from '../../directory/json';
import { shownFacts } from '../../scim/schema/own-rules';
import { compileSchemaMap, typeNamed, type SchemaMap } from '../../scim/schema/schema-map';
import { exportTables } from '../export/tables';
import type { AdminContext } from '../context';
import type { EXPORTS } from '../contract/export';
import type { RowOf } from '../contract';
import type { Operations } from '../operation';

type Exports = typeof EXPORTS;
type Whole = RowOf<Exports['export.everything']>;

export const exportOperations: Operations<Exports> = {
  'export.everything': (context) => everything(context),
  'export.users': (context) => rowsOf<'export.users'>(context, 'users'),
  'export.deletedUsers': (context) => rowsOf<'export.deletedUsers'>(context, 'deleted-users'),
  'export.groups': (context) => rowsOf<'export.groups'>(context, 'groups'),
  'export.deletedGroups': (context) => rowsOf<'export.deletedGroups'>(context, 'deleted-groups'),
  'export.memberships': (context) => rowsOf<'export.memberships'>(context, 'memberships'),
  'export.libraries': (context) => rowsOf<'export.libraries'>(context, 'libraries'),
  'export.roles': (context) => rowsOf<'export.roles'>(context, 'roles'),
};

async function* everything({ stores, customer, published, stopping }: AdminContext): AsyncGenerator<Whole> {
  const map = compileSchemaMap(published);
  for (const { rows, json } of exportTables(stores.history, customer)) {
    for await (const row of rows()) {
      stopping.throwIfAborted();
      yield { type: json.type, json: JSON.stringify(shown(map, json.type, json.of(row))) };
    }
  }
}

const RESOURCE_TYPES: Readonly<Record<string, string>> = { user: 'User', group: 'Group' };

/** Whole, but for what the customer's schemas say is never told to anybody (RFC 7643 §7, `returned` "never"). */
function shown(map: SchemaMap, type: string, row: object & { readonly profile?: JsonObject }): object {
  const named = RESOURCE_TYPES[type];
  if (named === undefined || row.profile === undefined) return row;
  return { ...row, profile: shownFacts(typeNamed(map, named), row.profile) };
}

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
