// The operations that show groups and who is in them. Change nothing.

import { personNow, teamNow } from '../../directory/answers/facts';
import type { GroupFilter, ListedGroup } from '../../directory/group-list';
import type { GroupRecord } from '../../directory/group-record';
import { groupWords } from '../directory/group-words';
import { nameOrderOf } from '../directory/name-place';
import { namesOf } from '../directory/person-row';
import { pageOf, placeAfter } from '../directory/place-cursor';
import { shownTeam } from '../directory/team-shown';
import type { AdminContext } from '../context';
import type { InputOf, RowOf } from '../contract';
import type { GROUPS } from '../contract/groups';
import { AdminFailure } from '../failure';
import type { Operations } from '../operation';

const EXPORT_PAGE = 200;

export const groupOperations: Operations<typeof GROUPS> = {
  async 'groups.list'(context, { limit, cursor, ...filters }) {
    const [name, id] = placeAfter(cursor, 2) ?? [];
    const after = name === undefined || id === undefined ? undefined : { name, id };
    const page = await pageOf(
      limit,
      (most) => pageFrom(context, filters, { limit: most, after }),
      ({ place }) => [place.name, place.id],
    );
    const rows = page.rows.map(({ group, members, manyMembers }) => ({
      ...shownTeam(teamNow(group)),
      members,
      manyMembers,
      created: group.created.toISOString(),
    }));
    return { rows, next: page.next };
  },

  'groups.export': (context, filters) => exported(context, filters),

  async 'groups.show'(context, { group: id }) {
    const { stores, customer } = context;
    const group = await groupOf(context, id);
    const [{ rows, disabled, deleted }, names] = await Promise.all([
      stores.groups.memberCounts(customer.id, group.id),
      stores.history.names(customer.id, group.nestedGroups),
    ]);
    const team = shownTeam(teamNow(group));
    const { externalId } = group.profile;
    return {
      ...team,
      externalId: typeof externalId === 'string' ? externalId : null,
      members: rows - deleted,
      disabledMembers: disabled,
      deletedMembers: deleted,
      nestedGroups: group.nestedGroups.map((nested) => ({ id: nested, name: names.get(nested) ?? nested })),
      created: group.created.toISOString(),
      lastModified: group.lastModified.toISOString(),
      deletedAt: group.deletedAt?.toISOString() ?? null,
      version: group.version,
      words: groupWords(team, { disabled, deleted }),
    };
  },

  async 'groups.members'(context, { group: id, text, limit, cursor }) {
    const { stores, customer } = context;
    const group = await groupOf(context, id);
    const [after] = placeAfter(cursor, 1) ?? [];
    const asked = { ...(text === undefined ? {} : { text }), ...nameOrderOf(after) };
    const page = await pageOf(
      limit,
      (most) => stores.groups.members(customer.id, group.id, { ...asked, limit: most }),
      ({ place }) => [place],
    );
    const rows = page.rows.map(({ user, nested }) => {
      const person = personNow(user);
      const { email, signIn, external } = person;
      return { ...namesOf(person), email, signIn, external, nested };
    });
    return { rows, next: page.next };
  },
};

type Filters = InputOf<(typeof GROUPS)['groups.export']>;

function pageFrom(
  { stores, customer }: AdminContext,
  { text, library, state, external }: Filters,
  { limit, after }: { readonly limit: number; readonly after: ListedGroup['place'] | undefined },
): Promise<readonly ListedGroup[]> {
  const filter: GroupFilter = {
    ...(text === undefined ? {} : { text }),
    ...(library === undefined ? {} : { library: library === '' ? null : library }),
    ...(state === undefined ? {} : { state }),
    ...(external === undefined ? {} : { external }),
  };
  return stores.groups.page(customer.id, { filter, limit, ...(after === undefined ? {} : { after }) });
}

async function groupOf({ stores, customer }: AdminContext, id: string): Promise<GroupRecord> {
  const group = await stores.groups.group(customer.id, id);
  if (group !== undefined) return group;
  throw new AdminFailure(
    'notFound',
    `There is no group ${JSON.stringify(id)}; take its id from the list of groups.`,
  );
}

async function* exported(
  context: AdminContext,
  filters: Filters,
): AsyncGenerator<RowOf<(typeof GROUPS)['groups.export']>> {
  for (let after: ListedGroup['place'] | undefined; ;) {
    const page = await pageFrom(context, filters, { limit: EXPORT_PAGE, after });
    for (const { group } of page) {
      const { id, name, groupId, library, state, external, reserved } = shownTeam(teamNow(group));
      const kind = external ? 'external' : 'internal';
      const { rows, disabled, deleted } = await context.stores.groups.memberCounts(context.customer.id, id);
      yield {
        name,
        groupId,
        library: library ?? '',
        state,
        kind,
        reserved,
        members: rows,
        created: group.created.toISOString(),
        id,
        disabledMembers: disabled,
        deletedMembers: deleted,
      };
    }
    after = page.at(-1)?.place;
    if (page.length < EXPORT_PAGE || context.stopping.aborted) return;
  }
}
