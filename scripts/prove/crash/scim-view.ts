// Owns holding what SCIM shows against what is stored: everybody who is live, nobody else, enabled or not, each group's members.
import type { ScimClient } from '../scim-client';
import type { Snapshot } from './snapshot';

const PAGE = 500;

interface Shown {
  readonly id: string;
  readonly active?: boolean;
  readonly meta: { readonly version: string };
  readonly members?: readonly { readonly value: string }[];
}

/** What is wrong, one sentence each. @throws Error when a request is not answered 200 */
export async function wrongAnswers(client: ScimClient, snapshot: Snapshot): Promise<readonly string[]> {
  const { users, groups, members } = snapshot;
  const shown = await allUsers(client);
  const live = [...users.values()].filter((user) => user.deletedAt === null);
  const faults = live.flatMap(({ _id, signInEnabled, version }) => {
    const user = shown.get(_id);
    if (user === undefined) return [`user ${_id} is not listed`];
    if (user.active !== signInEnabled) return [`user ${_id} is shown with active ${String(user.active)}`];
    return user.meta.version === `W/"${version}"` ? [] : [`user ${_id} is shown as ${user.meta.version}`];
  });
  if (shown.size !== live.length) faults.push(`${shown.size} users are listed instead of ${live.length}`);
  for (const id of groups.keys()) {
    const group = await got(client, `/Groups/${id}`);
    const listed = (group.members ?? []).map(({ value }) => value).toSorted();
    const isLive = (member: string): boolean => users.get(member)?.deletedAt === null;
    const stored = (members.get(id) ?? []).filter(isLive).toSorted();
    if (listed.join() !== stored.join()) faults.push(`group ${id} does not show the members it has`);
  }
  return faults;
}

async function allUsers(client: ScimClient): Promise<ReadonlyMap<string, Shown>> {
  const found = new Map<string, Shown>();
  for (let start = 1; ; start += PAGE) {
    const page = await got<{ readonly Resources?: readonly Shown[] }>(
      client,
      `/Users?startIndex=${start}&count=${PAGE}&attributes=active,meta`,
    );
    for (const user of page.Resources ?? []) found.set(user.id, user);
    if ((page.Resources ?? []).length < PAGE) return found;
  }
}

async function got<T = Shown>(client: ScimClient, path: string): Promise<T> {
  const { status, body } = await client.send('GET', path);
  if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
  return body as T;
}
