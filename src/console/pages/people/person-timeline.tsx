// What happened to a person, newest first, each with its place in the sync log; what was done by hand can be undone.

import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { InnerLink, logRowPath } from '../../parts/links';
import { Moment } from '../../parts/moment';
import { PagedRows } from '../../parts/paged-rows';
import type { TableColumn } from '../../parts/rows-table';
import { UndoAction } from '../../parts/undo-action';
import { usePages, type Answer } from '../../shell/api';
import { useMay } from '../../shell/signed-in';
import type { Person } from './person';

type Happening = Answer<'people.timeline'>['rows'][number];

const ROWS_AT_ONCE = 100;
/** Under these names admins act. */
const BY_HAND: readonly string[] = ['console', 'command-line'];

const COLUMNS: readonly TableColumn<Happening>[] = [
  { id: 'at', header: 'When', cell: ({ at }) => <Moment at={at} />, width: '11rem' },
  { id: 'what', header: 'What happened', cell: (row) => <What row={row} /> },
  {
    id: 'by',
    header: 'By',
    cell: ({ connection, client }) => `${connection} (${client})`,
    isSecondary: true,
  },
  {
    id: 'log',
    header: 'Sync log',
    cell: ({ id, sentence }) => (
      <InnerLink to={logRowPath(id)}>
        <span aria-label={`Show in the sync log: ${sentence}`}>Show</span>
      </InnerLink>
    ),
  },
];

const UNDO: TableColumn<Happening> = {
  id: 'undo',
  header: 'Undo',
  cell: (row) => isUndoable(row) && <Undo row={row} />,
};

/** Of several events of one clean-up each leads to the whole. */
const CLEAN_UP = /^clean-/;
const ACTIONS: readonly string[] = ['patch', 'approve', 'withdraw'];

function isUndoable({ connection, operation, group, requestId }: Happening): boolean {
  if (!BY_HAND.includes(connection)) return false;
  return CLEAN_UP.test(requestId) || (group === null && ACTIONS.includes(operation));
}

function Undo({ row: { id, requestId, sentence } }: { readonly row: Happening }): ReactElement {
  const fullLabel = `Undo: ${sentence}`;
  return CLEAN_UP.test(requestId) ? (
    <UndoAction run={requestId} fullLabel={fullLabel} question="Take this whole clean-up back?" />
  ) : (
    <UndoAction event={id} fullLabel={fullLabel} question={`Undo “${sentence}”?`} />
  );
}

export function PersonTimeline({ person }: { readonly person: Person }): ReactElement {
  const pages = usePages('people.timeline', { person: person.id, limit: ROWS_AT_ONCE });
  const mayAct = useMay('operator');
  const isAnyUndoable = pages.data?.pages.some(({ rows }) => rows.some(isUndoable)) === true;
  return (
    <PagedRows
      pages={pages}
      columns={mayAct && isAnyUndoable ? [...COLUMNS, UNDO] : COLUMNS}
      rowKey={({ id }) => id}
      label="What happened to this person, newest first"
      empty="Nothing is told of this person any more: what happened is older than what is kept."
      minWidth={520}
    />
  );
}

function What({ row: { sentence, words } }: { readonly row: Happening }): ReactElement {
  return (
    <>
      <Text size="sm">{sentence}</Text>
      {words.length > 1 && (
        <Text size="xs" c="dimmed">
          {words.join('; ')}
        </Text>
      )}
    </>
  );
}
