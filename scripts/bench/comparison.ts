// Owns comparing a run with a saved one: what became faster or slower, and whether the time of a request stayed flat. Measures nothing.
import { readFileSync } from 'node:fs';
import { rounded, table } from '../prove/figures';
import type { Figures, Measured } from './measure';

/** As `--json` saves it. */
export interface Run {
  readonly users: number;
  readonly connections: number;
  readonly results: readonly Measured[];
}

const HEADINGS = [
  'work',
  '/s then',
  '/s now',
  'now / then',
  'p50 then',
  'p50 now',
  'p50 now / then',
  'CPU then',
  'CPU now',
  'mongod then',
  'mongod now',
];

/** @throws Error where the file is not one of `--json` */
export function savedRun(file: string): Run {
  const run = JSON.parse(readFileSync(file, 'utf8')) as Partial<Run>;
  if (Array.isArray(run.results)) return run as Run;
  throw new Error(`${file} is no run saved by --json`);
}

export function comparisonTable(then: Run, now: Run): string {
  const rows = pairs(then, now).map(({ measured, before, after }) => [
    measured.scenario,
    rounded(before.perSecond, 0),
    rounded(after.perSecond, 0),
    share(after.perSecond, before.perSecond),
    ...[before.p50Ms, after.p50Ms].map((value) => rounded(value, 1)),
    share(after.p50Ms, before.p50Ms),
    ...[before.serverCpuMs, after.serverCpuMs, before.mongodCpuMs, after.mongodCpuMs].map((ms) =>
      ms.toFixed(2),
    ),
  ]);
  return `${told(then)} then, ${told(now)} now\n${table(HEADINGS, rows)}`;
}

/** Not "more than": a figure that could not be taken is a fault too. */
export function flatFaults(then: Run, now: Run, ratioMax: number): readonly string[] {
  const compared = pairs(then, now).filter(({ measured }) => measured.isDeep !== true);
  const missing = compared.length === 0 ? ['the saved run has nothing to compare with'] : [];
  const steep = compared
    .filter(({ before, after }) => !(after.p50Ms <= ratioMax * before.p50Ms))
    .map(
      ({ measured, before, after }) =>
        `${measured.scenario}: the p50 is ${share(after.p50Ms, before.p50Ms)} times that of the saved run, ` +
        `more than ${ratioMax}`,
    );
  return [...missing, ...steep];
}

interface Pair {
  readonly measured: Measured;
  readonly before: Figures;
  readonly after: Figures;
}

/** What the saved run does not have is compared with what it is like there. */
function pairs(then: Run, now: Run): readonly Pair[] {
  const before = new Map(then.results.map((measured) => [measured.scenario, measured.gateway]));
  return now.results.flatMap((measured) => {
    const earlier = before.get(measured.scenario) ?? before.get(measured.like ?? '');
    const { gateway } = measured;
    return earlier === undefined || gateway === undefined
      ? []
      : [{ measured, before: earlier, after: gateway }];
  });
}

function share(now: number, then: number): string {
  return (now / then).toFixed(2);
}

function told({ users, connections }: Run): string {
  return `${users} users from ${connections} connections`;
}
