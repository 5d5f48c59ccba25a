// The numbers that tell in a second whether all is well.

import { Paper, SimpleGrid, Skeleton, Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { InnerLink } from '../../parts/links';
import { useAsk, type Answer } from '../../shell/api';
import { failureWords } from '../../shell/failure';

const POLL_MS = 30_000;

export function FirstLook(): ReactElement {
  return (
    <SimpleGrid cols={{ base: 2, lg: 4 }} spacing="md">
      <Seats />
      <Alerts />
      <Providers />
      <Unfinished />
    </SimpleGrid>
  );
}

function Seats(): ReactElement {
  const { data, error } = useAsk('overview.seats', {}, { refetchInterval: POLL_MS });
  return (
    <Tile title="Seats in use" to="/people?signIn=enabled" error={error} value={data?.seats.toLocaleString()}>
      {data !== undefined && (
        <>
          {data.internal.toLocaleString()} internal, {data.external.toLocaleString()} external
        </>
      )}
    </Tile>
  );
}

function Alerts(): ReactElement {
  const { data, error } = useAsk('overview.alerts', {}, { refetchInterval: POLL_MS });
  return (
    <Tile title="Open alerts" to="/alerts" error={error} value={data?.open.toLocaleString()}>
      {data !== undefined && alertWords(data.open, data.acknowledged)}
    </Tile>
  );
}

function alertWords(open: number, inHand: number): string {
  const others = inHand === 0 ? '' : `; ${inHand} more in hand`;
  return open === 0 ? `Nothing waits for you${others}` : `They say what to do${others}`;
}

function Providers(): ReactElement {
  const { data, error } = useAsk('overview.connections', { range: '24h' }, { refetchInterval: POLL_MS });
  const all = data?.connections ?? [];
  const heard = all.filter(({ lastSeenAt, silent }) => lastSeenAt !== null && !silent);
  return (
    <Tile
      title="Identity providers heard of"
      to="/connections"
      error={error}
      value={data === undefined ? undefined : `${heard.length} of ${all.length}`}
    >
      {data !== undefined && providerWords(all)}
    </Tile>
  );
}

function providerWords(all: Answer<'overview.connections'>['connections']): string {
  const namesOf = (some: typeof all): string => some.map(({ connection }) => connection).join(', ');
  const silent = all.filter((each) => each.silent);
  const unheard = all.filter(({ lastSeenAt }) => lastSeenAt === null);
  return [
    silent.length === 0 ? 'None is silent' : `Silent: ${namesOf(silent)}`,
    ...(unheard.length === 0 ? [] : [`not heard of yet: ${namesOf(unheard)}`]),
  ].join('; ');
}

function Unfinished(): ReactElement {
  const { data, error } = useAsk('overview.seats', {}, { refetchInterval: POLL_MS });
  return (
    <Tile
      title="Incomplete people"
      to="/people?completeness=incomplete"
      error={error}
      value={data?.incomplete.toLocaleString()}
    >
      {data !== undefined && (
        <>
          <InnerLink to="/people?seat=servesNobody">{data.servingNobody.toLocaleString()} seats</InnerLink>{' '}
          serve nobody
        </>
      )}
    </Tile>
  );
}

interface TileProps {
  readonly title: string;
  readonly to: string;
  readonly error: unknown;
  readonly value: string | undefined;
  readonly children: ReactNode;
}

function Tile({ title, to, error, value, children }: TileProps): ReactElement {
  return (
    <Paper withBorder p="md" component="section">
      <Text component="h2" size="sm" fw={400}>
        <InnerLink to={to}>{title}</InnerLink>
      </Text>
      {value === undefined && error === null && <Skeleton height={32} my={4} />}
      {value === undefined && error !== null && <Text size="sm">{failureWords(error)}</Text>}
      {value !== undefined && (
        <Text fz={30} fw={600} lh={1.2} className="number">
          {value}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </Paper>
  );
}
