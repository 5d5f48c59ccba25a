// Owns holding what clients were told against what is stored: what was acknowledged is there, what was refused is not. Knows no requests.
import type { EventDocument } from '../../../src/store/documents';
import { grouped } from './grouped';
import type { Write } from './ledger';
import type { Snapshot } from './snapshot';

/** What is wrong, one sentence each; empty where every promise was kept. */
export function brokenPromises(ledger: readonly Write[], snapshot: Snapshot): readonly string[] {
  const creations = new Map([...snapshot.users.values()].map((user) => [user.profile['userName'], user._id]));
  return [
    ...ledger.flatMap((write) => promiseFault(write, creations, snapshot)),
    ...disabledFaults(ledger, snapshot),
    ...countFaults(ledger, snapshot),
  ];
}

function promiseFault(
  write: Write,
  creations: ReadonlyMap<unknown, string>,
  { events }: Snapshot,
): readonly string[] {
  const id = write.id ?? creations.get(write.value);
  const traces = (events.get(id ?? '') ?? []).filter((event) => isTraceOf(write, event));
  const name = `${write.kind} of ${id ?? ''} ${write.value}`;
  switch (write.outcome) {
    case 'done':
      if (traces.length !== 1) return [`acknowledged, but with ${traces.length} events: ${name}`];
      return write.version === undefined || traces[0]?.version === write.version
        ? []
        : [`acknowledged as version ${write.version}, but is ${String(traces[0]?.version)}: ${name}`];
    case 'refused':
      return traces.length === 0 ? [] : [`refused, but happened: ${name}`];
    case 'unknown':
      return traces.length <= 1 ? [] : [`sent once, but happened ${traces.length} times: ${name}`];
  }
}

function isTraceOf({ kind, value }: Write, event: EventDocument): boolean {
  switch (kind) {
    case 'create':
      return event.operation === 'create' && event.after['userName'] === value;
    case 'retitle':
      return event.operation === 'patch' && event.after['title'] === value;
    case 'disable':
      return event.operation === 'patch' && event.after['signInEnabled'] === false;
    case 'delete':
      return event.operation === 'delete';
    case 'addMember':
      return event.membersAdded.includes(value) && event.operation === 'patch';
    case 'removeMember':
      return event.membersRemoved.includes(value) && event.operation === 'patch';
    case 'renumber':
      return event.operation === 'patch' && event.after['externalId'] === value;
    case 'setMembers':
      return event.operation === 'replace' && event.after['externalId'] === value;
  }
}

/** The worst of all failures: nobody in the proof ever enables anybody again. */
function disabledFaults(ledger: readonly Write[], { users }: Snapshot): readonly string[] {
  return ledger
    .filter(({ kind, outcome }) => (kind === 'disable' || kind === 'delete') && outcome === 'done')
    .filter(({ id }) => users.get(id ?? '')?.signInEnabled !== false)
    .map(({ kind, id }) => `${kind} of ${String(id)} was acknowledged, but the person may sign in`);
}

/** No user has versions that nobody asked for, and none of those that were acknowledged is missing. */
function countFaults(ledger: readonly Write[], { users }: Snapshot): readonly string[] {
  const ofUsers = ledger.filter(({ id }) => users.has(id ?? ''));
  return [...grouped(ofUsers, ({ id }) => id ?? '')].flatMap(([id, writes]) => {
    const version = users.get(id)?.version ?? 0;
    const done = writes.filter(({ outcome }) => outcome === 'done').length;
    const open = writes.filter(({ outcome }) => outcome === 'unknown').length;
    return version >= done && version <= done + open
      ? []
      : [`user ${id} is at version ${version} after ${done} acknowledged writes and ${open} open ones`];
  });
}
