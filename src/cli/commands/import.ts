// `import`: an iManage user or group list taken over, first as a preview, then for good. Knows no row and no rule.

import { Argument, Option, type Command } from 'commander';
import { assertColumns, columnsInWords, columnsOf, type Field } from '../../admin/import/columns';
import { GROUP_FIELDS } from '../../admin/import/group-rows';
import type { RowOutcome } from '../../admin/import/outcome';
import { USER_FIELDS, type UserNameFrom } from '../../admin/import/user-rows';
import { said } from '../asking';
import type { Column, CommandContext, InDirectory, Output } from '../context';
import { importHere } from '../import/import-here';
import { importThere } from '../import/import-there';
import type { ImportList } from '../import/list';
import { readCsvFile } from '../import/read-csv-file';
import { refusedPath, writeRefused } from '../import/refused-file';
import { REASON_OPTION, type Reasoned } from '../reason';

interface ImportOptions extends Reasoned {
  readonly apply?: boolean;
  readonly map: readonly string[];
  readonly userNameFrom?: UserNameFrom;
  readonly refused?: string;
}

const COLUMNS: readonly Column<RowOutcome>[] = [
  { heading: 'Line', name: 'line', value: ({ line }) => line },
  { heading: 'ID', name: 'id', value: ({ id }) => id },
  { heading: 'Outcome', name: 'outcome', value: ({ outcome }) => outcome },
  { heading: 'Detail', name: 'detail', value: ({ detail }) => detail },
];

/** Of each kind, on a terminal; --json and --csv give every row. */
const SHOWN_MAX = 20;

export function addImport(program: Command, inDirectory: InDirectory): void {
  const all = program
    .command('import')
    .description(
      'Take over the users or groups that iManage has already, so that the identity provider finds them.',
    );
  addList(all, 'users', USER_FIELDS)
    .addOption(
      new Option(
        '--user-name-from <field>',
        'where the login name comes from (default: its own column, else email)',
      ).choices(['email', 'userId']),
    )
    .action((path: string, options: ImportOptions) => {
      const list = readList('users', path, options);
      const from = options.userNameFrom ?? (list.columns.taken.has('userName') ? 'userName' : 'email');
      assertColumns(list.columns, path, ['userId', from]);
      return inDirectory((context) => runImport(context, { ...list, userNameFrom: from }, options));
    });
  addList(all, 'groups', GROUP_FIELDS).action((path: string, options: ImportOptions) => {
    const list = readList('groups', path, options);
    assertColumns(list.columns, path, ['groupId']);
    return inDirectory((context) => runImport(context, list, options));
  });
}

function addList(parent: Command, what: string, fields: readonly Field[]): Command {
  return parent
    .command(what)
    .description(`Import ${what} from a CSV file; without --apply only say what would be done.`)
    .addArgument(new Argument('<file>', 'CSV in UTF-8, separated by commas, semicolons or tabs'))
    .option('--apply', 'do it')
    .option(
      '--map <Column=field>',
      `take a column for a field (or for "ignore"); fields: ${fields.map(({ name }) => name).join(', ')}`,
      (map: string, others: readonly string[]) => [...others, map],
      [],
    )
    .option('--refused <file>', 'where refused rows go, as CSV (default with --apply: beside the file)')
    .option(...REASON_OPTION);
}

function readList(what: ImportList['what'], path: string, { map }: ImportOptions): ImportList {
  const { text, file } = readCsvFile(path);
  const fields = what === 'users' ? USER_FIELDS : GROUP_FIELDS;
  return { what, path, text, file, columns: columnsOf(file, fields, map), maps: map };
}

async function runImport(context: CommandContext, list: ImportList, options: ImportOptions): Promise<void> {
  const { output, stopping, here } = context;
  const isPreview = options.apply !== true;
  output.say(columnsInWords(list.columns));
  const progress = context.progress(isPreview ? 'previewed' : 'imported', list.file.rows.length);
  const work = { isPreview, onRows: progress.advance.bind(progress), ...said({ reason: options.reason }) };
  const imported =
    here === null ? importThere(context, list, work) : importHere(context, here, { list, ...work });
  const { outcomes, goOn } = await imported.finally(() => {
    progress.done();
  });
  const refusedTo = options.refused ?? (isPreview ? undefined : refusedPath(list.path));
  const isAnyRefused = outcomes.some(({ outcome }) => outcome === 'refused');
  if (refusedTo !== undefined && isAnyRefused)
    output.say(`refused rows are in ${writeRefused(refusedTo, list.file, outcomes)}`);
  if (!stopping.aborted) await show(output, outcomes);
  output.say(summary(outcomes, isPreview));
  if (stopping.aborted) output.say(goOn);
}

async function show(output: Output, outcomes: readonly RowOutcome[]): Promise<void> {
  if (output.form !== 'table') {
    await output.rows(COLUMNS, outcomes);
    return;
  }
  const shown = worthShowing(outcomes);
  if (shown.length === 0) return;
  await output.rows(COLUMNS, shown);
  const count = outcomes.filter(({ outcome, detail }) => outcome === 'refused' || detail !== '').length;
  if (count > shown.length)
    output.say(`these are ${shown.length} of the ${count} rows to look at; --csv or --json gives all`);
}

/** The first of those that somebody should look at. */
function worthShowing(outcomes: readonly RowOutcome[]): readonly RowOutcome[] {
  const first = (kind: RowOutcome['outcome']): readonly RowOutcome[] =>
    outcomes.filter(({ outcome, detail }) => outcome === kind && detail !== '').slice(0, SHOWN_MAX);
  return [...first('new'), ...first('matched'), ...first('refused')];
}

function summary(outcomes: readonly RowOutcome[], isPreview: boolean): string {
  const count = (kind: RowOutcome['outcome'], isNoted = false): number =>
    outcomes.filter(({ outcome, detail }) => outcome === kind && (!isNoted || detail !== '')).length;
  const told = isPreview ? 'would be created' : 'created';
  return (
    `${count('new')} ${told} (${count('new', true)} of them incomplete), ` +
    `${count('matched')} matched and left as they are (${count('matched', true)} of them differ), ` +
    `${count('refused')} refused` +
    (isPreview ? '. Nothing was changed; add --apply to do it' : '')
  );
}
