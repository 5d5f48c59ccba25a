// What a person is in lists and at its own page, and how people are narrowed down. Knows no operation.

import { Type } from '@sinclair/typebox';
import { literals } from '../contract';
import {
  ASSIGNMENT,
  INSTANT,
  NULLABLE_INSTANT,
  NULLABLE_TEXT,
  PERSON_BRIEF,
  PERSON_NAMES,
  SIGN_IN,
  TEAM,
  TEXT_FILTER,
} from './directory-parts';

export const PEOPLE_FILTERS = {
  text: TEXT_FILTER,
  /** Absent: everybody, deleted people too. `live`: enabled or disabled. */
  signIn: Type.Optional(literals(['live', 'enabled', 'disabled', 'deleted'])),
  external: Type.Optional(Type.Boolean({ description: 'true or false' })),
  location: Type.Optional(
    Type.String({ maxLength: 254, description: 'a location in its own letters; empty: those without one' }),
  ),
  preferredLibrary: Type.Optional(Type.String({ maxLength: 254, description: 'the id of a library' })),
  completeness: Type.Optional(literals(['ready', 'incomplete'])),
  /** People who take a seat and can open no library. */
  seat: Type.Optional(literals(['servesNobody'])),
} as const;

export const PERSON_ROW = Type.Object({
  ...PERSON_BRIEF,
  locked: Type.Boolean(),
  external: Type.Boolean(),
  location: Type.String(),
  preferredLibrary: Type.String(),
  libraries: Type.Array(ASSIGNMENT),
  /** How many groups name the person, deleted groups left out. */
  groups: Type.Integer(),
  completeness: literals(['ready', 'incomplete']),
  /** What iManage still lacks: `userId`, `email`. */
  missing: Type.Array(Type.String()),
  servesNobody: Type.Boolean(),
  created: INSTANT,
});

const HAPPENING = Type.Object({
  at: INSTANT,
  /** The connection, or of what was done by hand `console` or `command-line`. */
  by: Type.String(),
  /** What kind of client it looked like; of what was done by hand, who did it. */
  client: Type.String(),
  /** Id of the event, for people.undo. */
  event: Type.String(),
});

const LIBRARY_OF_PERSON = Type.Composite([
  ASSIGNMENT,
  Type.Object({ name: Type.String(), preferred: Type.Boolean() }),
]);

export const PERSON_SHOWN = Type.Object({
  ...PERSON_NAMES,
  email: Type.String(),
  displayName: NULLABLE_TEXT,
  title: NULLABLE_TEXT,
  department: NULLABLE_TEXT,
  employeeNumber: NULLABLE_TEXT,
  location: Type.String(),
  accountType: literals(['enterprise', 'virtual']),
  external: Type.Boolean(),
  ids: Type.Object({
    /** Of the gateway, in SCIM. */
    id: Type.String(),
    /** In iManage; null while it has none that iManage can hold. */
    userId: NULLABLE_TEXT,
    /** At the identity provider. */
    externalId: NULLABLE_TEXT,
    /** Asked for, but iManage cannot hold it. */
    unusableUserId: NULLABLE_TEXT,
    /** Asked for, but somebody else has or had it. */
    suffixedFrom: NULLABLE_TEXT,
  }),
  created: INSTANT,
  lastModified: INSTANT,
  version: Type.Integer(),
  signIn: Type.Object({
    status: SIGN_IN,
    locked: Type.Boolean(),
    /** What both mean, in sentences. */
    words: Type.Array(Type.String()),
  }),
  seat: Type.Object({ taken: Type.Boolean(), servesNobody: Type.Boolean(), words: Type.String() }),
  preferredLibrary: Type.String(),
  libraries: Type.Array(LIBRARY_OF_PERSON),
  groups: Type.Array(TEAM),
  provisioning: Type.Object({
    status: literals(['ready', 'incomplete']),
    missing: Type.Array(Type.String()),
    reasons: Type.Array(Type.String()),
  }),
  /** The disable and the deletion that still hold; null where there is none. */
  disabled: Type.Union([HAPPENING, Type.Null()]),
  deleted: Type.Union([HAPPENING, Type.Null()]),
  /** What nobody took away yet of somebody who is disabled or deleted; null of others. */
  residue: Type.Union([
    Type.Object({
      groups: Type.Array(TEAM),
      libraries: Type.Array(Type.String()),
      words: Type.String(),
    }),
    Type.Null(),
  ]),
  returnApprovedUntil: NULLABLE_INSTANT,
});
