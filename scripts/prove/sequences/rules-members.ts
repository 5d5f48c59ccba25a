// Owns who must be in which group after each request: who was put there, who comes with a nested group, who left with a disable and came back (imanage-model.md §3.4, §3a). Reads no database.
import { breachOf, type Breach } from './breach';
import { textIn, type Json, type MemberOrder } from './call';
import type { Firm } from './firms';
import { isLive, liveMembers, type Step, type World } from './replay';

/** What is remembered to be given back: for sure, or where the model leaves it open. */
type Memory = Map<string, Map<string, 'sure' | 'open'>>;

interface Expected {
  /** Who was put into each group by name. */
  readonly own: Map<string, Set<string>>;
  readonly nested: Map<string, Set<string>>;
  /** By person, the groups that a disable took. */
  readonly memory: Memory;
}

export function memberBreaches(firm: Firm, steps: readonly Step[]): readonly Breach[] {
  const expected: Expected = { own: new Map(), nested: new Map(), memory: new Map() };
  return steps.flatMap((step) => {
    if (step.isDone) follow(firm, expected, step);
    return step.events.length === 0 ? [] : differences(expected, step);
  });
}

/** The expected membership after a request that succeeded. */
function follow(firm: Firm, expected: Expected, step: Step): void {
  const { call, answer, before, after } = step;
  const id = call.target ?? textIn((answer.body as { readonly id?: unknown } | undefined)?.id);
  if (call.path.startsWith('/Groups')) {
    if (call.method === 'DELETE') forget(expected, id);
    for (const order of call.says.members) obey(expected, step, { group: id, order });
    return;
  }
  const was = before.users.get(id)?.['signInEnabled'];
  const is = after.users.get(id)?.['signInEnabled'];
  if (firm.rules.membershipsOnDisable !== 'remove') return;
  if (call.method === 'DELETE' || (was === true && is === false)) takeAway(expected, before, id);
  if (was === false && is === true) giveBack(expected, after, id);
}

function forget({ own, nested, memory }: Expected, group: string): void {
  own.delete(group);
  nested.delete(group);
  for (const inside of nested.values()) inside.delete(group);
  for (const groups of memory.values()) groups.delete(group);
}

function obey(
  { own, nested, memory }: Expected,
  { before, after }: Step,
  { group, order }: { readonly group: string; readonly order: MemberOrder },
): void {
  const people = entry(own, group);
  const inside = entry(nested, group);
  if (order.kind === 'replace') {
    inside.clear();
    // A client says nothing of somebody it cannot see; whether it says anything of somebody who is away, is open.
    for (const id of people) if (isLive(before.users.get(id)) && !order.ids.includes(id)) people.delete(id);
    for (const groups of memory.values()) if (groups.has(group)) groups.set(group, 'open');
  }
  for (const id of order.ids) {
    if (order.kind === 'remove') {
      people.delete(id);
      inside.delete(id);
      memory.get(id)?.delete(group);
    } else if (isLive(before.users.get(id))) people.add(id);
    else if (isLive(before.groups.get(id)) && isLive(after.groups.get(id))) inside.add(id);
  }
}

/** Frozen groups stay as they are (rule 3.8). */
function takeAway({ own, memory }: Expected, world: World, person: string): void {
  const remembered = memory.get(person) ?? new Map<string, 'sure'>();
  memory.set(person, remembered);
  for (const [group, people] of own)
    if (isOpen(world, group) && people.delete(person)) remembered.set(group, 'sure');
}

function giveBack({ own, memory }: Expected, world: World, person: string): void {
  for (const [group, certainty] of memory.get(person) ?? []) {
    const facts = world.groups.get(group);
    const mayJoin = facts?.['external'] !== true || world.users.get(person)?.['external'] === true;
    const isGiven = certainty === 'sure' || world.members.get(group)?.has(person) === true;
    if (isOpen(world, group) && mayJoin && isGiven) entry(own, group).add(person);
  }
  memory.delete(person);
}

function isOpen({ groups }: World, group: string): boolean {
  const facts = groups.get(group);
  return isLive(facts) && facts['enabled'] === true;
}

function differences(expected: Expected, { after, number }: Step): readonly Breach[] {
  const breach = breachOf('members', number);
  return [...after.groups].flatMap(([group, facts]) => {
    if (!isOpen(after, group)) return [];
    const inside = [...(expected.nested.get(group) ?? [])].toSorted();
    const told = textsIn(facts['nestedGroups']).toSorted();
    const wanted = new Set([...(expected.own.get(group) ?? []), ...broughtInto(expected, after, group)]);
    const held = new Set(liveMembers(after, group));
    return [
      ...(inside.join() === told.join()
        ? []
        : [breach(`${group} should nest [${inside.join()}], not [${told.join()}]`)]),
      ...[...wanted]
        .filter((id) => mayBeIn(after, facts, id) && !held.has(id))
        .map((id) => breach(`${group} lacks the member ${id}`)),
      ...[...held]
        .filter((id) => !wanted.has(id))
        .map((id) => breach(`${group} should not have the member ${id}`)),
    ];
  });
}

/** Somebody internal who was away when the nesting came stays out of an external group on the return: rule 3.7 goes first. */
function mayBeIn({ users }: World, group: Json, id: string): boolean {
  const person = users.get(id);
  return isLive(person) && (group['external'] !== true || person['external'] === true);
}

/** Whom the nested groups bring in; a disabled one counts as it is, and nothing below it. */
function broughtInto({ own, nested }: Expected, world: World, group: string): ReadonlySet<string> {
  const people = new Set<string>();
  const seen = new Set([group]);
  const waiting = [...(nested.get(group) ?? [])];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id) || !isLive(world.groups.get(id))) continue;
    seen.add(id);
    const isFrozen = !isOpen(world, id);
    for (const person of (isFrozen ? world.members : own).get(id) ?? []) people.add(person);
    if (!isFrozen) waiting.push(...(nested.get(id) ?? []));
  }
  return people;
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textIn) : [];
}

function entry(sets: Map<string, Set<string>>, key: string): Set<string> {
  const held = sets.get(key) ?? new Set<string>();
  sets.set(key, held);
  return held;
}
