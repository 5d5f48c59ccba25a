// What the resources were at given moments, folded from their events alone; copies are never looked at. Pure.

import type { DirectoryEvent } from '../event';
import type { JsonObject } from '../json';

export interface ResourceState {
  readonly facts: JsonObject;
  /** Of a group: the ids in its rows; deleted people keep theirs. */
  readonly members: ReadonlySet<string>;
}

export interface ResourceStates {
  readonly id: string;
  /** One for each moment, the same one as long as nothing happens; undefined where the resource did not exist yet. */
  readonly at: readonly (ResourceState | undefined)[];
}

const NO_MEMBERS: ReadonlySet<string> = new Set();

/**
 * @param events resource by resource, each in order of version
 * @param moments in ascending order; what happened in the very moment is included
 */
export async function* statesAt(
  events: AsyncIterable<readonly DirectoryEvent[]>,
  moments: readonly Date[],
): AsyncGenerator<ResourceStates> {
  let fold: Fold | undefined;
  for await (const batch of events) {
    for (const event of batch) {
      if (fold !== undefined && fold.id !== event.resourceId) {
        yield fold.end();
        fold = undefined;
      }
      fold ??= createFold(event.resourceId, moments);
      fold.apply(event);
    }
  }
  if (fold !== undefined) yield fold.end();
}

/** An event holds what changed: values that only `before` has are gone, those of `after` are there now. */
export function factsAfter(
  facts: JsonObject,
  { before, after }: Pick<DirectoryEvent, 'before' | 'after'>,
): JsonObject {
  const staying = Object.entries(facts).filter(([name]) => !Object.hasOwn(before, name));
  return { ...Object.fromEntries(staying), ...after };
}

interface Fold {
  readonly id: string;
  apply(event: DirectoryEvent): void;
  end(): ResourceStates;
}

function createFold(id: string, moments: readonly Date[]): Fold {
  const states: (ResourceState | undefined)[] = [];
  const members = new Set<string>();
  let facts: JsonObject | undefined;
  /** As it is now; made once for all the moments between two events, which may be many. */
  let state: ResourceState | undefined;
  let latestMs = 0;

  function take(): void {
    if (facts !== undefined) state ??= { facts, members: members.size === 0 ? NO_MEMBERS : new Set(members) };
    states.push(state);
  }

  return {
    id,
    apply(event) {
      // Versions have one order, the clocks of several processes need not agree with it: a later version is never earlier.
      latestMs = Math.max(latestMs, event.at.getTime());
      for (let next = moments[states.length]; next !== undefined; next = moments[states.length]) {
        if (next.getTime() >= latestMs) break;
        take();
      }
      if (states.length === moments.length) return;
      state = undefined;
      facts = factsAfter(facts ?? {}, event);
      for (const member of event.membersRemoved) members.delete(member);
      for (const member of event.membersAdded) members.add(member);
    },
    end() {
      while (states.length < moments.length) take();
      return { id, at: states };
    },
  };
}
