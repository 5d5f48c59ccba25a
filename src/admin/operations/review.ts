// The operations of the access review: pages of it by reading a few people at a time, files of it by one reading of all events. Change nothing.

import {
  accessDifference,
  changesIn,
  type AccessChange,
  type AccessColumn,
} from '../../directory/answers/access-difference';
import { accessOfPeople, accessReview, type Access } from '../../directory/answers/access-review';
import { momentOf } from '../../directory/answers/moment';
import { namesOf } from '../directory/person-row';
import { cursorText } from '../cursor';
import { placeAfter } from '../directory/place-cursor';
import type { AdminContext } from '../context';
import type { AnswerOf, RowOf } from '../contract';
import type { REVIEW } from '../contract/review';
import type { Operations } from '../operation';

type Row = AnswerOf<(typeof REVIEW)['review.list']>['rows'][number];

const PEOPLE_AT_ONCE = 50;
/** People looked at for one page, where few of them have a row to show. */
const LOOKED_AT_MAX = 500;

export const reviewOperations: Operations<typeof REVIEW> = {
  async 'review.list'(context, { at, against, limit, cursor }) {
    const moments = await momentsOf(context, at, against);
    const answer = {
      at: (moments.at(-1) ?? context.services.now()).toISOString(),
      before: moments.length === 1 ? null : (moments[0]?.toISOString() ?? null),
    };
    const [begin = ''] = placeAfter(cursor, 1) ?? [];
    const rows: Row[] = [];
    let after = begin;
    for (let looked = 0; looked < LOOKED_AT_MAX && rows.length < limit; looked += PEOPLE_AT_ONCE) {
      const people = await rowsOfPeople(context, moments, after);
      for (const { id, rows: own } of people) {
        // A person's rows stay together: there are few, and the next page begins with another person.
        if (rows.length >= limit) return { ...answer, rows, next: cursorText([after]) };
        rows.push(...own);
        after = id;
      }
      if (people.length < PEOPLE_AT_ONCE) return { ...answer, rows, next: null };
    }
    return { ...answer, rows, next: cursorText([after]) };
  },

  'review.export': (context, { at }) => exportedReview(context, at),
  'review.exportChanges': (context, { at, against }) => exportedChanges(context, at, against),
};

/** In ascending order. @throws DirectoryFailure `invalidValue` where nothing is known of one */
async function momentsOf(
  { stores, services, customer }: AdminContext,
  at: string,
  against: string | undefined,
): Promise<readonly Date[]> {
  const known = { first: await stores.history.firstEventAt(customer.id), now: services.now() };
  const moment = momentOf('at', at, known);
  if (against === undefined) return [moment];
  const other = momentOf('against', against, known);
  return moment < other ? [moment, other] : [other, moment];
}

interface PersonRows {
  readonly id: string;
  readonly rows: readonly Row[];
}

/** Of the next people in the order in which they came, one entry each, also of those who have nothing to show. */
async function rowsOfPeople(
  { stores, customer }: AdminContext,
  moments: readonly Date[],
  after: string,
): Promise<readonly PersonRows[]> {
  const at = moments.at(-1) ?? new Date(0);
  const ids = await stores.past.peopleBefore(customer.id, { at, after, limit: PEOPLE_AT_ONCE });
  const rows = new Map<string, readonly Row[]>();
  if (ids.length > 0)
    for await (const access of accessOfPeople(stores.history, stores.past, customer.id, { ids, moments }))
      rows.set(
        access.person.id,
        moments.length === 1 ? access.at.flat().map(stateRow) : changesIn(access).map(changeRow),
      );
  return ids.map((id) => ({ id, rows: rows.get(id) ?? [] }));
}

function stateRow(row: Access & { readonly person: AccessChange['person'] }): Row {
  return {
    person: namesOf(row.person),
    library: row.library,
    change: null,
    changed: [],
    before: null,
    after: shownAccess(row),
  };
}

function changeRow({ person, library, change, changed, before, after }: AccessChange): Row {
  return {
    person: namesOf(person),
    library,
    change,
    changed: [...changed],
    before: before === undefined ? null : shownAccess(before),
    after: after === undefined ? null : shownAccess(after),
  };
}

function shownAccess({
  role,
  librarySignIn,
  groups,
  external,
  nrtAdmin,
  globalSignIn,
}: Access): NonNullable<Row['after']> {
  return { role, librarySignIn, groups: [...groups], external, nrtAdmin, globalSignIn };
}

async function* exportedReview(
  context: AdminContext,
  at: string,
): AsyncGenerator<RowOf<(typeof REVIEW)['review.export']>> {
  const { stores, customer, stopping } = context;
  const [moment = new Date(0)] = await momentsOf(context, at, undefined);
  for await (const row of accessReview(stores.history, customer.id, moment)) {
    if (stopping.aborted) return;
    const { userId, fullName, userName } = row.person;
    yield { userId, fullName, userName, library: row.library, ...shownAccess(row) };
  }
}

async function* exportedChanges(
  context: AdminContext,
  at: string,
  against: string,
): AsyncGenerator<RowOf<(typeof REVIEW)['review.exportChanges']>> {
  const { stores, customer, stopping } = context;
  const [earlier = new Date(0), later = earlier] = await momentsOf(context, at, against);
  for await (const change of accessDifference(stores.history, customer.id, { earlier, later })) {
    if (stopping.aborted) return;
    yield changeCells(change);
  }
}

/** Before and after of what changed, and nothing in the other columns. */
function changeCells(row: AccessChange): RowOf<(typeof REVIEW)['review.exportChanges']> {
  const { userId, fullName, userName } = row.person;
  const text = (side: 'before' | 'after', column: Exclude<AccessColumn, 'groups'>): string | null => {
    const access = row[side];
    return access === undefined || !row.changed.includes(column) ? null : String(access[column]);
  };
  const groups = (side: 'before' | 'after'): string[] | null => {
    const access = row[side];
    return access === undefined || !row.changed.includes('groups') ? null : [...access.groups];
  };
  return {
    userId,
    fullName,
    userName,
    library: row.library,
    change: row.change,
    roleBefore: text('before', 'role'),
    roleAfter: text('after', 'role'),
    librarySignInBefore: text('before', 'librarySignIn'),
    librarySignInAfter: text('after', 'librarySignIn'),
    groupsBefore: groups('before'),
    groupsAfter: groups('after'),
    externalBefore: text('before', 'external'),
    externalAfter: text('after', 'external'),
    nrtAdminBefore: text('before', 'nrtAdmin'),
    nrtAdminAfter: text('after', 'nrtAdmin'),
    globalSignInBefore: text('before', 'globalSignIn'),
    globalSignInAfter: text('after', 'globalSignIn'),
  };
}
