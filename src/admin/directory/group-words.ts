// What an admin must know of a group, in sentences. Pure.

import { counted, type TeamShown } from './team-shown';

export function groupWords(
  { state, library, external, reserved, nrtAdmin }: TeamShown,
  { disabled, deleted }: { readonly disabled: number; readonly deleted: number },
): string[] {
  return [
    ...(state === 'deleted'
      ? [
          'Deleted at the identity provider: emptied and disabled. Its Group ID stays taken; a group with it revives this one.',
        ]
      : []),
    ...(state === 'disabled'
      ? ['Disabled: nobody can be added to it or taken out of it until it is enabled.']
      : []),
    ...(nrtAdmin
      ? [`NRTADMIN: its members have full privileges in ${library ?? 'every library'}, whatever their roles.`]
      : reserved
        ? ["One of iManage's own groups, with administration rights."]
        : []),
    ...(external ? ['External: only external people may be members.'] : []),
    ...(disabled > 0
      ? [
          `${counted(disabled, 'member')} may not sign in any more and ${disabled === 1 ? 'is' : 'are'} still in it: see Leavers.`,
        ]
      : []),
    ...(deleted > 0
      ? [
          `${counted(deleted, 'deleted person', 'deleted people')} ${deleted === 1 ? 'is' : 'are'} still kept in it by iManage; the identity provider does not see that.`,
        ]
      : []),
  ];
}
