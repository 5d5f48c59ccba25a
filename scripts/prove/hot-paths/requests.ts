// Owns the requests whose speed matters in a firm: what connectors send all day, and the rare ones that no index serves.
import type { Send } from '../load';
import { addMembers, removeMembers } from '../membership';
import { person } from '../seed';

const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** Coprime to every round number of people, so that the requests wander through the whole firm. */
const STRIDE = 7919;

export interface Firm {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

export interface HotPath {
  readonly name: string;
  /** Connectors send it all day. */
  readonly isRegular: boolean;
  readonly send: Send;
}

export function hotPaths(firm: Firm): readonly HotPath[] {
  return [...writes(firm), ...reads(firm)];
}

function writes({ users, groups }: Firm): readonly HotPath[] {
  const personAt = (index: number): number => (index * STRIDE) % users.length;
  const userId = (index: number): string => users[personAt(index)] ?? '';
  const groupId = (index: number): string => groups[index % groups.length] ?? '';
  return [
    {
      name: 'POST user',
      isRegular: true,
      send: (client, index) => client.send('POST', '/Users', person(index, 'joiner')),
    },
    {
      name: 'PATCH user active',
      isRegular: true,
      send: (client, index) =>
        client.send('PATCH', `/Users/${userId(index)}`, replaceActive(index % 2 === 0)),
    },
    {
      name: 'PUT user',
      isRegular: true,
      send: (client, index) =>
        client.send('PUT', `/Users/${userId(index)}`, {
          ...person(personAt(index)),
          title: `Partner ${index}`,
        }),
    },
    {
      name: 'PATCH group add member',
      isRegular: true,
      send: (client, index) =>
        client.send('PATCH', `/Groups/${groupId(index)}`, addMembers([userId(index + 30_011)])),
    },
    {
      name: 'PATCH group remove member',
      isRegular: true,
      send: (client, index) =>
        client.send('PATCH', `/Groups/${groupId(index)}`, removeMembers([userId(index + 30_011)])),
    },
  ];
}

function reads({ users, groups }: Firm): readonly HotPath[] {
  const personAt = (index: number): number => (index * STRIDE) % users.length;
  const userId = (index: number): string => users[personAt(index)] ?? '';
  const groupId = (index: number): string => groups[index % groups.length] ?? '';
  const last = users.length;
  const list = (name: string, isRegular: boolean, query: (index: number) => string): HotPath => ({
    name,
    isRegular,
    send: (client, index) => client.send('GET', query(index)),
  });
  const found = (filter: string): string => `/Users?filter=${encodeURIComponent(filter)}`;
  return [
    list('GET user', true, (index) => `/Users/${userId(index)}`),
    list('GET group of 100', true, (index) => `/Groups/${groupId(index)}`),
    list(
      'GET group without members',
      true,
      (index) => `/Groups/${groupId(index)}?excludedAttributes=members`,
    ),
    list('filter userName eq', true, (index) =>
      found(`userName eq "PERSON${personAt(index)}@ajuba.example"`),
    ),
    list('filter externalId eq', true, (index) => found(`externalId eq "person-${personAt(index)}"`)),
    list('filter emails[type eq "work"].value eq', true, (index) =>
      found(`emails[type eq "work"].value eq "person${personAt(index)}@ajuba.example"`),
    ),
    list(
      'filter group displayName eq',
      true,
      (index) =>
        `/Groups?excludedAttributes=members&filter=${encodeURIComponent(`displayName eq "matter team ${index % groups.length}"`)}`,
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
        `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "E${personAt(index)}"`,
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
