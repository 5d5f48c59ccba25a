// Owns what two workers must bring and may cost, seen in the figures of a scenario. Measures nothing.
import { median, rounded } from '../figures';
import type { Figures } from './measure';

/** Of the work of all. */
const SHARE_MIN = 1 / 3;
const DEARER_MAX = 1.4;
/** Where database and client leave the cores to the gateway. */
const RATIO_MIN = 1.7;
const BESIDE_MAX = 0.1;
/** Of the cores: then a ratio tells nothing about the gateway. */
const OTHERS_MAX = 0.1;

/** The rounds of one process, and those of two workers. */
export type Found = readonly [readonly Figures[], readonly Figures[]];

export interface Compared {
  readonly perSecond: readonly [number, number];
  readonly ratio: number;
  /** Were every core as busy with the same work as one process made them. */
  readonly ratioMax: number;
  /** ms for each answer. */
  readonly oneCpu: number;
  readonly workersCpu: number;
  readonly primaryCpu: number;
  /** What the gateway's CPU for each answer became. */
  readonly dearer: number;
  /** Busy ones. */
  readonly oneCores: Cores;
  readonly twoCores: Cores;
  readonly isGatewayAlone: boolean;
}

interface Cores {
  readonly gateway: number;
  readonly mongod: number;
  readonly client: number;
  readonly others: number;
}

export function compare([one, two]: Found, cores: number): Compared {
  const [oneCores, twoCores] = [coresOf(one), coresOf(two)];
  const perSecond = [middle(one, 'perSecond'), middle(two, 'perSecond')] as const;
  const [oneCpu, workersCpu, primaryCpu] = [
    middle(one, 'workers'),
    middle(two, 'workers'),
    middle(two, 'primary'),
  ];
  return {
    perSecond,
    ratio: perSecond[1] / perSecond[0],
    ratioMax: cores / (oneCores.gateway + oneCores.mongod + oneCores.client),
    ...{ oneCpu, workersCpu, primaryCpu, oneCores, twoCores },
    dearer: (workersCpu + primaryCpu) / oneCpu,
    isGatewayAlone: (twoCores.mongod + twoCores.client) / cores < BESIDE_MAX,
  };
}

export function faultsOf(name: string, found: Found, cores: number): readonly string[] {
  const compared = compare(found, cores);
  const { ratio, dearer, isGatewayAlone } = compared;
  const wrong = found.flat().flatMap((figures) => figures.wrong);
  const least = middle(found[1], 'leastShare');
  const others = Math.max(compared.oneCores.others, compared.twoCores.others);
  const isQuiet = others / cores <= OTHERS_MAX;
  return [
    ...wrong.slice(0, 3).map((head) => `${name}: answered ${head}`),
    ...(least < SHARE_MIN ? [`${name}: one of two workers did ${rounded(least * 100)} % of the work`] : []),
    ...(dearer > DEARER_MAX ? [`${name}: a request costs ${rounded(dearer, 2)} times the CPU`] : []),
    ...(isGatewayAlone && isQuiet && ratio < RATIO_MIN
      ? [`${name}: two workers answer ${rounded(ratio, 2)} times as much`]
      : []),
    ...(isGatewayAlone && !isQuiet
      ? [`${name}: cannot be judged, other programs used ${rounded(others, 2)} cores meanwhile`]
      : []),
  ];
}

/** Whether a second worker that brings nothing and makes each request dearer would go unnoticed. */
export function isBlind([one]: Found, cores: number): boolean {
  const undisturbed = one.map((figures) => ({ ...figures, mongod: 0, client: 0, othersCores: 0, wrong: [] }));
  const dear = undisturbed.map((figures) => ({ ...figures, primary: figures.workers * DEARER_MAX }));
  return faultsOf('', [undisturbed, dear], cores).length < 2;
}

function coresOf(found: readonly Figures[]): Cores {
  const of = (spent: (figures: Figures) => number): number =>
    median(found.map((figures) => (spent(figures) * figures.perSecond) / 1_000));
  return {
    gateway: of(({ workers, primary }) => workers + primary),
    mongod: of(({ mongod }) => mongod),
    client: of(({ client }) => client),
    others: middle(found, 'othersCores'),
  };
}

function middle(found: readonly Figures[], name: Exclude<keyof Figures, 'wrong'>): number {
  return median(found.map((figures) => figures[name]));
}
