// Owns what must hold of groups after each request: names, places, frozen membership, reserved and external groups (imanage-model.md §1, §2, §3.5–3.8). Reads no database.
import { breachOf, type Breach } from './breach';
import { IMANAGE_GROUP, objectIn, sameText, textIn, type Json } from './call';
import type { Firm } from './firms';
import { RESERVED } from './group-calls';
import { isLive, type Step, type World } from './replay';

export function groupBreaches(firm: Firm, steps: readonly Step[]): readonly Breach[] {
  return steps.flatMap((step) => {
    if (step.events.length === 0) return [];
    const told = step.events.filter(({ resourceType }) => resourceType === 'Group');
    return [
      ...told.flatMap(({ resourceId }) => changeBreaches(firm, step, resourceId)),
      ...told.flatMap((event) => frozenBreaches(step, event)),
      ...worldBreaches(firm, step.after, step.number),
    ];
  });
}

/** groupId, library and external never change; a new group is where its name and its extension say. */
function changeBreaches(firm: Firm, { call, number, before, after }: Step, id: string): readonly Breach[] {
  const breach = breachOf('groups', number);
  const [was, is] = [before.groups.get(id), after.groups.get(id) ?? {}];
  if (was !== undefined)
    return ['groupId', 'library', 'external']
      .filter((name) => was[name] !== is[name])
      .map((name) => breach(`${name} of ${id} changed from ${String(was[name])} to ${String(is[name])}`));
  const asked = objectIn(call.body?.[IMANAGE_GROUP]);
  const name = textIn(call.body?.['displayName']);
  const prefixed = prefixOf(firm, name);
  const library = prefixed?.library ?? textIn(asked['library']);
  const groupId = textIn(asked['groupId']) || (prefixed?.rest ?? name);
  return [
    ...(sameText(is['library'], library)
      ? []
      : [breach(`${id} is created in library ${String(is['library'])}, not "${library}"`)]),
    ...(is['groupId'] === groupId
      ? []
      : [breach(`${id} has the groupId ${String(is['groupId'])}, not ${groupId}`)]),
    ...(is['external'] === (asked['external'] ?? false)
      ? []
      : [breach(`${id} is created with external ${String(is['external'])}`)]),
    ...(is['enabled'] === (asked['enabled'] ?? true)
      ? []
      : [breach(`${id} is created with enabled ${String(is['enabled'])}`)]),
  ];
}

/** `LIB/NAME` where the customer reads it and the library is known. */
function prefixOf(firm: Firm, name: string): { readonly library: string; readonly rest: string } | undefined {
  const slash = name.indexOf('/');
  if (firm.rules.groupNamePrefix !== 'library' || slash < 0) return undefined;
  const library = [...firm.catalogue.keys()].find((known) => sameText(known, name.slice(0, slash)));
  return library === undefined ? undefined : { library, rest: name.slice(slash + 1) };
}

/** Rule 3.8; only a deletion empties a frozen group (rule 3.5). */
function frozenBreaches(
  { number, before, after }: Step,
  { resourceId: id, operation, membersAdded, membersRemoved }: Step['events'][number],
): readonly Breach[] {
  const isChanged = membersAdded.length + membersRemoved.length > 0;
  const isFrozen = after.groups.get(id)?.['enabled'] === false;
  if (!isChanged || !isFrozen || operation === 'delete') return [];
  const state = before.groups.get(id)?.['enabled'] === false ? 'frozen' : 'freshly disabled';
  return [breachOf('groups', number)(`the members of the ${state} group ${id} changed`)];
}

export function worldBreaches(firm: Firm, world: World, step: number | undefined): readonly Breach[] {
  const breach = breachOf('groups', step);
  const live = [...world.groups].filter(([, facts]) => isLive(facts));
  return [
    ...[...world.groups].flatMap(([id, facts]) => memberBreaches(world, { id, facts, breach })),
    ...live
      .filter(([, facts]) => firm.rules.reservedGroups === 'refuse' && isReserved(facts))
      .map(([id]) => breach(`${id} is a reserved group`)),
    ...live.flatMap(([id, facts]) => {
      const prefixed = prefixOf(firm, textIn(facts['displayName']));
      return prefixed === undefined || prefixed.library === facts['library']
        ? []
        : [
            breach(
              `${id} is named ${textIn(facts['displayName'])} and belongs to ${String(facts['library'])}`,
            ),
          ];
    }),
    ...namesTwice([...world.groups.values()], 'groupId').map(breach),
    ...namesTwice(
      live.map(([, facts]) => facts),
      'displayName',
    ).map(breach),
  ];
}

interface Membership {
  readonly id: string;
  readonly facts: Json;
  readonly breach: (text: string) => Breach;
}

/** Members are people of the customer; an external group has external ones (rule 3.7); a deleted group has none (3.5). */
function memberBreaches(world: World, { id, facts, breach }: Membership): readonly Breach[] {
  const members = [...(world.members.get(id) ?? [])];
  if (facts['deleted'] === true) {
    const isClosed = members.length === 0 && facts['enabled'] === false;
    return isClosed ? [] : [breach(`${id} is deleted, but not emptied and disabled`)];
  }
  return members.flatMap((member) => {
    const person = world.users.get(member);
    if (person === undefined) return [breach(`${id} has the member ${member}, who is no user`)];
    const isStranger = facts['external'] === true && person['external'] !== true;
    return isStranger ? [breach(`${id} is external and has the internal member ${member}`)] : [];
  });
}

function isReserved(facts: Json): boolean {
  return RESERVED.some((name) => sameText(name, facts['groupId']) || sameText(name, facts['displayName']));
}

function namesTwice(groups: readonly Json[], attribute: string): readonly string[] {
  const seen = new Set<string>();
  return groups
    .map((facts) => `${textIn(facts['library'])}/${textIn(facts[attribute])}`.toLowerCase())
    .filter((name) => seen.size === seen.add(name).size)
    .map((name) => `the ${attribute} ${name} is there twice`);
}
