// Licence seats now, and day by day with who came, moved and left. Knows no operation.

import { Type } from '@sinclair/typebox';
import { answers, literals } from '../contract';

const date = Type.Optional(
  Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'a date such as 2026-03-31' }),
);

const moment = Type.Optional(
  Type.String({
    maxLength: 60,
    description: 'RFC 3339: a date (the end of that day, UTC) or a date-time with its zone',
  }),
);

const COUNT = { seats: Type.Integer(), internal: Type.Integer(), external: Type.Integer() } as const;
const COUNTS_OF = Type.Array(Type.Object({ value: Type.String(), name: Type.String(), ...COUNT }));

export const SEATS = {
  'overview.days': answers({
    method: 'GET',
    path: '/overview/days',
    role: 'viewer',
    summary:
      'Counts, for each day in UTC, the seats at its end and the people who came, moved, left and returned.',
    input: Type.Object({
      /** 30 days before `to` where it is absent. */
      from: date,
      /** Today where it is absent. */
      to: date,
    }),
    answer: Type.Object({
      days: Type.Array(
        Type.Object({
          day: Type.String({ format: 'date' }),
          ...COUNT,
          joiners: Type.Integer(),
          movers: Type.Integer(),
          leavers: Type.Integer(),
          returns: Type.Integer(),
          /** The day is not over: the numbers may still rise. */
          isOpen: Type.Boolean(),
        }),
      ),
      /** What is counted as what, in sentences, by the name of the number. */
      meaning: Type.Object({
        seats: Type.String(),
        joiners: Type.String(),
        movers: Type.String(),
        leavers: Type.String(),
        returns: Type.String(),
      }),
      /** After an update of the gateway the past is counted once: the date up to which it is; null when all is. */
      countedTo: Type.Union([Type.String({ format: 'date' }), Type.Null()]),
    }),
  }),
  'overview.seats': answers({
    method: 'GET',
    path: '/overview/seats',
    role: 'viewer',
    summary:
      'Counts the seats as they are: by kind, preferred library and location, and those that serve nobody.',
    input: Type.Object({}),
    answer: Type.Object({
      ...COUNT,
      /** Of the seats: of people who can open no library. */
      servingNobody: Type.Integer(),
      /** Of the people who are not deleted: of whom iManage still lacks something. */
      incomplete: Type.Integer(),
      disabled: Type.Integer(),
      deleted: Type.Integer(),
      /** The most seats first; an empty value: none. */
      byLibrary: COUNTS_OF,
      byLocation: COUNTS_OF,
    }),
  }),
  'seats.overTime': answers({
    method: 'GET',
    path: '/seats/over-time',
    role: 'viewer',
    summary:
      'Counts the seats at moments of any kind, from one reading of all events; the last moment is `to`.',
    input: Type.Object({
      /** The end of the day of the first event where it is absent. */
      from: moment,
      /** Now where it is absent. */
      to: moment,
      every: Type.Optional(literals(['day', 'week', 'month'])),
    }),
    answer: Type.Object({
      rows: Type.Array(Type.Object({ at: Type.String({ format: 'date-time' }), ...COUNT })),
    }),
  }),
} as const;
