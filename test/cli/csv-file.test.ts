import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCsv } from '../../src/admin/import/csv-file';
import { ListFault } from '../../src/admin/import/list-fault';
import { readCsvFile } from '../../src/cli/import/read-csv-file';

const parsed = (text: string) => parseCsv('users.csv', text);

describe('parseCsv', () => {
  it.each([
    ['commas', 'User ID,Name\r\nA,"Rask, Tove"\r\n'],
    ['semicolons, though a quoted heading holds commas', '"User ID";Name\nA;Rask, Tove\n'],
    ['tabs', 'User ID\tName\nA\tRask, Tove'],
  ])('reads %s', (_, text) => {
    expect(parsed(text)).toEqual({
      headings: ['User ID', 'Name'],
      rows: [{ line: 2, cells: ['A', 'Rask, Tove'] }],
    });
  });

  it('passes over a byte-order mark and empty lines, and knows the line of each row', () => {
    const { headings, rows } = parsed('\ufeff\nUser ID,Note\n\nA,"two\nlines"\n,\nB,x\n');
    expect(headings).toEqual(['User ID', 'Note']);
    expect(rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [4, 'A'],
      [7, 'B'],
    ]);
  });

  it('trims cells and takes away what was put before a formula', () => {
    expect(parsed("a,b,c\n x ,'=1+1,'quoted'\n").rows[0]?.cells).toEqual(['x', '=1+1', "'quoted'"]);
    expect(parsed("a,b,c\nA;'=1;'b,'\uff1d1,x\n").rows[0]?.cells).toEqual(["A;=1;'b", '\uff1d1', 'x']);
  });

  it('takes as many lines and columns as there may be', () => {
    const headings = Array.from({ length: 500 }, (_, index) => `h${index}`);
    expect(parsed(`${headings.join(',')}\n`).headings).toHaveLength(500);
    expect(parsed('a\n'.repeat(100_000)).rows).toHaveLength(99_999);
  });

  it('keeps a row with a cell too few or too many as it is', () => {
    expect(parsed('a,b\n1\n1,2,3\n').rows.map(({ cells }) => cells.length)).toEqual([1, 3]);
  });

  it.each([
    ['nothing', '', /^users.csv is empty/],
    ['more lines than fit', 'a\n'.repeat(4_000_000), /^users.csv has more than 100000 lines; split it/],
    ['more columns than a list has', `${'a,'.repeat(500)}b\n`, /^users.csv has 501 columns, at most 500/],
    ['the same heading twice', 'Email,email\n', /^users.csv has two columns named "email"/],
    ['a quotation mark that is not closed', 'a,b\n1,"2\n', /^users.csv(, line \d+)?: a quotation mark/],
    ['a quotation mark inside a cell', 'a,b\n1,x"y"\n', /^users.csv, line 2: a quotation mark/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parsed(text)).toThrow(ListFault);
    expect(() => parsed(text)).toThrow(message);
  });
});

describe('readCsvFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'csv-file-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (name: string, bytes: Buffer): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };

  it('refuses what is not UTF-8, naming the line', () => {
    const path = file('latin1.csv', Buffer.from('User ID,Name\nA,Tove\nB,G\u00f6ran\n', 'latin1'));
    expect(() => readCsvFile(path)).toThrow(`${path} is not UTF-8 (line 3); save it as "CSV UTF-8"`);
  });

  it('refuses UTF-16 by name', () => {
    const path = file('utf16.csv', Buffer.from('\ufeffUser ID\n', 'utf16le'));
    expect(() => readCsvFile(path)).toThrow(`${path} is UTF-16`);
  });

  it('says that a file is not there', () => {
    expect(() => readCsvFile(join(folder, 'absent.csv'))).toThrow(/cannot be read: there is no such file/);
  });
});
