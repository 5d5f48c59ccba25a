// `npm run prove:hot-paths`: what connectors do all day stays fast in a firm with many people. Owns the command line and the list of requests.
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { CLIENT_OPTIONS } from '../../src/store/open-store';
import { rounded, table } from './figures';
import { startGatewayProcess } from './gateway-process';
import { measureLoad, type Send } from './load';
import { addMembers, createGroup, removeMembers } from './membership';
import { positive, runProof } from './proof';
import { createScimClient } from './scim-client';
import { person, seedMembers, seedUsers } from './seed';

const HELP = `Measures the requests that connectors send all day, and the rare ones that no index serves, in a firm with many
people: one at a time, then from many connections.

  npm run prove:hot-paths [-- --users N] [--connections N] [--seconds N] [--only TEXT]

  --users N         people in the directory (default 50000)
  --connections N   connections under load (default 16)
  --seconds N       load on each request (default 4)
  --only TEXT       only requests whose name holds the text
  --help            this text

Fails when a regular request (marked *) takes more than 50 ms alone, or anything is refused.`;

const DEADLINE_MS = 1_200_000;
const ALONE_MAX = 60;
const REGULAR_MS_MAX = 50;
const GROUPS = 200;
const GROUP_MEMBERS = 100;
const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const HEADINGS = ['request', 'alone ms', 'per s', 'p50 ms', 'p99 ms', 'gateway CPU', 'mongod CPU'];

