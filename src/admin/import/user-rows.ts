// A row of a user list as the body of the creation that it stands for. Pure; asks nobody who is there already.

import { comparisonKey } from '../../directory/comparison';
import type { JsonObject } from '../../directory/json';
import { isUsableUserId } from '../../directory/user-id';
import { IMANAGE_USER } from '../../scim/resources/user-resource';
import { libraryRows, yesOrNo } from './cell-values';
import type { Cells, Field } from './columns';
import { RefusedRow } from './outcome';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** Where the login name comes from: what the identity provider will ask for first. */
export type UserNameFrom = 'email' | 'userId' | 'userName';

export const USER_FIELDS: readonly Field[] = [
  { name: 'userId', spellings: ['user', 'alias', 'useralias', 'imanageuserid', 'imanageid'] },
  { name: 'fullName', spellings: ['name', 'displayname', 'userfullname'] },
  { name: 'givenName', spellings: ['firstname', 'forename'] },
  { name: 'familyName', spellings: ['lastname', 'surname'] },
  { name: 'email', spellings: ['emailaddress', 'mail', 'primaryemail', 'workemail', 'smtpaddress'] },
  { name: 'userName', spellings: ['login', 'loginname', 'logonname', 'upn', 'userprincipalname'] },
  { name: 'externalId', spellings: ['directoryid', 'directorysyncid', 'objectid', 'objectguid'] },
  {
    name: 'signIn',
    spellings: [
      ...['signinenabled', 'allowsignin', 'signinallowed', 'signinstatus', 'allowlogon', 'logonallowed'],
      ...['allowlogin', 'loginallowed', 'loginenabled', 'logonenabled', 'enabled', 'active', 'status'],
    ],
  },
  { name: 'disabled', spellings: ['signindisabled', 'logindisabled', 'logondisabled', 'inactive'] },
  { name: 'external', spellings: ['isexternal', 'externaluser'] },
  { name: 'preferredLibrary', spellings: ['preferreddatabase', 'preflibrary', 'defaultlibrary', 'library'] },
  { name: 'role', spellings: ['rolename', 'rolealias', 'roleid', 'libraryrole'] },
  { name: 'libraries', spellings: ['libraryassignments', 'libraryroles', 'assignedlibraries'] },
  { name: 'location', spellings: ['office', 'userlocation'] },
  { name: 'accountType', spellings: ['usertype', 'useraccounttype', 'accounttypename'] },
];

export interface UserRow {
  readonly userId: string;
  readonly userName: string;
  readonly externalId: string | undefined;
  readonly email: string | undefined;
  /** Of a POST to /Users. */
  readonly body: JsonObject;
}

/** @throws RefusedRow saying what would do */
export function userRow(cells: Cells, from: UserNameFrom, has: (field: string) => boolean): UserRow {
  const userId = userIdOf(cells('userId'));
  const email = cells('email');
  const userName = userNameOf(cells, from);
  const externalId = cells('externalId');
  const displayName = fullNameOf(cells);
  return {
    userId,
    userName,
    externalId: externalId === '' ? undefined : externalId,
    email: email === '' ? undefined : email,
    body: {
      schemas: [CORE, IMANAGE_USER],
      userName,
      ...said({ displayName, externalId }),
      ...(cells('givenName') + cells('familyName') === ''
        ? {}
        : { name: said({ givenName: cells('givenName'), familyName: cells('familyName') }) }),
      ...(email === '' ? {} : { emails: [{ value: email, type: 'work', primary: true }] }),
      active: signInOf(cells, has),
      [IMANAGE_USER]: imanageAttributes(cells, userId),
    },
  };
}

/** Keys under which a person may be in the file once. */
export function userKeys(
  row: UserRow,
  isEmailUnique: boolean,
): readonly (readonly [what: string, key: string])[] {
  return [
    ['userId', comparisonKey(row.userId)],
    ['userName', comparisonKey(row.userName)],
    ...(row.externalId === undefined ? [] : [['externalId', row.externalId] as const]),
    ...(row.email === undefined || !isEmailUnique ? [] : [['email', comparisonKey(row.email)] as const]),
  ];
}

function userIdOf(userId: string): string {
  if (isUsableUserId(userId)) return userId;
  const said = userId === '' ? 'the cell is empty' : `${JSON.stringify(userId.slice(0, 80))} cannot be one`;
  throw new RefusedRow(`userId: ${said}; a User ID has 1 to 64 characters and no white space`);
}

function userNameOf(cells: Cells, from: UserNameFrom): string {
  const userName = cells(from);
  if (userName !== '') return userName;
  throw new RefusedRow(
    `userName: it is to come from ${from}, which is empty; fill it in, or take the User ID for it (--user-name-from userId)`,
  );
}

function fullNameOf(cells: Cells): string {
  const parts = [cells('givenName'), cells('familyName')].filter((part) => part !== '');
  return cells('fullName') === '' ? parts.join(' ') : cells('fullName');
}

/** An empty cell enables nobody: whose sign-in is disabled in iManage must stay so. */
function signInOf(cells: Cells, has: (field: string) => boolean): boolean {
  const isEnabled = !has('signIn') || yesOrNo('signIn', cells('signIn'));
  const isDisabled = has('disabled') && cells('disabled') !== '' && yesOrNo('disabled', cells('disabled'));
  return isEnabled && !isDisabled;
}

function imanageAttributes(cells: Cells, userId: string): JsonObject {
  const external = cells('external');
  const libraries = libraryRows(cells('libraries'));
  return {
    userId,
    ...said({
      preferredLibrary: cells('preferredLibrary'),
      role: cells('role'),
      location: cells('location'),
      accountType: accountTypeOf(cells('accountType')),
    }),
    ...(external === '' ? {} : { external: yesOrNo('external', external) }),
    ...(libraries.length === 0 ? {} : { libraries }),
  };
}

/** By name, or by the number that iManage has for it. */
function accountTypeOf(cell: string): string {
  const text = cell.toLowerCase().replace(/ (user|account)$/, '');
  return { '2': 'virtual', '6': 'enterprise' }[text] ?? text;
}

function said(attributes: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(attributes).filter(([, text]) => text !== ''));
}
