// Knows every connection as the database has it, a second old at most: one small read tells whether anything changed. Knows no token's text.
//
// There is no timer: whoever asks makes it look. A gateway that nobody asks need not know, and one that was asleep looks
// before it answers.

import { performance } from 'node:perf_hooks';
import type { Config } from '../config/config';
import type { ConnectionReader, ConnectionRecord } from '../directory/connection-record';
import type { ConnectionRegistry, KnownConnections } from '../http/connection';
import type { Store } from '../store/open-store';
import { connectionMaker } from './connections';

/** From then on the next request makes it look, and does not wait for it. */
const LOOK_AFTER_MS = 400;
/** From then on nothing is answered before it was looked. */
const TRUSTED_MS = 900;
/** Tokens of our form that nobody knows cause no more reads than one in so long. */
const LATEST_MS = 25;

export interface RegistryOptions {
  readonly reader: Pick<ConnectionReader, 'changeNumber' | 'all'>;
  readonly make: (records: readonly ConnectionRecord[]) => KnownConnections;
  /** A clock that nobody sets, in milliseconds. */
  readonly clock: () => number;
}

interface Known {
  readonly connections: KnownConnections;
  readonly changeNumber: number;
  /** When the look began that found them so. */
  readonly asOf: number;
}

/** Of the connections of one gateway. */
export function connectionRegistry(config: Config, store: Pick<Store, 'connections'>): ConnectionRegistry {
  const make = connectionMaker(config);
  return createConnectionRegistry({ reader: store.connections, make, clock: () => performance.now() });
}

export function createConnectionRegistry({ reader, make, clock }: RegistryOptions): ConnectionRegistry {
  let known: Known | undefined;
  let looking: Promise<KnownConnections> | undefined;

  async function look(): Promise<KnownConnections> {
    const asOf = clock();
    // First the number: a change that comes between the two is seen now and read once more.
    const changeNumber = await reader.changeNumber();
    const connections = known?.changeNumber === changeNumber ? known.connections : make(await reader.all());
    known = { connections, changeNumber, asOf };
    return connections;
  }

  function lookOnce(): Promise<KnownConnections> {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  const ageMs = (): number => (known === undefined ? Infinity : clock() - known.asOf);

  return {
    async current() {
      if (known === undefined || ageMs() >= TRUSTED_MS) return lookOnce();
      // Where it fails now, whoever comes when it is too old is told.
      if (ageMs() >= LOOK_AFTER_MS) lookOnce().catch(() => undefined);
      return known.connections;
    },

    async latest() {
      if (known !== undefined && ageMs() < LATEST_MS) return known.connections;
      // What is under way may have begun before the change.
      await looking?.catch(() => undefined);
      return lookOnce();
    },
  };
}
