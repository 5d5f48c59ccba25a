// What the rules mean that keep people as iManage has them, and how to mend each refusal. Data alone.

import type { PeopleRule } from '../refusal-rule';
import { mapped, type RefusalWords } from './wording';

export const PEOPLE_WORDS: Readonly<Record<PeopleRule, RefusalWords>> = {
  'user-id-burned': {
    label: 'User ID was used before',
    meaning:
      'iManage never gives a User ID to a second person, and this one belonged to somebody who was deleted. The request ' +
      'names another directory id than that person had, so it counts as somebody else.',
    ...mapped(
      'Map an own User ID for this person to userId of the iManage extension',
      'If it is the same person who returns, approve the return on the person’s page; the next try then brings them back with their history.',
    ),
  },
  'user-id-taken': {
    label: 'User ID is in use',
    meaning: 'Another person has this User ID in iManage now, and a User ID belongs to one person for good.',
    ...mapped(
      'Map another value to userId of the iManage extension for one of the two',
      'The rule userIdConflict = suffix makes the gateway allot a free User ID with a number behind it.',
    ),
  },
  'user-id-immutable': {
    label: 'User ID cannot change',
    meaning:
      'The identity provider sent another User ID for somebody who has one. iManage keeps the first for good.',
    ...mapped('Set the mapping of userId to “only on create”, or map what the person already has'),
  },
  'user-name-taken': {
    label: 'userName is in use',
    meaning: 'Another person has this login name; letter case does not count.',
    okta: 'Find who else has the name: search People here. If it is the same person under two assignments, remove one of them in Okta (Assignments); else change the user name format under Sign On.',
    entra:
      'Find who else has the name: search People here. If it is the same person, let userName be the matching attribute (Match objects using this attribute) so that Entra joins them; else change the user principal name.',
    other: 'Give the person another userName, or join the two accounts in the identity provider.',
    gateway: '',
  },
  'user-name-missing': {
    label: 'userName is missing',
    meaning: 'Nobody can be created without a userName, the login name of the person.',
    ...mapped('Map a value that everybody has, such as the e-mail address, to userName'),
  },
  'external-id-taken': {
    label: 'externalId is in use',
    meaning: 'Another person or group of this customer came with the same directory id (externalId).',
    okta: 'The same Okta user is assigned twice, or an import copied the id: keep one assignment and remove the other.',
    entra:
      'Two objects are mapped to one externalId: let objectId (or mailNickname, if it is unique) be mapped to externalId, and restart provisioning.',
    other: 'Send an externalId that is unique, best the id of the person in the directory.',
    gateway: '',
  },
  'email-taken': {
    label: 'E-mail address is in use',
    meaning:
      'Another person who is not deleted has this e-mail address, and the validation of this customer is strict.',
    ...mapped(
      'Give one of the two another primary e-mail address',
      'The rule validation = lenient stores the person and marks them incomplete instead.',
    ),
  },
  'person-incomplete': {
    label: 'Something that iManage needs is missing',
    meaning:
      'iManage could not hold this person: the e-mail address or the User ID is missing or cannot be used, and the validation of this customer is strict.',
    ...mapped(
      'Map the value that the answer names',
      'The rule validation = lenient stores the person and marks them incomplete until the value comes.',
    ),
  },
  'account-type-unknown': {
    label: 'Account type is unknown',
    meaning:
      'iManage knows enterprise accounts, which sign in through the identity provider, and virtual ones.',
    ...mapped('Map enterprise or virtual to accountType, or nothing'),
  },
  'text-too-long': {
    label: 'Text is too long',
    meaning: 'iManage holds this text only up to the length that the answer names.',
    ...mapped('Shorten the value with an expression such as Left or substring'),
  },
  'mass-disable-held': {
    label: 'Held: too many disables',
    meaning:
      'More people were about to lose their sign-in at once than the mass-disable brake lets through. Nothing was disabled by this request; it waits for a person to decide.',
    okta: 'If it was not meant, stop it at once: undo the change of the group or rule that assigns the application. Okta shows the held ones as failed tasks; after a release choose Retry Selected.',
    entra:
      'If it was not meant, stop it at once: Provisioning, Stop provisioning, and restore the assignment or the scoping filter. Entra tries held ones again by itself, at the latest after 6 hours.',
    other: 'If it was not meant, stop the job of the identity provider and restore the assignments.',
    gateway: 'If it was meant, release the brake under Alerts; the next try of each goes through.',
  },
};
