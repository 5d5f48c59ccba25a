// What is left of people who may not sign in any more, as admins go through it. Knows no operation.

import { Type } from '@sinclair/typebox';
import { answers, downloads, literals } from '../contract';
import { INSTANT, NEXT, PAGE, PERSON_NAMES, TEAM, TEXT_FILTER } from './directory-parts';

const FILTERS = {
  text: TEXT_FILTER,
  signIn: Type.Optional(literals(['disabled', 'deleted'])),
  /** Only those of whom a group or an enabled library is left. */
  residue: Type.Boolean({ default: false, description: 'true or false' }),
} as const;

const HAPPENING = Type.Union([
  Type.Object({
    at: INSTANT,
    /** The connection, or the admin who did it by hand. */
    by: Type.String(),
    /** What kind of client it looked like; of what was done by hand, the admin again. */
    client: Type.String(),
  }),
  Type.Null(),
]);

export const LEAVERS = {
  'leavers.list': answers({
    method: 'GET',
    path: '/leavers',
    role: 'viewer',
    summary:
      'Lists disabled and deleted people by name, with the groups and libraries that nobody took away yet.',
    input: Type.Object({ ...FILTERS, ...PAGE }),
    answer: Type.Object({
      rows: Type.Array(
        Type.Object({
          ...PERSON_NAMES,
          signIn: literals(['disabled', 'deleted']),
          /** Null where no event tells of it. */
          disabled: HAPPENING,
          deleted: HAPPENING,
          groups: Type.Array(TEAM),
          /** Libraries in which the sign-in is still enabled. */
          libraries: Type.Array(Type.String()),
          hasResidue: Type.Boolean(),
          /** What is left, in one sentence. */
          words: Type.String(),
        }),
      ),
      /** There may be a next page although this one has few rows or none: then more is looked through. */
      next: NEXT,
    }),
  }),
  'leavers.export': downloads({
    path: '/leavers/export',
    role: 'viewer',
    summary: 'Writes disabled and deleted people, with what is left of them, as a file.',
    input: Type.Object(FILTERS),
    fileName: 'leavers',
    row: Type.Object({
      userId: Type.String({ title: 'User ID' }),
      fullName: Type.String({ title: 'Full name' }),
      userName: Type.String({ title: 'User name' }),
      signIn: Type.String({ title: 'Sign-in' }),
      disabledAt: Type.String({ title: 'Disabled' }),
      disabledBy: Type.String({ title: 'Disabled by' }),
      deletedAt: Type.String({ title: 'Deleted' }),
      groups: Type.Array(Type.String(), { title: 'Groups' }),
      reserved: Type.Boolean({ title: 'Reserved groups' }),
      libraries: Type.Array(Type.String(), { title: 'Libraries enabled' }),
      id: Type.String({ title: 'Id' }),
    }),
  }),
} as const;
