// What the rules mean of who may ask, how often, and of what is nobody’s fault at the identity provider, and how to mend each refusal. Data alone.

import type { ServiceRule } from '../refusal-rule';
import { connector, waits, type RefusalWords } from './wording';

export const SERVICE_WORDS: Readonly<Record<ServiceRule, RefusalWords>> = {
  unauthorized: {
    label: 'Token was not accepted',
    meaning: 'The request came without a token, or with one that is unknown. Nothing of it was read.',
    okta: 'Provisioning, Integration, Edit: enter the token of the connection again and choose Test API Credentials.',
    entra:
      'Provisioning, Admin Credentials: enter the token as Secret Token again and choose Test Connection. Entra pauses provisioning (quarantine) until then.',
    other: 'Enter the token of the connection again.',
    gateway:
      'A token that is lost is replaced under Connections, Rotate; the old one goes on working until then.',
  },
  'token-expired': {
    label: 'Token is expired or revoked',
    meaning:
      'The request came with a token of this connection that is no longer valid. Until it is replaced, no change of the identity provider arrives, disables neither.',
    okta: 'Create a token under Connections, Rotate; then in Okta Provisioning, Integration, Edit: enter it, and choose Test API Credentials.',
    entra:
      'Create a token under Connections, Rotate; then in Entra Provisioning, Admin Credentials: enter it as Secret Token, choose Test Connection and start provisioning again.',
    other: 'Create a token under Connections, Rotate, and enter it in the identity provider.',
    gateway: 'Do it today: people who left in the meantime can still sign in.',
  },
  'token-reads-only': {
    label: 'Token reads only',
    meaning: 'The credential may read, but not change anything.',
    ...connector('Use the token of a connection that may write.'),
  },
  'rate-limited': {
    label: 'Too many requests',
    meaning:
      'The connection sent more requests a second than it may. Disables and deletes have a limit of their own and still pass.',
    ...waits('It slows down by itself.', 'The limit can be raised for the connection under Connections.'),
  },
  busy: {
    label: 'Too many changes at once',
    meaning: 'Many changes met on the same person or group; this one was not stored.',
    ...waits('Nothing is wrong.'),
  },
  'database-away': {
    label: 'Database was away',
    meaning: 'The gateway could not reach its database; nothing was read or changed.',
    ...waits(
      'Nothing is wrong at the identity provider.',
      'If it lasts, tell whoever runs the gateway; Overview shows the health of the database.',
    ),
  },
  'client-gone': {
    label: 'Client went away',
    meaning:
      'The identity provider closed the connection before its answer was ready; what it asked may have been done all the same.',
    ...waits('Look whether a change of the same request is in the log.'),
  },
  'internal-error': {
    label: 'Fault of the gateway',
    meaning: 'The gateway met a fault of its own.',
    ...waits(
      'Nothing is wrong at the identity provider.',
      'Give the request id to whoever runs the gateway; its log tells more under this id.',
    ),
  },
  other: {
    label: 'Refused',
    meaning: 'The request was refused; the answer says why.',
    ...connector('The answer names what would do.'),
  },
};
