// Owns requests that read or change a large group whole: what they take, and whether exactly the right members are there afterwards.
import type { mongo } from 'mongoose';
import { rounded, table } from '../figures';
import type { GatewayProcess } from '../gateway-process';
import { addMembers, removeMembers, storedMembers } from '../membership';
import type { ScimAnswer, ScimClient } from '../scim-client';
import { accepted } from './comparison';

const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';

export interface LargeGroup {
  readonly gateway: GatewayProcess;
  readonly client: ScimClient;
  readonly database: mongo.Db;
  readonly group: string;
  readonly members: readonly string[];
  /** People who are not in it yet. */
  readonly joiners: readonly string[];
}

/** Prints a table of what each request took; resolves with what was wrong. */
export async function massChanges(scene: LargeGroup): Promise<readonly string[]> {
  const { client, group, members, joiners } = scene;
  const faults: string[] = [];
  const rows: (string | number)[][] = [];
  const step = async (
    name: string,
    expected: readonly string[],
    send: () => Promise<ScimAnswer>,
  ): Promise<void> => {
    rows.push(await timed(scene, name, send));
    const stored = new Set(await storedMembers(scene.database, group));
    if (stored.size !== expected.length || !expected.every((id) => stored.has(id)))
      faults.push(`${name}: not exactly the right members afterwards`);
  };
  const [large, many] = [members.length, joiners.length];
  const all = [...members, ...joiners];
  const patch = (body: object): Promise<ScimAnswer> => client.send('PATCH', `/Groups/${group}`, body);
  const put = (ids: readonly string[]): Promise<ScimAnswer> =>
    client.send('PUT', `/Groups/${group}?excludedAttributes=members`, groupBody('Large', ids));
  await step(`PATCH adds ${many} to ${large}`, all, () => patch(addMembers(joiners)));
  await step(`PATCH removes ${many} of them`, members, () => patch(removeMembers(joiners)));
  await step(`PUT of all ${large} and ${many} more`, all, () => put(all));
  await step(`PUT of ${many}, which takes ${large} away`, joiners, () => put(joiners));
  await step(`PUT of the same ${many}`, joiners, () => put(joiners));
  rows.push(...(await wholeLife(scene)));
  console.log(`\n${table(['one request', 'ms', 'MB before', 'MB after'], rows)}`);
  return faults;
}

/** A group that comes with all its members, is found by one of them, and goes. */
async function wholeLife(scene: LargeGroup): Promise<(string | number)[][]> {
  const { client, members } = scene;
  let id = '';
  const posted = await timed(scene, `POST of a group with ${members.length}`, async () => {
    const body = groupBody('Everybody', members);
    const answer = accepted(await client.send('POST', '/Groups?excludedAttributes=members', body));
    ({ id } = answer.body as { readonly id: string });
    return answer;
  });
  const listed = await timed(scene, 'GET of 100 of the users in it', () =>
    client.send('GET', `/Users?count=100&filter=${encodeURIComponent(`groups.value eq "${id}"`)}`),
  );
  const deleted = await timed(scene, 'DELETE of it', () => client.send('DELETE', `/Groups/${id}`));
  return [posted, listed, deleted];
}

export async function readWhole({ gateway, client, group, members }: LargeGroup): Promise<readonly string[]> {
  const memory = gateway.rssMb();
  const cpu = gateway.cpuMs();
  const { body, bytes, ms } = accepted(await client.send('GET', `/Groups/${group}`));
  const shown = (body as { readonly members: readonly unknown[] }).members.length;
  console.log(
    `\nread whole: ${shown} members, ${rounded(bytes / 1e6)} MB in ${rounded(ms)} ms, ` +
      `${rounded(gateway.cpuMs() - cpu)} ms gateway CPU; gateway ${memory} MB before, ${gateway.rssMb()} MB after`,
  );
  return shown === members.length ? [] : [`the group shows ${shown} members instead of ${members.length}`];
}

async function timed(
  { gateway }: LargeGroup,
  name: string,
  send: () => Promise<ScimAnswer>,
): Promise<(string | number)[]> {
  const memory = gateway.rssMb();
  const { ms } = accepted(await send());
  return [name, rounded(ms), memory, gateway.rssMb()];
}

function groupBody(displayName: string, ids: readonly string[]): object {
  return { schemas: [GROUP_SCHEMA], displayName, members: ids.map((value) => ({ value })) };
}
