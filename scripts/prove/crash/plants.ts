// Owns damages to stored data that the audit must notice, each with its repair: a check that sees none of them proves nothing.
import type { mongo } from 'mongoose';
import { collectionsOf, type Collections, type UserDocument } from '../../../src/store/documents';
import type { Write, WriteKind } from './ledger';

type Mend = () => Promise<unknown>;

interface Damage {
  readonly name: string;
  readonly plant: () => Promise<Mend>;
}

/** @throws Error while planting where the ledger holds no acknowledged write of the kind to be damaged */
export function plantedDamages(database: mongo.Db, ledger: readonly Write[]): readonly Damage[] {
  const collections = collectionsOf(database);
  const { users, groups, memberships, events } = collections;
  const acknowledged = (kind: WriteKind): { readonly id: string; readonly value: string } => {
    const write = ledger.find((candidate) => candidate.kind === kind && candidate.outcome === 'done');
    if (write?.id === undefined) throw new Error(`no ${kind} was acknowledged: nothing to damage`);
    return { id: write.id, value: write.value };
  };
  return [
    {
      name: 'the last event of a disable is lost',
      plant: () => takeOut(events, { resourceId: acknowledged('disable').id, 'after.signInEnabled': false }),
    },
    {
      name: 'a disabled person is enabled, without an event',
      plant: () => change(users, acknowledged('disable').id, { signInEnabled: true }),
    },
    {
      name: 'a disabled person is enabled, as if somebody had asked for it',
      plant: () => enableInOrder(collections, acknowledged('disable').id),
    },
    {
      name: 'a deleted person is enabled',
      plant: () => change(users, acknowledged('delete').id, { signInEnabled: true }),
    },
    {
      name: 'a member row is lost',
      plant: async () => {
        const { id, value } = acknowledged('addMember');
        const set = (await groups.findOne({ _id: id }))?.memberSet ?? '';
        return takeOut(memberships, { set, member: stillMember(ledger, id) ?? value });
      },
    },
    {
      name: 'a member row came without an event',
      plant: () => strangerJoins(collections, acknowledged('addMember').id),
    },
    {
      name: 'an acknowledged person is lost with all events',
      plant: async () => {
        const { id } = acknowledged('create');
        const mends = [await takeOut(users, { _id: id }), await takeOutAll(events, { resourceId: id })];
        return () => Promise.all(mends.map((mend) => mend()));
      },
    },
    {
      name: 'a person has no event',
      plant: () => takeOutAll(events, { resourceId: acknowledged('create').id }),
    },
    {
      name: 'an event was written without its version',
      plant: () => change(users, acknowledged('retitle').id, { version: 1 }),
    },
    {
      name: 'a version was written without its event',
      plant: () => change(groups, acknowledged('addMember').id, { version: 1_000_000 }),
    },
    {
      name: 'half of a change is stored',
      plant: () => change(users, acknowledged('retitle').id, { 'profile.title': 'half-written' }),
    },
  ];
}

/** A row that must be there: added, and never asked to be taken away. */
function stillMember(ledger: readonly Write[], group: string): string | undefined {
  const left = new Set(ledger.filter(({ kind }) => kind === 'removeMember').map(({ value }) => value));
  return ledger.find(
    ({ kind, id, value, outcome }) =>
      kind === 'addMember' && id === group && outcome === 'done' && !left.has(value),
  )?.value;
}

/** Version, state and event fit together: only what the client was told shows that it is wrong. */
async function enableInOrder({ users, events }: Collections, id: string): Promise<Mend> {
  const user = await existing(users, id);
  const last = await events.findOne({ resourceId: id }, { sort: { version: -1 } });
  if (last === null) throw new Error(`no event of ${id}`);
  const version = user.version + 1;
  const event = { ...last, _id: `planted-${id}`, version, operation: 'patch' as const };
  await events.insertOne({ ...event, before: { signInEnabled: false }, after: { signInEnabled: true } });
  const mend = await change(users, id, { signInEnabled: true, version });
  return () => Promise.all([mend(), events.deleteOne({ _id: event._id })]);
}

async function strangerJoins({ users, groups, memberships }: Collections, id: string): Promise<Mend> {
  const { customer, memberSet: set } = await existing(groups, id);
  const members = new Set((await memberships.find({ set }).toArray()).map(({ member }) => member));
  const stranger = await users.findOne({ _id: { $nin: [...members] } } as mongo.Filter<UserDocument>);
  if (stranger === null) throw new Error('everybody is a member');
  const row = { customer, set, member: stranger._id };
  await memberships.insertOne({ ...row });
  return () => memberships.deleteOne(row);
}

async function existing<D extends { readonly _id: string }>(
  collection: mongo.Collection<D>,
  id: string,
): Promise<mongo.WithId<D>> {
  const document = await collection.findOne({ _id: id } as mongo.Filter<D>);
  if (document === null) throw new Error(`${id} is not stored`);
  return document;
}

async function change<D extends { readonly _id: string }>(
  collection: mongo.Collection<D>,
  id: string,
  fields: mongo.Document,
): Promise<Mend> {
  const before = await existing(collection, id);
  const where = { _id: id } as mongo.Filter<D>;
  await collection.updateOne(where, { $set: fields } as unknown as mongo.UpdateFilter<D>);
  return () => collection.replaceOne(where, before as unknown as mongo.WithoutId<D>);
}

async function takeOut<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  where: mongo.Filter<D>,
): Promise<Mend> {
  const document = await collection.findOneAndDelete(where);
  if (document === null) throw new Error('there is nothing to take out');
  return () => collection.insertOne(document as unknown as mongo.OptionalUnlessRequiredId<D>);
}

async function takeOutAll<D extends mongo.Document>(
  collection: mongo.Collection<D>,
  where: mongo.Filter<D>,
): Promise<Mend> {
  const documents = await collection.find(where).toArray();
  await collection.deleteMany(where);
  return () => collection.insertMany(documents as unknown as mongo.OptionalUnlessRequiredId<D>[]);
}
