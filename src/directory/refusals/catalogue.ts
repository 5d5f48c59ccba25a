// What the rules mean of libraries, roles and the rest of the catalogue, and how to mend each refusal. Data alone.

import type { CatalogueRule } from '../refusal-rule';
import {
  ENTRA_MAPPINGS,
  ENTRA_RETRY,
  OKTA_MAPPINGS,
  OKTA_RETRY,
  connector,
  mapped,
  type RefusalWords,
} from './wording';

export const CATALOGUE_WORDS: Readonly<Record<CatalogueRule, RefusalWords>> = {
  'library-unknown': {
    label: 'Library is unknown',
    meaning: 'The request names a library that this customer’s catalogue does not have.',
    ...mapped(
      'Map the id of a library that the answer lists',
      'If the library is new in iManage, add it under Libraries and roles.',
    ),
  },
  'role-unknown': {
    label: 'Role is unknown',
    meaning: 'The request names a role that the library does not have.',
    okta: `Choose a role that the answer lists: ${OKTA_MAPPINGS} (or the entitlement of the assignment); ${OKTA_RETRY}.`,
    entra: `Let the value of the app role be LIBRARY:ROLE as the answer lists it: App registrations, App roles; or ${ENTRA_MAPPINGS}; ${ENTRA_RETRY}.`,
    other: 'Send a role that the answer lists.',
    gateway: 'If the role is new in iManage, add it to the library under Libraries and roles.',
  },
  'role-external-only': {
    label: 'Role is for external users only',
    meaning:
      'An internal person was to get, or to keep, a role that iManage gives to external people only. Often somebody became internal and kept the old role.',
    ...mapped(
      'Send a role for internal users together with external = false, or mark the person as external',
    ),
  },
  'role-given-twice': {
    label: 'Two roles for one library',
    meaning: 'The request gives one person two different roles in one library; iManage knows exactly one.',
    okta: 'The person comes by two groups with different roles: put the group that counts first in the application’s Assignments, Groups, or give the role once.',
    entra:
      'The person has two app roles of one library: open Users and groups of the enterprise application and leave one assignment, or use SingleAppRoleAssignment in the mapping.',
    other: 'Send one role for each library.',
    gateway: '',
  },
  'library-preferred-twice': {
    label: 'Two preferred libraries',
    meaning: 'A person prefers exactly one library, and the request marks several.',
    ...mapped('Mark one library as preferred'),
  },
  'in-use': {
    label: 'Still in use',
    meaning: 'A library or a role that somebody holds cannot be taken out of the catalogue.',
    ...connector(
      'Nothing is to be done at the identity provider.',
      'Take it from everybody first; People can be filtered by it.',
    ),
  },
  'built-in': {
    label: 'Built into iManage',
    meaning:
      'DEFAULT and DEFAULT EXTERNAL are in every library, and the default library is needed: neither can be removed.',
    ...connector(
      'Nothing is to be done at the identity provider.',
      'Choose another default library first, or leave the role.',
    ),
  },
  'catalogue-value': {
    label: 'Value of a setting is not allowed',
    meaning: 'A library, role or rule was to get a name or value that iManage or the gateway does not allow.',
    ...connector('Nothing is to be done at the identity provider.', 'Enter a value that the answer names.'),
  },
};
