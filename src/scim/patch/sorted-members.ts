// Holds members of a list of any length in some 40 bytes each, and gives them back in order of id, each once. Knows no attributes.

import type { AskedMember, MemberList } from '../../directory/member-list';

/** Members sorted at a time; what they come to is one run. */
const RUN_MAX = 4_000;
/** Of a run that is read. */
const WINDOW_BYTES = 1_024;
const BATCH = 1_000;
const LINE_END = 0x0a;
/** What ids of users and groups look like; in this order they lie in the database, too. */
const ID = /^[\x21-\x7e]{1,128}$/;

export interface SortedMembers {
  add(members: readonly AskedMember[]): void;
  end(): MemberList;
}

export function sortedMembers(): SortedMembers {
  const runs: Buffer[] = [];
  let waiting: AskedMember[] = [];
  let hasOthers = false;
  const keep = (): void => {
    if (waiting.length > 0) runs.push(runOf(waiting));
    waiting = [];
  };
  return {
    add(members) {
      for (const member of members) {
        if (ID.test(member.id)) waiting.push(member);
        else hasOthers = true;
      }
      if (waiting.length >= RUN_MAX) keep();
    },
    end() {
      keep();
      return { hasOthers, batches: () => batched(merged(runs.map(membersIn))) };
    },
  };
}

/** A line for each: the id, and behind a space the display as JSON, which has no line breaks. */
function runOf(members: readonly AskedMember[]): Buffer {
  // Sorting is stable: of one id given twice, what came last stays last.
  const sorted = members.toSorted((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0));
  const lines = sorted.map(({ id, display }) =>
    display === undefined ? `${id}\n` : `${id} ${JSON.stringify(display)}\n`,
  );
  return Buffer.from(lines.join(''));
}

function* membersIn(run: Buffer): Generator<AskedMember, undefined> {
  for (let start = 0; start < run.length;) {
    const end = run.indexOf(LINE_END, Math.min(start + WINDOW_BYTES, run.length - 1)) + 1;
    const lines = run.toString('utf8', start, end - 1).split('\n');
    for (const line of lines) {
      const space = line.indexOf(' ');
      yield space === -1
        ? { id: line }
        : { id: line.slice(0, space), display: JSON.parse(line.slice(space + 1)) as string };
    }
    start = end;
  }
  return undefined;
}

type Members = Iterator<AskedMember, undefined>;

/** Two by two, so that each member is compared only a few times. */
function merged(runs: readonly Members[]): Members {
  if (runs.length < 2) return withoutRepeats(runs[0] ?? [][Symbol.iterator]());
  let level = runs;
  while (level.length > 1) {
    const next: Members[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = [level[index], level[index + 1]];
      if (left !== undefined) next.push(right === undefined ? left : mergedTwo(left, right));
    }
    level = next;
  }
  return withoutRepeats(level[0] ?? [][Symbol.iterator]());
}

/** Of one id, what the left side has comes first. */
function* mergedTwo(left: Members, right: Members): Generator<AskedMember, undefined> {
  let [one, other] = [left.next(), right.next()];
  while (one.done !== true || other.done !== true) {
    if (other.done === true || (one.done !== true && one.value.id <= other.value.id)) {
      if (one.done !== true) yield one.value;
      one = left.next();
    } else {
      yield other.value;
      other = right.next();
    }
  }
  return undefined;
}

/** The display that was sent last counts. */
function* withoutRepeats(members: Members): Generator<AskedMember, undefined> {
  let held = members.next();
  while (held.done !== true) {
    const next = members.next();
    if (next.done !== true && next.value.id === held.value.id) {
      held = { value: { id: next.value.id, display: next.value.display ?? held.value.display } };
      continue;
    }
    yield held.value;
    held = next;
  }
  return undefined;
}

function* batched(members: Members): Generator<readonly AskedMember[]> {
  let batch: AskedMember[] = [];
  for (let next = members.next(); next.done !== true; next = members.next()) {
    batch.push(next.value);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
