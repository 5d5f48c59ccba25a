// Who came, moved, left and returned on each day, or in each week of a long time.

import { BarChart } from '@mantine/charts';
import type { ReactElement } from 'react';
import { Charted } from '../../parts/charted';
import { dayLabel } from './day-label';
import type { Days } from './days';

/** More bars than this are thinner than a line. */
const DAYS_MAX = 45;
const WEEK = 7;

const SERIES = [
  { name: 'joiners', label: 'Joiners', color: 'teal.7' },
  { name: 'movers', label: 'Movers', color: 'blue.5' },
  { name: 'leavers', label: 'Leavers', color: 'red.7' },
  { name: 'returns', label: 'Returned', color: 'yellow.6' },
] as const;
type Counted = (typeof SERIES)[number]['name'];
type Counts = Readonly<Record<Counted, number>>;

export function DaysChart({ days }: { readonly days: Days }): ReactElement {
  const isByWeek = days.length > DAYS_MAX;
  const spans = isByWeek ? weeksOf(days) : days;
  const all = sumOf(days);
  return (
    <Charted
      title="Joiners, movers, leavers"
      label={`Joiners, movers, leavers and returned people ${isByWeek ? 'in the seven days from each date' : 'on each day'}`}
      says={`${SERIES.map(({ name, label }) => `${all[name].toLocaleString()} ${label.toLowerCase()}`).join(', ')}${isByWeek ? '; each bar is a week.' : '.'}`}
      heads={[isByWeek ? 'From' : 'Day', ...SERIES.map(({ label }) => label)]}
      rows={spans.map((span) => [span.day, ...SERIES.map(({ name }) => span[name])]).reverse()}
    >
      <BarChart
        h={240}
        mt="sm"
        data={spans.map((span) => ({ ...countsOf(span), day: dayLabel(span.day) }))}
        dataKey="day"
        withLegend
        series={[...SERIES]}
        barChartProps={{ accessibilityLayer: false, barGap: 0 }}
        barProps={{ isAnimationActive: false }}
      />
    </Charted>
  );
}

function countsOf({ joiners, movers, leavers, returns }: Counts): Counts {
  return { joiners, movers, leavers, returns };
}

function sumOf(days: readonly Counts[]): Counts {
  const sum = (name: Counted): number => days.reduce((total, day) => total + day[name], 0);
  return { joiners: sum('joiners'), movers: sum('movers'), leavers: sum('leavers'), returns: sum('returns') };
}

function weeksOf(days: Days): readonly (Counts & { readonly day: string })[] {
  const begins = days.map((_day, at) => at).filter((at) => at % WEEK === 0);
  return begins.map((at) => ({ ...sumOf(days.slice(at, at + WEEK)), day: days[at]?.day ?? '' }));
}
