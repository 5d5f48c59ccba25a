// Parts that the contracts of people, groups, leavers and the access review have in common. Knows no operation.

import { Type } from '@sinclair/typebox';
import { literals } from '../contract';

export const TEXT_MAX = 200;
const PAGE_MAX = 500;

const LIMIT = Type.Integer({
  minimum: 1,
  maximum: PAGE_MAX,
  default: 50,
  description: `a whole number from 1 to ${PAGE_MAX}`,
});
/** As `next` of the page before had it. */
const CURSOR = Type.Optional(
  Type.String({ minLength: 1, maxLength: 2_000, description: '"next" of the page before' }),
);
/** What every list takes that is read page by page. */
export const PAGE = { limit: LIMIT, cursor: CURSOR } as const;
/** Null at the end. */
export const NEXT = Type.Union([Type.String(), Type.Null()]);

export const TEXT_FILTER = Type.Optional(
  Type.String({
    maxLength: TEXT_MAX,
    description: 'the beginnings of words of a User ID, name or e-mail address, in any letter case',
  }),
);

export const INSTANT = Type.String({ format: 'date-time' });
export const NULLABLE_INSTANT = Type.Union([INSTANT, Type.Null()]);
export const NULLABLE_TEXT = Type.Union([Type.String(), Type.Null()]);

export const SIGN_IN = literals(['enabled', 'disabled', 'deleted']);

export const PERSON_NAMES = {
  id: Type.String(),
  /** Empty while there is none. */
  userId: Type.String(),
  userName: Type.String(),
  fullName: Type.String(),
} as const;

/** Who somebody is, and whether they may sign in. */
export const PERSON_BRIEF = { ...PERSON_NAMES, email: Type.String(), signIn: SIGN_IN } as const;

export const ASSIGNMENT = Type.Object({
  library: Type.String(),
  role: Type.String(),
  signInEnabled: Type.Boolean(),
});

export const TEAM = Type.Object({
  id: Type.String(),
  groupId: Type.String(),
  name: Type.String(),
  /** Null for a global group. */
  library: NULLABLE_TEXT,
  state: literals(['enabled', 'disabled', 'deleted']),
  external: Type.Boolean(),
  /** One of iManage's own, with administration rights. */
  reserved: Type.Boolean(),
  /** Full privileges in its library, above every role. */
  nrtAdmin: Type.Boolean(),
});
