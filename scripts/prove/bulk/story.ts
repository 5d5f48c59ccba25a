// The operations of the bulk proof: people, groups of them sent first, and changes of both, all by bulkId. Sends nothing.

import { range } from '../parallel';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const MEMBERS = 20;

export interface Operation {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly bulkId?: string;
  readonly data: object;
}

/** By shares of the whole: half people, a tenth groups, three tenths changes of people, a tenth of groups. */
export function story(operations: number): readonly Operation[] {
  const people = Math.floor(operations / 2);
  const teams = Math.floor(operations / 10);
  const changed = Math.floor((operations * 3) / 10);
  const grown = operations - people - teams - changed;
  return [
    ...range(teams).map((index) => group(index, people)),
    ...range(changed).map((index) => titled(index % people)),
    ...range(people).map((index) => person(index, people)),
    ...range(grown).map((index) => joined(index % teams, (index * 31 + MEMBERS) % people)),
  ];
}

/** Reports to somebody further down: a reference forward, and none of them in a circle. */
function person(index: number, people: number): Operation {
  const boss = index + 7;
  const manager = boss < people ? { [ENTERPRISE]: { manager: { value: `bulkId:u${boss}` } } } : {};
  const data = {
    schemas: [USER],
    userName: `bulk.${index}@firm.example`,
    displayName: `Person ${index}`,
    emails: [{ value: `bulk.${index}@firm.example`, type: 'work', primary: true }],
    active: true,
    ...manager,
  };
  return { method: 'POST', path: '/Users', bulkId: `u${index}`, data };
}

function group(index: number, people: number): Operation {
  const members = range(Math.min(MEMBERS, people)).map((step) => ({
    value: `bulkId:u${(index * 13 + step) % people}`,
  }));
  const data = { schemas: [GROUP], displayName: `Bulk ${index}`, members };
  return { method: 'POST', path: '/Groups', bulkId: `g${index}`, data };
}

function titled(index: number): Operation {
  const change = { op: 'replace', path: 'title', value: `Title ${index}` };
  return { method: 'PATCH', path: `/Users/bulkId:u${index}`, data: { Operations: [change] } };
}

function joined(team: number, member: number): Operation {
  const change = { op: 'add', path: 'members', value: [{ value: `bulkId:u${member}` }] };
  return { method: 'PATCH', path: `/Groups/bulkId:g${team}`, data: { Operations: [change] } };
}
