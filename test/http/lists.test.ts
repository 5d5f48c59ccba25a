// Lists over real HTTP: pages, order, filters on relations, and the same asked by POST .search (RFC 7644 §3.4.2, §3.4.3).

import { startTestGateway, type TestGateway } from './gateway';
import { created, expectRefusal, person, scimClient, type Body, type ScimClient } from './scim-client';

const PAGE_MAX = 60;
const PAGE_DEFAULT = 10;

let gateway: TestGateway;
let client: ScimClient;

beforeAll(async () => {
  gateway = await startTestGateway({
    env: { GATEWAY_LIMIT_PAGE_MAX: String(PAGE_MAX), GATEWAY_LIMIT_PAGE_DEFAULT: String(PAGE_DEFAULT) },
  });
  client = scimClient(gateway);
});

afterAll(() => gateway.close());

const namesIn = ({ body }: { body: Body }): unknown[] => body.Resources.map(({ userName }) => userName);
const filtered = (place: string, filter: string): string => `/${place}?filter=${encodeURIComponent(filter)}`;

describe('GET /Users before anybody is there', () => {
  it('is an empty list, not an error', async () => {
    expect((await client.get('/Users')).body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    });
  });
});

describe('with 130 people and two groups', () => {
  const TOTAL = 130;
  const people: Body[] = [];
  let even: Body;
  let empty: Body;

  beforeAll(async () => {
    // One after the other: lists are in the order of creation.
    for (let number = 0; number < TOTAL; number += 1)
      people.push(await created(client, '/Users', numbered(number)));
    const members = people.filter((_, index) => index % 2 === 0).map(({ id }) => ({ value: id }));
    even = await created(client, '/Groups', { displayName: 'Even', members });
    empty = await created(client, '/Groups', { displayName: 'Empty' });
  });

  /** Every third has no title; titles, cities and second e-mails rise or fall with the number. */
  function numbered(number: number): object {
    const text = String(number).padStart(3, '0');
    return person(`Person.${text}`, {
      ...(number % 3 === 0 ? {} : { title: `${number % 2 === 0 ? 'Title' : 'tITLE'} ${text}` }),
      name: { familyName: `Family ${String(TOTAL - number).padStart(3, '0')}`, givenName: 'Given' },
      emails: [
        { value: `z${text}@firm.example`, type: 'home' },
        { value: `a${text}@firm.example`, type: 'work', primary: true },
      ],
    });
  }

  describe('startIndex and count', () => {
    it.each([
      ['', 1, PAGE_DEFAULT],
      ['?startIndex=1', 1, PAGE_DEFAULT],
      ['?startIndex=0', 1, PAGE_DEFAULT],
      ['?startIndex=-5', 1, PAGE_DEFAULT],
      ['?startIndex=121', 121, 10],
      ['?startIndex=130', 130, 1],
      ['?startIndex=131', 131, 0],
      ['?startIndex=999999999999', 2_147_483_647, 0],
      ['?count=1', 1, 1],
      ['?count=0', 1, 0],
      ['?count=-1', 1, 0],
      ['?count=60', 1, PAGE_MAX],
      ['?count=61', 1, PAGE_MAX],
      ['?count=100000', 1, PAGE_MAX],
      ['?count=%2B5', 1, 5],
      ['?COUNT=7&STARTINDEX=2', 2, 7],
      ['?startIndex=129&count=50', 129, 2],
    ])('%j is the page from %i with %i people', async (query, startIndex, items) => {
      const { body, status } = await client.get(`/Users${query}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ totalResults: TOTAL, startIndex, itemsPerPage: items });
      expect(body.Resources).toHaveLength(items);
    });

    it.each(['abc', '1e99', '1.5', '', 'NaN', '0x10', '1;2', '٣', 'null'])(
      '%j is refused, naming the parameter',
      async (text) => {
        for (const name of ['startIndex', 'count']) {
          const answered = await client.get(`/Users?${name}=${encodeURIComponent(text)}`);
          expectRefusal(answered, 400, 'invalidValue', name);
        }
      },
    );

    it.each(['startIndex=1&startIndex=2', 'count=1&Count=1', 'sortBy=title&sortBy=title'])(
      '%s is refused, because nobody knows which is meant',
      async (query) => {
        expectRefusal(await client.get(`/Users?${query}`), 400, 'invalidValue', 'more than once');
      },
    );
  });

  it.each([1, 7, 50])('a walk in pages of %i sees everybody exactly once', async (size) => {
    const seen: string[] = [];
    const pages = size === 1 ? 30 : Math.ceil(TOTAL / size);
    for (let page = 0; page < pages; page += 1) {
      const { body } = await client.get(
        `/Users?startIndex=${1 + page * size}&count=${size}&attributes=userName`,
      );
      expect(body.totalResults).toBe(TOTAL);
      seen.push(...body.Resources.map(({ id }) => id));
    }
    const expected = people.map(({ id }) => id).sort();
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expected.slice(0, seen.length));
    expect(seen).toHaveLength(size === 1 ? pages : TOTAL);
  });

  it('a walk sees everybody who stays exactly once, although others come and go meanwhile', async () => {
    const seen: string[] = [];
    for (let startIndex = 1; startIndex <= TOTAL; startIndex += 50) {
      const passing = await created(client, '/Users', person(`Passing.${startIndex}`));
      const { body } = await client.get(`/Users?startIndex=${startIndex}&count=50`);
      seen.push(...body.Resources.map(({ id }) => id));
      await client.delete(`/Users/${passing.id}`);
    }
    const stayed = new Set(people.map(({ id }) => id));
    expect(seen.filter((id) => stayed.has(id)).sort()).toEqual([...stayed].sort());
  });

  describe('sortBy', () => {
    it('userName ascends by default and descends when asked, whatever the letter case of the parameter', async () => {
      expect(namesIn(await client.get('/Users?sortBy=userName&count=2'))).toEqual([
        'Person.000',
        'Person.001',
      ]);
      expect(namesIn(await client.get('/Users?sortBy=USERNAME&sortOrder=Ascending&count=1'))).toEqual([
        'Person.000',
      ]);
      expect(namesIn(await client.get('/Users?sortby=userName&sortorder=descending&count=2'))).toEqual([
        'Person.129',
        'Person.128',
      ]);
    });

    it('title compares without letter case and has those without title last, descending first', async () => {
      const up = await client.get('/Users?sortBy=title&count=4');
      expect(namesIn(up)).toEqual(['Person.001', 'Person.002', 'Person.004', 'Person.005']);
      const last = await client.get('/Users?sortBy=title&startIndex=87&count=2');
      expect(namesIn(last)).toEqual(['Person.000', 'Person.003']);
      const down = await client.get('/Users?sortBy=title&sortOrder=descending&count=2');
      expect(namesIn(down)).toEqual(['Person.000', 'Person.003']);
      const present = await client.get('/Users?sortBy=title&sortOrder=descending&startIndex=45&count=2');
      expect(namesIn(present)).toEqual(['Person.128', 'Person.127']);
    });

    it('a sub-attribute and a multi-valued attribute by its primary value', async () => {
      expect(namesIn(await client.get('/Users?sortBy=name.familyName&count=1'))).toEqual(['Person.129']);
      expect(namesIn(await client.get('/Users?sortBy=emails&count=1'))).toEqual(['Person.000']);
      expect(namesIn(await client.get('/Users?sortBy=emails.value&sortOrder=descending&count=1'))).toEqual([
        'Person.129',
      ]);
    });

    it('a multi-valued attribute has those without any value last, descending first', async () => {
      const bare = await created(client, '/Users', { userName: 'Person.bare' });
      try {
        expect(namesIn(await client.get(`/Users?sortBy=emails&startIndex=${TOTAL + 1}`))).toEqual([
          'Person.bare',
        ]);
        expect(namesIn(await client.get('/Users?sortBy=emails&sortOrder=descending&count=1'))).toEqual([
          'Person.bare',
        ]);
      } finally {
        await client.delete(`/Users/${bare.id}`);
      }
    });

    it('an attribute of an extension, and one that only some have', async () => {
      const { id } = people[7] ?? even;
      const department = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';
      await client.patch(`/Users/${id}`, [{ op: 'add', path: department, value: 'Tax' }]);
      expect(namesIn(await client.get(`/Users?sortBy=${department}&count=1`))).toEqual(['Person.007']);
    });

    it('together with a filter orders what the filter finds', async () => {
      const query = `filter=${encodeURIComponent('userName sw "PERSON.01"')}&sortBy=name.familyName&count=2`;
      const answered = await client.get(`/Users?${query}`);
      expect([answered.body.totalResults, namesIn(answered)]).toEqual([10, ['Person.019', 'Person.018']]);
    });

    it('an attribute that does not exist, or an order that is none, is refused', async () => {
      expectRefusal(await client.get('/Users?sortBy=noSuch'), 400, 'invalidValue', 'noSuch');
      expectRefusal(await client.get('/Users?sortBy=title&sortOrder=up'), 400, 'invalidValue', 'sortOrder');
      expectRefusal(await client.get('/Users?sortBy=password'), 403, 'sensitive', 'password');
    });
  });

  describe('a filter on a relation', () => {
    it('finds the groups of a member', async () => {
      const member = people[0]?.id ?? '';
      const none = people[1]?.id ?? '';
      for (const form of [`members eq "ID"`, `members.value eq "ID"`, `members[value eq "ID"]`]) {
        const found = await client.get(filtered('Groups', form.replace('ID', member)));
        expect(found.body.Resources.map(({ id }) => id)).toEqual([even.id]);
        expect((await client.get(filtered('Groups', form.replace('ID', none)))).body.totalResults).toBe(0);
      }
      const both = `displayName eq "even" and members eq "${member}"`;
      expect((await client.get(filtered('Groups', both))).body.totalResults).toBe(1);
      const other = `displayName eq "empty" and members eq "${member}"`;
      expect((await client.get(filtered('Groups', other))).body.totalResults).toBe(0);
    });

    it('finds the members of a group', async () => {
      expect((await client.get(filtered('Users', `groups eq "${even.id}"`))).body.totalResults).toBe(
        TOTAL / 2,
      );
      expect((await client.get(filtered('Users', `groups.value eq "${empty.id}"`))).body.totalResults).toBe(
        0,
      );
      expect((await client.get(filtered('Users', `groups ne "${even.id}"`))).body.totalResults).toBe(
        TOTAL / 2,
      );
      expect((await client.get(filtered('Users', 'groups pr'))).body.totalResults).toBe(TOTAL / 2);
      expect((await client.get(filtered('Groups', 'members pr'))).body.Resources.map(({ id }) => id)).toEqual(
        [even.id],
      );
      expect(
        (await client.get(filtered('Groups', 'not (members pr)'))).body.Resources.map(({ id }) => id),
      ).toEqual([empty.id]);
    });

    it('by anything but an id is refused, and the refusal says how to ask', async () => {
      expectRefusal(
        await client.get(filtered('Groups', 'members co "a"')),
        400,
        'invalidFilter',
        'members eq "id"',
      );
      expectRefusal(
        await client.get(filtered('Users', 'groups.display eq "Even"')),
        400,
        'invalidFilter',
        'groups eq "id"',
      );
    });
  });

  describe('POST .search', () => {
    const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

    it('answers as the same GET does', async () => {
      const filter = 'userName sw "person.1"';
      const asked = {
        schemas: [SEARCH],
        filter,
        sortBy: 'userName',
        sortOrder: 'descending',
        startIndex: 3,
        count: 4,
        attributes: ['userName', 'emails.value'],
      };
      const query = `filter=${encodeURIComponent(filter)}&sortBy=userName&sortOrder=descending&startIndex=3&count=4&attributes=userName,emails.value`;
      const [posted, got] = [await client.post('/Users/.search', asked), await client.get(`/Users?${query}`)];
      expect(posted.status).toBe(200);
      expect(posted.body).toEqual(got.body);
    });

    it('takes names in any letter case and lists as one text', async () => {
      const asked = { COUNT: 1, excludedattributes: 'emails,meta', SortBy: 'userName' };
      const { Resources } = (await client.post('/Users/.search', asked)).body;
      expect(Resources).toMatchObject([{ userName: 'Person.000' }]);
      expect(Resources[0]).not.toHaveProperty('emails');
    });

    it('at the SCIM base finds people and groups together', async () => {
      const asked = { filter: 'displayName sw "e" or displayName ew "person.001"', count: 5 };
      const { body } = await client.post('/.search', asked);
      expect(body.totalResults).toBe(3);
      expect(body.Resources.map(({ meta }) => meta)).toMatchObject([
        { resourceType: 'User' },
        { resourceType: 'Group' },
        { resourceType: 'Group' },
      ]);
    });

    it.each([
      [{ count: 'many' }, 'invalidValue', 'count'],
      [{ count: 1.5 }, 'invalidValue', 'count'],
      [{ startIndex: true }, 'invalidValue', 'startIndex'],
      [{ filter: 5 }, 'invalidFilter', /./],
      [{ filter: ['userName pr'] }, 'invalidFilter', 'filter'],
      [{ filter: 'userName pr', FILTER: 'active pr' }, 'invalidFilter', 'more than once'],
      [{ attributes: [1] }, 'invalidValue', 'attributes'],
      [{ sortBy: { path: 'userName' } }, 'invalidValue', 'sortBy'],
      [[], 'invalidSyntax', 'SearchRequest'],
    ])('%j is refused', async (asked, scimType, detail) => {
      expectRefusal(await client.post('/Users/.search', asked), 400, scimType, detail);
    });
  });

  it('parameters that SCIM does not know are passed over', async () => {
    const { body } = await client.get('/Users?aadOptscim062020&page=x&api-version=1&count=1');
    expect(body.itemsPerPage).toBe(1);
  });
});
