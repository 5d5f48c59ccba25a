// What admins do to people by hand: each action with its reason, what it did, and the way back. Knows no operation.

import { Type, type TObject } from '@sinclair/typebox';
import { answers } from '../contract';

/** A URL holds it; nobody's name is longer. */
const NAME_LENGTH_MAX = 300;
/** One transaction each; more take longer than somebody waits. */
export const PEOPLE_MAX = 500;

const person = Type.String({
  minLength: 1,
  maxLength: NAME_LENGTH_MAX,
  description: 'the id, userName, User ID or e-mail address of one person',
});

const reason = Type.String({
  minLength: 3,
  maxLength: 500,
  pattern: '\\S.*\\S',
  description: 'why, in 3 to 500 characters; it is kept in the sync log under your name',
});

const preview = Type.Optional(
  Type.Boolean({ description: 'true or false; true says what would be done and does nothing' }),
);

const Who = Type.Object({
  id: Type.String(),
  userId: Type.String(),
  userName: Type.String(),
  fullName: Type.String(),
});

/** As the person is after the action; of a preview, as the person would be. */
const PersonState = Type.Composite([
  Who,
  Type.Object({
    signIn: Type.Union([Type.Literal('enabled'), Type.Literal('disabled'), Type.Literal('deleted')]),
    libraries: Type.Array(
      Type.Object({ library: Type.String(), role: Type.String(), signInEnabled: Type.Boolean() }),
    ),
    returnApprovedUntil: Type.Union([Type.String(), Type.Null()]),
  }),
]);

const ActionDone = Type.Object({
  /** In words, one sentence each. */
  done: Type.Array(Type.String()),
  /** What may come of it that one would not expect. */
  warnings: Type.Array(Type.String()),
  person: PersonState,
  /** By which `people.undo` takes it back; null for a preview. */
  event: Type.Union([Type.String(), Type.Null()]),
  /** How to take it back, in words. */
  undo: Type.String(),
});

const CleanUpDone = Type.Object({
  /** By which `people.undo` gives back what was taken; null for a preview. */
  run: Type.Union([Type.String(), Type.Null()]),
  done: Type.Array(Type.String()),
  undo: Type.String(),
  people: Type.Array(
    Type.Object({
      person: Who,
      /** Groups that the person leaves, libraries whose sign-in is disabled, and what stays, with the reason. */
      groups: Type.Array(Type.String()),
      libraries: Type.Array(Type.String()),
      left: Type.Array(Type.String()),
    }),
  ),
  /** Whether of others, who were not come to, something is left. */
  isMore: Type.Boolean(),
});

const UndoDone = Type.Object({
  done: Type.Array(Type.String()),
  /** What is not taken back, with the reason. */
  skipped: Type.Array(Type.String()),
  people: Type.Array(PersonState),
  /** Of a clean-up, what each person got back; empty for an action. */
  givenBack: Type.Array(
    Type.Object({
      userName: Type.String(),
      groups: Type.Array(Type.String()),
      libraries: Type.Array(Type.String()),
      skipped: Type.Array(Type.String()),
    }),
  ),
  /** Of one action, the event by which the undo is undone in turn; null for a preview. */
  event: Type.Union([Type.String(), Type.Null()]),
  /** Of a clean-up, the run in whose name the sync log has the undo; null for a preview. */
  run: Type.Union([Type.String(), Type.Null()]),
  undo: Type.String(),
});

const onPerson = Type.Object({ person, reason, preview });
const inLibrary = Type.Object({
  person,
  library: Type.String({ minLength: 1, maxLength: 254, description: 'the name of a library' }),
  reason,
  preview,
});

function action<I extends TObject>(path: string, summary: string, input: I) {
  return answers({ method: 'POST', path, role: 'operator', summary, input, answer: ActionDone });
}

export const PEOPLE_ACTIONS = {
  'people.disable': action(
    '/people/{person}/disable',
    'Takes the global sign-in of a person away, whatever the identity provider says; the mass-disable brake neither holds nor counts it.',
    onPerson,
  ),
  'people.enable': action(
    '/people/{person}/enable',
    'Gives a disabled person the global sign-in back; the identity provider may take it away again.',
    onPerson,
  ),
  'people.enableLibrary': action(
    '/people/{person}/libraries/{library}/enable',
    'Enables the sign-in of a person in one library that the person is assigned to.',
    inLibrary,
  ),
  'people.disableLibrary': action(
    '/people/{person}/libraries/{library}/disable',
    'Disables the sign-in of a person in one library; the role stays known.',
    inLibrary,
  ),
  'people.approveReturn': action(
    '/people/{person}/approve-return',
    'Lets a deleted person come back once as the same iManage user, within 30 days, though the identity provider sends another externalId.',
    onPerson,
  ),
  'people.withdrawReturn': action(
    '/people/{person}/withdraw-return',
    'Withdraws the approval of a return that did not happen yet.',
    onPerson,
  ),
  'people.cleanUp': answers({
    method: 'POST',
    path: '/leavers/clean-up',
    role: 'operator',
    summary:
      'Takes away what is left of disabled and deleted people: memberships, and sign-ins in libraries. Nobody’s global sign-in is touched.',
    input: Type.Object({
      people: Type.Optional(
        Type.Array(person, {
          minItems: 1,
          maxItems: PEOPLE_MAX,
          description: `1 to ${PEOPLE_MAX} people, each by id, userName, User ID or e-mail address`,
        }),
      ),
      everybody: Type.Optional(
        Type.Boolean({
          description: `true: everybody of whom something is left, at most ${PEOPLE_MAX} people at a time`,
        }),
      ),
      reason,
      preview,
      /** So that many people are cleaned up after in pieces, and given back as one. */
      run: Type.Optional(
        Type.String({
          pattern: '^clean-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
          description: 'the run to do it under: "clean-" and a UUID of your own; a new one where absent',
        }),
      ),
    }),
    answer: CleanUpDone,
  }),
  'people.undo': answers({
    method: 'POST',
    path: '/undo',
    role: 'operator',
    summary:
      'Takes back one action on a person, by its event, or a clean-up, by its run; what was changed since is left as it is, or refused.',
    input: Type.Object({
      event: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 100,
          description: 'the id of the event of an action on a person',
        }),
      ),
      run: Type.Optional(
        Type.String({ minLength: 1, maxLength: 100, description: 'the run of a clean-up, "clean-…"' }),
      ),
      reason,
      preview,
    }),
    answer: UndoDone,
  }),
} as const;
