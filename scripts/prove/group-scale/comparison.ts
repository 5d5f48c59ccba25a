// Owns comparing what the same request costs in two groups: by turns, so that whatever else runs on the machine hits both alike.
import { median, percentile, rounded, table } from '../figures';
import type { GatewayProcess } from '../gateway-process';
import type { ScimAnswer } from '../scim-client';

/** Sends the requests of one block to the group, one at a time. */
type Work = (group: string) => AsyncIterable<ScimAnswer>;

export interface Comparison {
  readonly gateway: GatewayProcess;
  readonly small: string;
  readonly large: string;
  readonly blocks: number;
  readonly work: Work;
}

export interface Compared {
  readonly name: string;
  readonly small: number;
  readonly large: number;
  readonly ratio: number;
}

/** Linux gives CPU times in steps of 10 ms, so they are read once a block, not once a request. */
interface Block {
  readonly ms: readonly number[];
  readonly gatewayCpuMs: number;
  readonly mongodCpuMs: number;
}

const WARM_UP_BLOCKS = 2;
const TELL_EVERY_BLOCKS = 4;

export async function compare({
  gateway,
  small,
  large,
  blocks,
  work,
}: Comparison): Promise<readonly Compared[]> {
  const inSmall: Block[] = [];
  const inLarge: Block[] = [];
  for (let done = -WARM_UP_BLOCKS; done < blocks; done += 1) {
    const turns = [
      async () => inSmall.push(await runBlock(gateway, work(small))),
      async () => inLarge.push(await runBlock(gateway, work(large))),
    ];
    // Who goes first changes as well.
    for (const turn of done % 2 === 0 ? turns : turns.toReversed()) await turn();
    if (done % TELL_EVERY_BLOCKS === 0) console.log(`  ${Math.max(done, 0)} of ${blocks} blocks compared`);
  }
  return FIGURES.map(({ name, of }) => {
    const [few, many] = [inSmall, inLarge].map((run) => of(run.slice(WARM_UP_BLOCKS)));
    return { name, small: few ?? 0, large: many ?? 0, ratio: (many ?? 0) / (few ?? 0) };
  });
}

export function comparisonTable(title: string, figures: readonly Compared[]): string {
  const rows = figures.map(({ name, small, large, ratio }) => [
    name,
    ...[small, large, ratio].map((value) => rounded(value, 2)),
  ]);
  return table([title, 'small', 'large', 'ratio'], rows);
}

/** Not "more than": a figure that could not be taken is a fault too. */
export function ratioFaults(figures: readonly Compared[], ratioMax: number): readonly string[] {
  return figures
    .filter(({ ratio }) => !(ratio <= ratioMax))
    .map(({ name, ratio }) => `${name}: the ratio is ${rounded(ratio, 2)}, more than ${ratioMax}`);
}

const FIGURES: readonly { readonly name: string; readonly of: (blocks: readonly Block[]) => number }[] = [
  { name: 'latency, median ms', of: (blocks) => median(blocks.flatMap(({ ms }) => ms)) },
  {
    name: 'latency, p90 ms',
    of: (blocks) =>
      percentile(
        blocks.flatMap(({ ms }) => ms),
        0.9,
      ),
  },
  { name: 'gateway CPU, median ms', of: (blocks) => median(blocks.map(({ gatewayCpuMs }) => gatewayCpuMs)) },
  { name: 'mongod CPU, median ms', of: (blocks) => median(blocks.map(({ mongodCpuMs }) => mongodCpuMs)) },
  {
    name: 'both, median CPU ms',
    of: (blocks) => median(blocks.map(({ gatewayCpuMs, mongodCpuMs }) => gatewayCpuMs + mongodCpuMs)),
  },
];

async function runBlock(gateway: GatewayProcess, answers: AsyncIterable<ScimAnswer>): Promise<Block> {
  const cpu = [gateway.cpuMs(), gateway.databaseCpuMs()] as const;
  const ms: number[] = [];
  for await (const answer of answers) ms.push(accepted(answer).ms);
  return {
    ms,
    gatewayCpuMs: (gateway.cpuMs() - cpu[0]) / ms.length,
    mongodCpuMs: (gateway.databaseCpuMs() - cpu[1]) / ms.length,
  };
}

/** @throws Error with the answer where it is a refusal */
export function accepted(answer: ScimAnswer): ScimAnswer {
  if (answer.status < 300) return answer;
  throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}
