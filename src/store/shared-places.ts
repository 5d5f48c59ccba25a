// When the next shared transaction begins, and who takes part: as many as wait, but nobody for long. Must not know what they write.

import { DirectoryFailure } from '../directory/failure';

export interface PlacesOptions {
  /** Transactions at once. */
  readonly most: number;
  /** Writes in one of them; all of them wait for the last. */
  readonly together: number;
  /** So many that wait are enough for another transaction beside those under way. */
  readonly enough: number;
  /** A transaction that takes longer is not waited for. */
  readonly slowMs: number;
  /** As long as a write waits for one on the same thing (write-queue.ts). */
  readonly waitMsMax: number;
}

/**
 * What comes while one is under way goes together in the next, which is cheaper for the database than one each; but enough
 * of it begins at once: while the database stores the one, the gateway works on the other. Measured with 16 clients, rounds
 * by turns, enough = 16 and 8: POST /Users 598 and 742 a second, PATCH 394 and 493; with 5 less again.
 */
const OPTIONS: PlacesOptions = { most: 4, together: 64, enough: 8, slowMs: 25, waitMsMax: 15_000 };

/** Writes that stay together. */
export interface Party {
  readonly isUrgent: boolean;
  readonly size: number;
}

export interface SharedPlaces<P extends Party> {
  /** @param giveUp called instead when no place became free in time; the party has not begun then */
  join(party: P, giveUp: (failure: DirectoryFailure) => void): void;
}

/** @param run the parties of one transaction; urgent ones first, each kind in the order in which they came. Must not reject */
export function createSharedPlaces<P extends Party>(
  run: (parties: readonly P[]) => Promise<void>,
  { most, together, enough, slowMs, waitMsMax }: PlacesOptions = OPTIONS,
): SharedPlaces<P> {
  const waiting = { urgent: new Map<P, NodeJS.Timeout>(), ordinary: new Map<P, NodeJS.Timeout>() };
  const lineOf = ({ isUrgent }: Party): Map<P, NodeJS.Timeout> =>
    isUrgent ? waiting.urgent : waiting.ordinary;
  let underWay = 0;
  let writes = 0;
  let patience: NodeJS.Timeout | undefined;

  function leave(party: P): void {
    clearTimeout(lineOf(party).get(party));
    lineOf(party).delete(party);
    writes -= party.size;
  }

  function take(): readonly P[] {
    const taken: P[] = [];
    let size = 0;
    for (const party of [...waiting.urgent.keys(), ...waiting.ordinary.keys()]) {
      if (taken.length > 0 && size + party.size > together) break;
      taken.push(party);
      size += party.size;
    }
    for (const party of taken) leave(party);
    return taken;
  }

  function begin(): void {
    underWay += 1;
    clearTimeout(patience);
    patience = undefined;
    void run(take()).finally(() => {
      underWay -= 1;
      look();
    });
  }

  function look(): void {
    if (writes === 0 || underWay >= most) return;
    if (underWay === 0 || writes >= enough) begin();
    else
      patience ??= setTimeout(() => {
        patience = undefined;
        if (writes > 0 && underWay < most) begin();
      }, slowMs);
  }

  return {
    join(party, giveUp) {
      const overdue = setTimeout(() => {
        leave(party);
        giveUp(new DirectoryFailure('busy', 'too many writes wait for the database; try again'));
      }, waitMsMax);
      lineOf(party).set(party, overdue);
      writes += party.size;
      look();
    },
  };
}
