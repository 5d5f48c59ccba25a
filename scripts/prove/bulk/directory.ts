// What a bulk request left behind, in a form that two gateways have in common: names in place of ids. Judges nothing.

import type { mongo } from 'mongoose';
import type { ScimClient } from '../scim-client';

export interface Directory {
  /** One text for each resource, sorted. */
  readonly resources: readonly string[];
  /** By the bulkId that the story gives a name: the id it has here. */
  readonly ids: ReadonlyMap<string, string>;
}

interface Shown {
  readonly id: string;
  readonly userName?: string;
  readonly displayName: string;
  readonly title?: string;
  readonly members?: readonly { readonly value: string }[];
  readonly [name: string]: unknown;
}

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export async function directoryOf(client: ScimClient): Promise<Directory> {
  const users = await everything(client, '/Users');
  const groups = await everything(client, '/Groups');
  const names = new Map(users.map(({ id, displayName }) => [id, displayName]));
  const bossOf = (user: Shown): string => {
    const { manager } = (user[ENTERPRISE] ?? {}) as { readonly manager?: { readonly value: string } };
    return manager === undefined ? '' : (names.get(manager.value) ?? 'unknown');
  };
  const people = users.map((user) => `${user.displayName}|${user.title ?? ''}|${bossOf(user)}`);
  const teams = groups.map(({ displayName, members = [] }) => {
    const inside = members.map(({ value }) => names.get(value) ?? 'unknown').toSorted();
    return `${displayName}|${inside.join(',')}`;
  });
  const bulkId = ({ displayName }: Shown): string =>
    displayName.replace('Person ', 'u').replace('Bulk ', 'g');
  return {
    resources: [...people, ...teams].toSorted(),
    ids: new Map([...users, ...groups].map((shown) => [bulkId(shown), shown.id])),
  };
}

async function everything(client: ScimClient, path: string): Promise<readonly Shown[]> {
  const found: Shown[] = [];
  for (;;) {
    const { body } = await client.send('GET', `${path}?count=500&startIndex=${found.length + 1}`);
    const page = (body as { readonly Resources?: readonly Shown[] }).Resources ?? [];
    if (page.length === 0) return found;
    found.push(...page);
  }
}

/** Resources whose version is not the number of their events: written in part. */
export async function halfWritten(database: mongo.Db): Promise<readonly string[]> {
  const events = await database
    .collection('events')
    .aggregate<{ _id: string; count: number }>([{ $group: { _id: '$resourceId', count: { $sum: 1 } } }])
    .toArray();
  const counts = new Map(events.map(({ _id, count }) => [_id, count]));
  const stored = await Promise.all(
    ['users', 'groups'].map((name) =>
      database.collection<{ _id: string; version: number }>(name).find().toArray(),
    ),
  );
  return stored
    .flat()
    .filter(({ _id, version }) => counts.get(_id) !== version)
    .map(({ _id, version }) => `${_id} is at version ${version} and has ${counts.get(_id) ?? 0} events`);
}
