// What the parser makes of a filter's text: the grammar of RFC 7644 §3.4.2.2, and what clients write beyond it.
import type { CompareOperator, FilterNode } from '../../../src/scim/filter/ast';
import { parseFilter } from '../../../src/scim/filter/parser';
import { LIMITS } from './resource-types';

type Value = string | number | boolean | null;

const compare = (
  attribute: string,
  position: number,
  operator: CompareOperator,
  value: Value,
): FilterNode => ({
  kind: 'compare',
  attribute,
  position,
  operator,
  value,
});
const present = (attribute: string, position: number): FilterNode => ({
  kind: 'present',
  attribute,
  position,
});
const and = (...operands: FilterNode[]): FilterNode => ({ kind: 'and', operands });
const or = (...operands: FilterNode[]): FilterNode => ({ kind: 'or', operands });
const not = (operand: FilterNode): FilterNode => ({ kind: 'not', operand });
const element = (attribute: string, position: number, operand: FilterNode): FilterNode => ({
  kind: 'element',
  attribute,
  position,
  operand,
});

const [a, b, c] = [present('a', 0), present('b', 0), present('c', 0)];

/** Positions are told by tables of their own. */
function withoutPositions(node: FilterNode): FilterNode {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, operands: node.operands.map(withoutPositions) };
    case 'not':
      return { ...node, operand: withoutPositions(node.operand) };
    case 'element':
      return { ...node, position: 0, operand: withoutPositions(node.operand) };
    case 'present':
    case 'compare':
      return { ...node, position: 0 };
  }
}

function refusalOf(text: string, limits = LIMITS): unknown {
  try {
    return parseFilter(text, limits);
  } catch (error) {
    return error;
  }
}

describe('a comparison', () => {
  it.each<[string, FilterNode]>([
    ['userName eq "jdoe"', compare('userName', 0, 'eq', 'jdoe')],
    ['  userName\teq\r\n"jdoe"  ', compare('userName', 2, 'eq', 'jdoe')],
    ['userName Eq "jdoe"', compare('userName', 0, 'eq', 'jdoe')],
    ['title PR', present('title', 0)],
    ['active eq true', compare('active', 0, 'eq', true)],
    ['active eq False', compare('active', 0, 'eq', false)],
    ['title ne NULL', compare('title', 0, 'ne', null)],
    ['level gt -1.5e+3', compare('level', 0, 'gt', -1500)],
    ['level le 0', compare('level', 0, 'le', 0)],
    ['title eq ""', compare('title', 0, 'eq', '')],
    ['title co "a \\"b\\" \\\\ \\/"', compare('title', 0, 'co', 'a "b" \\ /')],
    ['title sw "\\u00e9\\ud83d\\ude00"', compare('title', 0, 'sw', 'é😀')],
    [
      'addresses.formatted ew "1 Way\\nHollywood\\tCA\\r"',
      compare('addresses.formatted', 0, 'ew', '1 Way\nHollywood\tCA\r'),
    ],
    ['title eq "and) or ] [("', compare('title', 0, 'eq', 'and) or ] [(')],
    ['manager.$ref pr', present('manager.$ref', 0)],
    ['alias-name_2 lt "x"', compare('alias-name_2', 0, 'lt', 'x')],
    ['urn:a:2.0:User:name.givenName ge "x"', compare('urn:a:2.0:User:name.givenName', 0, 'ge', 'x')],
    ['__proto__ eq "x"', compare('__proto__', 0, 'eq', 'x')],
  ])('%s', (text, tree) => {
    expect(parseFilter(text, LIMITS)).toEqual(tree);
  });
});

describe('precedence', () => {
  it.each<[string, FilterNode]>([
    ['a pr and b pr or c pr', or(and(a, b), c)],
    ['a pr or b pr and c pr', or(a, and(b, c))],
    ['a pr and b pr and c pr', and(a, b, c)],
    ['a pr OR b pr Or c pr', or(a, b, c)],
    ['(a pr or b pr) and c pr', and(or(a, b), c)],
    ['not (a pr) and b pr', and(not(a), b)],
    ['NOT(a pr and b pr) or c pr', or(not(and(a, b)), c)],
    ['not  ((a pr))', not(a)],
    ['not (not(a pr))', not(not(a))],
    ['(a pr)and(b pr)', and(a, b)],
  ])('%s', (text, tree) => {
    expect(withoutPositions(parseFilter(text, LIMITS))).toEqual(tree);
  });
});

