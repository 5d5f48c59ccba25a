// Who takes a paid seat: people whose sign-in is enabled; how many now, and at moments of the past. Pure.

import type { DirectoryHistory } from '../history';
import { personNow, personOf, type Person } from './facts';
import { statesAt, type ResourceState } from './fold';

/** How many seats, and of whom. */
export interface SeatCount {
  readonly seats: number;
  readonly internal: number;
  readonly external: number;
}

/** `library`: by preferred library; `serves nobody`: one seat each, of a person who can open no library. */
type SeatMeasure = 'total' | 'kind' | 'library' | 'location' | 'serves nobody';

export interface SeatRow extends SeatCount {
  readonly measure: SeatMeasure;
  readonly value: string;
}

export interface SeatMoment extends SeatCount {
  readonly at: Date;
}

/** Seats as they are, with the people whose seat serves nobody by name. */
export async function seatsNow(
  history: Pick<DirectoryHistory, 'users'>,
  customer: string,
): Promise<readonly SeatRow[]> {
  const tally = createTally();
  for await (const batch of history.users(customer)) {
    for (const person of batch.map(personNow).filter(takesSeat)) {
      tally.count('total', 'all', person);
      tally.count('kind', person.external ? 'external' : 'internal', person);
      tally.count('library', person.preferredLibrary, person);
      tally.count('location', person.location, person);
      if (servesNobody(person)) tally.count('serves nobody', nameOf(person), person);
    }
  }
  return tally.rows();
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

/** Disabled in every library = cannot sign in at all (imanage-model.md §1, Library assignment). */
function servesNobody({ libraries }: Person): boolean {
  return !libraries.some((row) => row.signInEnabled);
}

function nameOf({ userId, userName, fullName }: Person): string {
  return `${userId || userName} (${fullName})`;
}

const MEASURES: readonly SeatMeasure[] = ['total', 'kind', 'library', 'location', 'serves nobody'];

interface Tally {
  count(measure: SeatMeasure, value: string, person: Person): void;
  /** By measure, and there the most seats first. */
  rows(): readonly SeatRow[];
}

function createTally(): Tally {
  const rows = new Map<string, SeatRow>();
  return {
    count(measure, value, { external }) {
      const key = JSON.stringify([measure, value]);
      const held = rows.get(key) ?? { measure, value, seats: 0, internal: 0, external: 0 };
      const kind = external ? 'external' : 'internal';
      rows.set(key, { ...held, seats: held.seats + 1, [kind]: held[kind] + 1 });
    },
    rows: () =>
      MEASURES.flatMap((measure) =>
        [...rows.values()]
          .filter((row) => row.measure === measure)
          .toSorted((a, b) => b.seats - a.seats || (a.value < b.value ? -1 : 1)),
      ),
  };
}
