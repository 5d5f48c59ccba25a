// One operation of a bulk request as it was read, and how it ended: what the other files of this folder hand to each other.

import type { JsonValue } from '../../directory/json';
import type { ScimFailure } from '../failure';
import type { FilterLimits } from '../filter/ast';
import type { ScimRequest } from '../request';
import type { References } from './needs';
import type { BulkOperation, NamedOperation } from './operation';
import type { Need } from './plan';
import type { Made } from './references';
import type { Touch } from './touches';

export interface BulkStep {
  readonly name: NamedOperation;
  /** Undefined where it could not be read; `refusal` says why. */
  readonly operation: BulkOperation | undefined;
  readonly refusal: ScimFailure | undefined;
  readonly references: References;
  /** What is executed before it: what it refers to, and what the client did before to the same resource. */
  readonly needs: readonly Need[];
  /** Where it would meet others that are executed at the same time. */
  readonly touches: readonly Touch[];
}

/** How an operation ended. */
export interface Outcome {
  readonly status: number;
  /** The resource that it is about; undefined where there is none. */
  readonly resource: Made | undefined;
  readonly version: string | undefined;
  /** Undefined where it succeeded. */
  readonly failure: ScimFailure | undefined;
  /** What was put up with on the way. */
  readonly tolerances: readonly string[];
  /** What went wrong, where `failure` does not tell it to the client. */
  readonly bug: unknown;
  /** The database is away: no other operation will fare better. */
  readonly isAway: boolean;
}

/** One operation is over: what the request log tells of it. */
export interface OperationDone {
  /** That of the bulk request and the position of the operation, counted from 1; its event has the same. */
  readonly requestId: string;
  readonly method: string;
  /** Below the SCIM base. */
  readonly path: string;
  /** Undefined, like `data`, where the operation could not be read. */
  readonly type: string | undefined;
  readonly data: JsonValue | undefined;
  readonly outcome: Outcome;
  readonly at: Date;
  readonly durationMs: number;
}

/** Told of each operation once; must not throw. */
export type Observe = (done: OperationDone) => void;

export interface Bulk {
  readonly steps: readonly BulkStep[];
  /** By bulkId: the position of the POST that creates the resource. */
  readonly givers: ReadonlyMap<string, number>;
  readonly failOnErrors: number | undefined;
  readonly limits: FilterLimits;
  readonly now: () => Date;
  readonly request: ScimRequest;
}