describe('brackets', () => {
  it.each<[string, FilterNode]>([
    [
      'emails[type eq "work" and value co "@x"]',
      element('emails', 0, and(compare('type', 7, 'eq', 'work'), compare('value', 26, 'co', '@x'))),
    ],
    ['emails[not (type pr)]', element('emails', 0, not(present('type', 12)))],
    [
      'emails [ (type pr or value pr) and primary eq True ]',
      element(
        'emails',
        0,
        and(or(present('type', 10), present('value', 21)), compare('primary', 35, 'eq', true)),
      ),
    ],
    ['urn:a:2.0:User:libraries[value pr]', element('urn:a:2.0:User:libraries', 0, present('value', 25))],
    [
      'emails[type eq "work"].value eq "x"',
      element('emails', 0, and(compare('type', 7, 'eq', 'work'), compare('value', 23, 'eq', 'x'))),
    ],
    [
      'a pr or emails[type pr].value pr and b pr',
      or(
        present('a', 0),
        and(element('emails', 8, and(present('type', 15), present('value', 24))), present('b', 37)),
      ),
    ],
  ])('%s', (text, tree) => {
    expect(parseFilter(text, LIMITS)).toEqual(tree);
  });
});

describe('a refusal', () => {
  const NAME = 'the name of an attribute, for example userName eq "jdoe"';
  const OPERATOR = 'one of eq, ne, co, sw, ew, gt, ge, lt, le, pr, for example userName eq "jdoe"';
  const VALUE = 'a text in double quotes, a number, true, false or null';

  it.each([
    ['', 1, `expected ${NAME}, not the end`],
    ['   ', 4, `expected ${NAME}, not the end`],
    ['userName', 9, `expected ${OPERATOR}, not the end`],
    ['userName equals "x"', 10, `expected ${OPERATOR}, not "equals"`],
    ['userName eq', 12, `expected ${VALUE}, not the end`],
    ['userName eq jdoe', 13, `expected ${VALUE}, not "jdoe"`],
    ['userName eq (', 13, `expected ${VALUE}, not "("`],
    ["userName eq 'jdoe'", 13, 'a text stands in straight double quotes, for example userName eq "jdoe"'],
    ['userName eq “jdoe”', 13, 'a text stands in straight double quotes, for example userName eq "jdoe"'],
    ['userName eq "jdoe', 13, 'the text that begins here never ends; expected one more double quote'],
    ['userName eq "x" userName eq "y"', 17, 'expected "and", "or" or the end, not "userName"'],
    ['userName eq "x" and', 20, `expected ${NAME}, not the end`],
    ['userName eq "x" and or a pr', 21, `expected ${NAME}, not "or"`],
    ['and eq "x"', 1, `expected ${NAME}, not "and"`],
    ['(a pr', 6, 'expected "and", "or" or ")", not the end'],
    ['(a pr]', 6, 'expected "and", "or" or ")", not "]"'],
    ['a pr)', 5, 'expected "and", "or" or the end, not ")"'],
    ['()', 2, `expected ${NAME}, not ")"`],
    ['not a pr', 5, 'expected "(" behind "not", for example not (active eq true), not "a"'],
    ['emails[type eq "work"', 22, 'expected "and", "or" or "]", not the end'],
    ['emails[]', 8, `expected ${NAME}, not "]"`],
    ['emails[a[b pr]]', 9, 'expected a comparison, because brackets cannot stand inside brackets, not "["'],
    ['emails[type pr] .value pr', 17, 'expected "and", "or" or the end, not ".value"'],
    ['emails[type pr].value', 22, `expected ${OPERATOR}, not the end`],
    [
      'emails[type pr].a.b pr',
      16,
      'expected a dot and the name of one sub-attribute, for example .value, not ".a.b"',
    ],
    ['emails[type pr] eq "x"', 17, 'expected "and", "or" or the end, not "eq"'],
    ['.value eq "x"', 1, `expected ${NAME}, not ".value"`],
    ['"userName" eq "x"', 1, `expected ${NAME}, not "\\"userName\\""`],
    ['user/name eq "x"', 5, '"/" can stand only inside a text in double quotes'],
    ['größe eq "x"', 3, '"ö" can stand only inside a text in double quotes'],
    ['a eq 😀', 6, '"😀" can stand only inside a text in double quotes'],
    ['level eq 01', 10, '"01" is no number; a text stands in double quotes, for example "007"'],
    ['level eq +1', 10, '"+1" is no number; a text stands in double quotes, for example "007"'],
    ['level eq 1.', 10, '"1." is no number; a text stands in double quotes, for example "007"'],
    ['level eq 1e999', 10, '"1e999" is no number; a text stands in double quotes, for example "007"'],
    ['id eq 7b2', 7, '"7b2" is no number; a text stands in double quotes, for example "007"'],
    ['a eq "\\x"', 7, 'not an escape of JSON; a backslash itself is written \\\\, a double quote \\"'],
    ['a eq "\\u12g4"', 7, 'not an escape of JSON; a backslash itself is written \\\\, a double quote \\"'],
    ['a eq "x\ny"', 8, 'a control character in a text stands as its escape, for example \\n'],
    ['a eq "\u0000"', 7, 'a control character in a text stands as its escape, for example \\n'],
    ['a eq "\\u0000"', 6, 'the text holds a control character or half of a surrogate pair'],
    ['a eq "\\b"', 6, 'the text holds a control character or half of a surrogate pair'],
    ['a eq "\u007f"', 6, 'the text holds a control character or half of a surrogate pair'],
    ['a eq "x\\ud800"', 6, 'the text holds a control character or half of a surrogate pair'],
    ['a eq "\udc00x"', 6, 'the text holds a control character or half of a surrogate pair'],
    ['\ud800 eq "x"', 1, '"\\ud800" can stand only inside a text in double quotes'],
  ])('of %j names character %i and what was expected', (text, character, fault) => {
    expect(refusalOf(text)).toMatchObject({
      status: 400,
      scimType: 'invalidFilter',
      detail: `filter refused at character ${character}: ${fault}`,
    });
  });
});

