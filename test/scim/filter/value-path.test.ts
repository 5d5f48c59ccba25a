// The parts of a PATCH path (RFC 7644 §3.5.2), and how one that cannot be read is refused.
import { parseValuePath } from '../../../src/scim/filter/value-path';
import { LIMITS } from './resource-types';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const type = (position: number) => ({
  kind: 'compare',
  attribute: 'type',
  position,
  operator: 'eq',
  value: 'work',
});

describe('a path without brackets', () => {
  it.each([
    'userName',
    'name.givenName',
    `${ENTERPRISE}:manager`,
    `${ENTERPRISE}:manager.value`,
    ENTERPRISE,
    'members.$ref',
  ])('is one name, whatever dots it has: %s', (path) => {
    expect(parseValuePath(path, LIMITS)).toEqual({
      attribute: path,
      filter: undefined,
      subAttribute: undefined,
    });
  });
});

describe('a path with brackets', () => {
  it.each([
    ['emails[type eq "work"]', 'emails', type(7), undefined],
    ['emails[type eq "work"].value', 'emails', type(7), 'value'],
    ['emails[Type Eq "work"].$ref', 'emails', { ...type(7), attribute: 'Type' }, '$ref'],
    [`${ENTERPRISE}:links[type eq "work"].value`, `${ENTERPRISE}:links`, type(65), 'value'],
    ['a[not (type eq "work")].b', 'a', { kind: 'not', operand: type(7) }, 'b'],
    [
      'a[type eq "work" and value pr]',
      'a',
      { kind: 'and', operands: [type(2), { kind: 'present', attribute: 'value', position: 21 }] },
      undefined,
    ],
  ])('%s', (path, attribute, filter, subAttribute) => {
    expect(parseValuePath(path, LIMITS)).toEqual({ attribute, filter, subAttribute });
  });
});

function refusalOf(path: string): unknown {
  try {
    return parseValuePath(path, LIMITS);
  } catch (error) {
    return error;
  }
}

describe('a path that cannot be read', () => {
  const NAME = 'the name of an attribute, for example emails[type eq "work"].value';

  it.each([
    ['', 1, `expected ${NAME}, not the end`],
    ['/members/0', 1, '"/" can stand only inside a text in double quotes'],
    ['[type eq "work"]', 1, `expected ${NAME}, not "["`],
    ['emails type', 8, 'expected "[" or the end, as in emails[type eq "work"].value, not "type"'],
    ['emails]', 7, 'expected "[" or the end, as in emails[type eq "work"].value, not "]"'],
    ['emails[type eq "work"', 22, 'expected "and", "or" or "]", not the end'],
    [
      'emails[type]',
      12,
      'expected one of eq, ne, co, sw, ew, gt, ge, lt, le, pr, for example userName eq "jdoe", not "]"',
    ],
    [
      'emails[type eq "work"]value',
      23,
      'expected a dot and the name of one sub-attribute, for example .value, not "value"',
    ],
    ['emails[type eq "work"] .value', 24, 'expected the end or .sub-attribute, not ".value"'],
    [
      'emails[type eq "work"].a.b',
      23,
      'expected a dot and the name of one sub-attribute, for example .value, not ".a.b"',
    ],
    ['emails[type eq "work"].value x', 30, 'expected the end, not "x"'],
    ['emails[type eq "work"].value[a pr]', 29, 'expected the end, not "["'],
    ['emails[type eq "work"][a pr]', 23, 'expected the end or .sub-attribute, not "["'],
  ])('%j is refused as invalidPath at character %i', (path, character, fault) => {
    expect(refusalOf(path)).toMatchObject({
      status: 400,
      scimType: 'invalidPath',
      detail: `path refused at character ${character}: ${fault}`,
    });
  });

  it('is refused beyond the limits of a filter', () => {
    expect(() => parseValuePath('a'.repeat(30), { ...LIMITS, filterBytesMax: 20 })).toThrow(
      'path refused at character 21: longer than 20 bytes',
    );
  });
});
