// How many people took a paid seat, which everybody does whose sign-in is enabled, at moments of the past. Pure.

import type { DirectoryHistory } from '../history';
import { personOf, type Person } from './facts';
import { statesAt, type ResourceState } from './fold';

/** How many seats, and of whom. */
interface SeatCount {
  readonly seats: number;
  readonly internal: number;
  readonly external: number;
}

interface SeatMoment extends SeatCount {
  readonly at: Date;
}

/** At each moment, from the events, in one reading of them. @param moments in ascending order */
export async function seatsOverTime(
  history: Pick<DirectoryHistory, 'events'>,
  customer: string,
  moments: readonly Date[],
): Promise<readonly SeatMoment[]> {
  const internal = moments.map(() => 0);
  const external = moments.map(() => 0);
  for await (const { id, at } of statesAt(history.events(customer, 'User'), moments)) {
    let known: ResourceState | undefined;
    let counts: number[] | undefined;
    for (const [index, state] of at.entries()) {
      if (state !== known && state !== undefined) {
        const person = personOf(id, state.facts);
        counts = takesSeat(person) ? (person.external ? external : internal) : undefined;
        known = state;
      }
      if (counts !== undefined) counts[index] = (counts[index] ?? 0) + 1;
    }
  }
  return moments.map((at, index) => {
    const [inside = 0, outside = 0] = [internal[index], external[index]];
    return { at, seats: inside + outside, internal: inside, external: outside };
  });
}

function takesSeat(person: Person): boolean {
  return person.signIn === 'enabled';
}
