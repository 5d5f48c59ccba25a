// What the rules mean of the protocol: how a request is written, and how to mend each refusal. Data alone.

import type { ProtocolRule } from '../refusal-rule';
import { connector, mapped, waits, type RefusalWords } from './wording';

export const PROTOCOL_WORDS: Readonly<Record<ProtocolRule, RefusalWords>> = {
  'own-value-taken': {
    label: 'Value is in use',
    meaning: 'The schema of this customer says that nobody else may have this value.',
    ...mapped('Send another value'),
  },
  'own-value-missing': {
    label: 'Required value is missing',
    meaning: 'The schema of this customer requires an attribute that the request leaves out.',
    ...mapped('Map a value to the attribute that the answer names'),
  },
  'tolerance-refused': {
    label: 'Refused by the profile of the connection',
    meaning:
      'The request departs from the standard in a way that this connection was told not to put up with.',
    ...connector(
      'Send what the answer asks for.',
      'Under Connections this tolerance can be allowed for the connection, or its profile set to default.',
    ),
  },
  'not-found': {
    label: 'Does not exist',
    meaning:
      'The identity provider spoke of a person or group that the gateway does not have, or that was deleted. It remembers an id that is gone.',
    okta: 'Remove the assignment of the person (or unlink the push group) and assign it again: Okta then looks the person up afresh.',
    entra:
      'Choose Provisioning, Restart provisioning: Entra forgets the old ids and looks everybody up afresh.',
    other: 'Look the person up by userName again, or create them.',
    gateway: '',
  },
  taken: {
    label: 'Value is in use',
    meaning: 'Somebody else has a value that must be unique.',
    ...mapped('Send another value for what the answer names'),
  },
  immutable: {
    label: 'Cannot be changed',
    meaning: 'The request changes something that is read-only, or that keeps its first value.',
    ...mapped('Take the attribute that the answer names out of updates'),
  },
  value: {
    label: 'Value is not allowed',
    meaning: 'An attribute has a value of the wrong kind; the answer says which, and what would do.',
    ...mapped('Map a value that fits'),
  },
  body: {
    label: 'Request cannot be read',
    meaning: 'The request is not written as the standard (SCIM 2.0) has it.',
    ...connector('The answer names the place.'),
  },
  path: {
    label: 'Attribute is unknown',
    meaning:
      'The request changes an attribute that no schema has; often its name is misspelt, or the name of its extension is missing.',
    ...mapped('Write the target attribute as the attribute list of the Connections page has it'),
  },
  'nothing-selected': {
    label: 'Selects nothing',
    meaning: 'The request changes or removes a value that is not there.',
    ...connector('Set the whole value instead of one that the filter does not find.'),
  },
  filter: {
    label: 'Filter is not understood',
    meaning: 'A search was asked for in a way that the gateway cannot read or does not offer.',
    ...connector('The answer shows the place.'),
  },
  paging: {
    label: 'Page is not known',
    meaning: 'A long list was continued with a mark that is unknown or too old.',
    ...waits('The list has to be begun again.'),
  },
  forbidden: {
    label: 'Not permitted',
    meaning: 'A rule of this customer does not permit the request.',
    ...connector('The answer names the rule.'),
  },
  'version-changed': {
    label: 'Was changed meanwhile',
    meaning: 'The client wanted to change a version that is no longer the current one.',
    ...waits('It has to read the resource again.'),
  },
  method: {
    label: 'Nothing is at this address',
    meaning:
      'The address or the kind of request does not exist here; mostly the base URL of the connection is wrong.',
    okta: 'Provisioning, Integration: the base URL ends with /scim/v2, as the Connections page shows it.',
    entra:
      'Provisioning, Admin Credentials: the Tenant URL ends with /scim/v2, as the Connections page shows it.',
    other: 'Copy the base URL from the Connections page.',
    gateway: '',
  },
  'media-type': {
    label: 'Format is not taken',
    meaning: 'The body was not sent as SCIM’s JSON, or compressed.',
    ...connector('Send application/scim+json in UTF-8.'),
  },
  'too-large': {
    label: 'Request is too large',
    meaning: 'The request is longer, or changes more at once, than the gateway takes.',
    ...connector(
      'Send it in several parts.',
      'Whoever runs the gateway can raise the limit that the answer names.',
    ),
  },
  'bulk-reference': {
    label: 'Part of a bulk request that could not be done',
    meaning: 'The operation refers to another one of the same bulk request that failed or was left out.',
    ...connector('Mend the other operation first: it has a row of its own with the same request.'),
  },
  'not-offered': {
    label: 'Not offered',
    meaning: 'The request asks for something that this gateway, or this credential, does not offer.',
    ...connector('Switch the feature off in the identity provider.'),
  },
};
