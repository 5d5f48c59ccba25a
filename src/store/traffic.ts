// Adds up the request log: counts by connection and hour, and when each connection and token was last seen.

import type { mongo } from 'mongoose';
import { refusedStatus, type RequestEntry } from '../directory/request-log';
import type { Sight, Traffic, TrafficHour } from '../directory/traffic';
import { named } from './driver-failure';
import type { SightDocument, TrafficCollections, TrafficDocument } from './log-models';

const HOUR_MS = 3_600_000;

/** Counts the entries. A try whose answer was lost is counted twice: what is shown are rates, not bills. */
export async function addTraffic(
  { traffic, sightings }: TrafficCollections,
  entries: readonly RequestEntry[],
): Promise<void> {
  const hours = new Map<string, TrafficDocument>();
  const sights = new Map<string, SightDocument>();
  for (const { latest, ...counts } of groupsOf(entries)) {
    const { customer, connection, at, client, status } = latest;
    const hour = { ...hourOf(latest), ...counts };
    hours.set(hour._id, added(hours.get(hour._id), hour));
    for (const token of latest.token === null ? [null] : [null, latest.token]) {
      const _id = sightKey(customer, connection, token);
      const before = sights.get(_id);
      if (before === undefined || before.at <= at)
        sights.set(_id, { _id, customer, connection, token, at, client, status });
    }
  }
  if (hours.size === 0) return;
  await traffic.bulkWrite([...hours.values()].map(countIn), { ordered: false });
  await sightings.bulkWrite([...sights.values()].map(sightIn), { ordered: false });
}

export function createTraffic({ traffic, sightings }: TrafficCollections): Traffic {
  const sightsOf = (customer: string, token: Record<string, unknown> | null): Promise<readonly Sight[]> =>
    named(
      sightings
        .find({ customer, token } as mongo.Filter<SightDocument>)
        .sort({ connection: 1, token: 1 })
        .map(({ _id, customer: _customer, ...sight }): Sight => sight)
        .toArray(),
    );
  return {
    hours: (customer, from, to) =>
      named(
        traffic
          .find({ customer, at: { $gte: startOf(from), ...(to === undefined ? {} : { $lte: to }) } })
          .sort({ connection: 1, at: 1 })
          .map(({ _id, customer: _customer, ...hour }): TrafficHour => hour)
          .toArray(),
      ),
    lastSights: (customer) => sightsOf(customer, null),
    tokenSights: (customer) => sightsOf(customer, { $ne: null }),
    rename: (customer, from, to) => named(renameTraffic({ traffic, sightings }, customer, [from, to])),
  };
}

/** What another process still writes under the old name within the next second stays there. */
async function renameTraffic(
  { traffic, sightings }: TrafficCollections,
  customer: string,
  [from, to]: readonly [string, string],
): Promise<void> {
  const old = { customer, connection: from };
  const [hours, sights] = await Promise.all([traffic.find(old).toArray(), sightings.find(old).toArray()]);
  const counts = hours.map((hour) =>
    countIn({ ...hour, _id: hourKey(customer, to, hour.at), connection: to }),
  );
  const seen = sights.map((sight) =>
    sightIn({ ...sight, _id: sightKey(customer, to, sight.token), connection: to }),
  );
  if (counts.length > 0) await traffic.bulkWrite(counts, { ordered: false });
  if (seen.length > 0) await sightings.bulkWrite(seen, { ordered: false });
  await Promise.all([traffic.deleteMany(old), sightings.deleteMany(old)]);
}

function hourKey(customer: string, connection: string, at: Date): string {
  return JSON.stringify([customer, connection, at.toISOString()]);
}

function sightKey(customer: string, connection: string, token: string | null): string {
  return JSON.stringify([customer, connection, token]);
}

type Counted = RequestEntry & { readonly customer: string; readonly connection: string };

interface Group {
  latest: Counted;
  requests: number;
  refused: number;
  failed: number;
}

/** Of one hour, connection and token: a batch has few, so that each entry only adds to what is there. */
function groupsOf(entries: readonly RequestEntry[]): Iterable<Readonly<Group>> {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    if (!isCounted(entry)) continue;
    const { customer, connection, token, at } = entry;
    const hour = Math.floor(at.getTime() / HOUR_MS);
    const key = `${hour}/${customer.length}/${connection.length}/${customer}${connection}${token ?? ''}`;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { latest: entry, requests: 0, refused: 0, failed: 0 }));
    else if (group.latest.at <= at) group.latest = entry;
    const outcome = refusedStatus(entry);
    group.requests += 1;
    if (outcome === 'failed') group.failed += 1;
    else if (outcome !== null) group.refused += 1;
  }
  return groups.values();
}

function isCounted(entry: RequestEntry): entry is Counted {
  return entry.customer !== null && entry.connection !== null;
}

function hourOf({
  customer,
  connection,
  at,
}: Counted): Pick<TrafficDocument, '_id' | 'customer' | 'connection' | 'at'> {
  const hour = startOf(at);
  return { _id: hourKey(customer, connection, hour), customer, connection, at: hour };
}

function added(before: TrafficDocument | undefined, hour: TrafficDocument): TrafficDocument {
  if (before === undefined) return hour;
  return {
    ...before,
    requests: before.requests + hour.requests,
    refused: before.refused + hour.refused,
    failed: before.failed + hour.failed,
  };
}

function startOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
}

function countIn({
  _id,
  customer,
  connection,
  at,
  ...counts
}: TrafficDocument): mongo.AnyBulkWriteOperation<TrafficDocument> {
  const update = { $inc: counts, $setOnInsert: { customer, connection, at } };
  return { updateOne: { filter: { _id }, update, upsert: true } };
}

/** The latest wins, whichever gateway writes last. */
function sightIn(sight: SightDocument): mongo.AnyBulkWriteOperation<SightDocument> {
  const { _id, customer, connection, token, at, client, status } = sight;
  const isLater = { $gte: [at, { $ifNull: ['$at', at] }] };
  const later = (value: unknown, field: string): Record<string, unknown> => ({
    $cond: [isLater, { $literal: value }, `$${field}`],
  });
  const update = [
    {
      $set: {
        ...{
          customer: { $literal: customer },
          connection: { $literal: connection },
          token: { $literal: token },
        },
        ...{ client: later(client, 'client'), status: later(status, 'status') },
        at: { $max: [at, '$at'] },
      },
    },
  ];
  return { updateOne: { filter: { _id }, update, upsert: true } };
}
