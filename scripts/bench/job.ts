// Owns what is said between the bench and its load generator. Does nothing.
import type { Setting } from './scenario';

export interface Job {
  readonly scenario: string;
  readonly setting: Setting;
  readonly port: number;
  /** One for each customer. */
  readonly tokens: readonly string[];
  readonly connections: number;
  readonly warmUpMs: number;
  readonly ms: number;
  /** The index of the first step. */
  readonly from: number;
  /** The server's process; its children count with it. */
  readonly serverPid: number;
  readonly databasePid: number;
}

export interface Round {
  /** In the scenario's unit, in `seconds`. */
  readonly done: number;
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly serverCpuMs: number;
  readonly databaseCpuMs: number;
  /** Of the server and its children, at the end. */
  readonly memoryMb: number;
  /** The index of the next step. */
  readonly next: number;
  readonly wrong: number;
  /** The first of the wrong answers. */
  readonly faults: readonly string[];
}
