// Everything that is kept of a customer's directory as files of rows, in the columns that an import reads. Knows no operation.

import { Type, type TObject } from '@sinclair/typebox';
import { downloads } from '../contract';

const text = (title: string) => Type.Union([Type.String(), Type.Null()], { title });
const flag = (title: string) => Type.Boolean({ title });
const texts = (title: string) => Type.Array(Type.String(), { title });

const USER = {
  userId: text('User ID'),
  userName: text('User Name'),
  externalId: text('External ID'),
  fullName: text('Full Name'),
  givenName: text('Given Name'),
  familyName: text('Family Name'),
  email: text('Email'),
  signIn: flag('Sign-in Enabled'),
  external: flag('External'),
  preferredLibrary: text('Preferred Library'),
  libraries: texts('Libraries'),
  location: text('Location'),
  accountType: text('Account Type'),
  created: text('Created'),
  lastModified: text('Last Modified'),
  id: text('SCIM ID'),
};

const TEAM = {
  groupId: text('Group ID'),
  name: text('Group Name'),
  library: text('Library'),
  enabled: flag('Enabled'),
  external: flag('External'),
  externalId: text('Directory ID'),
};

const GROUP = {
  ...TEAM,
  created: text('Created'),
  lastModified: text('Last Modified'),
  scimId: text('SCIM ID'),
};

const deleted = text('Deleted');

function file<R extends TObject>(name: string, summary: string, row: R) {
  return downloads({
    path: `/export/${name}`,
    role: 'viewer',
    summary,
    input: Type.Object({}),
    row,
    fileName: name,
  });
}

export const EXPORTS = {
  'export.everything': downloads({
    path: '/export/everything',
    role: 'admin',
    summary: 'Everything that is kept of people, groups, memberships and the catalogue, an object a row.',
    input: Type.Object({}),
    row: Type.Object({
      type: Type.String({ title: 'Type' }),
      /** With every attribute as it is kept, as the text of a JSON object. */
      json: Type.String({ title: 'JSON' }),
    }),
    fileName: 'directory',
  }),
  'export.users': file('users', 'Everybody who is live, in the columns of an import.', Type.Object(USER)),
  'export.deletedUsers': file(
    'deleted-users',
    'Everybody who was deleted and whom iManage keeps.',
    Type.Object({ ...USER, deleted }),
  ),
  'export.groups': file('groups', 'Every live group.', Type.Object(GROUP)),
  'export.deletedGroups': file(
    'deleted-groups',
    'Every group that was deleted and whose Group ID stays taken.',
    Type.Object({ ...GROUP, deleted }),
  ),
  'export.memberships': file(
    'memberships',
    'A row for each member of each group, in the columns of an import.',
    Type.Object({ ...TEAM, userId: text('User ID') }),
  ),
  'export.libraries': file(
    'libraries',
    'The libraries of the catalogue.',
    Type.Object({
      library: text('Library'),
      name: text('Name'),
      type: text('Type'),
      hidden: flag('Hidden'),
    }),
  ),
  'export.roles': file(
    'roles',
    'The roles of the catalogue, library by library.',
    Type.Object({
      library: text('Library'),
      role: text('Role'),
      description: text('Description'),
      external: flag('External'),
      controlCenterAccess: text('Control Center Access'),
      privileges: texts('Privileges'),
    }),
  ),
} as const;
