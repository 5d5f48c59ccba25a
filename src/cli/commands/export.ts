// `export`: everything that is kept of a customer's directory, as files for spreadsheets and for `import`, or as JSON lines.

import type { Command } from 'commander';
import { resolve } from 'node:path';
import { exportTables } from '../../admin/export/tables';
import type { CommandContext, InDirectory } from '../context';
import { exportCsv, exportJson } from '../export/files';

export function addExport(program: Command, inDirectory: InDirectory): void {
  program
    .command('export')
    .description('Write the whole directory into CSV files; with --json into one file, an object a line.')
    .option('--out <dir>', 'the folder for the files (default: a new one here, with the date in its name)')
    .action(({ out }: { readonly out?: string }) => inDirectory((context) => exportAll(context, out)));
}

async function exportAll(context: CommandContext, out: string | undefined): Promise<void> {
  const { output, store, customer, services, stopping } = context;
  const folder = out ?? `imanage-export-${services.now().toISOString().slice(0, 19).replaceAll(':', '')}`;
  const tables = exportTables(store.history, customer);
  const progress = context.progress('exported', await countOf(context));
  const run = output.form === 'json' ? exportJson : exportCsv;
  const onRows = progress.advance.bind(progress);
  const names = await run(folder, tables, { onRows, stopping }).finally(() => {
    progress.done();
  });
  output.say(`${resolve(folder)}: ${names.join(', ')}`);
}

/** Of the live users and groups; memberships and deleted ones come on top. */
async function countOf({ store, customer }: CommandContext): Promise<number> {
  const none = { condition: undefined, sort: undefined, skip: 0, limit: 0 };
  const { directory } = store;
  const pages = await Promise.all([directory.users(customer.id, none), directory.groups(customer.id, none)]);
  return pages.reduce((count, { total = 0 }) => count + total, 0);
}
