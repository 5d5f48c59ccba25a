// What each attribute does in iManage, the same whichever identity provider sends it. Data only.

const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:User';
const IMANAGE_GROUP = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

interface Target {
  readonly of: 'User' | 'Group';
  readonly target: string;
  readonly need: 'required' | 'recommended' | 'optional';
  readonly does: string;
}

const TARGETS = {
  userName: {
    of: 'User',
    target: 'userName',
    need: 'required',
    does: 'The login name. Of a new person it becomes the User ID too, unless one is sent; a later change of it leaves the User ID as it is.',
  },
  externalId: {
    of: 'User',
    target: 'externalId',
    need: 'recommended',
    does: 'The id in the directory. By it the gateway knows who comes back after a deletion, and that somebody else of the same name is another person.',
  },
  active: {
    of: 'User',
    target: 'active',
    need: 'required',
    does: 'The global sign-in status. False ends the sign-in everywhere at once; libraries and groups are kept as the rules of the customer say.',
  },
  displayName: {
    of: 'User',
    target: 'displayName',
    need: 'recommended',
    does: 'The full name. Where it is missing the given and the family name make it.',
  },
  givenName: { of: 'User', target: 'name.givenName', need: 'recommended', does: 'Part of the full name.' },
  familyName: { of: 'User', target: 'name.familyName', need: 'recommended', does: 'Part of the full name.' },
  workEmail: {
    of: 'User',
    target: 'emails[type eq "work"].value',
    need: 'required',
    does: 'The e-mail address. iManage takes nobody without one, nor one that somebody else has: until then the person is listed as incomplete.',
  },
  location: {
    of: 'User',
    target: `${IMANAGE}:location`,
    need: 'optional',
    does: 'The place of work that iManage lists, at most 254 characters.',
  },
  userId: {
    of: 'User',
    target: `${IMANAGE}:userId`,
    need: 'optional',
    does: 'The User ID (alias), where it is not to be the login name: 1 to 64 characters without white space. It is set once, never changed, and never given to anybody else.',
  },
  preferredLibrary: {
    of: 'User',
    target: `${IMANAGE}:preferredLibrary`,
    need: 'optional',
    does: 'The id of the library in which the person works. Without it: the default library of the customer.',
  },
  role: {
    of: 'User',
    target: `${IMANAGE}:role`,
    need: 'optional',
    does: 'The role in the preferred library. Without it: DEFAULT, or DEFAULT EXTERNAL for somebody from outside.',
  },
  external: {
    of: 'User',
    target: `${IMANAGE}:external`,
    need: 'optional',
    does: 'True for somebody from outside the firm, who sees nothing by default and alone may hold external roles.',
  },
  libraryAssignments: {
    of: 'User',
    target: `${IMANAGE}:libraryAssignments`,
    need: 'optional',
    does: 'All libraries with the role in each as one text, such as ACTIVE:PARALEGAL;ARCHIVE. Sign-in ends in every library that it leaves out.',
  },
  roles: {
    of: 'User',
    target: 'roles',
    need: 'optional',
    does: 'Libraries by roles with values such as ACTIVE:PARALEGAL. Where libraryAssignments names the library too, that wins.',
  },
  department: {
    of: 'User',
    target: `${ENTERPRISE}:department`,
    need: 'optional',
    does: 'Kept and shown with the person; iManage has no use for it.',
  },
  employeeNumber: {
    of: 'User',
    target: `${ENTERPRISE}:employeeNumber`,
    need: 'optional',
    does: 'Kept and shown with the person; may be used to find people.',
  },
  groupName: {
    of: 'Group',
    target: 'displayName',
    need: 'required',
    does: 'The name. Of a new group it becomes the group id too, which stays as it is when the name changes.',
  },
  groupExternalId: {
    of: 'Group',
    target: 'externalId',
    need: 'recommended',
    does: 'The id of the group in the directory.',
  },
  members: {
    of: 'Group',
    target: 'members',
    need: 'required',
    does: 'Who is in the group. A group inside a group is refused, unless the rule nestedGroups says "flatten".',
  },
  groupLibrary: {
    of: 'Group',
    target: `${IMANAGE_GROUP}:library`,
    need: 'optional',
    does: 'The id of the library to which the group belongs; without it the group is global. Set once.',
  },
} as const satisfies Readonly<Record<string, Target>>;

export interface MappingRow extends Target {
  readonly source: string;
}

/** @param sources by the name of the target; in the order in which they are shown */
export function mappingFrom(
  sources: Readonly<Partial<Record<keyof typeof TARGETS, string>>>,
): readonly MappingRow[] {
  return Object.entries(sources).map(([name, source]) => ({
    source,
    ...TARGETS[name as keyof typeof TARGETS],
  }));
}
