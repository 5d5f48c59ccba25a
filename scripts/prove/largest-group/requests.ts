// Owns the requests on a group of a given size, and whether rows and events are exactly what was asked after each.
import type { mongo } from 'mongoose';
import { v7 as uuidv7 } from 'uuid';
import { collectionsOf, type EventDocument, type UserDocument } from '../../../src/store/documents';
import type { GatewayProcess } from '../gateway-process';
import { chunks, range } from '../parallel';
import { forgetPeak, peakMb } from '../process-facts';
import { smallRequests } from './small-requests';
import { dawdle, exchange, withMembers, type StreamedAnswer } from './exchange';

export interface Scene {
  readonly gateway: GatewayProcess;
  readonly database: mongo.Db;
  readonly size: number;
}

export interface Step extends Pick<StreamedAnswer, 'status' | 'ms' | 'bytes'> {
  readonly name: string;
  readonly peakMb: number;
  readonly cpuMs: number;
}

/** What has to be there after a request. */
interface Expected {
  readonly status: number;
  /** Members that the answer shows; undefined: it is not looked at. */
  readonly shown?: number;
  readonly members: readonly string[];
  /** How many came and left by the event that it made; undefined where it makes none. */
  readonly moved?: readonly [number, number];
}

const GROUP =
  '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Everybody","members":[';
const PATCH = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[';
const DAWDLE_MS = 3_000;
const BATCH = 5_000;

/** Resolves with what was wrong. */
export async function largestGroup(scene: Scene, onStep: (step: Step) => void): Promise<readonly string[]> {
  const { gateway, database, size } = scene;
  console.log(`seeding ${size} people`);
  const all = await seedPlainPeople(database, size);
  const [half, others] = [all.slice(0, size / 2), all.slice(size / 2)];
  const faults: string[] = [];
  let group = '';
  const step = async (
    name: string,
    expected: Expected,
    send: () => Promise<StreamedAnswer>,
  ): Promise<void> => {
    forgetPeak(gateway.pid);
    const [cpu, last] = [gateway.cpuMs(), await lastEvent(database, group)];
    const answer = await send();
    onStep({ ...answer, name, peakMb: peakMb(gateway.pid), cpuMs: gateway.cpuMs() - cpu });
    group ||= /"id":"([^"]+)"/.exec(answer.start)?.[1] ?? '';
    if (answer.status !== expected.status) faults.push(`${name}: ${answer.status} ${answer.start}`);
    if (expected.shown !== undefined && answer.members !== expected.shown)
      faults.push(`${name}: shows ${answer.members} members instead of ${expected.shown}`);
    faults.push(...(await wrongRows(database, group, expected.members)).map((fault) => `${name}: ${fault}`));
    const event = await lastEvent(database, group);
    const moved =
      event === null || event['_id'] === last?.['_id'] ? undefined : await movedBy(database, event);
    if (JSON.stringify(moved) !== JSON.stringify(expected.moved))
      faults.push(`${name}: the event says ${JSON.stringify(moved)}, not ${JSON.stringify(expected.moved)}`);
  };
  const path = (): string => `/Groups/${group}`;
  const put = (ids: readonly string[]) => () =>
    exchange(gateway, { method: 'PUT', path: path(), body: withMembers(GROUP, ids, ']}') });
  const patch = (start: string, ids: readonly string[], end: string) => () =>
    exchange(gateway, {
      method: 'PATCH',
      path: `${path()}?excludedAttributes=members`,
      body: withMembers(PATCH + start, ids, end),
    });
  const get = (place: string) => () => exchange(gateway, { method: 'GET', path: place });
  const dropped = all.slice(0, -1);
  await step('POST', { status: 201, shown: size, members: all, moved: [size, 0] }, () =>
    exchange(gateway, { method: 'POST', path: '/Groups', body: withMembers(GROUP, all, ']}') }),
  );
  await step('GET', { status: 200, shown: size, members: all }, get(path()));
  await step('GET list', { status: 200, shown: size, members: all }, get('/Groups?count=10'));
  const byMember = `/Groups?filter=${encodeURIComponent(`members eq "${all[0] ?? ''}"`)}`;
  await step('GET by a member', { status: 200, shown: size, members: all }, get(byMember));
  await step('small requests', { status: 201, members: all }, () => smallRequests(gateway, size));
  await step('GET, slow, given up', { status: 200, members: all }, () => dawdle(gateway, path(), DAWDLE_MS));
  await step('PUT, the same', { status: 200, shown: size, members: all }, put(all));
  await step(
    'PUT, one less',
    { status: 200, shown: size - 1, members: dropped, moved: [0, 1] },
    put(dropped),
  );
  await step(
    'PATCH add 1',
    { status: 200, members: all, moved: [1, 0] },
    patch('{"op":"add","path":"members","value":[', all.slice(-1), ']}]}'),
  );
  const fewer = all.filter((_, index) => index % 10 !== 3);
  await step(
    'PUT, a tenth less',
    { status: 200, shown: fewer.length, members: fewer, moved: [0, size - fewer.length] },
    put(fewer),
  );
  const back = half.length - fewer.filter((id) => id <= (half.at(-1) ?? '')).length;
  const halfMoved = [back, fewer.length - (half.length - back)] as const;
  const halved = { status: 200, shown: half.length, members: half, moved: halfMoved } as const;
  await step('PUT, a half', halved, put(half));
  const turned = {
    status: 200,
    shown: others.length,
    members: others,
    moved: [others.length, half.length],
  } as const;
  await step('PUT, the other half', turned, put(others));
  await step(
    'PATCH replace by all',
    { status: 200, members: all, moved: [half.length, 0] },
    patch('{"op":"replace","path":"members","value":[', all, ']}]}'),
  );
  await step(
    'PATCH remove each',
    { status: 200, members: [], moved: [0, size] },
    patch('{"op":"remove","path":"members","value":[', all, ']}]}'),
  );
  const addAll = (): Promise<void> =>
    step(
      'PATCH add all',
      { status: 200, members: all, moved: [size, 0] },
      patch('{"op":"add","path":"members","value":[', all, ']}]}'),
    );
  await addAll();
  await step(
    'PATCH remove all',
    { status: 200, members: [], moved: [0, size] },
    patch('{"op":"remove","path":"members"}', [], ']}'),
  );
  await addAll();
  await step('DELETE', { status: 204, members: [], moved: [0, size] }, () =>
    exchange(gateway, { method: 'DELETE', path: path() }),
  );
  return faults;
}

