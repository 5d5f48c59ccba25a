import { PassThrough } from 'node:stream';
import type { Column } from '../../src/cli/context';
import { createOutput, type Form } from '../../src/cli/output';

interface Row {
  readonly name: string;
  readonly count: number;
}

const COLUMNS: readonly Column<Row>[] = [
  { heading: 'Name', name: 'name', value: ({ name }) => name },
  { heading: 'Count', name: 'count', value: ({ count }) => count },
  { heading: 'Both', name: 'both', value: ({ name, count }) => [name, String(count)] },
  { heading: 'Many', name: 'many', value: ({ count }) => count > 1 },
  { heading: 'None', name: 'none', value: () => null },
];

async function printed(
  form: Form,
  rows: readonly Row[],
  stopping = new AbortController().signal,
): Promise<string> {
  const results = new PassThrough({ highWaterMark: 1e8 });
  const output = createOutput({ results, remarks: new PassThrough() }, form, stopping);
  await output.rows(COLUMNS, rows);
  return String(results.read() ?? '');
}

describe('output.rows', () => {
  it('draws a table whose cells steer no terminal', async () => {
    expect(await printed('table', [{ name: 'Tove \u001b[31m\u202eRask', count: 2 }])).toBe(
      [
        'Name                       Count  Both                         Many  None',
        '-------------------------  -----  ---------------------------  ----  ----',
        'Tove \\u001b[31m\\u202eRask  2      Tove \\u001b[31m\\u202eRask;2  yes',
        '',
      ].join('\n'),
    );
  });

  it('keeps the columns of a long table in line', async () => {
    const rows = Array.from({ length: 1_001 }, (_, count) => ({ name: 'x'.repeat(1 + (count % 9)), count }));
    const lines = (await printed('table', rows)).trimEnd().split('\n');
    expect(lines).toHaveLength(1_003);
    expect(lines.slice(2).every((line, count) => line.indexOf(` ${count} `) === 10)).toBe(true);
  });

  it('writes one JSON array, empty or not', async () => {
    expect(JSON.parse(await printed('json', [{ name: 'A', count: 1 }]))).toEqual([
      { name: 'A', count: 1, both: ['A', '1'], many: false, none: null },
    ]);
    expect(JSON.parse(await printed('json', []))).toEqual([]);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\uff1d1'])(
    'neutralises %j in CSV',
    async (name) => {
      const [, line] = (await printed('csv', [{ name, count: 1 }])).split('\r\n');
      expect(line).toMatch(/^"?'/);
    },
  );

  it('neutralises each value of a list in CSV: where semicolons separate cells, each is one', async () => {
    const [, line] = (await printed('csv', [{ name: 'A;=1+1;B;@x', count: -5 }])).split('\r\n');
    expect(line).toBe("A;'=1+1;B;'@x,-5,A;'=1+1;B;'@x;'-5,false,");
  });

  it('leaves numbers in CSV alone, negative ones too, and other texts', async () => {
    expect(await printed('csv', [{ name: 'a,"b"', count: -5 }])).toBe(
      `Name,Count,Both,Many,None\r\n"a,""b""",-5,"a,""b"";'-5",false,\r\n`,
    );
  });

  it('ends with the reason of the stop, not with a part that looks whole', async () => {
    const stopping = AbortSignal.abort(new Error('SIGINT'));
    await expect(printed('json', [{ name: 'A', count: 1 }], stopping)).rejects.toThrow('SIGINT');
  });
});
