// What is left of people who may not sign in any more: memberships and libraries that nobody took away. Pure.

import type { DirectoryEvent } from '../event';
import type { DirectoryHistory } from '../history';
import type { UserRecord } from '../user-record';
import { personNow, teamNow, type Person, type Team } from './facts';

export interface Leaver {
  readonly person: Person;
  /** Groups whose rows still name the person. */
  readonly groups: readonly Team[];
  /** Libraries in which the sign-in is still enabled. */
  readonly libraries: readonly string[];
  /** Undefined where no event tells of it. */
  readonly disabled: Happening | undefined;
  readonly deleted: Happening | undefined;
}

export interface Happening {
  readonly at: Date;
  /** The connection that did it. */
  readonly by: string;
  /** What kind of client it looked like; of what was done by hand, who did it. */
  readonly client: string;
  /** Id of the event. */
  readonly event: string;
}

type LeaverHistory = Pick<DirectoryHistory, 'users' | 'groupsOf' | 'eventsOf'>;

/** Every disabled or deleted person, in the order in which the people came. */
export async function* leavers(history: LeaverHistory, customer: string): AsyncGenerator<Leaver> {
  for await (const batch of history.users(customer)) {
    yield* await leaversAmong(history, customer, batch);
  }
}

/** Those of the people who are disabled or deleted. */
export async function leaversAmong(
  history: LeaverHistory,
  customer: string,
  people: readonly UserRecord[],
): Promise<readonly Leaver[]> {
  const gone = people.filter((user) => !user.signInEnabled);
  if (gone.length === 0) return [];
  const ids = gone.map(({ id }) => id);
  const groups = await history.groupsOf(customer, ids);
  const ends = await endsOf(history.eventsOf(customer, ids));
  return gone.map((user) => ({
    person: personNow(user),
    groups: (groups.get(user.id) ?? []).map(teamNow),
    libraries: user.assignments.filter((row) => row.signInEnabled).map(({ library }) => library),
    disabled: ends.get(user.id)?.disabled,
    deleted: ends.get(user.id)?.deleted,
  }));
}

/** Whether anything is left that somebody should take away. */
export function hasResidue({ groups, libraries }: Leaver): boolean {
  return groups.length > 0 || libraries.length > 0;
}

type Ends = Pick<Leaver, 'disabled' | 'deleted'>;

/** By user id, the disable and the deletion that still hold. */
export async function endsOf(
  events: AsyncIterable<readonly DirectoryEvent[]>,
): Promise<ReadonlyMap<string, Ends>> {
  const ends = new Map<string, Ends>();
  for await (const batch of events) {
    for (const event of batch) ends.set(event.resourceId, endsAfter(ends.get(event.resourceId), event));
  }
  return ends;
}

function endsAfter(held: Ends | undefined, { id, at, actor, after }: DirectoryEvent): Ends {
  const here = { at, by: actor.connection, client: actor.client, event: id };
  const heldNow = (holds: boolean | undefined, before: Happening | undefined): Happening | undefined =>
    holds === undefined ? before : holds ? here : undefined;
  const enabled = after['signInEnabled'];
  const deleted = after['deleted'];
  return {
    disabled: heldNow(enabled === undefined ? undefined : enabled === false, held?.disabled),
    deleted: heldNow(deleted === undefined ? undefined : deleted === true, held?.deleted),
  };
}
