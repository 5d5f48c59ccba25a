// Rule 3.4 of imanage-model.md: a disable keeps the memberships, or takes them away, remembers them, and gives them back on return.

import {
  created,
  eventsOf,
  GROUP,
  IMANAGE,
  IMANAGE_GROUP,
  person,
  type Body,
  type ScimClient,
} from '../http/scim-client';
import { setActive, startFirms, type Firms } from './firms';

let firms: Firms<'keep' | 'remove'>;
let keep: ScimClient;
let remove: ScimClient;

beforeAll(async () => {
  firms = await startFirms({ keep: {}, remove: { membershipsOnDisable: 'remove' } });
  ({ keep, remove } = firms.clients);
});

afterAll(() => firms.gateway.close());

let count = 0;
const fresh = (): string => `name.${(count += 1)}`;

const groupOf = (client: ScimClient, members: readonly Body[], more: object = {}): Promise<Body> =>
  created(client, '/Groups', {
    schemas: [GROUP],
    displayName: fresh(),
    members: members.map(({ id }) => ({ value: id })),
    ...more,
  });
const memberIds = async (client: ScimClient, { id }: Body): Promise<readonly string[]> =>
  ((await client.get(`/Groups/${id}`)).body.members ?? []).map(({ value }) => value);
const disable = (client: ScimClient, { id }: Body): Promise<unknown> =>
  client.patch(`/Users/${id}`, setActive(false));
const enable = (client: ScimClient, { id }: Body): Promise<unknown> =>
  client.patch(`/Users/${id}`, setActive(true));
const setEnabled = (client: ScimClient, { id }: Body, value: boolean): Promise<unknown> =>
  client.patch(`/Groups/${id}`, [{ op: 'replace', path: `${IMANAGE_GROUP}:enabled`, value }]);

describe('rule 3.4, membershipsOnDisable keep', () => {
  it('leaves a disabled person in the groups and reports the residue', async () => {
    const who = await created(keep, '/Users', person(fresh()));
    const group = await groupOf(keep, [who]);
    await disable(keep, who);
    expect(await memberIds(keep, group)).toEqual([who.id]);
    const events = await eventsOf(firms.gateway.database, who.id);
    expect(events.at(-1)?.['rules']).toEqual(['memberships-kept']);
  });
});

