// Every kind of request that an identity provider sends: those that come all day, and searches for anything. Must not know plans.

import { setTimeout as sleep } from 'node:timers/promises';
import { ENTERPRISE, GROUP, IMANAGE, person, rawRequest, type Answered } from '../../http/scim-client';
import { MATTER, type Asked, type Scene } from './scene';

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const MANY = 2_200;

async function fine(answer: Promise<Answered>): Promise<Answered> {
  const answered = await answer;
  if (answered.status >= 400) throw new Error(`${answered.status} ${answered.text}`);
  return answered;
}

const list = (path: string, query: Readonly<Record<string, string>>): string =>
  `${path}?${new URLSearchParams(query).toString()}`;

interface Known {
  readonly people: readonly string[];
  readonly userName: string;
  readonly email: string;
  readonly largest: string;
  readonly team: string;
}

export async function knownOf({ scim }: Asked): Promise<Known> {
  const { body } = await fine(scim.get('/Users?count=20&startIndex=7'));
  const [first] = body.Resources;
  const groups = (await fine(scim.get('/Groups?excludedAttributes=members&count=200'))).body.Resources;
  const named = (start: string): string =>
    groups.find(({ displayName }) => String(displayName).startsWith(start))?.id ?? '';
  const userName = String(first?.['userName']);
  return {
    people: body.Resources.map(({ id }) => id),
    ...{ userName, email: userName, largest: named('Everybody'), team: named('Matter team') },
  };
}

/** What connectors send for each person and group, each time they look. */
export async function everyDay({ large, small }: Scene): Promise<void> {
  for (const asked of [large, small]) {
    await usersAllDay(asked, asked === large ? 'day' : 'small');
    await groupsAllDay(asked);
  }
  await ownResources(small);
  await refusedDisables(small);
}

async function usersAllDay(asked: Asked, prefix: string): Promise<void> {
  const { scim } = asked;
  const { people, userName, email } = await knownOf(asked);
  const [id = ''] = people;
  for (const filter of [
    `userName eq "${userName}"`,
    'externalId eq "seed-7"',
    `emails[type eq "work"].value eq "${email}"`,
    `emails.value eq "${email}"`,
    `emails eq "${email}"`,
    `${ENTERPRISE}:employeeNumber eq "E7"`,
    `${IMANAGE}:userId eq "${userName}"`,
    'displayName eq "Nobody At All"',
    `id eq "${id}"`,
    `userName eq "${userName}" and active eq true`,
    `userName sw "${userName.slice(0, 12)}"`,
    `meta.lastModified gt "${new Date().toISOString()}"`,
    'userName eq "nobody@nowhere.example"',
  ])
    await fine(scim.get(list('/Users', { filter })));
  await fine(scim.get(`/Users/${id}`));
  await fine(scim.get(`/Users/${id}?attributes=userName`));
  await fine(scim.get('/Users?count=50'));
  await fine(scim.get('/Users?count=0'));
  for (const sortBy of ['userName', 'meta.lastModified', 'id'])
    for (const sortOrder of ['ascending', 'descending'])
      await scim.get(list('/Users', { sortBy, sortOrder, count: '20' }));
  for (const sort of [{}, { sortBy: 'userName' }, { sortBy: 'meta.lastModified', sortOrder: 'descending' }]) {
    let cursor = '';
    for (let page = 0; page < 3; page += 1) {
      const { body } = await fine(scim.get(list('/Users', { cursor, count: '20', ...sort })));
      cursor = String(body['nextCursor'] ?? '');
      if (cursor === '') break;
    }
  }
  const made = (await fine(scim.post('/Users', person(`${prefix}.joiner`, { externalId: `${prefix}-1` }))))
    .body;
  await scim.post('/Users', person(`${prefix}.joiner`));
  await scim.get(`/Users/${made.id}`, { 'If-None-Match': made.meta.version });
  await fine(scim.patch(`/Users/${made.id}`, [{ op: 'replace', path: 'title', value: 'Partner' }]));
  await fine(scim.put(`/Users/${made.id}`, person(`${prefix}.joined`, { externalId: `${prefix}-1` })));
  await fine(scim.patch(`/Users/${made.id}`, [{ op: 'replace', value: { active: false } }]));
  await fine(scim.patch(`/Users/${made.id}`, [{ op: 'replace', value: { active: true } }]));
  const { headers } = await fine(scim.delete(`/Users/${made.id}`, { Prefer: 'respond-async' }));
  await requestDone(asked, headers['set-txn'] ?? '');
  await fine(scim.post('/Users', person(`${prefix}.joined`, { externalId: `${prefix}-1` })));
  await scim.get('/Me');
  await scim.get(`/Users/${made.id}x`);
  const operations = ['a', 'b', 'c'].map((name) => ({
    ...{ method: 'POST', path: '/Users', bulkId: name },
    data: person(`${prefix}.bulk.${name}`),
  }));
  const group = { displayName: `${prefix} bulk`, schemas: [GROUP], members: [{ value: 'bulkId:a' }] };
  const all = [...operations, { method: 'POST', path: '/Groups', bulkId: 'g', data: group }];
  await fine(scim.post('/Bulk', { schemas: [BULK], Operations: all }));
}

