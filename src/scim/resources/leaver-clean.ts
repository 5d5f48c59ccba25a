// Takes away what is left of somebody who may not sign in any more, and says what has to stay. Must not know who wants it.

import { teamNow, teamText, type Team } from '../../directory/answers/facts';
import { disabledEverywhere } from '../../directory/user';
import type { UserRecord } from '../../directory/user-record';
import type { ScimRequest } from '../request';
import { changeMembership } from './group-membership';
import { keptUser, saveLibraries, type KeptPerson } from './leaver-steps';
import { queueOf, toleranceNotes, writeTo, type ResourceWrite, type TypeServices } from './services';

export interface Cleaning {
  /** Groups that the person leaves. */
  readonly groups: readonly string[];
  /** Libraries whose sign-in is disabled. */
  readonly libraries: readonly string[];
  /** What stays, with the reason. */
  readonly left: readonly string[];
}

interface CleanOptions {
  /** The groups whose rows name the person. */
  readonly groups: readonly Team[];
  /** Says what would be done, and does nothing. */
  readonly isPreview: boolean;
}

/** One transaction for one person: each change an ordinary version with its event. */
export function cleanLeaver(
  services: TypeServices,
  request: ScimRequest,
  person: KeptPerson,
  { groups, isPreview }: CleanOptions,
): Promise<Cleaning> {
  const queue = { queue: queueOf(request, person.id), notes: toleranceNotes() };
  return writeTo(services, request, queue, async (write) => {
    const user = await keptUser(write, person);
    if (user === undefined || user.signInEnabled)
      return { groups: [], libraries: [], left: ['everything: the person can sign in again'] };
    const fates = await fatesOf(write, user, groups);
    const leaving = fates.filter(({ whyLeft }) => whyLeft === undefined);
    const enabled = user.assignments.filter((row) => row.signInEnabled);
    if (!isPreview) {
      for (const { team } of leaving)
        await changeMembership(write, team.id, { added: [], removed: [user.id] }, []);
      if (enabled.length > 0) await saveLibraries(write, user, disabledEverywhere(user).assignments);
    }
    return {
      groups: leaving.map(({ team }) => teamText(team)),
      libraries: enabled.map(({ library }) => library),
      left: fates.flatMap(({ team, whyLeft }) =>
        whyLeft === undefined ? [] : [`${team.displayName}: ${whyLeft}`],
      ),
    };
  });
}

interface Fate {
  readonly team: Team;
  /** Undefined where the person leaves the group. */
  readonly whyLeft: string | undefined;
}

async function fatesOf(
  write: ResourceWrite,
  { id }: UserRecord,
  groups: readonly Team[],
): Promise<readonly Fate[]> {
  const { customer } = write.request;
  const joined = new Set(await write.transaction.joinedGroups(customer.id, id));
  const fates: Fate[] = [];
  for (const known of groups) {
    const group = await write.transaction.liveGroup(customer.id, known.id);
    const team = group === undefined ? known : teamNow(group);
    const isRefused = team.reserved && customer.rules.reservedGroups === 'refuse';
    fates.push({
      team,
      whyLeft: whyLeft(team, { isGone: group === undefined, isRefused, isJoined: joined.has(team.id) }),
    });
  }
  return fates;
}

function whyLeft(
  team: Team,
  is: { readonly isGone: boolean; readonly isRefused: boolean; readonly isJoined: boolean },
): string | undefined {
  if (is.isGone) return 'the group was deleted';
  if (!team.enabled) return 'the group is disabled, so its membership is frozen; enable it first';
  if (is.isRefused)
    return 'a reserved group; take the person out in Control Center, or set the rule "reservedGroups" to "allow"';
  return is.isJoined ? undefined : 'a nested group brings the person in; leaving that one does it';
}
