// The changes themselves, as the events have them, each with a phrase for everything that it did. Knows no operation.

import { Type } from '@sinclair/typebox';
import { downloads, literals } from '../contract';

const TEXT_MAX = 200;
const text = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: TEXT_MAX, description }));

const OPERATIONS = [
  ...(['create', 'replace', 'patch', 'delete', 'return', 'configure', 'approve', 'withdraw'] as const),
];

export const EVENTS = {
  'events.export': downloads({
    path: '/events',
    role: 'viewer',
    summary: 'Writes the changes as a file, newest first, each with a phrase for everything that it did.',
    input: Type.Object({
      person: text('the id of a person, whose joining and leaving of groups counts too'),
      group: text('the id of a group'),
      operation: Type.Optional(literals(OPERATIONS)),
      connection: text('who did it'),
      rule: text('a rule that was applied'),
      request: text('the id of a request, or of a run'),
      from: text('RFC 3339: a date (from the beginning of that day, UTC) or a date-time with its zone'),
      to: text('RFC 3339: a date (to the end of that day, UTC) or a date-time with its zone'),
      limit: Type.Optional(Type.Integer({ minimum: 1, description: 'how many at most, from 1' })),
    }),
    fileName: 'events',
    row: Type.Object({
      at: Type.String({ title: 'At' }),
      connection: Type.String({ title: 'Connection' }),
      client: Type.String({ title: 'Client' }),
      operation: Type.String({ title: 'Operation' }),
      on: Type.String({ title: 'On' }),
      what: Type.Array(Type.String(), { title: 'What' }),
      rules: Type.Array(Type.String(), { title: 'Rules' }),
      requestId: Type.String({ title: 'Request' }),
      /** Of the person or group that was changed. */
      id: Type.String({ title: 'Id' }),
    }),
  }),
} as const;
