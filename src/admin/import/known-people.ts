// Who of a file's people is in the directory already, and where the two differ. Reads each person once; changes nothing.

import { comparisonKey, sameName } from '../../directory/comparison';
import type { DirectoryHistory } from '../../directory/history';
import { isJsonObject, type JsonObject } from '../../directory/json';
import type { UserRecord } from '../../directory/user-record';
import { IMANAGE_USER } from '../../scim/resources/user-resource';
import { RefusedRow } from './outcome';
import type { UserRow } from './user-rows';

/** The live person whom the row means. @throws RefusedRow where it means two */
export type FindPerson = (row: UserRow) => UserRecord | undefined;

/** Holds only the people whom the rows may mean, whatever the size of the firm. @param onUser told of everybody who is read */
export async function knownPeople(
  history: DirectoryHistory,
  customer: string,
  rows: readonly UserRow[],
  { onUser }: { readonly onUser: (user: UserRecord) => void },
): Promise<FindPerson> {
  const wanted = new Set(rows.flatMap((row) => keysOf(row)));
  const known = new Map<string, UserRecord>();
  for await (const users of history.users(customer))
    for (const user of users) {
      onUser(user);
      if (user.deletedAt !== null) continue;
      const { externalId, userName } = user.profile;
      const person = { userId: user.userId ?? '', userName: text(userName), externalId: text(externalId) };
      for (const key of keysOf(person)) if (wanted.has(key)) known.set(key, user);
    }
  return (row) => {
    const found = [...new Set(keysOf(row).flatMap((key) => known.get(key) ?? []))];
    if (found.length < 2) return found[0];
    const names = found.map(({ profile }) => JSON.stringify(profile['userName'])).join(' and ');
    throw new RefusedRow(
      `User ID, userName and externalId of this row are those of different people: ${names}`,
    );
  };
}

/** Where the row says something else than the directory; what it does not say differs in nothing. */
export function userDifferences({ body, ...row }: UserRow, user: UserRecord): string {
  const imanage = isJsonObject(body[IMANAGE_USER]) ? body[IMANAGE_USER] : {};
  const asked: JsonObject = { ...imanage, ...body };
  const { profile } = user;
  const pairs: readonly (readonly [name: string, here: unknown, there: unknown])[] = [
    ['userId', user.userId, row.userId],
    ['userName', profile['userName'], row.userName],
    ['externalId', profile['externalId'], row.externalId],
    ['email', user.email, row.email],
    ['fullName', user.fullName, asked['displayName']],
    ['signIn', user.signInEnabled, asked['active']],
    ['external', user.external, asked['external']],
    ['location', user.location, asked['location']],
    ['accountType', user.accountType, asked['accountType']],
    ['preferredLibrary', user.preferredLibrary, asked['preferredLibrary']],
    ['role', roleOf(user), asked['role']],
  ];
  return pairs.flatMap(([name, here, there]) => difference(name, here, there)).join('; ');
}

function difference(name: string, here: unknown, there: unknown): readonly string[] {
  if (there === undefined || here === there) return [];
  if (typeof here === 'string' && typeof there === 'string' && name !== 'fullName' && sameName(here, there))
    return [];
  return [`${name}: here ${JSON.stringify(here ?? null)}, in the file ${JSON.stringify(there)}`];
}

function roleOf({ assignments, preferredLibrary }: UserRecord): string | undefined {
  return assignments.find(({ library }) => library === preferredLibrary)?.role;
}

function keysOf({
  userId,
  userName,
  externalId,
}: Pick<UserRow, 'userId' | 'userName' | 'externalId'>): readonly string[] {
  return [
    ...(userId === '' ? [] : [`userId/${comparisonKey(userId)}`]),
    ...(userName === '' ? [] : [`userName/${comparisonKey(userName)}`]),
    ...(externalId === undefined || externalId === '' ? [] : [`externalId/${externalId}`]),
  ];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