async function requestDone({ scim }: Asked, txn: string): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(20))
    if ((await scim.get(`/Requests/${txn}`)).body['status'] === 'done') return;
  throw new Error(`not done: ${txn}`);
}

async function groupsAllDay(asked: Asked): Promise<void> {
  const { scim } = asked;
  const { people, team, largest } = await knownOf(asked);
  const [first = '', second = '', third = ''] = people;
  const path = 'members';
  await fine(scim.get(`/Groups/${team}?excludedAttributes=members`));
  await fine(scim.get(`/Groups/${team}`));
  for (const filter of ['displayName eq "Matter team 3"', 'externalId eq "g-3"', `id eq "${team}"`])
    await fine(scim.get(list('/Groups', { filter, excludedAttributes: 'members' })));
  await fine(scim.get(list('/Groups', { filter: `id eq "${team}" and members.value eq "${first}"` })));
  for (const sortBy of ['displayName', 'meta.lastModified'])
    await fine(scim.get(list('/Groups', { sortBy, count: '5', excludedAttributes: 'members' })));
  const displayName = `Joined ${first}`;
  const made = (await fine(scim.post('/Groups', { schemas: [GROUP], displayName, externalId: 'g-x' }))).body;
  const value = people.slice(0, 3).map((id) => ({ value: id }));
  await fine(scim.patch(`/Groups/${made.id}`, [{ op: 'add', path, value }]));
  await fine(
    scim.patch(`/Groups/${made.id}`, [{ op: 'add', path, value: [{ value: first, display: 'F' }] }]),
  );
  await fine(scim.patch(`/Groups/${made.id}`, [{ op: 'remove', path: `members[value eq "${second}"]` }]));
  // Refused where the customer's rules know no nested groups.
  await scim.patch(`/Groups/${made.id}`, [{ op: 'add', path, value: [{ value: team, type: 'Group' }] }]);
  await scim.patch(`/Groups/${made.id}`, [{ op: 'remove', path, value: [{ value: team }] }]);
  await fine(scim.put(`/Groups/${made.id}`, { schemas: [GROUP], displayName, members: [{ value: third }] }));
  if (largest !== '') {
    await fine(scim.get(`/Groups/${largest}?excludedAttributes=members`));
    await fine(scim.patch(`/Groups/${largest}`, [{ op: 'remove', path: `members[value eq "${first}"]` }]));
    await fine(scim.patch(`/Groups/${largest}`, [{ op: 'add', path, value: [{ value: first }] }]));
    await fine(scim.get(list('/Groups', { filter: `id eq "${largest}" and members.value eq "${first}"` })));
  }
  await fine(
    scim.get(list('/Groups', { filter: `members.value eq "${first}"`, excludedAttributes: 'members' })),
  );
  await fine(scim.delete(`/Groups/${made.id}`));
  await fine(scim.post('/Groups', { schemas: [GROUP], displayName }));
}

async function ownResources({ scim }: Asked): Promise<void> {
  const matter = (number: string): object => ({
    schemas: [MATTER],
    number,
    title: 'A title',
    externalId: number,
  });
  const made = (await fine(scim.post('/Matters', matter('M-1')))).body;
  await scim.post('/Matters', matter('M-1'));
  await fine(scim.get('/Matters'));
  for (const filter of [
    'number eq "M-1"',
    'externalId eq "M-1"',
    'meta.lastModified gt "2026-01-01T00:00:00Z"',
  ])
    await fine(scim.get(list('/Matters', { filter })));
  await fine(scim.get(list('/Matters', { sortBy: 'meta.lastModified' })));
  await fine(scim.patch(`/Matters/${made.id}`, [{ op: 'replace', path: 'title', value: 'Another' }]));
  await fine(scim.put(`/Matters/${made.id}`, matter('M-2')));
  await fine(scim.delete(`/Matters/${made.id}`));
}

/** The brake holds, the alert is raised. */
async function refusedDisables(asked: Asked): Promise<void> {
  const { people } = await knownOf(asked);
  for (const id of people.slice(3, 8))
    await asked.scim.patch(`/Users/${id}`, [{ op: 'replace', value: { active: false } }]);
}

