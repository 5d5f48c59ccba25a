// What a clean-up of leavers took, read from the events of its run, and what of it was changed since. Pure.

import { sameJson, type DirectoryEvent } from '../event';
import type { DirectoryHistory } from '../history';
import { isJsonArray, isJsonObject, type JsonObject } from '../json';

/** What one run took from one person. */
export interface Taken {
  readonly userId: string;
  readonly groups: readonly TakenThing[];
  readonly libraries: readonly TakenThing[];
}

interface TakenThing {
  /** Of a group its id, of a library its name. */
  readonly id: string;
  /** Whether somebody changed just that after the run: then it is not the run's to give back. */
  readonly isChangedSince: boolean;
}

/** How the id of a clean-up's run begins; no request of a client has such an id. */
const RUN = 'clean-';

export function cleanUpRun(id: string): string {
  return `${RUN}${id}`;
}

export function isCleanUpRun(run: string): boolean {
  return run.startsWith(RUN);
}

/** What the run of this id took; undefined where no clean-up has it. */
export async function takenIn(
  history: Pick<DirectoryHistory, 'latestEvents' | 'eventsOf'>,
  customer: string,
  run: string,
): Promise<readonly Taken[] | undefined> {
  if (!isCleanUpRun(run)) return undefined;
  const events: DirectoryEvent[] = [];
  for await (const batch of history.latestEvents(customer, { requestId: run })) events.push(...batch);
  if (events.length === 0) return undefined;
  const resources = [...new Set(events.map(({ resourceId }) => resourceId))];
  return takenBy(events, history.eventsOf(customer, resources, { withMembers: true }));
}

/**
 * @param run the events of the run
 * @param all the events of every resource that the run touched, in order of version; streamed, for they may be many
 */
export async function takenBy(
  run: readonly DirectoryEvent[],
  all: AsyncIterable<readonly DirectoryEvent[]>,
): Promise<readonly Taken[]> {
  const losses = run.flatMap(lossesOf);
  const byResource = grouped(losses, ({ resourceId }) => resourceId);
  const changed = new Set<Loss>();
  for await (const batch of all) {
    for (const event of batch) {
      for (const loss of byResource.get(event.resourceId) ?? [])
        if (event.version > loss.version && touches(event, loss)) changed.add(loss);
    }
  }
  const byPerson = grouped(losses, ({ userId }) => userId);
  return [...byPerson].map(([userId, lost]) => {
    const things = (kind: Loss['kind']): readonly TakenThing[] =>
      lost
        .filter((loss) => loss.kind === kind)
        .map((loss) => ({ id: loss.thing, isChangedSince: changed.has(loss) }));
    return { userId, groups: things('group'), libraries: things('library') };
  });
}

interface Loss {
  readonly kind: 'group' | 'library';
  readonly userId: string;
  readonly thing: string;
  readonly resourceId: string;
  readonly version: number;
}

/** What a nested group carried up to the groups above it comes back by itself. */
function lossesOf(event: DirectoryEvent): readonly Loss[] {
  const { resourceType, resourceId, version, membersRemoved, rules, before, after } = event;
  if (resourceType === 'Group') {
    if (rules.includes('nested-group-flattened')) return [];
    return membersRemoved.map((userId) => ({
      kind: 'group',
      userId,
      thing: resourceId,
      resourceId,
      version,
    }));
  }
  if (resourceType !== 'User') return [];
  const was = rowsOf(before);
  return [...rowsOf(after)]
    .filter(
      ([library, row]) => was.get(library)?.['signInEnabled'] === true && row['signInEnabled'] === false,
    )
    .map(([thing]) => ({ kind: 'library', userId: resourceId, thing, resourceId, version }));
}

function touches({ membersAdded, membersRemoved, before, after }: DirectoryEvent, loss: Loss): boolean {
  return loss.kind === 'group'
    ? membersAdded.includes(loss.userId) || membersRemoved.includes(loss.userId)
    : !sameJson(rowsOf(before).get(loss.thing), rowsOf(after).get(loss.thing));
}

function rowsOf(facts: JsonObject): ReadonlyMap<string, JsonObject> {
  const rows = isJsonArray(facts['libraries']) ? facts['libraries'].filter(isJsonObject) : [];
  return new Map(rows.map((row) => [typeof row['library'] === 'string' ? row['library'] : '', row]));
}

function grouped<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}
