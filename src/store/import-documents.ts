// How imports lie in MongoDB: the order with its progress, its file, and a document for each row; with their indexes.

import type { mongo } from 'mongoose';
import type { ImportJob, ImportRow } from '../directory/import-job';
import { collectionSchema, type Index } from './collection-schema';

export type ImportJobDocument = Omit<ImportJob, 'id' | 'state' | 'stepsDone'> & {
  readonly _id: string;
  readonly stepsDone?: number;
  /** `waiting` as long as it is open, in whoever's hand. */
  readonly state: Exclude<ImportJob['state'], 'running'>;
  /** Until it has ended; absent then, so that the indexes hold what is looked for. */
  readonly open?: true;
  /** Tells the same list, read in the same way. */
  readonly digest: string;
  readonly stopAsked?: true;
  readonly holder?: string;
  readonly until?: Date;
  readonly expires: Date;
};

/** By the id of its import. */
interface ImportFileDocument {
  readonly _id: string;
  readonly customer: string;
  readonly csv: string;
  readonly expires: Date;
}

/** By import, step and place in it, so that a step which is done again takes its own place. */
export type ImportRowDocument = Omit<ImportRow, 'id'> & {
  readonly _id: string;
  readonly customer: string;
  readonly job: string;
  readonly named: string;
  readonly expires: Date;
};

export interface ImportCollections {
  readonly imports: mongo.Collection<ImportJobDocument>;
  readonly importFiles: mongo.Collection<ImportFileDocument>;
  readonly importRows: mongo.Collection<ImportRowDocument>;
}

export function importCollectionsOf(database: mongo.Db): ImportCollections {
  return {
    imports: database.collection('imports'),
    importFiles: database.collection('importFiles'),
    importRows: database.collection('importRows'),
  };
}

const EXPIRY: Index = [{ expires: 1 }, { name: 'expiry', expireAfterSeconds: 0 }];

export const IMPORT_COLLECTIONS = {
  imports: collectionSchema([
    [{ customer: 1, _id: 1 }],
    [
      { customer: 1, digest: 1 },
      { name: 'open', unique: true, partialFilterExpression: { open: true } },
    ],
    EXPIRY,
  ]),
  importFiles: collectionSchema([EXPIRY]),
  importRows: collectionSchema([[{ customer: 1, job: 1, outcome: 1, line: 1, _id: 1 }], EXPIRY]),
};