/** Of every kind of attribute, by every operator. */
export async function searches({ large }: Scene): Promise<void> {
  const { scim } = large;
  const { people, team } = await knownOf(large);
  const every = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
  const texts = ['title', 'emails.value', 'phoneNumbers.value', 'id', `${ENTERPRISE}:manager.value`];
  const others = ['externalId', 'name.familyName', `${ENTERPRISE}:department`, `${IMANAGE}:location`];
  const filters = [
    ...['userName', 'displayName'].flatMap((name) => every.map((operator) => `${name} ${operator} "m"`)),
    ...[...texts, ...others].flatMap((name) => [`${name} co "m"`, `${name} ne "m"`, `${name} pr`]),
    ...others.flatMap((name) => [`${name} sw "m"`, `${name} eq "m"`]),
    'userName eq "a" or externalId eq "seed-9"',
    ...['active eq false', 'active ne true', `${IMANAGE}:external eq true`, `${IMANAGE}:locked eq true`],
    ...['created', 'lastModified'].flatMap((name) =>
      ['eq', 'ne', 'gt', 'ge', 'lt', 'le'].map(
        (operator) => `meta.${name} ${operator} "2026-03-01T00:00:00Z"`,
      ),
    ),
    ...[`groups.value eq "${team}"`, 'groups pr', `not (groups.value eq "${team}")`],
    `not (userName sw "a") and (title co "ass" or ${ENTERPRISE}:department eq "Tax")`,
    'emails[type eq "work" and value co "@ajuba"]',
    `${IMANAGE}:provisioning.status eq "incomplete"`,
    `${IMANAGE}:licenseSeat eq true and ${ENTERPRISE}:department eq "Litigation"`,
  ];
  for (const filter of filters) await scim.get(list('/Users', { filter, count: '10' }));
  for (const filter of [
    ...[
      'displayName co "team 1"',
      'displayName ne "x"',
      'members pr',
      `members.value eq "${people[0] ?? ''}"`,
    ],
    ...[`members eq "${people[1] ?? ''}"`, 'externalId pr', 'meta.created gt "2026-01-01T00:00:00Z"'],
    `not (members.value eq "${people[0] ?? ''}")`,
  ])
    await scim.get(list('/Groups', { filter, count: '5', excludedAttributes: 'members' }));
  for (const sortBy of [
    'externalId',
    'displayName',
    'name.familyName',
    'title',
    `${ENTERPRISE}:department`,
    'emails.value',
    'meta.created',
  ])
    for (const more of [{}, { startIndex: '30' }, { cursor: '' }])
      await scim.get(list('/Users', { sortBy, count: '10', ...more }));
  await fine(scim.get('/Users?startIndex=1500&count=20'));
  await fine(scim.get('/Users?startIndex=1500&count=20&sortBy=userName'));
  await fine(scim.get('/Groups?count=100'));
  const search = { schemas: [SEARCH], filter: 'userName sw "b"', count: 10 };
  await fine(scim.post('/Users/.search', search));
  await fine(scim.post('/.search', { ...search, filter: 'meta.lastModified gt "2026-03-01T00:00:00Z"' }));
}

/** What moves thousands of people at once. */
export async function massChanges({ large }: Scene): Promise<void> {
  const { scim } = large;
  const { largest } = await knownOf(large);
  const members = (await fine(scim.get(`/Groups/${largest}`))).body.members ?? [];
  const some = members.slice(0, MANY).map(({ value }) => ({ value }));
  const displayName = 'Everybody but a few';
  const made = (await fine(scim.post('/Groups', { schemas: [GROUP], displayName, members: some }))).body;
  await fine(scim.put(`/Groups/${made.id}`, { schemas: [GROUP], displayName, members: some.slice(100) }));
  await fine(scim.patch(`/Groups/${made.id}`, [{ op: 'replace', path: 'members', value: some }]));
  await fine(scim.delete(`/Groups/${made.id}`));
}

/** A receiver takes its tokens and acknowledges them. */
export async function polls({ rootUrl, pollToken }: Scene): Promise<void> {
  let ack: readonly string[] = [];
  for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
    const { body } = await rawRequest(rootUrl, {
      method: 'POST',
      path: '/security-events/streams/polled/poll',
      headers: { Authorization: `Bearer ${pollToken}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ returnImmediately: true, maxEvents: 5, ack }),
    });
    const sets = Object.keys(body['sets'] ?? {});
    if (sets.length === 0 && ack.length > 0) return;
    ack = sets;
    if (sets.length === 0) await sleep(20);
  }
  throw new Error('no tokens came');
}
