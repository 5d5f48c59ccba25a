// How a connection stands, by word and sign.

import { Badge } from '@mantine/core';
import { IconCircleCheck, IconClock, IconLock, IconPlugConnected } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { Answer } from '../../shell/api';

export type Connection = Answer<'connections.list'>['rows'][number];

const LOOKS = {
  waiting: { label: 'Waiting for first contact', icon: IconPlugConnected, colour: 'blue' },
  working: { label: 'Working', icon: IconCircleCheck, colour: 'green' },
  silent: { label: 'Silent', icon: IconClock, colour: 'orange' },
  closed: { label: 'Closed', icon: IconLock, colour: 'red' },
} as const;

export function ConnectionState({ connection }: { readonly connection: Connection }): ReactElement {
  const { label, icon: Icon, colour } = LOOKS[connection.state];
  return (
    <Badge
      variant="default"
      tt="none"
      title={connection.words}
      leftSection={<Icon size={14} aria-hidden color={`var(--mantine-color-${colour}-filled)`} />}
    >
      {label}
    </Badge>
  );
}

const PERCENT = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });

interface Counts {
  readonly requests: number;
  readonly refused: number;
  readonly failed: number;
}

/** Refused and failed ones of all; of none nothing can be said. */
export function errorRate({ requests, refused, failed }: Counts): string {
  return requests === 0 ? '–' : PERCENT.format((refused + failed) / requests);
}

export function countsOf({ requests24h, refused24h, failed24h }: Connection): Counts {
  return { requests: requests24h, refused: refused24h, failed: failed24h };
}

export function liveTokens({ tokens }: Connection): Connection['tokens'] {
  return tokens.filter(({ state }) => state === 'active' || state === 'expiring');
}

/** Found by its id or by its name: the sync log knows names alone. */
export function connectionIn(rows: readonly Connection[], key: string): Connection | undefined {
  return rows.find(({ id }) => id === key) ?? rows.find(({ name }) => name === key);
}
