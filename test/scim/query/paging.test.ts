// Which page of a list is asked for (RFC 7644 §3.4.2.4).

import { parsePaging } from '../../../src/scim/query/paging';
import { LIMITS } from '../filter/resource-types';

const limits = {
  ...{ ...LIMITS, operationsMax: 10, resourceBytesMax: 1, bulkBytesMax: 1 },
  ...{ pageMax: 50, pageDefault: 20, cursorSeconds: 60 },
};
const paging = (query: string): unknown => parsePaging(new URLSearchParams(query), limits);

describe('parsePaging', () => {
  it.each([
    ['', 1, 0, 20],
    ['startIndex=3&count=5', 3, 2, 5],
    ['STARTINDEX=3&Count=5', 3, 2, 5],
    ['startIndex=0', 1, 0, 20],
    ['startIndex=-7&count=-7', 1, 0, 0],
    ['count=0', 1, 0, 0],
    ['count=51', 1, 0, 50],
    ['startIndex=%2B4&count=%205%20', 4, 3, 5],
    ['startIndex=999999999999999', 2_147_483_647, 2_147_483_646, 20],
  ])('%j starts at %i, skips %i and takes %i', (query, startIndex, skip, limit) => {
    expect(paging(query)).toEqual({ kind: 'index', startIndex, skip, limit });
  });

  it.each([
    'count=',
    'count=1.0',
    'count=1e2',
    'count=0x1',
    'count=ten',
    'startIndex=1%202',
    'count=1000000000000000',
  ])('%j is refused by name', (query) => {
    expect(() => paging(query)).toThrow(/^(count|startIndex): takes a whole number/);
  });

  it('a parameter given twice is refused', () => {
    expect(() => paging('count=1&COUNT=1')).toThrow('count: is given more than once');
  });
});
