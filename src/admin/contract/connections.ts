// What operations on connections take and answer: who may send people and groups, by which token, and how an identity provider is set up. Knows no operation.

import { Type } from '@sinclair/typebox';
import { IDP_KINDS } from '../../directory/idp-kind';
import { answers, literals } from '../contract';
import { CHANGED, CONNECTION, DETAILS, GUIDE, MADE, WAITING } from './connection-shapes';

const TEXT = Type.String();
const KIND = literals(IDP_KINDS);

const CONNECTION_ID = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'the id of a connection, as connections.list tells it',
});
const TOKEN_ID = Type.String({
  minLength: 1,
  maxLength: 80,
  description: 'the id of a token, as connections.list tells it',
});
const NAME = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: '1 to 64 letters, digits, dots, hyphens and underscores, the first a letter or digit',
});
const MOMENT = Type.String({
  maxLength: 40,
  pattern: '^\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)$',
  description: 'a date and time such as 2027-11-01T00:00:00Z',
});
const MOMENT_OR_NEVER = Type.Union([MOMENT, Type.Null()], {
  description: 'a date and time such as 2027-11-01T00:00:00Z, or null for never',
});
const SYNC_PERIOD = Type.Integer({
  minimum: 1,
  maximum: 10_080,
  description: 'a whole number of minutes from 1 to 10080',
});

export const CONNECTIONS = {
  'connections.list': answers({
    method: 'GET',
    path: '/connections',
    role: 'viewer',
    summary: 'Every connection with its tokens, when it was last seen and what it sent in 24 hours.',
    input: Type.Object({}),
    answer: Type.Object({ rows: Type.Array(CONNECTION) }),
  }),
  'connections.create': answers({
    method: 'POST',
    path: '/connections',
    role: 'admin',
    summary: 'Makes a connection with its first token, which is told in this answer and never again.',
    fresh: true,
    input: Type.Object({
      name: NAME,
      kind: KIND,
      expires: Type.Optional(MOMENT_OR_NEVER),
      profile: Type.Optional(literals(['default', 'strict'])),
      syncPeriodMinutes: Type.Optional(SYNC_PERIOD),
    }),
    answer: MADE,
  }),
  'connections.show': answers({
    method: 'GET',
    path: '/connections/{connection}',
    role: 'viewer',
    summary: 'One connection with every tolerance and whether it applies.',
    input: Type.Object({ connection: CONNECTION_ID }),
    answer: DETAILS,
  }),
  'connections.waiting': answers({
    method: 'GET',
    path: '/connections/{connection}/waiting',
    role: 'viewer',
    summary: 'How far the setting-up of a connection is: nothing yet, its test, its first person.',
    input: Type.Object({ connection: CONNECTION_ID }),
    answer: WAITING,
  }),
  'connections.rotate': answers({
    method: 'POST',
    path: '/connections/{connection}/tokens',
    role: 'admin',
    summary:
      'Makes a second token, told in this answer and never again; the first goes on until it is revoked, or until oldEnds.',
    fresh: true,
    input: Type.Object({
      connection: CONNECTION_ID,
      expires: Type.Optional(MOMENT_OR_NEVER),
      oldEnds: Type.Optional(MOMENT),
    }),
    answer: MADE,
  }),
  'connections.expire': answers({
    method: 'PUT',
    path: '/connections/{connection}/tokens/{token}/expiry',
    role: 'admin',
    summary: 'Sets when a token ends, or that it does not end by itself.',
    fresh: true,
    input: Type.Object({ connection: CONNECTION_ID, token: TOKEN_ID, expires: MOMENT_OR_NEVER }),
    answer: CHANGED,
  }),
  'connections.revoke': answers({
    method: 'POST',
    path: '/connections/{connection}/tokens/{token}/revocation',
    role: 'admin',
    summary: 'Ends a token, or the OAuth client with all its access tokens, within a second and for good.',
    input: Type.Object({ connection: CONNECTION_ID, token: TOKEN_ID }),
    answer: CHANGED,
  }),
  'connections.readmit': answers({
    method: 'DELETE',
    path: '/connections/{connection}/tokens/{token}/revocation',
    role: 'admin',
    summary:
      'Lets a revoked OAuth client in again, once its secret or key is another; access tokens from before stay refused.',
    fresh: true,
    input: Type.Object({ connection: CONNECTION_ID, token: TOKEN_ID }),
    answer: CHANGED,
  }),
  'connections.profile': answers({
    method: 'PUT',
    path: '/connections/{connection}/profile',
    role: 'admin',
    summary:
      'Switches how strictly requests are read; what is not named stays. "configured" goes back to what the file says, "profile" to what the profile says.',
    input: Type.Object({
      connection: CONNECTION_ID,
      profile: Type.Optional(literals(['default', 'strict', 'configured'])),
      tolerances: Type.Optional(
        Type.Record(Type.String({ maxLength: 60 }), literals(['allow', 'refuse', 'profile'])),
      ),
    }),
    answer: DETAILS,
  }),
  'connections.describe': answers({
    method: 'PATCH',
    path: '/connections/{connection}',
    role: 'admin',
    summary: 'Says which identity provider it is, and how often it synchronises.',
    input: Type.Object({
      connection: CONNECTION_ID,
      kind: Type.Optional(KIND),
      syncPeriodMinutes: Type.Optional(SYNC_PERIOD),
    }),
    answer: CHANGED,
  }),
  'connections.rename': answers({
    method: 'PUT',
    path: '/connections/{connection}/name',
    role: 'admin',
    summary: 'Gives a connection made here another name; what is logged keeps the old one.',
    input: Type.Object({ connection: CONNECTION_ID, name: NAME }),
    answer: CHANGED,
  }),
  'connections.remove': answers({
    method: 'DELETE',
    path: '/connections/{connection}',
    role: 'admin',
    summary: 'Removes a connection made here: its tokens open nothing any more. Its name stays in the log.',
    input: Type.Object({ connection: CONNECTION_ID }),
    answer: Type.Object({ words: TEXT }),
  }),
  'connections.guide': answers({
    method: 'GET',
    path: '/connection-guides/{kind}',
    role: 'viewer',
    summary: 'How to set up an identity provider: what to click, what to paste, which attribute goes where.',
    input: Type.Object({ kind: KIND }),
    answer: GUIDE,
  }),
} as const;
