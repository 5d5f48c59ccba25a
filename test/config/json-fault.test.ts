import { jsonFault } from '../../src/config/json-fault';

describe('jsonFault', () => {
  it.each([
    ['', 'line 1, column 1 (the text ends too early: a bracket, brace or quote is not closed)'],
    [
      '{"a": 1,\n "b": [1, 2,]}',
      'line 2, column 13 (a comma before it may be one too many, or a value is missing)',
    ],
    ["{'a': 1}", 'line 1, column 2 (JSON has double quotes only)'],
    ['{"a": 1 // one\n}', 'line 1, column 9 (JSON has no comments)'],
    ['{"a": 1} x', 'line 1, column 10'],
    ['{"a": 01}', 'line 1, column 7'],
    ['{"a": nul}', 'line 1, column 7'],
    ['{"a" 1}', 'line 1, column 6'],
  ])('points at the fault of %j', (text, place) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(jsonFault(text)).toBe(place);
  });

  it('names a missing comma between two members', () => {
    expect(jsonFault('{"a": 1 "b": 2}')).toMatch(/^line 1, column 9 \(a comma before it may be missing/);
  });

  it('reads a long text in one go', () => {
    const text = `{"a": "${'x\\n'.repeat(200_000)}", }`;
    expect(jsonFault(text)).toMatch(/^line 1, column 6000\d+ /);
  });
});
