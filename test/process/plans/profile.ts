// What mongod's profiler notes of every command of a gateway, with the plan by which it was carried out; in transactions too, where explain() cannot ask.

import type { mongo } from 'mongoose';

/** Far more than the drive sends: of a full one the oldest would be lost. */
const BYTES = 512 * 1024 * 1024;

export interface Profiled {
  readonly op: string;
  readonly ns: string;
  readonly command: mongo.Document;
  readonly originatingCommand?: mongo.Document;
  readonly planSummary?: string;
  readonly docsExamined?: number;
  readonly keysExamined?: number;
  readonly nreturned?: number;
  readonly nMatched?: number;
  readonly ndeleted?: number;
  readonly hasSortStage?: boolean;
  readonly usedDisk?: boolean;
}

export interface Profile {
  /** What was noted since it was last taken. */
  take(): Promise<readonly Profiled[]>;
}

export async function startProfile(database: mongo.Db): Promise<Profile> {
  await database.command({ profile: 0 });
  await database.dropCollection('system.profile').catch(() => undefined);
  await database.createCollection('system.profile', { capped: true, size: BYTES });
  await database.command({ profile: 2 });
  let from = new Date();
  const notes = database.collection<Profiled & { readonly ts: Date }>('system.profile');
  return {
    async take() {
      const until = new Date();
      const noted = { ts: { $gte: from, $lt: until }, planSummary: { $exists: true } };
      const found = await notes.find({ ...noted, ns: { $not: /system\./ } }).toArray();
      from = until;
      return found;
    },
  };
}

/** The command without its values: what is the same for every request of the kind. */
export function shapeOf({ op, ns, command, originatingCommand }: Profiled): string {
  const asked = op === 'getmore' ? (originatingCommand ?? command) : command;
  // Of a command with thousands of ids only the beginning is noted, as text.
  if (typeof asked['$truncated'] === 'string') return `${op} ${ns.split('.').at(-1) ?? ns} of very many ids`;
  const parts = ['filter', 'query', 'q', 'pipeline', 'sort', 'key', 'hint'] as const;
  const shown = parts.flatMap((name) =>
    asked[name] === undefined ? [] : [`${name} ${JSON.stringify(withoutValues(asked[name]))}`],
  );
  return `${op} ${ns.split('.').at(-1) ?? ns} ${shown.join(' ')}`;
}

function withoutValues(value: unknown): unknown {
  if (Array.isArray(value)) {
    const kinds = new Set(value.map((one) => JSON.stringify(withoutValues(one))));
    return [...kinds].map((kind) => JSON.parse(kind) as unknown);
  }
  const isPlain =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) return value === null ? null : '?';
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutValues(part)]));
}
