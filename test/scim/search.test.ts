// A SearchRequest becomes the query of the same GET (RFC 7644 §3.4.3).

import { searchQuery } from '../../src/scim/search';

describe('searchQuery', () => {
  it('knows every member in any letter case and passes over the others', () => {
    const body = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      FILTER: 'active eq true',
      sortby: 'userName',
      sortOrder: 'descending',
      StartIndex: 3,
      count: 10,
      attributes: ['userName', 'emails.value'],
      excludedAttributes: 'meta',
      cursor: '',
      page: 'x',
    };
    expect([...searchQuery(body)]).toEqual([
      ['filter', 'active eq true'],
      ['sortBy', 'userName'],
      ['sortOrder', 'descending'],
      ['startIndex', '3'],
      ['count', '10'],
      ['attributes', 'userName,emails.value'],
      ['excludedAttributes', 'meta'],
      ['cursor', ''],
    ]);
  });

  it('takes null for a member that is not there', () => {
    expect([...searchQuery({ filter: null, count: null })]).toEqual([]);
  });

  it('keeps a member that is given twice twice, so that it is refused as in a query', () => {
    expect(searchQuery({ count: 1, Count: 2 }).getAll('count')).toEqual(['1', '2']);
  });

  it.each([undefined, null, [], 'text', 5])('refuses %j, which is no object', (body) => {
    expect(() => searchQuery(body)).toThrow('one JSON object');
  });

  it.each([{ count: true }, { filter: {} }, { attributes: [1] }, { sortBy: [['a']] }])(
    'refuses %j by name',
    (body) => {
      expect(() => searchQuery(body)).toThrow(`${Object.keys(body)[0] ?? ''}: takes`);
    },
  );
});
