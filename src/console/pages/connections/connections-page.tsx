// Every connection of an identity provider: whether it works, what it sends, and when its tokens end.

import { Button, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { Answered } from '../../parts/answered';
import { InnerLink } from '../../parts/links';
import { Ago } from '../../parts/moment';
import { PageHead } from '../../parts/page-head';
import { RowsTable, type TableColumn } from '../../parts/rows-table';
import { useAsk } from '../../shell/api';
import { useMay } from '../../shell/signed-in';
import { ConnectionState, countsOf, errorRate, liveTokens, type Connection } from './connection-state';
import { TokenEnd } from './token-end';

const POLL_MS = 15_000;

export function ConnectionsPage(): ReactElement {
  const connections = useAsk('connections.list', {}, { refetchInterval: POLL_MS });
  const mayMake = useMay('admin');
  return (
    <>
      <PageHead
        title="Connections"
        lead="Who may send people and groups here: each identity provider has a connection with tokens of its own."
      >
        {mayMake && (
          <Button component={Link} href="/connections/new" leftSection={<IconPlus size={16} aria-hidden />}>
            New connection
          </Button>
        )}
      </PageHead>
      <Answered query={connections}>
        {({ rows }) => (
          <RowsTable
            label="Connections"
            columns={COLUMNS}
            rows={rows}
            rowKey={({ id }) => id}
            minWidth={300}
            empty={
              mayMake
                ? 'There is no connection yet. Make one, and your identity provider can send people and groups.'
                : 'There is no connection yet. An admin can make one here.'
            }
          />
        )}
      </Answered>
    </>
  );
}

const COLUMNS: readonly TableColumn<Connection>[] = [
  { id: 'name', header: 'Connection', cell: (row) => <Name connection={row} /> },
  { id: 'state', header: 'State', cell: (row) => <State connection={row} /> },
  { id: 'seen', header: 'Last heard of', isSecondary: true, cell: ({ lastSeen }) => <Ago at={lastSeen} /> },
  {
    id: 'requests',
    header: 'Requests, 24 h',
    isNumber: true,
    isSecondary: true,
    cell: ({ requests24h }) => requests24h.toLocaleString(),
  },
  {
    id: 'errors',
    header: 'Refused or failed',
    isNumber: true,
    isSecondary: true,
    cell: (row) => <Errors connection={row} />,
  },
  { id: 'tokens', header: 'Live tokens', isSecondary: true, cell: (row) => <Tokens connection={row} /> },
];

interface OneConnection {
  readonly connection: Connection;
}

function Name({ connection: { id, name, kindName, readsOnly } }: OneConnection): ReactElement {
  return (
    <Stack gap={0}>
      <InnerLink to={`/connections/${encodeURIComponent(id)}`}>{name}</InnerLink>
      <Text size="sm" c="dimmed">
        {kindName}
        {readsOnly && ', reads only'}
      </Text>
    </Stack>
  );
}

function State({ connection }: OneConnection): ReactElement {
  return (
    <Stack gap={2} align="flex-start">
      <ConnectionState connection={connection} />
      {connection.state !== 'working' && (
        <Text size="sm" c="dimmed">
          {connection.words}
        </Text>
      )}
    </Stack>
  );
}

function Errors({ connection }: OneConnection): ReactElement {
  const { refused, failed } = countsOf(connection);
  const rate = errorRate(countsOf(connection));
  if (refused + failed === 0) return <span>{rate}</span>;
  const refusals = new URLSearchParams({
    connection: connection.name,
    since: '24h',
    ...(failed === 0 ? { status: 'refused' } : {}),
  });
  return <InnerLink to={`/log?${refusals.toString()}`}>{`${refused + failed} (${rate})`}</InnerLink>;
}

function Tokens({ connection }: OneConnection): ReactElement {
  const live = liveTokens(connection);
  return (
    <Stack gap={0}>
      {live.length === 0 && connection.client === null && <Text inherit>none</Text>}
      {live.map((token) => (
        <TokenEnd key={token.id} token={token} />
      ))}
      {connection.client !== null && <Text inherit>OAuth client, {connection.client.words}</Text>}
    </Stack>
  );
}
