// Owns how measurements are shown: as a table, as Markdown, and beside those of an earlier run. Measures nothing.
import { rounded, table } from '../prove/figures';
import type { Figures, Measured } from './measure';

const HEADINGS = [
  'work',
  'floor /s',
  'gateway /s',
  'ratio',
  'goal',
  'met',
  'p50 ms',
  'p99 ms',
  'floor p50',
  'CPU ms',
  'mongod',
  'floor CPU',
  'floor mongod',
  'MB',
];

export function reportTable(results: readonly Measured[]): string {
  return table(HEADINGS, results.map(row));
}

export function reportMarkdown(results: readonly Measured[]): string {
  const lines = [HEADINGS, HEADINGS.map(() => '---'), ...results.map(row)];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** Of throughput; undefined where one of the two was not measured. */
function ratio({ floor, gateway }: Measured): number | undefined {
  return floor === undefined || gateway === undefined ? undefined : gateway.perSecond / floor.perSecond;
}

function row(measured: Measured): readonly (string | number)[] {
  const { scenario, unit, goal, floor, gateway } = measured;
  const share = ratio(measured);
  const name = unit === 'requests' ? scenario : `${scenario} (${unit})`;
  const met = share === undefined || goal === undefined ? '' : share >= goal ? 'yes' : 'no';
  return [
    name,
    shown(floor, ({ perSecond }) => rounded(perSecond, 0)),
    shown(gateway, ({ perSecond }) => rounded(perSecond, 0)),
    share === undefined ? '' : share.toFixed(2),
    goal ?? '',
    met,
    shown(gateway, ({ p50Ms }) => rounded(p50Ms, 1)),
    shown(gateway, ({ p99Ms }) => rounded(p99Ms, 1)),
    shown(floor, ({ p50Ms }) => rounded(p50Ms, 1)),
    shown(gateway, ({ serverCpuMs }) => serverCpuMs.toFixed(2)),
    shown(gateway, ({ mongodCpuMs }) => mongodCpuMs.toFixed(2)),
    shown(floor, ({ serverCpuMs }) => serverCpuMs.toFixed(2)),
    shown(floor, ({ mongodCpuMs }) => mongodCpuMs.toFixed(2)),
    shown(gateway, ({ memoryMb }) => memoryMb),
  ];
}

function shown(figures: Figures | undefined, text: (figures: Figures) => string | number): string | number {
  return figures === undefined ? '' : text(figures);
}
