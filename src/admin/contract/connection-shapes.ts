// What answers about connections look like: a connection with its tokens, what it may send, how it is set up. Knows no operation.

import { Type, type Static } from '@sinclair/typebox';
import { IDP_KINDS } from '../../directory/idp-kind';
import { literals } from '../contract';

const TEXT = Type.String();
const TEXT_OR_NULL = Type.Union([Type.String(), Type.Null()]);
const COUNT = Type.Integer({ minimum: 0 });
const KIND = literals(IDP_KINDS);

const TOKEN = Type.Object({
  id: TEXT,
  origin: literals(['console', 'file']),
  state: literals(['active', 'expiring', 'expired', 'revoked']),
  words: Type.String({ description: 'the state in words' }),
  ending: Type.Union([TEXT, Type.Null()], {
    description: 'its last four characters, to tell tokens apart; null for one of the configuration',
  }),
  created: TEXT_OR_NULL,
  createdBy: TEXT_OR_NULL,
  expires: TEXT_OR_NULL,
  revoked: TEXT_OR_NULL,
  revokedBy: TEXT_OR_NULL,
  lastUsed: TEXT_OR_NULL,
});

const CLIENT = Type.Object({
  id: Type.String({ description: 'what connections.revoke takes as token' }),
  clientId: TEXT,
  state: literals(['active', 'revoked']),
  words: TEXT,
  revoked: TEXT_OR_NULL,
  revokedBy: TEXT_OR_NULL,
  lastUsed: TEXT_OR_NULL,
});

export const CONNECTION = Type.Object({
  id: TEXT,
  name: TEXT,
  origin: Type.Union([Type.Literal('console'), Type.Literal('file')], {
    description: 'file: of the configuration; its name and existence change there alone',
  }),
  kind: KIND,
  kindName: TEXT,
  state: literals(['waiting', 'working', 'silent', 'closed']),
  words: Type.String({ description: 'the state in words, with what to do' }),
  readsOnly: Type.Boolean(),
  tokens: Type.Array(TOKEN),
  client: Type.Union([CLIENT, Type.Null()], { description: 'its OAuth client' }),
  profile: literals(['default', 'strict']),
  toleranceSwitches: COUNT,
  syncPeriodMinutes: Type.Integer(),
  lastSeen: TEXT_OR_NULL,
  requests24h: COUNT,
  refused24h: COUNT,
  failed24h: COUNT,
  created: TEXT_OR_NULL,
  createdBy: TEXT_OR_NULL,
});
export type ConnectionShown = Static<typeof CONNECTION>;

const TOLERANCE = Type.Object({
  name: TEXT,
  instead: Type.String({ description: 'what the identity provider is told to send where it is refused' }),
  now: literals(['allow', 'refuse']),
  byProfile: literals(['allow', 'refuse']),
  isSwitched: Type.Boolean(),
});

export const DETAILS = Type.Object({
  connection: CONNECTION,
  tolerances: Type.Array(TOLERANCE),
  differences: Type.Array(TEXT, {
    description: 'where a change made here wins over the configuration file',
  }),
});

export const MADE = Type.Object({
  connection: CONNECTION,
  token: Type.Object({
    id: TEXT,
    text: Type.String({ description: 'the token itself: told this once and never again' }),
    header: TEXT,
    expires: TEXT_OR_NULL,
  }),
  words: TEXT,
});

export const CHANGED = Type.Object({ connection: CONNECTION, words: TEXT });

export const WAITING = Type.Object({
  stage: literals(['waiting', 'tested', 'synced']),
  words: Type.String({ description: 'what was seen, and what to do next' }),
  requests: Type.Array(
    Type.Object({
      requestId: TEXT,
      at: TEXT,
      method: TEXT,
      what: TEXT,
      status: Type.Integer(),
      words: TEXT,
    }),
    { description: 'the last ones, newest first' },
  ),
});

export const GUIDE = Type.Object({
  kind: KIND,
  title: TEXT,
  before: Type.Array(TEXT, { description: 'what must be there before the first step' }),
  baseUrl: TEXT,
  header: TEXT,
  steps: Type.Array(
    Type.Object({
      title: TEXT,
      detail: TEXT,
      copy: Type.Union([TEXT, Type.Null()], { description: 'what is to be pasted there' }),
    }),
  ),
  mapping: Type.Array(
    Type.Object({
      of: literals(['User', 'Group']),
      source: Type.String({ description: 'the attribute or expression at the identity provider' }),
      target: Type.String({ description: 'the SCIM attribute, with its URN where it is of an extension' }),
      need: literals(['required', 'recommended', 'optional']),
      does: Type.String({ description: 'what it does in iManage' }),
    }),
  ),
  afterwards: Type.Array(TEXT, { description: 'what to know once it runs' }),
});
export type Guide = Static<typeof GUIDE>;
