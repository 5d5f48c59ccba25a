// The sync log as admins ask for it: one row per change or refused request, found, shown, followed and taken away as a file.

import { Type } from '@sinclair/typebox';
import { LOG_ACTIONS, LOG_STATUSES } from '../../directory/log-row';
import { answers, downloads, literals, streams } from '../contract';

const TEXT_MAX = 200;
const text = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: TEXT_MAX, description }));

/** All of them together narrow the rows down; members that are absent narrow nothing. */
const FILTERS = {
  person: text('the id of a person, whose joining and leaving of groups counts too'),
  group: text('the id of a group'),
  text: text('the beginnings of words of a User ID, name or e-mail address, in any letter case'),
  action: Type.Optional(literals(LOG_ACTIONS)),
  status: Type.Optional(literals(LOG_STATUSES)),
  connection: text('the name of a connection'),
  rule: text('the name of a rule that was applied or that refused, as log.choices tells them'),
  tolerance: text('the name of a tolerance, as log.choices tells them'),
  from: text('RFC 3339: a date (from the beginning of that day, UTC) or a date-time with its zone'),
  to: text('RFC 3339: a date (to the end of that day, UTC) or a date-time with its zone'),
} as const;

const NULLABLE_TEXT = Type.Union([Type.String(), Type.Null()]);

const WHO = Type.Object({
  /** Null where a refused request created nobody. */
  id: NULLABLE_TEXT,
  /** `User`, `Group`, `Customer` or a type of the customer's own. */
  type: Type.String(),
  name: Type.String(),
  userId: NULLABLE_TEXT,
});

export const LOG_ROW = Type.Object({
  id: Type.String(),
  at: Type.String({ format: 'date-time' }),
  connection: NULLABLE_TEXT,
  /** What kind of client it looked like, such as okta or entra; of what was done in the console, the admin's name. */
  client: Type.String(),
  action: literals(LOG_ACTIONS),
  status: literals(LOG_STATUSES),
  /** Of a refused request: the status that it was answered. */
  httpStatus: Type.Union([Type.Integer(), Type.Null()]),
  who: Type.Union([WHO, Type.Null()]),
  /** What happened, in one sentence. */
  sentence: Type.String(),
  /** Modified properties, by name. */
  changed: Type.Array(Type.String()),
  /** Rules that shaped a change. */
  rules: Type.Array(Type.String()),
  /** The rule that refused; null where nothing was refused. */
  refusedBy: NULLABLE_TEXT,
  /** What to do about a refusal, in a line; empty where there is nothing to do. */
  troubleshooting: Type.String(),
  tolerances: Type.Array(Type.String()),
  requestId: Type.String(),
});

const RULE = Type.Object({ name: Type.String(), label: Type.String(), meaning: Type.String() });

const REFUSAL = Type.Object({
  rule: Type.String(),
  label: Type.String(),
  meaning: Type.String(),
  /** As the client was told. */
  detail: Type.String(),
  /** How to mend it, by identity provider; `gateway`: what can be done here instead, or empty. */
  remedy: Type.Object({
    okta: Type.String(),
    entra: Type.String(),
    other: Type.String(),
    gateway: Type.String(),
  }),
});

export const EXCHANGE = Type.Object({
  requestId: Type.String(),
  at: Type.String({ format: 'date-time' }),
  method: Type.String(),
  url: Type.String(),
  status: Type.Integer(),
  durationMs: Type.Number(),
  /** JSON, or its beginning, without secrets; null where there was none or it was not kept. */
  request: NULLABLE_TEXT,
  answer: NULLABLE_TEXT,
});

const NAMED = Type.Object({ id: Type.String(), name: Type.String() });

