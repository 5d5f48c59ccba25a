// Names that one JSON object gives twice, which JSON.parse passes over.

import { randomInt } from 'node:crypto';
import { repeatedName } from '../../src/http/json-names';

describe('repeatedName', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"b":{"c":1,"c":2}}', 'c'],
    ['[{"a":1},{"b":[{"x":1,"y":2,"x":3}]}]', 'x'],
    ['{ "a" : 1 , "b" : 2 ,\n"a"\t:\r3 }', 'a'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"a\\"b":1,"a\\"b":2}', 'a"b'],
    ['{"":1,"":2}', ''],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
    ['{"a":"{","b":{},"a":1}', 'a'],
    ['{"a":[],"c":{"d":[{}]},"a":1}', 'a'],
  ])('%s gives %j twice', (text, name) => {
    expect(JSON.parse(text)).toBeDefined();
    expect(repeatedName(text)).toBe(name);
  });

  it.each([
    '{}',
    '[]',
    '"a"',
    '5',
    'null',
    '{"a":1,"A":2}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"a"}',
    '{"a":["a","a"]}',
    '{"a":"\\"a\\":1,\\"a\\":2"}',
    '{"a":"\\\\","b":"a"}',
    '{"constructor":1,"toString":2}',
  ])('%s gives no name twice', (text) => {
    expect(repeatedName(text)).toBeUndefined();
  });

  it('agrees with a count of the names on random objects', () => {
    const seed = randomInt(2 ** 31);
    let state = seed + 1;
    const below = (limit: number): number => (state = (state * 48_271) % 2_147_483_647) % limit;
    const names = ['a', 'b', '\\u0061', 'c"'.replace('"', '\\"'), 'd\\\\'];
    for (let round = 0; round < 2_000; round += 1) {
      const chosen = Array.from({ length: below(5) }, () => names[below(names.length)] ?? '');
      const text = `{${chosen.map((name) => `"${name}" : [{"a":"}\\""},"x"]`).join(', ')}}`;
      const count = new Set(chosen.map((name) => JSON.parse(`"${name}"`) as string)).size;
      expect([seed, text, repeatedName(text) !== undefined]).toEqual([seed, text, count < chosen.length]);
    }
  });

  it('reads a megabyte in a moment, whatever it holds', () => {
    for (const text of [
      `["${'\\\\'.repeat(500_000)}"]`,
      `{"a"${' '.repeat(1_000_000)}:1}`,
      '['.repeat(30) + ']'.repeat(30),
    ]) {
      const start = performance.now();
      expect(repeatedName(text)).toBeUndefined();
      expect(performance.now() - start).toBeLessThan(500);
    }
  });
});
