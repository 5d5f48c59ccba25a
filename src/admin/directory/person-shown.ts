// One person whole: who it is, what may be opened, what is missing and what is left. Reads groups and events, and nothing else.

import { personNow, teamNow } from '../../directory/answers/facts';
import { endsOf, type Happening } from '../../directory/answers/leavers';
import { lacksOf } from '../../directory/completeness';
import { isJsonObject, type JsonValue } from '../../directory/json';
import type { UserRecord } from '../../directory/user-record';
import type { AdminContext } from '../context';
import type { AnswerOf } from '../contract';
import type { PEOPLE } from '../contract/people';
import { namesOf } from './person-row';
import { residueWords, seatWords, signInWords } from './person-words';
import { byName, shownTeam, type TeamShown } from './team-shown';

type Shown = AnswerOf<(typeof PEOPLE)['people.show']>;

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export async function shownPerson(
  { stores, services, customer }: AdminContext,
  user: UserRecord,
): Promise<Shown> {
  const [groups, ends, holders] = await Promise.all([
    stores.history.groupsOf(customer.id, [user.id]),
    endsOf(stores.history.eventsOf(customer.id, [user.id])),
    user.deletedAt === null ? services.store.emailHolders(customer.id, [user]) : undefined,
  ]);
  const { disabled, deleted } = ends.get(user.id) ?? { disabled: undefined, deleted: undefined };
  const teams = (groups.get(user.id) ?? []).map((group) => shownTeam(teamNow(group))).sort(byName);
  const lacks = lacksOf(user, holders?.get(user.id));
  const isServed = user.assignments.some((row) => row.signInEnabled);
  return {
    ...identityOf(user),
    signIn: {
      status: personNow(user).signIn,
      locked: user.locked,
      words: signInWords(user, { disabled, deleted }),
    },
    seat: {
      taken: user.signInEnabled,
      servesNobody: user.signInEnabled && !isServed,
      words: seatWords(user),
    },
    libraries: user.assignments.map((row) => ({
      ...row,
      name: customer.libraries.find(({ id }) => id === row.library)?.displayName ?? row.library,
      preferred: row.library === user.preferredLibrary,
    })),
    groups: teams,
    provisioning: {
      status: lacks.length === 0 ? 'ready' : 'incomplete',
      missing: lacks.map(({ field }) => field),
      reasons: lacks.map(({ reason }) => reason),
    },
    disabled: user.signInEnabled ? null : shownHappening(disabled),
    deleted: user.deletedAt === null ? null : shownHappening(deleted),
    residue: user.signInEnabled ? null : residueOf(user, teams),
    returnApprovedUntil: user.returnApprovedUntil?.toISOString() ?? null,
  };
}

function identityOf(
  user: UserRecord,
): Omit<
  Shown,
  | 'signIn'
  | 'seat'
  | 'libraries'
  | 'groups'
  | 'provisioning'
  | 'disabled'
  | 'deleted'
  | 'residue'
  | 'returnApprovedUntil'
> {
  const person = personNow(user);
  const enterprise = isJsonObject(user.profile[ENTERPRISE]) ? user.profile[ENTERPRISE] : {};
  return {
    ...namesOf(person),
    email: person.email,
    displayName: textOf(user.profile['displayName']),
    title: textOf(user.profile['title']),
    department: textOf(enterprise['department']),
    employeeNumber: textOf(enterprise['employeeNumber']),
    location: person.location,
    accountType: user.accountType,
    external: user.external,
    ids: {
      id: user.id,
      userId: user.userId,
      externalId: textOf(user.profile['externalId']),
      unusableUserId: user.unusableUserId,
      suffixedFrom: user.suffixedFrom,
    },
    created: user.created.toISOString(),
    lastModified: user.lastModified.toISOString(),
    version: user.version,
    preferredLibrary: user.preferredLibrary,
  };
}

function residueOf(user: UserRecord, groups: TeamShown[]): Shown['residue'] {
  const libraries = user.assignments.filter((row) => row.signInEnabled).map(({ library }) => library);
  const reserved = groups.filter((group) => group.reserved).length;
  return { groups, libraries, words: residueWords(groups.length, reserved, libraries.length) };
}

export function shownHappening(
  happening: Happening | undefined,
): { at: string; by: string; client: string; event: string } | null {
  if (happening === undefined) return null;
  const { at, by, client, event } = happening;
  return { at: at.toISOString(), by, client, event };
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
