// Owns which write a client of the proof sends next. Sends nothing and keeps nothing.
import { addMembers, removeMembers } from '../membership';
import type { Chance } from '../random';
import type { WriteKind } from './ledger';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export interface Order {
  readonly kind: WriteKind;
  readonly id: string | undefined;
  /** What no other write of this kind on this resource has. */
  readonly value: string;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

/** Somebody of whom every answer so far is known. */
export interface Person {
  readonly id: string;
  readonly isEnabled: boolean;
  /** Each group is joined and left at most once, so that a write is known by the two. */
  readonly groups: ReadonlyMap<string, 'in' | 'left'>;
}

export function hire(userName: string): Order {
  const body = { schemas: [USER], userName, active: true, title: userName };
  return { kind: 'create', id: undefined, value: userName, method: 'POST', path: '/Users', body };
}

/** @param groups that people are put into and taken out of */
export function changeOf(
  person: Person,
  dice: Chance,
  groups: readonly [string, ...string[]],
  serial: number,
): Order {
  const { id } = person;
  const group = dice.oneOf(groups);
  const die = dice.below(100);
  if (die < 15) return { kind: 'delete', id, value: '', method: 'DELETE', path: `/Users/${id}` };
  if (die < 40 && person.isEnabled) return { ...patchOf(id, 'active', 'False'), kind: 'disable', value: '' };
  const membership = person.groups.get(group);
  if (die < 75 && membership === undefined)
    return { ...patchGroup(group, addMembers([id])), kind: 'addMember', value: id };
  if (die < 75 && membership === 'in')
    return { ...patchGroup(group, removeMembers([id])), kind: 'removeMember', value: id };
  const title = `title ${serial}`;
  return { ...patchOf(id, 'title', title), kind: 'retitle', value: title };
}

/** The group of everybody set anew: the mass change among the small ones. */
export function assembly(group: string, members: readonly Person[], serial: number): Order {
  const externalId = `assembly ${serial}`;
  const body = {
    schemas: [GROUP],
    displayName: 'Everybody',
    externalId,
    members: members.map(({ id }) => ({ value: id })),
  };
  return { kind: 'setMembers', id: group, value: externalId, method: 'PUT', path: `/Groups/${group}`, body };
}

/** A change that every group can take at any time. */
export function renumber(group: string, serial: number): Order {
  const externalId = `number ${serial}`;
  const body = {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', path: 'externalId', value: externalId }],
  };
  return { ...patchGroup(group, body), kind: 'renumber', value: externalId };
}

/** The person after a write that was answered 2xx; undefined when nothing may be sent about them any more. */
export function afterwards(person: Person, { kind, id }: Order): Person | undefined {
  const groups = new Map(person.groups);
  switch (kind) {
    case 'delete':
      return undefined;
    case 'disable':
      return { ...person, isEnabled: false };
    case 'addMember':
      return { ...person, groups: groups.set(id ?? '', 'in') };
    case 'removeMember':
      return { ...person, groups: groups.set(id ?? '', 'left') };
    case 'create':
    case 'retitle':
    case 'renumber':
    case 'setMembers':
      return person;
  }
}

function patchOf(id: string, path: string, value: string): Pick<Order, 'id' | 'method' | 'path' | 'body'> {
  const body = { schemas: [PATCH_OP], Operations: [{ op: 'replace', path, value }] };
  return { id, method: 'PATCH', path: `/Users/${id}`, body };
}

function patchGroup(id: string, body: object): Pick<Order, 'id' | 'method' | 'path' | 'body'> {
  return { id, method: 'PATCH', path: `/Groups/${id}`, body };
}
