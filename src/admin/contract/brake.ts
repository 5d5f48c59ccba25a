// The mass-disable brake as admins see and release it. Knows no operation.

import { Type } from '@sinclair/typebox';
import { answers, literals } from '../contract';

const orNull = <T extends ReturnType<typeof Type.String>>(type: T) => Type.Union([type, Type.Null()]);

const BrakeShown = Type.Object({
  mode: literals(['warn', 'off', 'hold']),
  windowMinutes: Type.Integer(),
  /** So many disables pass within the window. */
  limit: Type.Integer(),
  counted: Type.Integer(),
  heldSince: orNull(Type.String()),
  releasedUntil: orNull(Type.String()),
  releasedBy: orNull(Type.String()),
  lastAlertAt: orNull(Type.String()),
  /** How it stands, in words, and what to do. */
  says: Type.String(),
});

export const BRAKE = {
  'brake.show': answers({
    method: 'GET',
    path: '/brake',
    role: 'viewer',
    summary:
      'Shows the mass-disable brake: its limit, what is counted, and since when it holds disables back.',
    input: Type.Object({}),
    answer: BrakeShown,
  }),
  'brake.release': answers({
    method: 'POST',
    path: '/brake/release',
    role: 'operator',
    summary: 'Lets disables pass again: what is held goes through when the identity provider next tries it.',
    input: Type.Object({
      minutes: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 10_080,
          description: 'how long everything passes uncounted; one window where absent',
        }),
      ),
      reason: Type.String({
        minLength: 3,
        maxLength: 500,
        pattern: '\\S.*\\S',
        description: 'why the disables are meant, in 3 to 500 characters; it is kept under your name',
      }),
    }),
    answer: BrakeShown,
  }),
} as const;
