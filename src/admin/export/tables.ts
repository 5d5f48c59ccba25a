// What an export holds, table by table, as rows of their own names; users and memberships are in the form that `import` takes.

import type { Customer, Library } from '../../directory/customer';
import type { GroupRecord } from '../../directory/group-record';
import type { DirectoryHistory, Membership } from '../../directory/history';
import type { UserRecord } from '../../directory/user-record';
import type { Column } from '../column';
import {
  DELETED,
  GROUPS,
  LIBRARIES,
  MEMBERSHIPS,
  ROLES,
  text,
  USERS,
  type MembershipRow,
  type RoleRow,
} from './columns';

/** One file; every row with what a spreadsheet shows and what is kept in full. */
export interface ExportTable {
  readonly name: string;
  readonly columns: readonly Column<unknown>[];
  readonly rows: () => AsyncIterable<unknown>;
  /** The type in JSON, and the whole row there. */
  readonly json: { readonly type: string; readonly of: (row: unknown) => object };
}

export function exportTables(history: DirectoryHistory, customer: Customer): readonly ExportTable[] {
  const people = (isWanted: (user: UserRecord) => boolean) => () =>
    chosen(history.users(customer.id), isWanted);
  const teams = (isWanted: (group: GroupRecord) => boolean) => () =>
    chosen(history.groups(customer.id), isWanted);
  return [
    table('users', { type: 'user', columns: USERS, rows: people(isLive) }),
    table('deleted-users', { type: 'user', columns: [...USERS, DELETED], rows: people(isDeleted) }),
    table('groups', { type: 'group', columns: GROUPS, rows: teams(isLive) }),
    table('deleted-groups', { type: 'group', columns: [...GROUPS, DELETED], rows: teams(isDeleted) }),
    table('memberships', {
      ...{ type: 'membership', columns: MEMBERSHIPS, rows: () => membershipRows(history, customer.id) },
      json: ({ group, member }) => ({ groupId: group.groupId, library: group.library, userId: member }),
    }),
    table('libraries', { type: 'library', columns: LIBRARIES, rows: () => streamed(customer.libraries) }),
    table('roles', {
      ...{ type: 'role', columns: ROLES, rows: () => streamed(customer.libraries.flatMap(rolesOf)) },
      json: ({ library, role }) => ({ library, ...role }),
    }),
  ];
}

interface TableOf<T extends object> {
  readonly type: string;
  readonly columns: readonly Column<T>[];
  readonly rows: () => AsyncIterable<T>;
  readonly json?: (row: T) => object;
}

/** Each table's rows go to its own columns only, so the row type need not be known outside. */
function table<T extends object>(name: string, { type, columns, rows, json }: TableOf<T>): ExportTable {
  const of = (row: unknown): object => json?.(row as T) ?? (row as T);
  return {
    name,
    columns: columns.map((column) => ({ ...column, value: (row: unknown) => column.value(row as T) })),
    rows,
    json: { type, of },
  };
}

function rolesOf({ id, roles }: Library): readonly RoleRow[] {
  return roles.map((role) => ({ library: id, role }));
}

/** Live groups with the live people in them, by User ID, else by userName; a group without any has one row. */
async function* membershipRows(history: DirectoryHistory, customer: string): AsyncGenerator<MembershipRow> {
  const groups = new Map<string, GroupRecord>();
  for await (const group of chosen(history.groups(customer), isLive)) groups.set(group.id, group);
  const names = new Map<string, string>();
  for await (const user of chosen(history.users(customer), isLive))
    names.set(user.id, user.userId ?? text(user.profile['userName']) ?? '');
  const isFilled = new Set<string>();
  for await (const { groupId, userId } of chosen<Membership>(history.memberships(customer), () => true)) {
    const [group, member] = [groups.get(groupId), names.get(userId)];
    if (group === undefined || member === undefined) continue;
    isFilled.add(groupId);
    yield { group, member };
  }
  for (const group of groups.values()) if (!isFilled.has(group.id)) yield { group, member: null };
}

async function* chosen<T>(
  batches: AsyncIterable<readonly T[]>,
  isWanted: (one: T) => boolean,
): AsyncGenerator<T> {
  for await (const batch of batches) yield* batch.filter(isWanted);
}

// eslint-disable-next-line @typescript-eslint/require-await -- what is in memory already, in the form of what is not
async function* streamed<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

function isLive({ deletedAt }: { readonly deletedAt: Date | null }): boolean {
  return deletedAt === null;
}

function isDeleted(record: { readonly deletedAt: Date | null }): boolean {
  return !isLive(record);
}
