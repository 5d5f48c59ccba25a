// The access review: who had access to what on a date, or what changed between two. Knows no operation.

import { Type } from '@sinclair/typebox';
import { answers, downloads, literals } from '../contract';
import { INSTANT, NEXT, NULLABLE_INSTANT, PAGE, PERSON_NAMES } from './directory-parts';

const date = Type.String({
  maxLength: 60,
  description: 'RFC 3339: a date (the end of that day, UTC) or a date-time with its zone',
});

/** Those that are compared. */
const COLUMNS = ['role', 'librarySignIn', 'groups', 'external', 'nrtAdmin', 'globalSignIn'] as const;

const ACCESS = Type.Object({
  role: Type.String(),
  librarySignIn: literals(['enabled', 'disabled']),
  /** By Group ID: those of the library, and global ones; disabled ones are marked. */
  groups: Type.Array(Type.String()),
  external: Type.Boolean(),
  /** In NRTADMIN: full privileges in the library. */
  nrtAdmin: Type.Boolean(),
  globalSignIn: literals(['enabled', 'disabled', 'deleted']),
});

const names = {
  userId: Type.String({ title: 'User ID' }),
  fullName: Type.String({ title: 'Full name' }),
  userName: Type.String({ title: 'User name' }),
  library: Type.String({ title: 'Library' }),
} as const;

const cell = (title: string) => Type.Union([Type.String(), Type.Null()], { title });
const texts = (title: string) => Type.Union([Type.Array(Type.String()), Type.Null()], { title });

export const REVIEW = {
  'review.list': answers({
    method: 'GET',
    path: '/review',
    role: 'viewer',
    summary:
      'Lists each person and library as they were on a date, told from the events; with a second date, only those whose access differs.',
    input: Type.Object({ at: date, against: Type.Optional(date), ...PAGE }),
    answer: Type.Object({
      at: INSTANT,
      /** The earlier of two dates is "before"; null where only one was asked for. */
      before: NULLABLE_INSTANT,
      rows: Type.Array(
        Type.Object({
          person: Type.Object(PERSON_NAMES),
          library: Type.String(),
          /** Null where only one date was asked for. */
          change: Type.Union([literals(['added', 'removed', 'changed']), Type.Null()]),
          changed: Type.Array(literals(COLUMNS)),
          /** Null where the person was not in the library yet, or only one date was asked for. */
          before: Type.Union([ACCESS, Type.Null()]),
          after: Type.Union([ACCESS, Type.Null()]),
        }),
      ),
      /** There may be a next page although this one has few rows or none: then more is looked through. */
      next: NEXT,
    }),
  }),
  'review.export': downloads({
    path: '/review/export',
    role: 'viewer',
    summary: 'Writes the access review of a date as a file.',
    input: Type.Object({ at: date }),
    fileName: 'access-review',
    row: Type.Object({
      ...names,
      role: Type.String({ title: 'Role' }),
      librarySignIn: Type.String({ title: 'Library sign-in' }),
      groups: Type.Array(Type.String(), { title: 'Groups' }),
      external: Type.Boolean({ title: 'External' }),
      nrtAdmin: Type.Boolean({ title: 'NRTADMIN' }),
      globalSignIn: Type.String({ title: 'Global sign-in' }),
    }),
  }),
  'review.exportChanges': downloads({
    path: '/review/changes/export',
    role: 'viewer',
    summary: 'Writes what changed in people’s access between two dates as a file.',
    input: Type.Object({ at: date, against: date }),
    fileName: 'access-changes',
    row: Type.Object({
      ...names,
      change: Type.String({ title: 'Change' }),
      roleBefore: cell('Role before'),
      roleAfter: cell('Role after'),
      librarySignInBefore: cell('Library sign-in before'),
      librarySignInAfter: cell('Library sign-in after'),
      groupsBefore: texts('Groups before'),
      groupsAfter: texts('Groups after'),
      externalBefore: cell('External before'),
      externalAfter: cell('External after'),
      nrtAdminBefore: cell('NRTADMIN before'),
      nrtAdminAfter: cell('NRTADMIN after'),
      globalSignInBefore: cell('Global sign-in before'),
      globalSignInAfter: cell('Global sign-in after'),
    }),
  }),
} as const;