const SHOWN = Type.Object({
  row: LOG_ROW,
  /** One phrase for each thing that happened. */
  words: Type.Array(Type.String()),
  /** Before and after as texts; null: there was no value. */
  diff: Type.Array(Type.Object({ attribute: Type.String(), before: NULLABLE_TEXT, after: NULLABLE_TEXT })),
  members: Type.Object({
    added: Type.Array(NAMED),
    removed: Type.Array(NAMED),
    /** Those who are not named here. */
    moreAdded: Type.Integer(),
    moreRemoved: Type.Integer(),
  }),
  rules: Type.Array(RULE),
  tolerances: Type.Array(RULE),
  refusal: Type.Union([REFUSAL, Type.Null()]),
  /** The request as it came and its answer; null where they are no longer kept, or it came from no client. */
  exchange: Type.Union([EXCHANGE, Type.Null()]),
  /** Everything else of the same request, newest first, not more than is worth showing. */
  sameRequest: Type.Array(LOG_ROW),
  /** For links: whose page shows more. */
  person: Type.Union([NAMED, Type.Null()]),
  group: Type.Union([NAMED, Type.Null()]),
});

const CHOICE = Type.Object({
  name: Type.String(),
  label: Type.String(),
  /** Whether there is a row of it. */
  used: Type.Boolean(),
});

export const LOG = {
  'log.list': answers({
    method: 'GET',
    path: '/log',
    role: 'viewer',
    summary: 'Lists changes and refused requests, newest first.',
    input: Type.Object({
      ...FILTERS,
      limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
      cursor: Type.Optional(Type.String({ maxLength: 500 })),
    }),
    answer: Type.Object({
      rows: Type.Array(LOG_ROW),
      /** Null at the end. There may be a next page although this one has few rows or none: then more is looked through. */
      next: NULLABLE_TEXT,
      /** Back to when all was looked through; null: to the beginning. */
      searchedTo: NULLABLE_TEXT,
    }),
  }),
  'log.choices': answers({
    method: 'GET',
    path: '/log/choices',
    role: 'viewer',
    summary: 'Tells what the sync log can be filtered by.',
    input: Type.Object({}),
    answer: Type.Object({
      connections: Type.Array(CHOICE),
      actions: Type.Array(CHOICE),
      statuses: Type.Array(CHOICE),
      rules: Type.Array(Type.Composite([CHOICE, Type.Object({ kind: literals(['applied', 'refuses']) })])),
      tolerances: Type.Array(CHOICE),
    }),
  }),
  'log.tail': streams({
    path: '/log/tail',
    role: 'viewer',
    summary: 'Sends new rows of the sync log as they come.',
    input: Type.Object({
      ...FILTERS,
      after: text('the id of the last row that is known; without it, only what comes from now on'),
    }),
    event: LOG_ROW,
  }),
  'log.export': downloads({
    path: '/log/export',
    role: 'viewer',
    summary: 'Writes the filtered rows of the sync log as a file.',
    input: Type.Object(FILTERS),
    fileName: 'sync-log',
    row: Type.Object({
      at: Type.String({ title: 'Date' }),
      type: Type.String({ title: 'Type' }),
      name: Type.String({ title: 'Identity' }),
      userId: Type.String({ title: 'User ID' }),
      action: Type.String({ title: 'Action' }),
      connection: Type.String({ title: 'Source' }),
      client: Type.String({ title: 'Client' }),
      status: Type.String({ title: 'Status' }),
      sentence: Type.String({ title: 'What happened' }),
      changed: Type.Array(Type.String(), { title: 'Modified properties' }),
      rules: Type.Array(Type.String(), { title: 'Rules' }),
      tolerances: Type.Array(Type.String(), { title: 'Tolerances' }),
      refusedBy: Type.String({ title: 'Refused by' }),
      troubleshooting: Type.String({ title: 'Troubleshooting' }),
      requestId: Type.String({ title: 'Request' }),
      id: Type.String({ title: 'Row' }),
    }),
  }),
  'log.request': answers({
    method: 'GET',
    path: '/log/requests/{request}',
    role: 'viewer',
    summary: 'Shows everything that one request did, by its request id, and what it was answered.',
    input: Type.Object({ request: Type.String({ minLength: 1, maxLength: TEXT_MAX }) }),
    answer: Type.Object({ exchanges: Type.Array(EXCHANGE), rows: Type.Array(LOG_ROW) }),
  }),
  'log.show': answers({
    method: 'GET',
    path: '/log/{id}',
    role: 'viewer',
    summary:
      'Shows one row of the sync log in full: what changed, the request and its answer, and how to mend a refusal.',
    input: Type.Object({ id: Type.String({ minLength: 1, maxLength: TEXT_MAX }) }),
    answer: SHOWN,
  }),
} as const;