interface Firm {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

interface HotPath {
  readonly name: string;
  /** Connectors send it all day. */
  readonly regular: boolean;
  readonly send: Send;
}

void runProof({
  help: HELP,
  options: {
    users: { type: 'string', default: '50000' },
    connections: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string', default: '' },
  },
  deadlineMs: DEADLINE_MS,
  run: async (values, folder) => {
    const gateway = await startGatewayProcess({ dataDir: join(folder, 'data') });
    const database = new mongo.MongoClient(gateway.databaseUri, CLIENT_OPTIONS);
    const client = createScimClient(gateway, 1);
    try {
      console.log('seeding');
      const users = await seedUsers(database.db(), positive(values, 'users'));
      const groups: string[] = [];
      for (let index = 0; index < GROUPS; index += 1) {
        const group = await createGroup(client, `Matter team ${index}`);
        const members = users.slice(index * GROUP_MEMBERS, (index + 1) * GROUP_MEMBERS);
        await seedMembers(database.db(), group, members);
        groups.push(group);
      }
      const faults: string[] = [];
      const rows: (string | number)[][] = [];
      const load = {
        connections: positive(values, 'connections'),
        loadMs: positive(values, 'seconds') * 1000,
        aloneMax: ALONE_MAX,
      };
      for (const { name, regular, send } of hotPaths({ users, groups })) {
        if (!name.includes(String(values['only']))) continue;
        const figures = await measureLoad(gateway, send, load);
        const { aloneMs, perSecond, p50Ms, p99Ms, gatewayCpuMs, mongodCpuMs, refused } = figures;
        const marked = `${regular ? '*' : ' '} ${name}`;
        rows.push([marked, aloneMs, perSecond, p50Ms, p99Ms, gatewayCpuMs, mongodCpuMs]);
        console.log(`${marked}: ${aloneMs} ms alone, ${perSecond}/s`);
        if (refused > 0) faults.push(`${name}: ${refused} requests were refused`);
        if (regular && aloneMs > REGULAR_MS_MAX) faults.push(`${name}: ${aloneMs} ms alone`);
      }
      console.log(`\n${table(HEADINGS, rows)}\n\n* is regular; CPU in ms for each request under load`);
      console.log(`gateway: ${rounded(gateway.rssMb())} MB`);
      return faults;
    } finally {
      client.close();
      await database.close();
      await gateway.stop();
    }
  },
});

function hotPaths({ users, groups }: Firm): readonly HotPath[] {
  const userAt = (index: number): number => (index * 7919) % users.length;
  const userId = (index: number): string => users[userAt(index)] ?? '';
  const groupId = (index: number): string => groups[index % groups.length] ?? '';
  const last = users.length;
  const list = (name: string, regular: boolean, query: (index: number) => string): HotPath => ({
    name,
    regular,
    send: (client, index) => client.send('GET', query(index)),
  });
  const found = (filter: string): string => `/Users?filter=${encodeURIComponent(filter)}`;
  return [
    {
      name: 'POST user',
      regular: true,
      send: (client, index) => client.send('POST', '/Users', person(index, 'joiner')),
    },
    {
      name: 'PATCH user active',
      regular: true,
      send: (client, index) =>
        client.send('PATCH', `/Users/${userId(index)}`, replaceActive(index % 2 === 0)),
    },
    {
      name: 'PUT user',
      regular: true,
      send: (client, index) =>
        client.send('PUT', `/Users/${userId(index)}`, {
          ...person(userAt(index)),
          title: `Partner ${index}`,
        }),
    },
    {
      name: 'PATCH group add member',
      regular: true,
      send: (client, index) =>
        client.send('PATCH', `/Groups/${groupId(index)}`, addMembers([userId(index + 30_011)])),
    },
    {
      name: 'PATCH group remove member',
      regular: true,
      send: (client, index) =>
        client.send('PATCH', `/Groups/${groupId(index)}`, removeMembers([userId(index + 30_011)])),
    },
    list('GET user', true, (index) => `/Users/${userId(index)}`),
    list('GET group of 100', true, (index) => `/Groups/${groupId(index)}`),
    list(
      'GET group without members',
      true,
      (index) => `/Groups/${groupId(index)}?excludedAttributes=members`,
    ),
    list('filter userName eq', true, (index) => found(`userName eq "PERSON${userAt(index)}@ajuba.example"`)),
    list('filter externalId eq', true, (index) => found(`externalId eq "person-${userAt(index)}"`)),
    list('filter emails[type eq "work"].value eq', true, (index) =>
      found(`emails[type eq "work"].value eq "person${userAt(index)}@ajuba.example"`),
    ),
    list(
      'filter group displayName eq',
      true,
      (index) =>
        `/Groups?excludedAttributes=members&filter=${encodeURIComponent(`displayName eq "matter team ${index % GROUPS}"`)}`,
    ),
    list(
      'filter group id and member',
      true,
      (index) =>
        `/Groups?excludedAttributes=members&filter=${encodeURIComponent(`id eq "${groupId(index)}" and members[value eq "${userId(index)}"]`)}`,
    ),
    list(
      'filter group members eq',
      true,
      (index) =>
        `/Groups?excludedAttributes=members&filter=${encodeURIComponent(`members eq "${userId(index)}"`)}`,
    ),
    list(
      'filter meta.lastModified gt',
      true,
      () => `${found(`meta.lastModified gt "${new Date(Date.now() - 2_000).toISOString()}"`)}&count=100`,
    ),
    list('page 1 of 100', true, () => '/Users?startIndex=1&count=100'),
    list('page in the middle', true, () => `/Users?startIndex=${Math.floor(last / 2)}&count=100`),
    list('last page', true, () => `/Users?startIndex=${last - 200}&count=100`),
    list('page 1 of 1', true, () => '/Users?startIndex=1&count=1'),
    list('count=0', false, () => '/Users?count=0'),
    list('page 1 of groups', true, () => '/Groups?startIndex=1&count=100&excludedAttributes=members'),
    list('page of groups with members', false, () => '/Groups?startIndex=1&count=100'),
    list('page of 1000', false, () => '/Users?startIndex=1&count=1000'),
    list('sortBy userName', false, () => '/Users?sortBy=userName&count=100'),
    list('sortBy userName, deep', false, () => `/Users?sortBy=userName&count=100&startIndex=${last - 200}`),
    list(
      'sortBy meta.lastModified descending',
      false,
      () => '/Users?sortBy=meta.lastModified&sortOrder=descending&count=100',
    ),
    list('sortBy name.familyName', false, () => '/Users?sortBy=name.familyName&count=100'),
    list('sortBy title, deep', false, () => `/Users?sortBy=title&count=100&startIndex=${last - 200}`),
    list('filter active eq true', false, () => `${found('active eq true')}&count=100`),
    list('filter userName sw', false, () => `${found('userName sw "person12"')}&count=100`),
    list('filter displayName co', false, () => `${found('displayName co "worth12"')}&count=100`),
    list('filter name.familyName eq', false, () => `${found('name.familyName eq "Brandt1"')}&count=100`),
    list('filter employeeNumber eq', false, (index) =>
      found(
        `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "E${userAt(index)}"`,
      ),
    ),
    list('filter groups.value eq', false, (index) => found(`groups.value eq "${groupId(index)}"`)),
    list('filter userName pr', false, () => `${found('userName pr')}&count=100`),
    list('filter not', false, () => `${found('not (userName eq "x")')}&count=100`),
  ];
}

function replaceActive(value: boolean): object {
  return { schemas: [PATCH_SCHEMA], Operations: [{ op: 'replace', path: 'active', value }] };
}
