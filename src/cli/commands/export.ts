// `export`: everything that is kept of a customer's directory, as files for spreadsheets and for `import`, or as JSON lines.

import type { Command } from 'commander';
import { resolve } from 'node:path';
import { CONTRACTS } from '../../admin/contracts';
import type { CommandContext, InDirectory } from '../context';
import { exportCsv, exportJson, type ExportFile } from '../export/files';

const TABLES = [
  ...([
    'export.users',
    'export.deletedUsers',
    'export.groups',
    'export.deletedGroups',
    'export.memberships',
    'export.libraries',
    'export.roles',
  ] as const),
];

export function addExport(program: Command, inDirectory: InDirectory): void {
  program
    .command('export')
    .description('Write the whole directory into CSV files; with --json into one file, an object a line.')
    .option('--out <dir>', 'the folder for the files (default: a new one here, with the date in its name)')
    .action(({ out }: { readonly out?: string }) => inDirectory((context) => exportAll(context, out)));
}

async function exportAll(context: CommandContext, out: string | undefined): Promise<void> {
  const { output, stopping } = context;
  const folder = out ?? `imanage-export-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`;
  const progress = context.progress('exported', await countOf(context));
  const how = { onRows: progress.advance.bind(progress), stopping };
  const written =
    output.form === 'json'
      ? exportJson(folder, context.download('export.everything', {}), how)
      : exportCsv(folder, filesOf(context), how);
  const names = await written.finally(() => {
    progress.done();
  });
  output.say(`${resolve(folder)}: ${names.join(', ')}`);
}

/** In the columns of the operation, which an import reads. */
function filesOf({ download }: CommandContext): readonly ExportFile[] {
  return TABLES.map((operation) => {
    const { fileName, row } = CONTRACTS[operation];
    const columns = Object.entries(row.properties).map(([name, { title }]) => ({
      heading: title ?? name,
      name,
    }));
    return { name: fileName, columns, rows: () => download(operation, {}) };
  });
}

/** Of the people; groups, memberships and the catalogue come on top. */
async function countOf({ ask }: CommandContext): Promise<number> {
  const { seats, disabled, deleted } = await ask('overview.seats', {});
  return seats + disabled + deleted;
}
