// Keeps the mass-disable brake of each customer, and reads its alerts; knows nothing of what they mean.

import { mongo } from 'mongoose';
import type { BrakeState } from '../directory/brake';
import type { DirectoryReader, DirectoryTransaction } from '../directory/ports';
import { alertRecord } from './alert-record';
import { alertSteps } from './alerts';
import type { BrakeDocument, Collections } from './documents';
import { countEnabled } from './people-counts';
import { versionConflict } from './version-conflict';

const DUPLICATE_KEY = 11000;

/** Driver errors come through as they are. */
export function brakeReader({ users, brakes, alerts }: Collections): BrakeReads {
  return {
    async brake(customer) {
      const document = await brakes.findOne({ _id: customer });
      return document === null ? undefined : brakeState(document);
    },
    async alerts(customer, limit, kind) {
      const query = { customer, ...(kind === undefined ? {} : { kind }) };
      const documents = await alerts.find(query).sort({ at: -1 }).limit(limit).toArray();
      return documents.map(alertRecord);
    },
    enabledUsers: (customer) => countEnabled(users, customer),
  };
}

/** Nobody waits for the journal: a count is no promise. */
const LIGHTLY = { writeConcern: { w: 1, journal: false } } as const;

export async function countBrake(
  { brakes }: Collections,
  { version }: BrakeState,
  { customer, ...after }: BrakeState,
): Promise<boolean> {
  const { matchedCount } = await brakes.replaceOne({ _id: customer, version }, after, LIGHTLY);
  return matchedCount === 1;
}

type BrakeReads = Pick<DirectoryReader, 'brake' | 'alerts' | 'enabledUsers'>;
type BrakeSteps = Pick<
  DirectoryTransaction,
  'brake' | 'keepBrake' | 'addAlert' | 'releaseAlert' | 'enabledUsers'
>;

export function brakeSteps({ users, brakes, alerts }: Collections, session: mongo.ClientSession): BrakeSteps {
  return {
    async brake(customer) {
      const document = await brakes.findOne({ _id: customer }, { session });
      return document === null ? undefined : brakeState(document);
    },

    async keepBrake(before, { customer, ...after }) {
      if (before === undefined) {
        await brakes.insertOne({ _id: customer, ...after }, { session }).catch(asConflict);
        return;
      }
      const where = { _id: customer, version: before.version };
      const { matchedCount } = await brakes.replaceOne(where, after, { session });
      if (matchedCount === 0) throw versionConflict();
    },

    ...alertSteps(alerts, session),

    enabledUsers: (customer) => countEnabled(users, customer, session),
  };
}

/** Somebody else's first count came first. */
function asConflict(error: unknown): never {
  throw error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY ? versionConflict() : error;
}

function brakeState({ _id, ...state }: BrakeDocument): BrakeState {
  return { customer: _id, ...state };
}
