// The columns of an export; those of users and memberships bear names that `import` knows. Knows no file.

import type { Library, Role } from '../../directory/customer';
import type { GroupRecord } from '../../directory/group-record';
import { isJsonObject, type JsonValue } from '../../directory/json';
import type { UserRecord } from '../../directory/user-record';
import type { Column } from '../column';

export interface MembershipRow {
  readonly group: GroupRecord;
  /** Null for a group without members. */
  readonly member: string | null;
}

export const USERS: readonly Column<UserRecord>[] = [
  { heading: 'User ID', name: 'userId', value: (user) => user.userId ?? user.unusableUserId },
  { heading: 'User Name', name: 'userName', value: ({ profile }) => text(profile['userName']) },
  { heading: 'External ID', name: 'externalId', value: ({ profile }) => text(profile['externalId']) },
  { heading: 'Full Name', name: 'fullName', value: ({ fullName }) => fullName },
  { heading: 'Given Name', name: 'givenName', value: ({ profile }) => part(profile['name'], 'givenName') },
  { heading: 'Family Name', name: 'familyName', value: ({ profile }) => part(profile['name'], 'familyName') },
  { heading: 'Email', name: 'email', value: ({ email }) => email },
  { heading: 'Sign-in Enabled', name: 'signIn', value: ({ signInEnabled }) => signInEnabled },
  { heading: 'External', name: 'external', value: ({ external }) => external },
  {
    heading: 'Preferred Library',
    name: 'preferredLibrary',
    value: ({ preferredLibrary }) => preferredLibrary,
  },
  { heading: 'Libraries', name: 'libraries', value: assignmentTexts },
  { heading: 'Location', name: 'location', value: ({ location }) => location },
  { heading: 'Account Type', name: 'accountType', value: ({ accountType }) => accountType },
  { heading: 'Created', name: 'created', value: ({ created }) => created.toISOString() },
  { heading: 'Last Modified', name: 'lastModified', value: ({ lastModified }) => lastModified.toISOString() },
  { heading: 'SCIM ID', name: 'id', value: ({ id }) => id },
];

export const GROUPS: readonly Column<GroupRecord>[] = [
  { heading: 'Group ID', name: 'groupId', value: ({ groupId }) => groupId },
  { heading: 'Group Name', name: 'name', value: ({ profile }) => text(profile['displayName']) },
  { heading: 'Library', name: 'library', value: ({ library }) => library },
  { heading: 'Enabled', name: 'enabled', value: ({ enabled }) => enabled },
  { heading: 'External', name: 'external', value: ({ external }) => external },
  { heading: 'Directory ID', name: 'externalId', value: ({ profile }) => text(profile['externalId']) },
  { heading: 'Created', name: 'created', value: ({ created }) => created.toISOString() },
  { heading: 'Last Modified', name: 'lastModified', value: ({ lastModified }) => lastModified.toISOString() },
  { heading: 'SCIM ID', name: 'scimId', value: ({ id }) => id },
];

export const DELETED: Column<{ readonly deletedAt: Date | null }> = {
  heading: 'Deleted',
  name: 'deleted',
  value: ({ deletedAt }) => deletedAt?.toISOString() ?? null,
};

export const MEMBERSHIPS: readonly Column<MembershipRow>[] = [
  ...GROUPS.slice(0, 6).map((column) => ({
    ...column,
    value: (row: MembershipRow) => column.value(row.group),
  })),
  { heading: 'User ID', name: 'userId', value: ({ member }) => member },
];

export const LIBRARIES: readonly Column<Library>[] = [
  { heading: 'Library', name: 'library', value: ({ id }) => id },
  { heading: 'Name', name: 'name', value: ({ displayName }) => displayName },
  { heading: 'Type', name: 'type', value: ({ type }) => type },
  { heading: 'Hidden', name: 'hidden', value: ({ hidden }) => hidden },
];

export interface RoleRow {
  readonly library: string;
  readonly role: Role;
}

export const ROLES: readonly Column<RoleRow>[] = [
  { heading: 'Library', name: 'library', value: ({ library }) => library },
  { heading: 'Role', name: 'role', value: ({ role }) => role.id },
  { heading: 'Description', name: 'description', value: ({ role }) => role.description },
  { heading: 'External', name: 'external', value: ({ role }) => role.external },
  {
    heading: 'Control Center Access',
    name: 'controlCenterAccess',
    value: ({ role }) => role.controlCenterAccess,
  },
  { heading: 'Privileges', name: 'privileges', value: ({ role }) => role.privileges },
];

/** As `import` reads it: `LIBRARY:ROLE`, with `:disabled` where the sign-in is. */
function assignmentTexts({ assignments }: UserRecord): readonly string[] {
  return assignments.map(
    ({ library, role, signInEnabled }) => `${library}:${role}${signInEnabled ? '' : ':disabled'}`,
  );
}

export function text(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function part(value: JsonValue | undefined, name: string): string | null {
  return isJsonObject(value) ? text(value[name]) : null;
}
