// Seats, and who came, moved and left, over the time that is chosen in the address.

import { SegmentedControl, SimpleGrid, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Answered } from '../../parts/answered';
import { useFilters } from '../../parts/filters';
import { useAsk } from '../../shell/api';
import { DaysChart } from './days-chart';
import { Meaning } from './meaning';
import { Part } from './part';
import { SeatsChart } from './seats-chart';

const DAY_MS = 86_400_000;
const SPANS = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
] as const;

export function PeopleParts(): ReactElement {
  const { values, set } = useFilters(['days']);
  const span = SPANS.find(({ value }) => value === values.days)?.value ?? '30';
  const days = useAsk('overview.days', { from: dayBefore(Number(span)) }, { keepPrevious: true });
  return (
    <Part
      title="People over time"
      to="/people"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="How far back"
          data={[...SPANS]}
          value={span}
          onChange={(value) => {
            set({ days: value }, { replace: true });
          }}
        />
      }
    >
      <Answered query={days} lines={8}>
        {(shown) => (
          <>
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
              <SeatsChart days={shown.days} />
              <DaysChart days={shown.days} />
            </SimpleGrid>
            <Meaning meaning={shown.meaning} />
            {shown.countedTo !== null && (
              <Text size="sm">
                The past is still being counted after an update, up to {shown.countedTo} so far; numbers may
                still rise.
              </Text>
            )}
          </>
        )}
      </Answered>
    </Part>
  );
}

function dayBefore(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
}
