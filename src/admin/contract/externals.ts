// External people, and whether a User ID may still be given to somebody. Knows no operation.

import { Type } from '@sinclair/typebox';
import { answers, literals } from '../contract';
import {
  ASSIGNMENT,
  INSTANT,
  NEXT,
  NULLABLE_INSTANT,
  NULLABLE_TEXT,
  PAGE,
  PERSON_BRIEF,
  PERSON_NAMES,
  TEAM,
  TEXT_FILTER,
} from './directory-parts';

export const EXTERNALS = {
  'externals.list': answers({
    method: 'GET',
    path: '/externals',
    role: 'viewer',
    summary: 'Lists the external people by name: who, since when, in which libraries and groups.',
    input: Type.Object({
      text: TEXT_FILTER,
      /** Deleted people too. */
      deleted: Type.Boolean({ default: false, description: 'true or false' }),
      ...PAGE,
    }),
    answer: Type.Object({
      rows: Type.Array(
        Type.Object({
          ...PERSON_BRIEF,
          since: INSTANT,
          /** Whole days since then. */
          days: Type.Integer(),
          location: Type.String(),
          libraries: Type.Array(ASSIGNMENT),
          groups: Type.Array(TEAM),
        }),
      ),
      next: NEXT,
    }),
  }),
  'userids.check': answers({
    method: 'GET',
    path: '/user-ids/{userId}',
    role: 'viewer',
    summary: 'Tells whether a User ID may still be given to somebody: one that was ever used never again.',
    input: Type.Object({ userId: Type.String({ maxLength: 300 }) }),
    answer: Type.Object({
      userId: Type.String(),
      state: literals(['free', 'in use', 'burned', 'unusable']),
      words: Type.String(),
      /** Why nobody can have it; null where somebody can. */
      reason: NULLABLE_TEXT,
      holder: Type.Union([Type.Object(PERSON_NAMES), Type.Null()]),
      deletedAt: NULLABLE_INSTANT,
    }),
  }),
} as const;
