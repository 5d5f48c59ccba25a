// A firm that changes at random: people and groups under a seed, and the events that each change leaves behind.

import {
  difference,
  groupFacts,
  userFacts,
  type DirectoryEvent,
  type EventOperation,
} from '../../../src/directory/event';
import type { GroupRecord } from '../../../src/directory/group-record';
import type { UserRecord } from '../../../src/directory/user-record';
import { CUSTOMER, group, user } from '../../store/store-setup';

const LIBRARIES = ['ACTIVE', 'ARCHIVE', 'TAX'] as const;
const ROLES = ['DEFAULT', 'PARTNER', 'PARALEGAL'] as const;
const GROUPS: readonly (readonly [name: string, library: string | null])[] = [
  ['All staff', null],
  ['NRTADMIN', null],
  ['NRTADMIN-ACTIVE', 'ACTIVE'],
  ['Tax', 'TAX'],
  ['Tax partners', 'TAX'],
  ['Readers', 'ARCHIVE'],
  ['Board', null],
];

interface Team {
  readonly record: GroupRecord;
  readonly members: ReadonlySet<string>;
}

export interface GeneratedFirm {
  readonly events: readonly DirectoryEvent[];
  /** Makes so many changes, each of which changes something. */
  change(times: number): void;
  /** One person comes into NRTADMIN who was not in it. */
  promoteSomebody(): void;
  /** The present moment, later than every event so far and earlier than every one to come. */
  now(): Date;
}

