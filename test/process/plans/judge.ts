// Judges by its plan whether a command costs more the larger a customer is. Knows no gateway.

import type { mongo } from 'mongoose';
import { shapeOf, type Profiled } from './profile';

/** Far fewer than the firm of the test has of anything that grows. */
const FEW = 100;
/** Documents looked at for each one that is given or changed. */
const EACH = 3;
/** Keys: a search by several values of one field steps from one to the next. */
const KEYS_EACH = 6;

/** Of which a customer has more the larger it is; in a sharded cluster each lies where its customer is (docs/sharding.md). */
const OF_CUSTOMERS: ReadonlySet<string> = new Set([
  ...['users', 'groups', 'ownResources', 'memberships', 'remembered', 'events', 'requests', 'alerts'],
  ...['importRows', 'asyncRequests', 'liveCounts'],
]);

type Fault = 'scan' | 'examine' | 'walk' | 'sort' | 'wide';

/** What one kind of command may do, and why. */
export interface Exception {
  readonly why: string;
  readonly shape: RegExp;
  /** What it may do; never a COLLSCAN of what grows with a customer. */
  readonly may: readonly Fault[];
}

export interface Verdict {
  /** One text for each kind of command that costs too much. */
  readonly faults: readonly string[];
  /** Exceptions that something came under. */
  readonly used: ReadonlySet<Exception>;
}

export function judge(profiled: readonly Profiled[], exceptions: readonly Exception[]): Verdict {
  const faults = new Map<string, string>();
  const used = new Set<Exception>();
  for (const command of profiled) {
    const shape = shapeOf(command);
    for (const fault of faultsOf(command)) {
      const allowed = exceptions.find(
        (exception) => exception.may.includes(fault) && exception.shape.test(shape),
      );
      if (allowed === undefined) faults.set(`${fault} ${shape}`, inWords(fault, command, shape));
      else used.add(allowed);
    }
  }
  return { faults: [...faults.values()], used };
}

function faultsOf(command: Profiled): readonly Fault[] {
  const { planSummary = '', docsExamined = 0, hasSortStage = false } = command;
  const touched = (command.nreturned ?? 0) + (command.nMatched ?? 0) + (command.ndeleted ?? 0);
  return [
    ...(planSummary.includes('COLLSCAN') ? (['scan'] as const) : []),
    ...(docsExamined > FEW + EACH * touched ? (['examine'] as const) : []),
    ...((command.keysExamined ?? 0) > FEW + KEYS_EACH * touched ? (['walk'] as const) : []),
    ...(hasSortStage && docsExamined + (command.keysExamined ?? 0) > FEW ? (['sort'] as const) : []),
    ...(OF_CUSTOMERS.has(collectionOf(command)) && !namesCustomer(command) ? (['wide'] as const) : []),
  ];
}

/** Whether it says at its top whose documents it is about, so that one shard can answer. */
function namesCustomer({ op, command, originatingCommand }: Profiled): boolean {
  const asked = op === 'getmore' ? (originatingCommand ?? command) : command;
  // Its beginning is noted alone, and that is ids.
  if (typeof asked['$truncated'] === 'string') return true;
  const [first] = (asked['pipeline'] ?? []) as readonly mongo.Document[];
  const filter = (asked['filter'] ??
    asked['query'] ??
    asked['q'] ??
    first?.['$match'] ??
    {}) as mongo.Document;
  const parts = [filter, ...((filter['$and'] ?? []) as readonly mongo.Document[])];
  const branches = (filter['$or'] ?? []) as readonly mongo.Document[];
  const isNamed = (part: mongo.Document): boolean => Object.hasOwn(part, 'customer');
  return parts.some(isNamed) || (branches.length > 0 && branches.every(isNamed));
}

function collectionOf({ ns }: Profiled): string {
  return ns.slice(ns.indexOf('.') + 1);
}

const WORDS = {
  scan: 'reads the whole collection',
  examine: 'examines documents that are not asked for',
  sort: 'sorts in memory',
  walk: 'walks through keys that are not asked for',
  wide: 'does not say whose documents it is about',
} as const;

function inWords(fault: Fault, command: Profiled, shape: string): string {
  const { planSummary, docsExamined = 0, keysExamined = 0, nreturned = 0 } = command;
  const figures = `${docsExamined} documents and ${keysExamined} keys for ${nreturned}`;
  return `${WORDS[fault]}: ${shape} by ${planSummary ?? '?'}, ${figures}`;
}
