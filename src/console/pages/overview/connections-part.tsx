// What came from each connection, hour by hour, what of it was refused or failed, and when it was last heard of.

import { BarChart } from '@mantine/charts';
import { Group, SegmentedControl, SimpleGrid, Text, Title } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { Charted } from '../../parts/charted';
import { useFilters } from '../../parts/filters';
import { InnerLink } from '../../parts/links';
import { useAsk, type Answer } from '../../shell/api';
import { errorRate } from '../connections/connection-state';
import { Part } from './part';

const POLL_MS = 30_000;
const RANGES = [
  { value: '24h', label: '24 hours' },
  { value: '7d', label: '7 days' },
] as const;

type Connection = Answer<'overview.connections'>['connections'][number];

export function ConnectionsPart(): ReactElement {
  const { values, set } = useFilters(['range']);
  const range = RANGES.find(({ value }) => value === values.range)?.value ?? '24h';
  const traffic = useAsk('overview.connections', { range }, { refetchInterval: POLL_MS, keepPrevious: true });
  return (
    <Part
      title="Connections"
      to="/connections"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Of which time"
          data={[...RANGES]}
          value={range}
          onChange={(value) => {
            set({ range: value }, { replace: true });
          }}
        />
      }
    >
      <Answered query={traffic} lines={6}>
        {({ connections }) =>
          connections.length === 0 ? (
            <Text c="dimmed">
              There is no connection yet. <InnerLink to="/connections/new">Make one</InnerLink>, and your
              identity provider can send people and groups.
            </Text>
          ) : (
            <SimpleGrid cols={{ base: 1, lg: Math.min(2, connections.length) }} spacing="xl">
              {connections.map((connection) => (
                <Traffic key={connection.connection} connection={connection} />
              ))}
            </SimpleGrid>
          )
        }
      </Answered>
    </Part>
  );
}

const HOUR = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

function Traffic({ connection }: { readonly connection: Connection }): ReactElement {
  const { connection: name, hours } = connection;
  return (
    <Charted
      title={<Name connection={connection} />}
      label={`Requests of ${name} in each hour`}
      says={<Sums connection={connection} />}
      heads={['Hour', 'Requests', 'Refused', 'Failed']}
      rows={hours
        .map(({ at, requests, refused, failed }) => [hourLabel(at), requests, refused, failed])
        .reverse()}
    >
      <BarChart
        h={90}
        mt={4}
        type="stacked"
        data={hours.map(({ at, requests, refused, failed }) => ({
          hour: hourLabel(at),
          done: requests - refused - failed,
          refused,
          failed,
        }))}
        dataKey="hour"
        withXAxis={false}
        withYAxis={false}
        gridAxis="none"
        series={[
          { name: 'done', label: 'Done', color: 'blue.5' },
          { name: 'refused', label: 'Refused', color: 'orange.6' },
          { name: 'failed', label: 'Failed', color: 'red.7' },
        ]}
        barChartProps={{ accessibilityLayer: false }}
        barProps={{ isAnimationActive: false }}
      />
    </Charted>
  );
}

function hourLabel(at: string): string {
  return HOUR.format(new Date(at));
}

function Name({
  connection: { connection: name, silent, says },
}: {
  readonly connection: Connection;
}): ReactElement {
  return (
    <>
      <Title order={3} size="h5">
        <InnerLink to={`/connections/${encodeURIComponent(name)}`}>{name}</InnerLink>
      </Title>
      <Group gap={4} wrap="nowrap">
        {silent && <IconClockExclamation size={16} aria-hidden color="var(--mantine-color-orange-filled)" />}
        <Text size="sm" {...(silent ? { fw: 600 } : {})}>
          {silent && 'Silent: '}
          {says}
        </Text>
      </Group>
    </>
  );
}

function Sums({ connection }: { readonly connection: Connection }): ReactElement {
  const { connection: name, requests, refused, failed } = connection;
  const refusals = new URLSearchParams({ connection: name, status: 'refused' });
  return (
    <>
      {requests.toLocaleString()} requests,{' '}
      {refused === 0 ? (
        'none refused'
      ) : (
        <InnerLink to={`/log?${refusals.toString()}`}>{`${refused.toLocaleString()} refused`}</InnerLink>
      )}
      , {failed === 0 ? 'none failed' : `${failed.toLocaleString()} failed`} ({errorRate(connection)})
    </>
  );
}