export function generateFirm(seed: number, people: number): GeneratedFirm {
  const random = randomNumbers(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const users = new Map<string, UserRecord>();
  const teams = new Map<string, Team>();
  const events: DirectoryEvent[] = [];
  let clockMs = Date.UTC(2026, 0, 5, 9);

  function record(
    facts: Pick<
      DirectoryEvent,
      'resourceType' | 'resourceId' | 'version' | 'operation' | 'before' | 'after'
    > &
      Partial<DirectoryEvent>,
  ): void {
    // Some changes fall into the same millisecond.
    clockMs += Math.floor(random() * 5) * 60_000;
    events.push({
      id: `e${String(events.length).padStart(6, '0')}`,
      customer: CUSTOMER,
      at: new Date(clockMs),
      actor: { connection: pick(['okta', 'entra']), client: 'test', requestId: `r${events.length}` },
      membersAdded: [],
      membersRemoved: [],
      rules: [],
      tolerances: [],
      ...facts,
    });
  }

  function saveUser(before: UserRecord | undefined, changed: UserRecord, operation: EventOperation): boolean {
    const facts = difference(before === undefined ? {} : userFacts(before), userFacts(changed));
    if (Object.keys({ ...facts.before, ...facts.after }).length === 0) return false;
    const after = before === undefined ? changed : { ...changed, version: before.version + 1 };
    users.set(after.id, after);
    record({ resourceType: 'User', resourceId: after.id, version: after.version, operation, ...facts });
    return true;
  }

  function saveTeam(before: Team | undefined, record_: GroupRecord, members: ReadonlySet<string>): boolean {
    const facts = difference(before === undefined ? {} : groupFacts(before.record), groupFacts(record_));
    const held = before?.members ?? new Set<string>();
    const membersAdded = [...members].filter((id) => !held.has(id));
    const membersRemoved = [...held].filter((id) => !members.has(id));
    const changes =
      Object.keys({ ...facts.before, ...facts.after }).length + membersAdded.length + membersRemoved.length;
    if (changes === 0) return false;
    const version = before === undefined ? 1 : before.record.version + 1;
    teams.set(record_.id, { record: { ...record_, version }, members });
    const operation = before === undefined ? 'create' : 'patch';
    record({
      resourceType: 'Group',
      resourceId: record_.id,
      version,
      operation,
      ...facts,
      membersAdded,
      membersRemoved,
    });
    return true;
  }

  function hire(): boolean {
    const name = `p${String(users.size).padStart(4, '0')}`;
    const assignments = [{ library: 'ACTIVE', role: 'DEFAULT', signInEnabled: true }];
    return saveUser(
      undefined,
      user(name, { assignments, external: random() < 0.2, location: pick(['Leeds', 'York', null]) }),
      'create',
    );
  }

  function changePerson(): boolean {
    const before = pick([...users.values()]);
    const save = (changed: Partial<UserRecord>, operation: EventOperation = 'patch'): boolean =>
      saveUser(before, { ...before, ...changed }, operation);
    if (before.deletedAt !== null)
      return random() < 0.3 && save({ deletedAt: null, signInEnabled: random() < 0.5 }, 'return');
    const rows = before.assignments;
    const library = pick(LIBRARIES);
    const others = rows.filter((row) => row.library !== library);
    const row = rows.find((one) => one.library === library) ?? {
      library,
      role: 'DEFAULT',
      signInEnabled: true,
    };
    switch (Math.floor(random() * 8)) {
      case 0:
        return save({ signInEnabled: !before.signInEnabled });
      case 1:
        return save({ deletedAt: new Date(clockMs), signInEnabled: false }, 'delete');
      case 2:
        return save({ assignments: [...others, { ...row, role: pick(ROLES) }] });
      case 3:
        return save({ assignments: [...others, { ...row, signInEnabled: !row.signInEnabled }] });
      case 4:
        return save({ external: !before.external });
      case 5:
        return save({ location: pick(['Leeds', 'York', 'Hull', null]) });
      case 6:
        return save({ fullName: `${before.id} ${Math.floor(random() * 9)}` });
      default:
        return save({
          profile: { ...before.profile, ...(random() < 0.5 ? { title: pick(['Ms', 'Mr']) } : {}) },
        });
    }
  }

  function changeTeam(): boolean {
    const before = pick([...teams.values()]);
    const { record: held, members } = before;
    const ids = Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick([...users.keys()]));
    if (held.deletedAt !== null)
      return random() < 0.3 && saveTeam(before, { ...held, deletedAt: null, enabled: true }, new Set(ids));
    switch (Math.floor(random() * 10)) {
      case 0:
        return saveTeam(before, { ...held, enabled: !held.enabled }, members);
      case 1:
        return saveTeam(
          before,
          { ...held, profile: { displayName: `${held.groupId} ${Math.floor(random() * 3)}` } },
          members,
        );
      case 2:
        return (
          random() < 0.2 &&
          saveTeam(before, { ...held, deletedAt: new Date(clockMs), enabled: false }, new Set())
        );
      case 3:
      case 4:
      case 5:
        return saveTeam(before, held, new Set([...members].filter((id) => !ids.includes(id))));
      default:
        return saveTeam(before, held, new Set([...members, ...ids]));
    }
  }

  for (let index = 0; index < people; index += 1) hire();
  for (const [name, library] of GROUPS) {
    // One goes by its displayName only, as a library's NRTADMIN that was renamed does.
    const displayName = name === 'NRTADMIN-ACTIVE' ? 'nrtadmin' : name;
    saveTeam(undefined, group(name, { library, profile: { displayName } }), new Set());
  }
  return {
    events,
    change(times) {
      for (let done = 0; done < times;) {
        const isDone = random() < 0.03 ? hire() : random() < 0.6 ? changePerson() : changeTeam();
        if (isDone) done += 1;
      }
    },
    promoteSomebody() {
      const team = teams.get('NRTADMIN') as Team;
      const outside = [...users.keys()].find(
        (id) => !team.members.has(id) && (users.get(id)?.assignments.length ?? 0) > 0,
      );
      saveTeam(team, { ...team.record, deletedAt: null }, new Set([...team.members, outside as string]));
    },
    now() {
      clockMs += 1_000;
      const now = new Date(clockMs);
      clockMs += 1_000;
      return now;
    },
  };
}

/** Mulberry32: small, and the same everywhere for one seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
