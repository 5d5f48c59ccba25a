// `npm run prove:import`: a firm's user list is imported beside a running gateway, stopped halfway and gone on with. Owns the command line.
import { join } from 'node:path';
import { rounded, table } from './figures';
import { startGatewayProcess } from './gateway-process';
import { proveImport } from './import/proof';
import { positive, runProof } from './proof';

const HELP = `A user list with bad rows in it is imported beside a running gateway: the preview changes nothing; the import is ended
by Ctrl-C soon after it began and gone on with by the same command; each bad row is refused with its own reason, in the
results and in a file; every good row is there, found by userName and by e-mail address, disabled where the list says so;
a third run matches everybody; what export writes is matched to the last cell.

  npm run prove:import [-- --rows N] [--bad N]

  --rows N   rows of the list (default 10000)
  --bad N    bad ones among them (default 100)
  --help     this text

Fails where the import takes more than a minute for 10,000 rows. Exit code 0 when it holds, 1 when not.`;

const DEADLINE_MS = 600_000;
const MS_PER_ROW_MAX = 6;

void runProof({
  help: HELP,
  options: { rows: { type: 'string', default: '10000' }, bad: { type: 'string', default: '100' } },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const [rows, bad] = [positive(values, 'rows'), positive(values, 'bad')];
    console.log('starting a gateway with a database of its own');
    const dataDir = join(folder, 'data');
    const gateway = await startGatewayProcess({ dataDir });
    try {
      console.log(
        `${rows} rows, ${bad} of them bad: preview, import stopped by Ctrl-C, import, import again, export`,
      );
      const { faults, seconds, beforeStop } = await proveImport(
        { gateway, env: { DATA_DIR: dataDir }, folder },
        rows,
        bad,
      );
      const headings = ['rows', 'bad', 'preview s', 'imported before Ctrl-C', 'import s', 'again s'];
      const figures = [
        rows,
        bad,
        rounded(seconds.preview),
        beforeStop,
        rounded(seconds.apply),
        rounded(seconds.again),
      ];
      console.log(`\n${table(headings, [figures])}`);
      const isSlow = seconds.apply * 1000 > rows * MS_PER_ROW_MAX;
      return [...faults, ...(isSlow ? ['the import took more than a minute for 10,000 rows'] : [])];
    } finally {
      await gateway.stop();
    }
  },
});
