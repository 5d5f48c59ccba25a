// The gateway processes on one database, each by its last sign of life and by the database's clock.

import type { mongo } from 'mongoose';
import type { GatewayProcess, Processes } from '../directory/health';
import { named } from './driver-failure';

export type ProcessDocument = Omit<GatewayProcess, 'id' | 'seenAt'> & {
  readonly _id: string;
  readonly at: Date;
};

const SEEN_WITHIN_MS = 60_000;

export function createProcesses(processes: mongo.Collection<ProcessDocument>): Processes {
  return {
    async seen({ id, ...process }) {
      const sign = { $set: { ...literal(process), at: '$$NOW' } };
      await named(processes.updateOne({ _id: id }, [sign], { upsert: true }));
    },

    async gone(id) {
      await named(processes.deleteOne({ _id: id }));
    },

    async list() {
      const oldest = { $subtract: ['$$NOW', SEEN_WITHIN_MS] };
      const found = processes.find({ $expr: { $gte: ['$at', oldest] } }).sort({ startedAt: 1 });
      return (await named(found.toArray())).map(({ _id, at, ...process }) => ({
        id: _id,
        ...process,
        seenAt: at,
      }));
    },
  };
}

/** A text that begins with "$" would be taken for a field. */
function literal(values: object): mongo.Document {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { $literal: value as unknown }]),
  );
}