describe('a limit', () => {
  it('on bytes counts UTF-8 and names the first character beyond it', () => {
    const limits = { ...LIMITS, filterBytesMax: 20 };
    expect(parseFilter('title eq "12345678"', limits)).toEqual(compare('title', 0, 'eq', '12345678'));
    expect(refusalOf('title eq "éééééé"', limits)).toMatchObject({
      scimType: 'invalidFilter',
      detail: 'filter refused at character 16: longer than 20 bytes',
    });
  });

  it('on depth counts parentheses and brackets that are open at once', () => {
    const limits = { ...LIMITS, filterDepthMax: 2 };
    expect(parseFilter('((a pr)) and (emails[a pr])', limits)).toMatchObject({ kind: 'and' });
    const detail = 'more than 2 parentheses and brackets inside each other';
    expect(refusalOf('((a pr and (b pr)))', limits)).toMatchObject({
      scimType: 'invalidFilter',
      detail: `filter refused at character 12: ${detail}`,
    });
    expect(refusalOf('((emails[a pr]))', limits)).toMatchObject({
      detail: `filter refused at character 9: ${detail}`,
    });
  });

  it('on tokens counts names, operators, values and brackets', () => {
    const limits = { ...LIMITS, filterTokensMax: 5 };
    expect(parseFilter('(a eq 1)', limits)).toEqual(compare('a', 1, 'eq', 1));
    expect(refusalOf('a pr or b pr or c pr', limits)).toMatchObject({
      scimType: 'invalidFilter',
      detail: 'filter refused at character 14: more than 5 names, operators, values and brackets',
    });
  });
});
