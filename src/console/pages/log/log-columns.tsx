// What the sync log tells in each row, and what may be left out on a phone.

import { Anchor, Group, Stack, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { GroupLink, InnerLink, logRowPath, PersonLink } from '../../parts/links';
import { LogStatusBadge } from '../../parts/log-status';
import { Moment } from '../../parts/moment';
import type { TableColumn } from '../../parts/rows-table';
import type { LogRow } from './use-tail';

const CHANGED_MAX = 3;

export function logColumns(actions: ReadonlyMap<string, string>): readonly TableColumn<LogRow>[] {
  return [
    { id: 'at', header: 'Time', width: '7.5rem', isSecondary: true, cell: ({ at }) => <Moment at={at} /> },
    { id: 'what', header: 'What happened', cell: (row) => <WhatHappened row={row} /> },
    {
      id: 'status',
      header: 'Status',
      width: '6.5rem',
      isSecondary: true,
      cell: ({ status }) => <LogStatusBadge status={status} />,
    },
    {
      id: 'who',
      header: 'Identity',
      width: '11rem',
      isSecondary: true,
      cell: (row) => <Identity row={row} />,
    },
    {
      id: 'action',
      header: 'Action',
      width: '6rem',
      isSecondary: true,
      cell: ({ action }) => actions.get(action) ?? action,
    },
    { id: 'source', header: 'Source', width: '9rem', isSecondary: true, cell: (row) => <Source row={row} /> },
  ];
}

/** The sentence opens the row; below it what else tells rows apart at a glance. */
function WhatHappened({ row }: { readonly row: LogRow }): ReactElement {
  return (
    <Stack gap={0}>
      <Group hiddenFrom="sm" gap="xs" mb={2}>
        <LogStatusBadge status={row.status} />
        <Moment at={row.at} />
      </Group>
      <Anchor component={Link} href={useRowPath(row.id)} inherit>
        {row.sentence}
      </Anchor>
      {row.troubleshooting !== '' && <Text size="sm">{row.troubleshooting}</Text>}
      {row.changed.length > 0 && (
        <Text size="sm" c="dimmed">
          Changed: {changedWords(row.changed)}
        </Text>
      )}
    </Stack>
  );
}

/** Beside the list where that is open already, with the filters as they are. */
function useRowPath(id: string): string {
  const [path] = useLocation();
  const [search] = useSearchParams();
  if (path !== '/log') return logRowPath(id);
  const opened = new URLSearchParams(search);
  opened.set('row', id);
  return `/log?${opened.toString()}`;
}

function changedWords(changed: readonly string[]): string {
  const more = changed.length - CHANGED_MAX;
  return changed.slice(0, CHANGED_MAX).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function Identity({ row: { who } }: { readonly row: LogRow }): ReactElement {
  if (who === null) return <Text c="dimmed">–</Text>;
  const userId = who.userId === null || who.userId === '' ? null : who.userId;
  return (
    <Stack gap={0}>
      <IdentityName {...who} />
      {userId !== null && userId !== who.name && (
        <Text size="sm" c="dimmed">
          {userId}
        </Text>
      )}
    </Stack>
  );
}

function IdentityName({ id, type, name }: NonNullable<LogRow['who']>): ReactElement {
  if (id !== null && type === 'User') return <PersonLink id={id} name={name} />;
  if (id !== null && type === 'Group') return <GroupLink id={id} name={name} />;
  return <span>{name}</span>;
}

export function Source({ row: { connection, client } }: { readonly row: LogRow }): ReactElement {
  const isByHand = connection === null || connection === 'console' || connection === 'command-line';
  return (
    <Stack gap={0}>
      {isByHand ? (
        <span>{connection ?? 'unknown'}</span>
      ) : (
        <InnerLink to={`/connections/${encodeURIComponent(connection)}`}>{connection}</InnerLink>
      )}
      {client !== 'unknown' && client !== connection && (
        <Text size="sm" c="dimmed">
          {client}
        </Text>
      )}
    </Stack>
  );
}
