// Owns how the bare floor keeps people, groups and members, and how it shows them. Must not know HTTP.
import type { mongo } from 'mongoose';
import { v7 as uuidv7 } from 'uuid';
import type { JsonObject } from '../../../src/directory/json';

export interface FloorRequest {
  readonly method: string;
  readonly id?: string;
  readonly query: URLSearchParams;
  readonly body: JsonObject | undefined;
}

export interface FloorAnswer {
  readonly status: number;
  readonly json?: unknown;
}

export interface FloorDocument {
  readonly _id: string;
  /** As it was sent. */
  readonly resource: JsonObject;
  readonly created: string;
  readonly lastModified: string;
  readonly version: number;
}

/** `_id` is `GROUP/MEMBER`, so that a group's members are one stretch of the only index. */
export interface FloorMember {
  readonly _id: string;
}

export interface FloorStore {
  readonly users: mongo.Collection<FloorDocument>;
  readonly groups: mongo.Collection<FloorDocument>;
  readonly members: mongo.Collection<FloorMember>;
  readonly baseUrl: string;
  prepare(): Promise<void>;
}

const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

export function createFloorStore(database: mongo.Db, baseUrl: string): FloorStore {
  const users = database.collection<FloorDocument>('users');
  const groups = database.collection<FloorDocument>('groups');
  return {
    users,
    groups,
    members: database.collection<FloorMember>('members'),
    baseUrl,
    prepare: async () => {
      await users.createIndexes([
        { key: { 'resource.userName': 1 }, unique: true },
        { key: { 'resource.externalId': 1 } },
      ]);
      await groups.createIndexes([
        { key: { 'resource.displayName': 1 }, unique: true },
        { key: { 'resource.externalId': 1 } },
      ]);
    },
  };
}

export function floorDocument(resource: JsonObject, id: string = uuidv7()): FloorDocument {
  const now = new Date().toISOString();
  return { _id: id, resource, created: now, lastModified: now, version: 1 };
}

/** The range of the ids of a group's members. */
export function membersOf(group: string): { readonly _id: { readonly $gt: string; readonly $lt: string } } {
  return { _id: { $gt: `${group}/`, $lt: `${group}0` } };
}

export function shownUser({ baseUrl }: FloorStore, document: FloorDocument): JsonObject {
  const { resource } = document;
  const { schemas, active = true, ...attributes } = resource;
  return {
    schemas: [...(schemas as readonly string[]), `${IMANAGE}User`],
    id: document._id,
    ...attributes,
    active,
    [`${IMANAGE}User`]: {
      userId: resource['userName'] ?? null,
      preferredLibrary: 'ACTIVE',
      role: 'DEFAULT',
      external: false,
      accountType: 'enterprise',
      libraryAssignments: 'ACTIVE:DEFAULT',
      libraries: [{ value: 'ACTIVE', role: 'DEFAULT', signInEnabled: true, preferred: true }],
      signInEnabled: active,
      licenseSeat: active,
      locked: false,
      provisioning: { status: 'ready' },
    },
    meta: meta('User', `${baseUrl}/Users`, document),
  };
}

export function shownGroup({ baseUrl }: FloorStore, document: FloorDocument): JsonObject {
  const { schemas: _schemas, ...attributes } = document.resource;
  const groupId = attributes['displayName'] ?? null;
  return {
    schemas: [GROUP, `${IMANAGE}Group`],
    id: document._id,
    ...attributes,
    [`${IMANAGE}Group`]: { groupId, external: false, enabled: true, reserved: false },
    meta: meta('Group', `${baseUrl}/Groups`, document),
  };
}

function meta(
  resourceType: string,
  place: string,
  { _id, created, lastModified, version }: FloorDocument,
): JsonObject {
  return { resourceType, created, lastModified, location: `${place}/${_id}`, version: `W/"${version}"` };
}

export function listAnswer(resources: readonly JsonObject[], total: number, startIndex = 1): FloorAnswer {
  return {
    status: 200,
    json: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: total,
      startIndex,
      itemsPerPage: resources.length,
      Resources: resources,
    },
  };
}
