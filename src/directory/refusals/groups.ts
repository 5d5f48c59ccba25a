// What the rules mean of groups and their members, and how to mend each refusal. Data alone.

import type { GroupRule } from '../refusal-rule';
import { ENTRA_MAPPINGS, ENTRA_RETRY, mapped, type RefusalWords } from './wording';

export const GROUP_WORDS: Readonly<Record<GroupRule, RefusalWords>> = {
  'in-external-group': {
    label: 'Is in an external group',
    meaning:
      'Somebody in a group for external people was to become internal; such a group has external members only.',
    ...mapped('Take the person out of the external group first, then change external'),
  },
  'group-external-only': {
    label: 'Group is for external people only',
    meaning: 'An internal person was to join a group that takes external people only.',
    okta: 'Take internal people out of this group in Okta, or push them by another group. Okta does not try again by itself: use Push now on the Push Groups tab.',
    entra: `Take internal people out of this group in Entra, or map external = true for those who are external; ${ENTRA_RETRY}.`,
    other: 'Put only external people into the group.',
    gateway: '',
  },
  'group-frozen': {
    label: 'Group is disabled',
    meaning: 'iManage lets nobody join or leave a group that is disabled.',
    okta: 'Enable the group (map enabled = true), or unlink it on the Push Groups tab.',
    entra: `Enable the group (map enabled = true), or take it out of the scope of provisioning; ${ENTRA_RETRY}.`,
    other: 'Set enabled of the group to true, or stop sending its members.',
    gateway: '',
  },
  'group-reserved': {
    label: 'Group of iManage’s own',
    meaning:
      'NRTADMIN and the administration groups of iManage give full rights. They are not changed by an identity provider unless this customer allows it.',
    okta: 'Unlink the group on the Push Groups tab, or give it another name.',
    entra: 'Take the group out of Users and groups of the enterprise application, or give it another name.',
    other: 'Do not send this group, or give it another name.',
    gateway:
      'The rule reservedGroups = allow permits it; whoever controls the group in the identity provider then controls iManage.',
  },
  'group-name-length': {
    label: 'Name of a group is too long or blank',
    meaning:
      'The displayName and the groupId of a group have 1 to 254 characters, and not white space alone.',
    ...mapped('Shorten the name of the group'),
  },
  'group-name-missing': {
    label: 'Name of the group is missing',
    meaning: 'A group cannot be created without a displayName.',
    ...mapped('Map the name of the group to displayName'),
  },
  'group-immutable': {
    label: 'Group property cannot change',
    meaning: 'The groupId, the library and whether a group is external are fixed when it is created.',
    ...mapped(
      'Leave the property out of updates, or create a new group with the new value and delete the old one',
    ),
  },
  'group-name-taken': {
    label: 'Name of the group is in use',
    meaning: 'Another group has this displayName; letter case does not count.',
    okta: 'Link the push group to the existing one (Push Groups, Link Group) instead of creating it, or rename one of the two.',
    entra:
      'Let displayName be the matching attribute of groups, so that Entra joins the two, or rename one of them.',
    other: 'Rename one of the two groups.',
    gateway: '',
  },
  'group-id-taken': {
    label: 'groupId is in use',
    meaning: 'Another group has this groupId. A group that goes by its name alone gets it as its groupId.',
    okta: 'Link the push group to the existing one (Push Groups, Link Group), or give one of the two another name.',
    entra: `Map an own groupId of the iManage extension: ${ENTRA_MAPPINGS}; or rename one of the two.`,
    other: 'Send another displayName, or an own groupId in the iManage extension.',
    gateway: '',
  },
  'group-prefix': {
    label: 'Name and library of the group disagree',
    meaning:
      'Where names such as LIB/NAME make groups of a library, the part before the slash decides the library for good.',
    ...mapped('Give the group a name whose part before the slash is its library'),
  },
  'group-nested': {
    label: 'Group inside a group',
    meaning: 'iManage has no groups in groups: a group was sent as a member of another, or of itself.',
    okta: 'Okta pushes people, not groups: look for another client that writes this group.',
    entra:
      'Assign groups that hold the people directly: Entra provisions only direct members of an assigned group.',
    other: 'Send the people of the inner group instead of the group.',
    gateway: 'The rule nestedGroups = flatten makes the people of the inner group members.',
  },
};
