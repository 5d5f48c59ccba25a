// What each rule that shapes a change means to an admin. Data alone.

import type { AppliedRule } from './event';

interface AppliedWords {
  /** A few words, for menus and lists. */
  readonly label: string;
  readonly meaning: string;
}

/** A rule without a row does not compile. */
export const APPLIED_WORDS: Readonly<Record<AppliedRule, AppliedWords>> = {
  'delete-disables-sign-in': {
    label: 'Deletion became a disable',
    meaning:
      'iManage deletes nobody: the sign-in was disabled, and User ID, history and memberships stay. For the identity provider the person is gone.',
  },
  'person-returned': {
    label: 'Person came back',
    meaning: 'Somebody who had been deleted was created again and got the same User ID and history back.',
  },
  'return-approved': {
    label: 'Return was approved',
    meaning: 'An admin had approved, once, that this person comes back under another directory id.',
  },
  'user-id-suffixed': {
    label: 'User ID got a number',
    meaning: 'Somebody else has or had the User ID, so a free one with a number behind it was allotted.',
  },
  'return-left-disabled': {
    label: 'Came back without sign-in',
    meaning:
      'The request that brought the person back did not enable the sign-in in so many words, so it stays disabled.',
  },
  'memberships-kept': {
    label: 'Taken out of no group',
    meaning:
      'A disable does not take anybody out of groups; who is in any stays in them and is listed under Leavers.',
  },
  'memberships-removed': {
    label: 'Taken out of groups',
    meaning:
      'This customer has memberships taken away with the sign-in; they are remembered and given back on a return.',
  },
  'memberships-given-back': {
    label: 'Groups were given back',
    meaning: 'The memberships that a disable had taken away were given back.',
  },
  'frozen-group-passed-over': {
    label: 'Disabled group passed over',
    meaning:
      'A group that the disable had taken the person out of is disabled now, so its members stay as they are. The membership stays remembered and is given back when the person returns while the group is enabled.',
  },
  'libraries-restored': {
    label: 'Libraries enabled as before',
    meaning: 'The libraries that were enabled at the moment of the disable are enabled again.',
  },
  'libraries-left-disabled': {
    label: 'Libraries left disabled',
    meaning: 'The sign-in is enabled again, but no library is: this customer has them enabled by hand.',
  },
  'group-emptied': {
    label: 'Group was emptied',
    meaning: 'iManage deletes no group: it was emptied and disabled, and its groupId stays taken.',
  },
  'group-revived': {
    label: 'Group came back',
    meaning: 'A group that had been deleted was created again and is the same group as before.',
  },
  'nested-group-flattened': {
    label: 'Inner group became members',
    meaning: 'iManage has no groups in groups: the people of the inner group were made members.',
  },
  'frozen-parent-kept': {
    label: 'Disabled outer group kept',
    meaning: 'A group into which this one was nested is disabled, so its members stayed as they were.',
  },
};