/** Of a person only what a group asks: a million whole ones would take many times as long. */
export async function seedPlainPeople(
  database: mongo.Db,
  count: number,
  prefix = 'person',
): Promise<readonly string[]> {
  const { users } = collectionsOf(database);
  const ids: string[] = [];
  for (const indexes of chunks(range(count), BATCH)) {
    const documents = indexes.map((index) =>
      plainPerson(uuidv7(), `${prefix}${String(index).padStart(7, '0')}`),
    );
    await users.insertMany(documents as unknown as UserDocument[], { ordered: false });
    ids.push(...documents.map(({ _id }) => _id));
  }
  return ids.toSorted();
}

function plainPerson(_id: string, userName: string) {
  return {
    ...{ _id, customer: 'default', live: true, external: false, signInEnabled: true },
    profile: { userName, displayName: 'Person' },
    search: { userName },
  };
}

async function wrongRows(
  database: mongo.Db,
  group: string,
  expected: readonly string[],
): Promise<readonly string[]> {
  const { groups, memberships } = collectionsOf(database);
  const document = await groups.findOne({ _id: group });
  if (document === null) return ['there is no group'];
  const rows = memberships
    .find({ customer: document.customer, set: document.memberSet }, { projection: { _id: 0, member: 1 } })
    .sort({ member: 1 });
  let position = 0;
  for await (const { member } of rows.batchSize(BATCH)) {
    if (member !== expected[position])
      return [`row ${position} is ${member}, not ${String(expected[position])}`];
    position += 1;
  }
  return position === expected.length ? [] : [`${position} rows instead of ${expected.length}`];
}

function lastEvent(database: mongo.Db, group: string): Promise<mongo.Document | null> {
  const projection = { membersAdded: 0, membersRemoved: 0 };
  const query = { customer: 'default', resourceId: group };
  return database.collection('events').findOne(query, { sort: { version: -1 }, projection });
}

/** How many came and left, counted where their ids are kept. */
async function movedBy(database: mongo.Db, event: mongo.Document): Promise<readonly [number, number]> {
  const { events, eventMembers } = collectionsOf(database);
  const size = async (list: 'added' | 'removed'): Promise<number> => {
    const { moved } = event as Pick<EventDocument, 'moved'>;
    const counted =
      moved === undefined
        ? events.aggregate<{ size: number }>([
            { $match: { _id: event['_id'] as string } },
            { $project: { size: { $size: list === 'added' ? '$membersAdded' : '$membersRemoved' } } },
          ])
        : eventMembers.aggregate<{ size: number }>([
            { $match: { customer: 'default', moved: moved.id, list } },
            { $group: { _id: null, size: { $sum: { $size: '$members' } } } },
          ]);
    const [told] = await counted.toArray();
    const count = told?.size ?? 0;
    return moved === undefined || count === moved[list] ? count : Number.NaN;
  };
  return [await size('added'), await size('removed')];
}
