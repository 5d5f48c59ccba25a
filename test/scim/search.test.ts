// A SearchRequest becomes the query of the same GET (RFC 7644 §3.4.3).

import type { JsonValue } from '../../src/directory/json';
import { DEFAULT_PROFILE, profileOf } from '../../src/scim/profile';
import { searchQuery as searchQueryUnder } from '../../src/scim/search';

const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const searchQuery = (body: JsonValue | undefined): URLSearchParams => searchQueryUnder(body, DEFAULT_PROFILE);

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

  it.each([
    { count: true },
    { startIndex: [1] },
    { filter: {} },
    { filter: 5 },
    { cursor: 0 },
    { sortOrder: ['ascending'] },
    { attributes: 5 },
    { attributes: [1] },
    { excludedAttributes: 0 },
    { sortBy: [['a']] },
  ])('refuses %j by name', (body) => {
    expect(() => searchQuery(body)).toThrow(`${Object.keys(body)[0] ?? ''}: takes`);
  });

  it.each(
    [['urn:ietf:params:scim:schemas:core:2.0:User'], [], 'SearchRequest', 5].map((schemas) => ({ schemas })),
  )('refuses %j, which says that the body is something else (RFC 7644 §3.4.3)', (body) => {
    expect(() => searchQuery(body)).toThrow('"schemas" of a search takes');
  });

  it('puts up with a body without schemas, and with members that mean nothing, unless the profile refuses that', () => {
    const strict = profileOf('strict');
    const schemas = [SEARCH_REQUEST];
    expect([...searchQuery({ page: 1 })]).toEqual([]);
    expect(() => searchQueryUnder({ count: 1 }, strict)).toThrow('"schemas-missing"');
    expect(() => searchQueryUnder({ schemas, page: 1 }, strict)).toThrow('"parameter-ignored"');
    expect([...searchQueryUnder({ schemas, count: 1 }, strict)]).toEqual([['count', '1']]);
  });
});
