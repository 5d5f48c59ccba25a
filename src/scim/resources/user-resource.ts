// A user record as a SCIM resource (imanage-model.md §2): what clients read, and what PATCH is applied to. Pure.

import { lacksOf, type EmailHolder, type Lack } from '../../directory/completeness';
import type { GroupReference } from '../../directory/group-record';
import { isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import type { UserRecord } from '../../directory/user-record';
import { entityTag } from '../etag';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const IMANAGE_USER = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';

/** What a client may write, in canonical form: what PATCH is applied to and PUT is compared with. */
export function writableUser(user: UserRecord): JsonObject {
  return { ...user.profile, ...activeAttribute(user), [IMANAGE_USER]: imanageAttributes(user) };
}

/**
 * The whole resource but for `groups`, which are rows of their own.
 *
 * @param holder who has the user's e-mail address first; unknown where the resource is kept to be searched
 */
export function userResource(user: UserRecord, baseUrl: string, holder?: EmailHolder): JsonObject {
  const { [ENTERPRISE_USER]: enterprise, ...profile } = user.profile;
  return {
    schemas: [CORE, ...(enterprise === undefined ? [] : [ENTERPRISE_USER]), IMANAGE_USER],
    id: user.id,
    ...profile,
    ...activeAttribute(user),
    ...(enterprise === undefined ? {} : { [ENTERPRISE_USER]: withManagerReference(enterprise, baseUrl) }),
    [IMANAGE_USER]: { ...imanageAttributes(user), ...provisioning(lacksOf(user, holder)) },
    meta: {
      resourceType: 'User',
      created: user.created.toISOString(),
      lastModified: user.lastModified.toISOString(),
      location: `${baseUrl}/Users/${user.id}`,
      version: entityTag(user.version),
    },
  };
}

/** `groups` as RFC 7643 §4.1.2 has it; membership is always direct, iManage nests no groups. */
export function groupsAttribute(groups: readonly GroupReference[], baseUrl: string): JsonObject {
  if (groups.length === 0) return {};
  return {
    groups: groups.map(({ id, display }) => ({
      value: id,
      $ref: `${baseUrl}/Groups/${id}`,
      display,
      type: 'direct',
    })),
  };
}

function activeAttribute(user: UserRecord): JsonObject {
  return user.activeUnassigned ? {} : { active: user.signInEnabled };
}

function withManagerReference(enterprise: JsonValue, baseUrl: string): JsonValue {
  if (!isJsonObject(enterprise) || !isJsonObject(enterprise['manager'])) return enterprise;
  const { value } = enterprise['manager'];
  if (typeof value !== 'string') return enterprise;
  const $ref = `${baseUrl}/Users/${encodeURIComponent(value)}`;
  return { ...enterprise, manager: { ...enterprise['manager'], $ref } };
}

function imanageAttributes(user: UserRecord): JsonObject {
  const userId = user.userId ?? user.unusableUserId;
  const held = user.assignments.find((row) => row.library === user.preferredLibrary);
  const enabled = user.assignments.filter((row) => row.signInEnabled);
  return {
    ...(userId === null ? {} : { userId }),
    preferredLibrary: user.preferredLibrary,
    ...(held === undefined ? {} : { role: held.role }),
    external: user.external,
    ...(user.location === null ? {} : { location: user.location }),
    accountType: user.accountType,
    ...(enabled.length === 0
      ? {}
      : { libraryAssignments: enabled.map((row) => `${row.library}:${row.role}`).join(';') }),
    libraries: user.assignments.map((row) => ({
      value: row.library,
      role: row.role,
      signInEnabled: row.signInEnabled,
      preferred: row.library === user.preferredLibrary,
    })),
    signInEnabled: user.signInEnabled,
    licenseSeat: user.signInEnabled,
    locked: user.locked,
  };
}

/** Rule 3.9. Names for machines, reasons for people. */
function provisioning(lacks: readonly Lack[]): JsonObject {
  const missing = lacks.map(({ field }) => field);
  const reasons = lacks.map(({ reason }) => reason);
  return {
    provisioning: {
      status: lacks.length === 0 ? 'ready' : 'incomplete',
      ...(lacks.length === 0 ? {} : { missing, reasons }),
    },
  };
}
