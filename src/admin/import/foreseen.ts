// What the creations of a preview would read of the directory, row by row: read once for all rows, and written nowhere. Knows no rule.

import { comparisonKey } from '../../directory/comparison';
import { emailKey } from '../../directory/completeness';
import type { DirectoryStore, DirectoryTransaction } from '../../directory/ports';
import type { CustomerSettings } from '../../directory/settings';
import type { UserRecord } from '../../directory/user-record';
import type { UserRow } from './user-rows';

export interface Foreseen {
  /** Takes in somebody who is there, or was. */
  readonly add: (user: UserRecord) => void;
  /** The steps of a creation as a transaction would take them. */
  readonly steps: Pick<
    DirectoryTransaction,
    'deletedUsers' | 'userWithUserId' | 'emailHolders' | 'insertUser' | 'record'
  >;
}

/** Holds only the people whom the rows may meet, whatever the size of the firm. */
export function foresee(rows: readonly UserRow[]): Foreseen {
  const wanted = new Set(rows.flatMap(placesOf));
  const byPlace = new Map<string, UserRecord[]>();
  const at = (place: string): readonly UserRecord[] => byPlace.get(place) ?? [];
  return {
    add(user) {
      for (const place of placesHeldBy(user).filter((held) => wanted.has(held)))
        byPlace.set(place, [...at(place), user]);
    },
    steps: {
      deletedUsers: (_, { externalId, userName }) => {
        const places = [
          `deleted/userName/${comparisonKey(userName)}`,
          ...(externalId === undefined ? [] : [`deleted/externalId/${externalId}`]),
        ];
        const found = [...new Set(places.flatMap(at))];
        return Promise.resolve(
          found.toSorted((one, other) => Number(other.deletedAt) - Number(one.deletedAt)),
        );
      },
      userWithUserId: (_, userId) => Promise.resolve(at(`userId/${comparisonKey(userId)}`)[0]),
      emailHolders: (_, users) =>
        Promise.resolve(
          new Map(
            users.flatMap((user) => {
              const [first] = at(`email/${emailKey(user) ?? ''}`).toSorted(byEmailSince);
              const userName = first?.profile['userName'];
              return typeof userName === 'string' ? [[user.id, { userName }] as const] : [];
            }),
          ),
        ),
      insertUser: () => Promise.resolve(),
      record: () => Promise.resolve(),
    },
  };
}

/** The directory as the creations of a preview see it. */
export function foreseenStore(
  store: DirectoryStore,
  settings: CustomerSettings | undefined,
  { steps }: Foreseen,
): DirectoryStore {
  const foreseen = { ...steps, settings: () => Promise.resolve(settings) };
  return {
    ...store,
    emailHolders: (customer, users) => steps.emailHolders(customer, users),
    // Of people who are not there yet.
    groupsOf: () => Promise.resolve(new Map()),
    write: (queue, work) => store.write(queue, (transaction) => work({ ...transaction, ...foreseen })),
  };
}

function placesOf({ userId, userName, externalId, email }: UserRow): readonly string[] {
  return [
    `userId/${comparisonKey(userId)}`,
    `deleted/userName/${comparisonKey(userName)}`,
    ...(externalId === undefined ? [] : [`deleted/externalId/${externalId}`]),
    ...(email === undefined ? [] : [`email/${comparisonKey(email)}`]),
  ];
}

function placesHeldBy(user: UserRecord): readonly string[] {
  const { userName, externalId } = user.profile;
  const email = emailKey(user);
  const userId = user.userId === null ? [] : [`userId/${comparisonKey(user.userId)}`];
  if (user.deletedAt === null) return [...userId, ...(email === undefined ? [] : [`email/${email}`])];
  return [
    ...userId,
    `deleted/userName/${comparisonKey(typeof userName === 'string' ? userName : '')}`,
    ...(typeof externalId === 'string' ? [`deleted/externalId/${externalId}`] : []),
  ];
}

/** Who had an address first. */
function byEmailSince(one: UserRecord, other: UserRecord): number {
  return Number(one.emailSince) - Number(other.emailSince) || (one.id < other.id ? -1 : 1);
}
