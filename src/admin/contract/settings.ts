// The gateway's effective configuration as admins see it, without any secret. Knows no operation.

import { Type } from '@sinclair/typebox';
import { answers, literals } from '../contract';

const Setting = Type.Object({
  name: Type.String(),
  /** The value in words, such as `30 days` or `1 MiB`. */
  value: Type.String(),
  meaning: Type.String(),
  /** The variable or the place in the file that sets it. */
  where: Type.String(),
  from: literals(['environment', 'file', 'either']),
  /** Whether it is the value that holds where nothing is said. */
  isDefault: Type.Boolean(),
});

export const SETTINGS = {
  'settings.show': answers({
    method: 'GET',
    path: '/settings',
    role: 'admin',
    summary:
      'Shows the configuration in effect: limits, retention, addresses, sign-in, notices; secrets never.',
    input: Type.Object({}),
    answer: Type.Object({
      groups: Type.Array(Type.Object({ title: Type.String(), settings: Type.Array(Setting) })),
      /** How to change any of it. */
      says: Type.String(),
    }),
  }),
} as const;
