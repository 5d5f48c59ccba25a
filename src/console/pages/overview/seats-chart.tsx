// Seats at the end of each day, internal and external people on top of each other.

import { AreaChart } from '@mantine/charts';
import type { ReactElement } from 'react';
import { Charted } from '../../parts/charted';
import { dayLabel } from './day-label';
import type { Days } from './days';

export function SeatsChart({ days }: { readonly days: Days }): ReactElement {
  return (
    <Charted
      title="Seats in use"
      label="Seats in use at the end of each day"
      says={changeWords(days)}
      heads={['Day', 'Seats', 'Internal', 'External']}
      rows={days.map(({ day, seats, internal, external }) => [day, seats, internal, external]).reverse()}
    >
      <AreaChart
        h={240}
        mt="sm"
        data={days.map(({ day, internal, external }) => ({ day: dayLabel(day), internal, external }))}
        dataKey="day"
        type="stacked"
        curveType="step"
        withDots={false}
        withLegend
        fillOpacity={0.35}
        series={[
          { name: 'internal', label: 'Internal', color: 'blue.6' },
          { name: 'external', label: 'External', color: 'orange.6', strokeDasharray: '5 3' },
        ]}
        areaChartProps={{ accessibilityLayer: false }}
        areaProps={{ isAnimationActive: false }}
      />
    </Charted>
  );
}

function changeWords(days: Days): string {
  const change = (days.at(-1)?.seats ?? 0) - (days[0]?.seats ?? 0);
  if (change === 0) return 'As many as at the beginning.';
  return change > 0
    ? `${change.toLocaleString()} more than at the beginning.`
    : `${(-change).toLocaleString()} fewer than at the beginning.`;
}