describe('rule 3.4, membershipsOnDisable remove', () => {
  it('takes a disabled person out of every group and gives all of them back on the enable', async () => {
    const [who, other] = [
      await created(remove, '/Users', person(fresh())),
      await created(remove, '/Users', person(fresh())),
    ];
    const groups = [await groupOf(remove, [who, other]), await groupOf(remove, [who])];
    await disable(remove, who);
    expect(await Promise.all(groups.map((group) => memberIds(remove, group)))).toEqual([[other.id], []]);
    await enable(remove, who);
    const members = await Promise.all(groups.map((group) => memberIds(remove, group)));
    expect(members.map((ids) => [...ids].sort())).toEqual([[who.id, other.id].sort(), [who.id]]);
  });

  it('tells of it in the person’s and in each group’s events', async () => {
    const who = await created(remove, '/Users', person(fresh()));
    const group = await groupOf(remove, [who]);
    await disable(remove, who);
    await enable(remove, who);
    const told = await eventsOf(firms.gateway.database, group.id);
    expect(told.slice(1)).toEqual([
      expect.objectContaining({ version: 2, membersRemoved: [who.id], rules: ['memberships-removed'] }),
      expect.objectContaining({ version: 3, membersAdded: [who.id], rules: ['memberships-given-back'] }),
    ]);
    const [, disabled] = await eventsOf(firms.gateway.database, who.id);
    expect(disabled?.['rules']).toEqual(['memberships-removed']);
  });

  it('does the same for a person who is deleted and comes back', async () => {
    const name = fresh();
    const who = await created(remove, '/Users', person(name));
    const group = await groupOf(remove, [who]);
    await remove.delete(`/Users/${who.id}`);
    const rows = { customer: 'remove', member: who.id };
    expect(await firms.gateway.database.collection('memberships').countDocuments(rows)).toBe(0);
    await created(remove, '/Users', person(name));
    expect(await memberIds(remove, group)).toEqual([who.id]);
  });

  it('gives nothing back to a person who comes back disabled', async () => {
    const name = fresh();
    const who = await created(remove, '/Users', person(name));
    const group = await groupOf(remove, [who]);
    await remove.delete(`/Users/${who.id}`);
    await created(remove, '/Users', person(name, { active: false }));
    expect(await memberIds(remove, group)).toEqual([]);
    await enable(remove, who);
    expect(await memberIds(remove, group)).toEqual([who.id]);
  });

  it('leaves the membership of a disabled group, which is frozen, as residue', async () => {
    const who = await created(remove, '/Users', person(fresh()));
    const frozen = await groupOf(remove, [who]);
    await setEnabled(remove, frozen, false);
    await disable(remove, who);
    expect(await memberIds(remove, frozen)).toEqual([who.id]);
  });

  it('does not give back what the identity provider took away meanwhile', async () => {
    const who = await created(remove, '/Users', person(fresh()));
    const group = await groupOf(remove, [who]);
    await disable(remove, who);
    await remove.patch(`/Groups/${group.id}`, [
      { op: 'remove', path: 'members', value: [{ value: who.id }] },
    ]);
    await enable(remove, who);
    expect(await memberIds(remove, group)).toEqual([]);
  });

  it('passes over a group that is gone and an external one for somebody who is internal now', async () => {
    const who = await created(remove, '/Users', person(fresh(), { [IMANAGE]: { external: true } }));
    const gone = await groupOf(remove, [who]);
    const outside = await groupOf(remove, [who], { [IMANAGE_GROUP]: { external: true } });
    await disable(remove, who);
    await remove.delete(`/Groups/${gone.id}`);
    const changed = await remove.patch(`/Users/${who.id}`, [
      { op: 'replace', path: `${IMANAGE}:external`, value: false },
      { op: 'replace', path: `${IMANAGE}:role`, value: 'PARALEGAL' },
      { op: 'replace', path: 'active', value: true },
    ]);
    expect(changed.body).toMatchObject({ active: true });
    expect(await memberIds(remove, outside)).toEqual([]);
  });

  it('gives nothing back into a frozen group, and does at the next return once it is enabled', async () => {
    const who = await created(remove, '/Users', person(fresh()));
    const group = await groupOf(remove, [who]);
    await disable(remove, who);
    await setEnabled(remove, group, false);
    await enable(remove, who);
    await setEnabled(remove, group, true);
    expect(await memberIds(remove, group)).toEqual([]);
    await disable(remove, who);
    await enable(remove, who);
    expect(await memberIds(remove, group)).toEqual([who.id]);
  });

  it('tells in the person’s event that a frozen group was passed over, and nothing of it where none is', async () => {
    const who = await created(remove, '/Users', person(fresh()));
    const [frozen, open] = [await groupOf(remove, [who]), await groupOf(remove, [who])];
    await disable(remove, who);
    await setEnabled(remove, frozen, false);
    await enable(remove, who);
    expect(await memberIds(remove, open)).toEqual([who.id]);
    await disable(remove, who);
    await setEnabled(remove, frozen, true);
    await enable(remove, who);
    const [, ...told] = await eventsOf(firms.gateway.database, who.id);
    expect(told).toEqual([
      expect.objectContaining({ rules: ['memberships-removed'] }),
      expect.objectContaining({ rules: ['libraries-restored', 'frozen-group-passed-over'] }),
      expect.objectContaining({ rules: ['memberships-removed'] }),
      expect.objectContaining({ rules: ['libraries-restored'] }),
    ]);
  });

  it('changes nothing when a disabled person is disabled again', async () => {
    const who = await created(remove, '/Users', person(fresh()));
    const group = await groupOf(remove, [who]);
    await disable(remove, who);
    const { body } = await remove.get(`/Groups/${group.id}`);
    await disable(remove, who);
    expect((await remove.get(`/Groups/${group.id}`)).body.meta.version).toBe(body.meta.version);
  });
});
