// What the console learns of who is signed in, and what it tells a person who could not be. Not in the table of operations: it belongs to no customer.

import { Type, type Static, type TNull, type TString, type TUnion } from '@sinclair/typebox';
import { literals, ROLES } from '../contract';

type TextOrNull = TUnion<[TString, TNull]>;

function nullable(description: string, text = Type.String()): TextOrNull {
  return Type.Union([text, Type.Null()], { description });
}

function nullableTime(description: string): TextOrNull {
  return nullable(description, Type.String({ format: 'date-time' }));
}

export const SESSION_ANSWER = Type.Object({
  signedIn: Type.Boolean(),
  name: nullable('Who is signed in; null: nobody.'),
  how: Type.Union([literals(['token', 'oidc']), Type.Null()], {
    description: 'By the admin token, or by the identity provider.',
  }),
  csrf: nullable('For the header X-CSRF-Token of everything that is no GET.'),
  customers: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), role: literals(ROLES) }), {
    description: 'Whom the person may administer, and as what.',
  }),
  idleSeconds: Type.Integer({ description: 'How long the sign-in lasts where nothing is done.' }),
  signedInAt: nullableTime('When the person signed in.'),
  until: nullableTime('When the sign-in ends, whatever is done.'),
  freshUntil: nullableTime('Until then nobody is asked to sign in again to give access to others.'),
  methods: Type.Object({
    token: Type.Literal(true),
    oidc: Type.Union([Type.Object({ label: Type.String(), startUrl: Type.String() }), Type.Null()], {
      description: 'The identity provider: what stands on the button, and where it leads.',
    }),
  }),
});
export type SessionAnswer = Static<typeof SESSION_ANSWER>;

export const TOKEN_SIGN_IN = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 4_096, description: 'The admin token.' }) },
  { additionalProperties: false },
);

/** By the `problem` in the address of the sign-in page. */
export const SIGN_IN_PROBLEMS = {
  expired:
    'This sign-in was begun in another browser, or too long ago, or was ended already. Please sign in again.',
  refused: 'The identity provider did not let you sign in. Please try again, or ask who manages it.',
  noRole:
    'The identity provider let you in, but gave you no role here. Ask whoever manages this gateway to give one to you or your group.',
  notAgain:
    'The identity provider did not ask you to show again who you are. Sign out there, then sign in here again.',
  away: 'The identity provider does not answer as it should. Try again in some minutes; the admin token opens the console meanwhile.',
} as const;
export type SignInProblem = keyof typeof SIGN_IN_PROBLEMS;
