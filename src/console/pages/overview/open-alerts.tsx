// The newest open alerts, each with what to do; nothing where nothing is open.

import { SimpleGrid } from '@mantine/core';
import type { ReactElement } from 'react';
import { AlertCard } from '../../parts/alert-card';
import { InnerLink } from '../../parts/links';
import { Trouble } from '../../parts/trouble';
import { useAsk } from '../../shell/api';
import { Part } from './part';

const POLL_MS = 30_000;
const SHOWN_MAX = 4;

export function OpenAlerts(): ReactElement | null {
  const { data, error } = useAsk('overview.alerts', {}, { refetchInterval: POLL_MS });
  if (data === undefined) return error === null ? null : <Trouble error={error} />;
  if (data.newest.length === 0) return null;
  const more = data.open - Math.min(data.newest.length, SHOWN_MAX);
  return (
    <Part title="What needs you" to="/alerts?state=open">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
        {data.newest.slice(0, SHOWN_MAX).map((alert) => (
          <AlertCard key={alert.id} alert={alert} order={3} />
        ))}
      </SimpleGrid>
      {more > 0 && <InnerLink to="/alerts?state=open">{`All ${data.open} open alerts`}</InnerLink>}
    </Part>
  );
}
