// The rules of a customer as admins see and change them, each with its meaning. Knows no operation.

import { Type } from '@sinclair/typebox';
import { answers } from '../contract';

const Choice = Type.Object({
  value: Type.String(),
  /** What the gateway does under it. */
  meaning: Type.String(),
  /** What changes for people when it is chosen; asks for a reason. */
  danger: Type.Union([Type.String(), Type.Null()]),
});

const RULE = Type.Object({
  /** As in the configuration file; of the brake `massDisable.mode` and so on. */
  name: Type.String(),
  title: Type.String(),
  /** The question that the rule answers, in words. */
  meaning: Type.String(),
  /** When a change acts, and on whom. */
  effect: Type.String(),
  value: Type.String(),
  /** What the value means, in words. */
  says: Type.String(),
  /** In the configuration file, and where nothing is said. */
  configured: Type.String(),
  default: Type.String(),
  /** Who is the reason for the value: the file, or a change made later. */
  setBy: Type.Union([Type.Literal('file'), Type.Literal('change')]),
  /** Null where it takes a whole number. */
  choices: Type.Union([Type.Array(Choice), Type.Null()]),
  range: Type.Union([
    Type.Object({ min: Type.Integer(), max: Type.Integer(), unit: Type.String() }),
    Type.Null(),
  ]),
});

const RulesShown = Type.Object({
  rules: Type.Array(RULE),
  /** What was just done, in words; empty where they are only shown. */
  done: Type.String(),
});

export const RULES = {
  'rules.show': answers({
    method: 'GET',
    path: '/rules',
    role: 'viewer',
    summary:
      'Shows what the gateway does where SCIM and iManage disagree: each rule, its meaning and its values.',
    input: Type.Object({}),
    answer: RulesShown,
  }),
  'rules.change': answers({
    method: 'PUT',
    path: '/rules/{rule}',
    role: 'admin',
    summary: 'Sets a rule; it acts at once in every running gateway and wins over the configuration file.',
    input: Type.Object({
      rule: Type.String({ minLength: 1, maxLength: 64, description: 'the name of a rule' }),
      value: Type.String({ minLength: 1, maxLength: 64, description: 'one of its values' }),
      reason: Type.Optional(
        Type.String({
          minLength: 3,
          maxLength: 500,
          pattern: '\\S.*\\S',
          description: 'why, in 3 to 500 characters; asked for where the value has a danger',
        }),
      ),
    }),
    answer: RulesShown,
  }),
} as const;
