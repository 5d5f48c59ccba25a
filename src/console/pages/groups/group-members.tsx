// Who is in a group, page by page, deleted people too.

import type { ReactElement } from 'react';
import { useFilters } from '../../parts/filters';
import { PagedRows } from '../../parts/paged-rows';
import type { TableColumn } from '../../parts/rows-table';
import { PersonName } from '../../parts/person-name';
import { SearchBox } from '../../parts/search-box';
import { Section } from '../../parts/section';
import { SignInStatus } from '../../parts/sign-in-status';
import { usePages, type Answer } from '../../shell/api';

type Member = Answer<'groups.members'>['rows'][number];

const ROWS_AT_ONCE = 100;

const COLUMNS: readonly TableColumn<Member>[] = [
  { id: 'name', header: 'Name and User ID', cell: (person) => <PersonName person={person} /> },
  { id: 'signIn', header: 'Sign-in', cell: ({ signIn }) => <SignInStatus status={signIn} /> },
  { id: 'email', header: 'E-mail', cell: ({ email }) => email, isSecondary: true },
  {
    id: 'kind',
    header: 'Kind',
    cell: ({ external }) => (external ? 'External' : 'Internal'),
    isSecondary: true,
  },
  {
    id: 'how',
    header: 'How',
    cell: ({ nested }) => (nested ? 'through a group inside it' : 'directly'),
    isSecondary: true,
  },
];

export function GroupMembers({ group }: { readonly group: string }): ReactElement {
  const filters = useFilters(['text']);
  const { text } = filters.values;
  const pages = usePages(
    'groups.members',
    { group, limit: ROWS_AT_ONCE, ...(text === undefined ? {} : { text }) },
    { keepPrevious: true },
  );
  return (
    <Section
      title="Members"
      lead="In the order in which they came; deleted people too, whose rows iManage keeps."
      actions={<SearchBox label="Search members" placeholder="Name, User ID or e-mail" filters={filters} />}
    >
      <PagedRows
        pages={pages}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        label="Members of this group"
        empty={
          text === undefined ? 'Nobody is in this group.' : 'No member is found so; search for another one.'
        }
        minWidth={640}
        phoneMinWidth={280}
      />
    </Section>
  );
}
