// Puts a whole firm into a database: people with their lives, groups with who came and went, requests that were refused. Past the requests of the gateway, but by its own rules and documents.

import type { mongo } from 'mongoose';
import type { Customer } from '../../src/directory/customer';
import { userResource } from '../../src/scim/resources/user-resource';
import { typeNamed, type SchemaMap } from '../../src/scim/schema/schema-map';
import { searchForm } from '../../src/scim/schema/search-form';
import { collectionsOf, userDocument } from '../../src/store/documents';
import { forgetLiveCounts } from '../../src/store/live-counts';
import { userRecord } from '../../src/store/stored-record';
import { chunks, range } from '../prove/parallel';
import { chanceOf } from './chances';
import { eventDocuments } from './event-documents';
import { storeGroups, storeLargestGroup } from './groups';
import { lifeOf } from './life';
import { sendInOrder } from './pipeline';
import type { FirmPlan, Notebook, Reached } from './plan';
import type { OnProgress } from './progress';
import { storeRefused } from './refused';
import { storeAll, type StoreAll } from './storing';

const PEOPLE_AT_ONCE = 500;
const BASE_URL = 'http://127.0.0.1/scim/v2';
/** People whose requests are refused now and then. */
const REFUSED_PEOPLE = 2_000;
const EVENTS_PER_REFUSAL = 20;
/** Of all events, those of groups are a fifth at most. */
const GROUP_EVENTS_PART = 5;
const GROUP_EVENTS_MAX = 41;

export interface FirmOptions {
  readonly customer: Customer;
  readonly schemaMap: SchemaMap;
  readonly plan: FirmPlan;
  readonly reached: Reached;
  /** More may be there than was noted. */
  readonly isAgain: boolean;
  readonly notebook: Pick<Notebook, 'reach' | 'keep'>;
  readonly onProgress: OnProgress;
  readonly stopping: AbortSignal;
}

/** Goes on where it was stopped. @returns how many events were stored */
export async function storeFirm(database: mongo.Db, options: FirmOptions): Promise<number> {
  const { plan, customer, notebook } = options;
  const work: Work = {
    ...options,
    database,
    store: storeAll(options.isAgain),
    reached: { ...options.reached },
  };
  try {
    const events = await storePeople(work);
    const ids = plan.groups + plan.largestGroup === 0 ? [] : await joiners(database, customer.id);
    const inGroups = await storeGroups(work, ids, groupEvents(plan));
    const inLargest = await storeLargestGroup(work, ids);
    await storeRefusals(work);
    return events + inGroups + inLargest;
  } finally {
    await forgetLiveCounts(collectionsOf(database).liveCounts, customer.id);
    await notebook.keep();
  }
}

/** What every part of the firm is made with; `reached` is what is stored by now. */
export interface Work extends Omit<FirmOptions, 'reached'> {
  readonly database: mongo.Db;
  readonly store: StoreAll;
  readonly reached: { -readonly [P in keyof Reached]: number };
}

function groupEvents({ groups, events }: FirmPlan): number {
  const some = Math.floor(events / GROUP_EVENTS_PART / Math.max(1, groups));
  return Math.max(2, Math.min(GROUP_EVENTS_MAX, some));
}

async function storePeople(work: Work): Promise<number> {
  const { database, plan, store, reached, notebook, onProgress, stopping } = work;
  const { users, events } = collectionsOf(database);
  const form = formOf(work.schemaMap);
  const ofGroups = plan.groups * groupEvents(plan);
  const each = Math.max(1, Math.round((plan.events - ofGroups) / plan.people));
  let stored = 0;
  const batches = chunks(range(plan.people).slice(reached.people), PEOPLE_AT_ONCE);
  await sendInOrder(batches, {
    stopping,
    async send(indexes) {
      const lives = indexes.map((index) =>
        lifeOf(plan.peopleBefore + index, {
          ...{ customer: work.customer, from: plan.from, to: plan.to, events: each },
          chance: chanceOf(plan.seed, 'person', index),
          stays: index < plan.largestGroup,
        }),
      );
      const documents = lives.flatMap((life) => eventDocuments(life.events));
      stored += documents.length;
      const people = lives.map(({ user }) => userDocument(user, form(user)));
      await Promise.all([store(users, people), store(events, documents)]);
    },
    async onStored(indexes) {
      reached.people = (indexes.at(-1) ?? 0) + 1;
      onProgress('people', reached.people, plan.people);
      await notebook.reach(reached);
    },
  });
  return stored;
}

function formOf(
  schemaMap: SchemaMap,
): (user: Parameters<typeof userResource>[0]) => ReturnType<typeof searchForm> {
  const type = typeNamed(schemaMap, 'User');
  return (user) => searchForm(type.attributes, userResource(user, BASE_URL));
}

/** Those who may be put into any group, in the order in which they came. */
async function joiners(database: mongo.Db, customer: string): Promise<readonly string[]> {
  const query = { customer, live: true, external: false, signInEnabled: true };
  const ids: string[] = [];
  const found = collectionsOf(database).users.find(query, { projection: { _id: 1 }, batchSize: 50_000 });
  for await (const { _id } of found) ids.push(_id);
  return ids.sort();
}

async function storeRefusals({
  database,
  plan,
  reached,
  notebook,
  stopping,
  onProgress,
}: Work): Promise<void> {
  const users = collectionsOf(database).users.find({}, { limit: REFUSED_PEOPLE }).sort({ _id: 1 });
  await storeRefused(database, {
    ...{ to: plan.to, people: (await users.toArray()).map(userRecord), stopping },
    chance: chanceOf(plan.seed, 'refused', reached.refused),
    count: Math.round(plan.events / EVENTS_PER_REFUSAL),
    reached: reached.refused,
    onStored: async (done, of) => {
      reached.refused = done;
      onProgress('refused requests', done, of);
      await notebook.reach(reached);
    },
  });
}
