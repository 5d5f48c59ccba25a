// Gives one test file a store of its own in the test run's mongod, and records to put into it; takes it away again.

import { randomBytes } from 'node:crypto';
import { mongo } from 'mongoose';
import { comparisonKey } from '../../src/directory/comparison';
import type { SearchForm } from '../../src/directory/condition';
import type { DirectoryEvent } from '../../src/directory/event';
import type { GroupRecord } from '../../src/directory/group-record';
import type { DirectoryTransaction } from '../../src/directory/ports';
import type { UserRecord } from '../../src/directory/user-record';
import { collectionsOf, type Collections } from '../../src/store/documents';
import { CLIENT_OPTIONS, openStore, type Store } from '../../src/store/open-store';
import { ownDatabase } from '../setup/own-database';

export const CUSTOMER = 'ajuba';

export interface TestStore {
  readonly store: Store;
  /** Another gateway's store over the same database; the caller closes it. */
  openOther(): Promise<Store>;
  /** A client of the test's own, to look into the database and to get in the way. */
  readonly client: mongo.MongoClient;
  readonly database: mongo.Db;
  readonly collections: Collections;
  /** In a queue that nothing else uses, so that writes meet in the database. */
  write<T>(work: (transaction: DirectoryTransaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openTestStore(): Promise<TestStore> {
  const uri = await ownDatabase('store');
  const openOther = async (): Promise<Store> => {
    const opened = openStore({ uri, requestLogDays: 1, ownSchemas: false, onNotice: () => undefined });
    await opened.prepared;
    return opened;
  };
  const store = await openOther();
  const client = new mongo.MongoClient(uri, CLIENT_OPTIONS);
  const database = client.db();
  return {
    store,
    openOther,
    client,
    database,
    collections: collectionsOf(database),
    write: (work) => store.directory.write(randomBytes(8).toString('hex'), work),
    async close() {
      await store.close();
      await client.close();
    },
  };
}

const NOW = new Date('2026-03-01T08:00:00Z');

/** A live user whose id, userName and User ID are `name`. */
export function user(name: string, changed: Partial<UserRecord> = {}): UserRecord {
  return {
    id: name,
    customer: CUSTOMER,
    version: 1,
    created: NOW,
    lastModified: NOW,
    deletedAt: null,
    profile: { userName: name, displayName: name },
    userId: name,
    unusableUserId: null,
    suffixedFrom: null,
    fullName: name,
    email: null,
    emailSince: NOW,
    emailClaimed: false,
    locked: false,
    signInEnabled: true,
    activeUnassigned: false,
    external: false,
    preferredLibrary: 'ACTIVE',
    location: null,
    accountType: 'enterprise',
    assignments: [],
    placedBy: null,
    ...changed,
  };
}

/** A live global group whose id, displayName and groupId are `name`. */
export function group(name: string, changed: Partial<GroupRecord> = {}): GroupRecord {
  return {
    id: name,
    customer: CUSTOMER,
    version: 1,
    created: NOW,
    lastModified: NOW,
    deletedAt: null,
    profile: { displayName: name },
    groupId: name,
    library: null,
    external: false,
    enabled: true,
    nestedGroups: [],
    ...changed,
  };
}

/** The search form of the records above, and whatever else is to be searched. */
export function form({ profile }: Pick<UserRecord, 'profile'>, more: SearchForm = {}): SearchForm {
  const texts = Object.entries(profile).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { ...Object.fromEntries(texts.map(([name, text]) => [name, comparisonKey(text)])), ...more };
}

export function event(resourceId: string, version: number): DirectoryEvent {
  return {
    id: `${resourceId}/${version}`,
    customer: CUSTOMER,
    at: NOW,
    actor: { connection: 'test', client: 'test', requestId: 'test' },
    resourceType: 'User',
    resourceId,
    version,
    operation: 'patch',
    before: {},
    after: {},
    membersAdded: [],
    membersRemoved: [],
    rules: [],
    tolerances: [],
  };
}
