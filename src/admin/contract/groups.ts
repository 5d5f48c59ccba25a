// Groups as admins look for them, and who is in one. Knows no operation.

import { Type } from '@sinclair/typebox';
import { answers, downloads, literals } from '../contract';
import {
  INSTANT,
  NEXT,
  NULLABLE_INSTANT,
  NULLABLE_TEXT,
  PAGE,
  PERSON_BRIEF,
  TEAM,
  TEXT_FILTER,
  TEXT_MAX,
} from './directory-parts';

const FILTERS = {
  text: Type.Optional(
    Type.String({ maxLength: TEXT_MAX, description: 'a part of a name or Group ID, in any letter case' }),
  ),
  library: Type.Optional(
    Type.String({ maxLength: 254, description: 'the id of a library; empty: global groups' }),
  ),
  /** Absent: those that are not deleted. */
  state: Type.Optional(literals(['enabled', 'disabled', 'deleted'])),
  external: Type.Optional(Type.Boolean({ description: 'true or false' })),
} as const;

const group = Type.String({ minLength: 1, maxLength: 300, description: 'the id of a group' });

const ROW = Type.Composite([
  TEAM,
  Type.Object({
    /** Rows that name somebody, deleted people's too; `manyMembers`: there are at least so many, nobody counted on. */
    members: Type.Integer(),
    manyMembers: Type.Boolean(),
    created: INSTANT,
  }),
]);

export const GROUPS = {
  'groups.list': answers({
    method: 'GET',
    path: '/groups',
    role: 'viewer',
    summary: 'Lists groups by name with how many are in them, narrowed down by text and filters.',
    input: Type.Object({ ...FILTERS, ...PAGE }),
    answer: Type.Object({ rows: Type.Array(ROW), next: NEXT }),
  }),
  'groups.export': downloads({
    path: '/groups/export',
    role: 'viewer',
    summary: 'Writes the filtered groups as a file.',
    input: Type.Object(FILTERS),
    fileName: 'groups',
    row: Type.Object({
      name: Type.String({ title: 'Group' }),
      groupId: Type.String({ title: 'Group ID' }),
      library: Type.String({ title: 'Library' }),
      state: Type.String({ title: 'State' }),
      kind: Type.String({ title: 'Kind' }),
      reserved: Type.Boolean({ title: 'Reserved' }),
      /** Rows that name somebody, deleted people's too; of these, those of people who are disabled or deleted. */
      members: Type.Integer({ title: 'Members' }),
      created: Type.String({ title: 'Created' }),
      id: Type.String({ title: 'Id' }),
      disabledMembers: Type.Integer({ title: 'Disabled members' }),
      deletedMembers: Type.Integer({ title: 'Deleted members' }),
    }),
  }),
  'groups.show': answers({
    method: 'GET',
    path: '/groups/{group}',
    role: 'viewer',
    summary:
      'Shows one group, deleted ones too: what it is, and how many of its members are disabled or deleted.',
    input: Type.Object({ group }),
    answer: Type.Composite([
      TEAM,
      Type.Object({
        externalId: NULLABLE_TEXT,
        /** As the group shows them: without deleted people. */
        members: Type.Integer(),
        /** Of these, how many may not sign in. */
        disabledMembers: Type.Integer(),
        /** Rows of deleted people, which iManage keeps and no list of a client shows. */
        deletedMembers: Type.Integer(),
        nestedGroups: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
        created: INSTANT,
        lastModified: INSTANT,
        deletedAt: NULLABLE_INSTANT,
        version: Type.Integer(),
        /** What an admin must know of it, in sentences. */
        words: Type.Array(Type.String()),
      }),
    ]),
  }),
  'groups.members': answers({
    method: 'GET',
    path: '/groups/{group}/members',
    role: 'viewer',
    summary: 'Lists who is in a group by name, deleted people too.',
    input: Type.Object({
      group,
      text: TEXT_FILTER,
      ...PAGE,
    }),
    answer: Type.Object({
      rows: Type.Array(
        Type.Object({
          ...PERSON_BRIEF,
          external: Type.Boolean(),
          /** Only because a nested group brings the person in. */
          nested: Type.Boolean(),
        }),
      ),
      next: NEXT,
    }),
  }),
} as const;
