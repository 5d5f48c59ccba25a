// People as admins look for them and at one of them: lists, the person, what happened, what was. Knows no operation.

import { Type } from '@sinclair/typebox';
import { answers, downloads } from '../contract';
import { ASSIGNMENT, INSTANT, NEXT, PAGE, PERSON_BRIEF, TEAM, TEXT_MAX } from './directory-parts';
import { PEOPLE_FILTERS, PERSON_ROW, PERSON_SHOWN } from './people-shapes';

const person = Type.String({
  minLength: 1,
  maxLength: 300,
  description: 'the id, userName, User ID or e-mail address of one person',
});

export const PEOPLE = {
  'people.list': answers({
    method: 'GET',
    path: '/people',
    role: 'viewer',
    summary: 'Lists people by name, deleted ones too, narrowed down by text and filters.',
    input: Type.Object({ ...PEOPLE_FILTERS, ...PAGE }),
    answer: Type.Object({
      rows: Type.Array(PERSON_ROW),
      next: NEXT,
      /** After an update of the gateway the list is prepared once: until then people are still missing from it. */
      preparing: Type.Boolean(),
    }),
  }),
  'people.choices': answers({
    method: 'GET',
    path: '/people/choices',
    role: 'viewer',
    summary: 'Tells the locations and preferred libraries that people have, with how many people.',
    input: Type.Object({}),
    answer: Type.Object({
      locations: Type.Array(Type.Object({ value: Type.String(), people: Type.Integer() })),
      libraries: Type.Array(
        Type.Object({ value: Type.String(), name: Type.String(), people: Type.Integer() }),
      ),
    }),
  }),
  'people.export': downloads({
    path: '/people/export',
    role: 'viewer',
    summary: 'Writes the filtered people as a file.',
    input: Type.Object({
      ...PEOPLE_FILTERS,
      /** Slower than text, for everybody is looked at. */
      part: Type.Optional(
        Type.String({
          maxLength: TEXT_MAX,
          description: 'any part of a User ID, name or e-mail address, in any letter case',
        }),
      ),
    }),
    fileName: 'people',
    row: Type.Object({
      userId: Type.String({ title: 'User ID' }),
      fullName: Type.String({ title: 'Full name' }),
      userName: Type.String({ title: 'User name' }),
      email: Type.String({ title: 'E-mail' }),
      signIn: Type.String({ title: 'Sign-in' }),
      kind: Type.String({ title: 'Kind' }),
      location: Type.String({ title: 'Location' }),
      preferredLibrary: Type.String({ title: 'Preferred library' }),
      libraries: Type.Array(Type.String(), { title: 'Libraries' }),
      groups: Type.Array(Type.String(), { title: 'Groups' }),
      completeness: Type.String({ title: 'Provisioning' }),
      missing: Type.Array(Type.String(), { title: 'Missing' }),
      created: Type.String({ title: 'Created' }),
      id: Type.String({ title: 'Id' }),
    }),
  }),
  'people.show': answers({
    method: 'GET',
    path: '/people/{person}',
    role: 'viewer',
    summary:
      'Shows one person whole: identity, sign-in, libraries, groups, what is missing and what is left.',
    input: Type.Object({ person }),
    answer: PERSON_SHOWN,
  }),
  'people.timeline': answers({
    method: 'GET',
    path: '/people/{person}/timeline',
    role: 'viewer',
    summary: 'Lists what happened to a person, joining and leaving groups included, newest first.',
    input: Type.Object({ person, ...PAGE }),
    answer: Type.Object({
      rows: Type.Array(
        Type.Object({
          /** For log.show. */
          id: Type.String(),
          /** Id of the event, for people.undo. */
          event: Type.String(),
          at: INSTANT,
          connection: Type.String(),
          client: Type.String(),
          operation: Type.String(),
          /** What happened, in one sentence, and a phrase for each thing. */
          sentence: Type.String(),
          words: Type.Array(Type.String()),
          /** The group that the person came into or left; null where the event is the person's own. */
          group: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
          rules: Type.Array(Type.String()),
          tolerances: Type.Array(Type.String()),
          requestId: Type.String(),
        }),
      ),
      next: NEXT,
    }),
  }),
  'people.at': answers({
    method: 'GET',
    path: '/people/{person}/at',
    role: 'viewer',
    summary:
      'Tells what a person was at a moment of the past: sign-in, libraries and groups, from the events.',
    input: Type.Object({
      person,
      at: Type.String({
        maxLength: 60,
        description: 'RFC 3339: a date (the end of that day, UTC) or a date-time with its zone',
      }),
    }),
    answer: Type.Object({
      at: INSTANT,
      /** Null: the person did not exist yet. */
      person: Type.Union([
        Type.Object({
          ...PERSON_BRIEF,
          external: Type.Boolean(),
          location: Type.String(),
          preferredLibrary: Type.String(),
          libraries: Type.Array(ASSIGNMENT),
          groups: Type.Array(TEAM),
        }),
        Type.Null(),
      ]),
      words: Type.String(),
    }),
  }),
} as const;
