// The import of a group list: each group is one that is there, or a creation by the engine's own rules. Knows no file.

import type { GroupRecord } from '../../directory/group-record';
import type { JsonObject } from '../../directory/json';
import type { DirectoryStore } from '../../directory/ports';
import { createScimEngine } from '../../scim/engine';
import { DEFAULT_PROFILE } from '../../scim/profile';
import type { ScimRequest } from '../../scim/request';
import { groupRows, type GroupRow } from './group-rows';
import { importStore } from './import-store';
import { groupDifferences, knownGroups, knownMembers, type Person } from './known-groups';
import { reasonOf, refused, type RowOutcome } from './outcome';
import type { ImportContext, ImportPlan, ImportRun } from './plan';

const CORE = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const IMANAGE = 'urn:ietf:params:scim:schemas:extension:imanage:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** The groups as steps, each with its rows: one that is there, or a creation; and each member that cannot join. */
export async function planGroups(context: ImportContext, run: ImportRun): Promise<ImportPlan> {
  const { customer, history } = context;
  const { rows, outcomes } = groupRows(run.file, run.columns);
  const find = await knownGroups(history, customer.id, rows);
  const person = await knownMembers(history, customer.id, rows);
  const create = creation(context, run.isPreview);
  return {
    refused: outcomes,
    steps: rows.map((row) => ({
      rowCount: row.rowCount,
      run: async () => {
        const members = joining(row, person);
        const group = find(row);
        const outcome =
          group === undefined || group.deletedAt !== null
            ? await created(row, members.ids, create)
            : run.isOwn(group.id)
              ? createdBefore(row)
              : await matched(context, row, { group, memberIds: members.ids });
        return [outcome, ...(outcome.outcome === 'refused' ? [] : members.refused)];
      },
    })),
  };
}

/** Who may join: a person who may not is refused alone, the group is not. */
function joining(
  row: GroupRow,
  person: (text: string) => Person | undefined,
): { readonly ids: readonly string[]; readonly refused: readonly RowOutcome[] } {
  const found = row.members.map((member) => ({ ...member, person: person(member.text) }));
  const mayJoin = (someone: Person | undefined): boolean =>
    someone !== undefined && (someone.external || !row.external);
  return {
    ids: [
      ...new Set(found.flatMap(({ person: who }) => (who !== undefined && mayJoin(who) ? [who.id] : []))),
    ],
    refused: found.flatMap(({ line, text, person: who }) =>
      mayJoin(who) ? [] : [refused(line, row.groupId, memberRefusal(row, text, who))],
    ),
  };
}

function memberRefusal({ groupId }: GroupRow, text: string, person: Person | undefined): string {
  const who = `member ${JSON.stringify(text)} of group "${groupId}"`;
  return person === undefined
    ? `${who}: nobody has this User ID or userName; import the users first`
    : `${who}: the group is for external users only, this person is internal`;
}

function createdBefore({ line, groupId }: GroupRow): RowOutcome {
  return { line, id: groupId, outcome: 'new', detail: '' };
}

async function matched(
  { services }: ImportContext,
  row: GroupRow,
  { group, memberIds }: { readonly group: GroupRecord; readonly memberIds: readonly string[] },
): Promise<RowOutcome> {
  const detail = await groupDifferences(row, group, { directory: services.store, memberIds });
  return { line: row.line, id: row.groupId, outcome: 'matched', detail };
}

type Create = (row: GroupRow, memberIds: readonly string[]) => Promise<void>;

async function created(row: GroupRow, memberIds: readonly string[], create: Create): Promise<RowOutcome> {
  try {
    await create(row, memberIds);
    return { line: row.line, id: row.groupId, outcome: 'new', detail: '' };
  } catch (error) {
    return refused(row.line, row.groupId, reasonOf(error));
  }
}

function creation(context: ImportContext, isPreview: boolean): Create {
  const { services, published, scimBase: baseUrl, customer, actor } = context;
  const directory = importStore(services.store, isPreview);
  const engineOn = (on: DirectoryStore) =>
    createScimEngine({ ...services, store: on }, published, baseUrl).resources.Group;
  const handlers = engineOn(directory);
  const request = (body: JsonObject): ScimRequest => ({
    ...{ customer, actor: { ...actor, connection: 'import' }, baseUrl, body },
    ...{
      query: new URLSearchParams({ attributes: 'id' }),
      ifMatch: undefined,
      ifNoneMatch: undefined,
      me: null,
      profile: DEFAULT_PROFILE,
    },
  });
  return async (row, memberIds) => {
    const isFrozen = !row.enabled && memberIds.length > 0;
    const body = groupBody(row, memberIds, row.enabled || isFrozen);
    if (!isFrozen) {
      await handlers.create(request(body));
      return;
    }
    // Rule 3.8: nobody joins a disabled group; so it is created enabled and disabled in the same transaction.
    await directory.write(`${customer.id}/import/${row.groupId}`, async (transaction) => {
      const inThisOne = engineOn({ ...directory, write: (_queue, work) => work(transaction) });
      const { headers } = await inThisOne.create(request(body));
      const id = headers['Location']?.split('/').at(-1) ?? '';
      await inThisOne.patch(request(DISABLE), id);
    });
  };
}

const DISABLE: JsonObject = {
  schemas: [PATCH],
  Operations: [{ op: 'replace', path: `${IMANAGE}:enabled`, value: false }],
};

function groupBody(row: GroupRow, memberIds: readonly string[], enabled: boolean): JsonObject {
  const { groupId, name, library, external, externalId } = row;
  return {
    schemas: [CORE, IMANAGE],
    displayName: name,
    ...(externalId === '' ? {} : { externalId }),
    [IMANAGE]: { groupId, ...(library === null ? {} : { library }), external, enabled },
    members: memberIds.map((value) => ({ value })),
  };
}
