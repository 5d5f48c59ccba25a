// The operations that show what is left of disabled and deleted people. Change nothing.

import { doerName } from '../../directory/answers/event-sentence';
import { teamText } from '../../directory/answers/facts';
import { hasResidue, leaversAmong, type Leaver } from '../../directory/answers/leavers';
import type { ListedPerson } from '../../directory/people-list';
import { nameOrderOf } from '../directory/name-place';
import { namesOf } from '../directory/person-row';
import { residueWords } from '../directory/person-words';
import { shownHappening } from '../directory/person-shown';
import { cursorText } from '../cursor';
import { placeAfter } from '../directory/place-cursor';
import { byName, shownTeam } from '../directory/team-shown';
import type { AdminContext } from '../context';
import type { AnswerOf, InputOf, RowOf } from '../contract';
import type { LEAVERS } from '../contract/leavers';
import type { Operations } from '../operation';

type Row = AnswerOf<(typeof LEAVERS)['leavers.list']>['rows'][number];
type Filters = InputOf<(typeof LEAVERS)['leavers.export']>;

const BATCH = 200;
/** Where few have something left, so that a page is not put together one by one. */
const LOOKED_AT_LEAST = 40;
/** Looked through for one page; those who come later are on the next one. */
const LOOKED_AT_MAX = 1_000;

export const leaverOperations: Operations<typeof LEAVERS> = {
  async 'leavers.list'(context, { limit, cursor, ...filters }) {
    const [begin] = placeAfter(cursor, 1) ?? [];
    const rows: Row[] = [];
    let after = begin;
    for (let looked = 0; looked < LOOKED_AT_MAX;) {
      const wanted = Math.max(limit - rows.length, filters.residue ? LOOKED_AT_LEAST : 1);
      const found = await leaversAfter(context, filters, { limit: wanted, after });
      for (const { leaver, place } of found) {
        after = place;
        if (!filters.residue || hasResidue(leaver)) rows.push(shownLeaver(leaver));
        if (rows.length === limit) return { rows, next: cursorText([after]) };
      }
      if (found.length < wanted) return { rows, next: null };
      looked += found.length;
    }
    return { rows, next: after === undefined ? null : cursorText([after]) };
  },

  'leavers.export': (context, filters) => exported(context, filters),
};

interface Found {
  readonly leaver: Leaver;
  readonly place: string;
}

async function leaversAfter(
  { stores, customer }: AdminContext,
  { text, signIn }: Filters,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<readonly Found[]> {
  const states = signIn === undefined ? (['disabled', 'deleted'] as const) : [signIn];
  const filter = { states, ...(text === undefined ? {} : { text }) };
  const page = await stores.people.page(customer.id, { filter, limit, ...nameOrderOf(after) });
  const people = page.map(({ user }: ListedPerson) => user);
  const leavers = new Map(
    (await leaversAmong(stores.history, customer.id, people)).map((leaver) => [leaver.person.id, leaver]),
  );
  return page.flatMap(({ user, place }) => {
    const leaver = leavers.get(user.id);
    return leaver === undefined ? [] : [{ leaver, place }];
  });
}

function shownLeaver(leaver: Leaver): Row {
  const { person, disabled, deleted, libraries } = leaver;
  const groups = leaver.groups.map(shownTeam).sort(byName);
  const reserved = groups.filter((group) => group.reserved).length;
  return {
    ...namesOf(person),
    signIn: person.signIn === 'deleted' ? 'deleted' : 'disabled',
    disabled: happening(disabled),
    deleted: happening(deleted),
    groups,
    libraries: [...libraries],
    hasResidue: hasResidue(leaver),
    words: residueWords(groups.length, reserved, libraries.length),
  };
}

function happening(happened: Leaver['disabled']): Row['disabled'] {
  const shown = shownHappening(happened);
  return shown === null ? null : { at: shown.at, by: doerName(shown), client: shown.client };
}

async function* exported(
  context: AdminContext,
  filters: Filters,
): AsyncGenerator<RowOf<(typeof LEAVERS)['leavers.export']>> {
  for (let after: string | undefined; ;) {
    const found = await leaversAfter(context, filters, { limit: BATCH, after });
    for (const { leaver } of found) {
      if (filters.residue && !hasResidue(leaver)) continue;
      const { person, groups, libraries, disabled, deleted } = leaver;
      yield {
        ...namesOf(person),
        signIn: person.signIn,
        disabledAt: disabled?.at.toISOString() ?? '',
        disabledBy: disabled === undefined ? '' : doerName(disabled),
        deletedAt: deleted?.at.toISOString() ?? '',
        groups: groups.map(teamText),
        reserved: groups.some((team) => team.reserved),
        libraries: [...libraries],
      };
    }
    after = found.at(-1)?.place;
    if (found.length < BATCH || context.stopping.aborted) return;
  }
}
