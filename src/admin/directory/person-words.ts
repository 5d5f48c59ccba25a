// What the state of a person means, in sentences for an admin. Pure.

import { actorName } from '../../directory/answers/event-sentence';
import type { Happening } from '../../directory/answers/leavers';
import type { UserRecord } from '../../directory/user-record';
import { counted } from './team-shown';

export interface Ends {
  readonly disabled: Happening | undefined;
  readonly deleted: Happening | undefined;
}

/** Locked and disabled are two things, and who mistakes one for the other looks in the wrong place. */
export function signInWords(user: UserRecord, { disabled, deleted }: Ends): string[] {
  return [stateWords(user, { disabled, deleted }), ...lockWords(user), ...returnWords(user)];
}

function stateWords(user: UserRecord, { disabled, deleted }: Ends): string {
  if (user.deletedAt !== null) {
    const who = deleted === undefined ? '' : `,${whoAndWhen(deleted)}`;
    return `Deleted at the identity provider${who}: the sign-in is disabled, the identity provider no longer sees the person, and iManage keeps User ID, history and memberships.`;
  }
  if (user.signInEnabled) return 'The sign-in is enabled: the person may sign in and takes a licence seat.';
  const who = disabled === undefined ? '' : whoAndWhen(disabled);
  return `The sign-in was disabled${who}: the person cannot sign in anywhere and takes no seat, until somebody enables it again.`;
}

/** By the name under which the sync log has them: an admin's own, where somebody did it by hand. */
function whoAndWhen({ by, client, at }: Happening): string {
  return ` by ${actorName({ connection: by, client })} on ${dayOf(at)}`;
}

function lockWords({ locked, signInEnabled, deletedAt }: UserRecord): string[] {
  if (locked) {
    const also = signInEnabled
      ? 'The sign-in itself is enabled; nothing has to be changed at the identity provider.'
      : 'Unlocking does not enable the sign-in, which is disabled as well.';
    return [
      `Locked after failed sign-ins, as iManage last told. Locked is not disabled: after 5 failures the lock ends by itself in 15 minutes, after 10 an admin unlocks the person in iManage Control Center. ${also}`,
    ];
  }
  if (deletedAt !== null) return [];
  return [
    signInEnabled
      ? 'Not locked. A lock comes from failed sign-ins and is not the same as a disable.'
      : 'Not locked. Locked is not disabled: unlocking would change nothing here, only enabling does.',
  ];
}

function returnWords({ returnApprovedUntil, deletedAt }: UserRecord): string[] {
  if (deletedAt === null || returnApprovedUntil === undefined) return [];
  return [
    `A return is approved until ${dayOf(returnApprovedUntil)}: a creation with another external id brings this person back once.`,
  ];
}

export function seatWords({ signInEnabled, assignments }: UserRecord): string {
  if (!signInEnabled) return 'Takes no licence seat: the sign-in is disabled.';
  const open = assignments.filter((row) => row.signInEnabled).length;
  return open === 0
    ? 'Takes a licence seat that serves nobody: the sign-in is disabled in every library, so the person can open none. Enable a library, or disable the person to free the seat.'
    : `Takes a licence seat, and may sign in to ${counted(open, 'library', 'libraries')}.`;
}

/** What nobody took away of somebody who may not sign in any more. */
export function residueWords(groups: number, reserved: number, libraries: number): string {
  if (groups + libraries === 0) return 'Nothing is left to clean up.';
  const parts = [
    ...(groups === 0
      ? []
      : [
          `${counted(groups, 'group')}${reserved === 0 ? '' : ` (${reserved} of them with administration rights)`}`,
        ]),
    ...(libraries === 0 ? [] : [`${counted(libraries, 'library', 'libraries')} still enabled`]),
  ];
  return `Left: ${parts.join(' and ')}. A clean-up takes them away and can be undone.`;
}

export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
