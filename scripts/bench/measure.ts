// Owns measuring one scenario: rounds against the servers by turns, their medians, and what was wrong.
import { median } from '../prove/figures';
import { range } from '../prove/parallel';
import type { LoadGenerator } from './children';
import { personId } from './firm';
import type { Round } from './job';
import { groupNameOf, type Scenario } from './scenario';
import type { Server, ServerName } from './servers';

export interface Bench {
  readonly servers: readonly Server[];
  readonly load: LoadGenerator;
  readonly databasePid: number;
  readonly users: number;
  readonly spares: number;
  readonly firm: number;
  readonly connections: number;
  readonly rounds: number;
  readonly ms: number;
  readonly warmUpMs: number;
}

/** The first round of a work compiles what it runs, and brings back what the machine took away while others ran. */
export const FIRST_WARM_UP = 3;

/** Medians of the rounds. */
export interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** For each unit of work. */
  readonly serverCpuMs: number;
  readonly mongodCpuMs: number;
  /** Resident memory of the server, the most after any round. */
  readonly memoryMb: number;
}

export interface Measured {
  readonly scenario: string;
  readonly unit: string;
  readonly goal?: number;
  readonly like?: string;
  readonly isDeep?: boolean;
  readonly floor?: Figures;
  readonly gateway?: Figures;
  readonly faults: readonly string[];
}

interface Contender {
  readonly server: Server;
  readonly group: string;
  readonly rounds: Round[];
  next: number;
}

export async function measure(bench: Bench, scenario: Scenario): Promise<Measured> {
  const contenders = await Promise.all(bench.servers.map((server) => contender(server, scenario)));
  for (const round of range(bench.rounds)) {
    // Who goes first changes as well.
    const turns = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const turn of turns) await runRound(bench, scenario, turn, round);
  }
  const faults = await Promise.all(contenders.map((each) => faultsOf(scenario, each)));
  const figures: Partial<Record<ServerName, Figures>> = Object.fromEntries(
    contenders.map(({ server, rounds }) => [server.name, figuresOf(rounds)]),
  );
  const { name, goal, like, isDeep, unit = 'requests' } = scenario;
  return {
    scenario: name,
    unit,
    ...(goal === undefined ? {} : { goal }),
    ...(like === undefined ? {} : { like }),
    ...(isDeep === undefined ? {} : { isDeep }),
    ...figures,
    faults: faults.flat(),
  };
}

async function contender(server: Server, { name, groupOf }: Scenario): Promise<Contender> {
  const group = groupOf === undefined ? '' : await server.seedGroup(groupNameOf(name), groupOf);
  return { server, group, rounds: [], next: 0 };
}

async function runRound(bench: Bench, scenario: Scenario, turn: Contender, round: number): Promise<void> {
  const { server, group } = turn;
  const { users, spares, firm, ms, warmUpMs, databasePid } = bench;
  const result = await bench.load.run({
    scenario: scenario.name,
    setting: { users, spares, firm, group, tag: `r${round}` },
    port: server.port,
    tokens: server.tokens,
    connections: Math.min(bench.connections, scenario.connections ?? Infinity),
    warmUpMs: round === 0 ? warmUpMs * FIRST_WARM_UP : warmUpMs,
    ms,
    from: turn.next,
    serverPid: server.pid,
    databasePid,
  });
  turn.next = result.next;
  turn.rounds.push(result);
}

function figuresOf(rounds: readonly Round[]): Figures {
  const of = (figure: (round: Round) => number): number => median(rounds.map(figure));
  return {
    perSecond: of(({ done, seconds }) => done / seconds),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
    serverCpuMs: of(({ serverCpuMs, done }) => serverCpuMs / done),
    mongodCpuMs: of(({ databaseCpuMs, done }) => databaseCpuMs / done),
    memoryMb: Math.max(...rounds.map(({ memoryMb }) => memoryMb)),
  };
}

async function faultsOf(
  scenario: Scenario,
  { server, group, rounds, next }: Contender,
): Promise<readonly string[]> {
  const place = `${scenario.name}, ${server.name}`;
  const wrong = rounds.reduce((sum, round) => sum + round.wrong, 0);
  const first = rounds.flatMap(({ faults }) => faults)[0];
  return [
    ...(first === undefined ? [] : [`${place}: ${wrong} wrong answers, the first: ${first}`]),
    ...(rounds.some(({ done }) => done === 0) ? [`${place}: a round in which nothing was done`] : []),
    ...(scenario.joined === undefined || scenario.groupOf === undefined
      ? []
      : memberFaults(place, await server.membersOf(group), [
          ...range(scenario.groupOf).map(personId),
          ...scenario.joined(next),
        ])),
  ];
}

export function memberFaults(
  place: string,
  stored: readonly string[],
  expected: readonly string[],
): readonly string[] {
  const found = new Set(stored);
  const isExact = found.size === expected.length && expected.every((id) => found.has(id));
  return isExact
    ? []
    : [`${place}: ${found.size} members are stored that are not exactly the ${expected.length} right ones`];
}
