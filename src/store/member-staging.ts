// Owns mass changes made ready aside, outside every transaction and in bounded memory, whatever their size. Must not know events or versions.
//
// MongoDB ends a transaction after 60 s and keeps all that it changed in its cache, so a transaction only makes the group
// change over to a set that is written before. The set is nobody's until then: after a crash it is found and cleared away
// like every other that no group has (abandoned-sets.ts).

import { mongo } from 'mongoose';
import type { MemberBase, StagedFew, StagedMembers, StagedSet } from '../directory/member-list';
import type { BeginMassWork } from '../directory/mass-work';
import type { DirectoryStore } from '../directory/ports';
import { abandonedSets, clearSets, FRESH_MS } from './abandoned-sets';
import type { Collections } from './documents';
import { namedFailure } from './driver-failure';
import { abandonedParts, dropParts, memberPartsWriter } from './event-members';
import { decide, type Decided, type MassScene } from './member-decisions';
import { rowDocument } from './member-rows';

/** What one transaction changes by itself. */
const FEW_MAX = 2_000;
/** Of more the event holds the first, and still more than anybody is told. */
const NAMED_MAX = 1_001;

/** What a change comes to that will be refused. */
const NOTHING: StagedFew = { kind: 'few', added: [], removed: [], displays: new Map() };

type Findings = Pick<StagedMembers, 'hasUnknown' | 'groups' | 'internal'>;

export function massChanges(
  collections: Collections,
  beginMassWork: BeginMassWork,
): Pick<DirectoryStore, 'stageMembers' | 'dropStaged'> {
  return {
    async stageMembers(group, base, change) {
      const work = beginMassWork();
      try {
        return await stageMembers(collections, group, { base, change, work });
      } finally {
        work.end();
      }
    },
    dropStaged: (customer, { outcome }) =>
      outcome.kind === 'set' ? drop(collections, customer, outcome.set) : Promise.resolve(),
  };
}

async function stageMembers(
  collections: Collections,
  group: { readonly customer: string; readonly external: boolean },
  { base, ...asked }: { readonly base: MemberBase | undefined } & Pick<MassScene, 'change' | 'work'>,
): Promise<StagedMembers> {
  const { customer, external } = group;
  const scene = { customer, set: base?.set, isExternal: external, ...asked };
  const { change } = asked;
  const hasOthers = 'list' in change && change.kind !== 'remove' && change.list.hasOthers;
  try {
    const found = await fewOf(collections, scene);
    const { outcome, ...findings } = found ?? (await setAside(collections, scene));
    return { base, outcome, ...findings, hasUnknown: findings.hasUnknown || hasOthers };
  } catch (error) {
    throw namedFailure(error);
  }
}

/** Undefined where too much changes for one transaction. */
async function fewOf(
  collections: Collections,
  scene: MassScene,
): Promise<(Findings & { readonly outcome: StagedFew }) | undefined> {
  const findings = findingsOf();
  const [added, removed]: [string[], string[]] = [[], []];
  const displays = new Map<string, string | undefined>();
  for await (const decided of decide(collections, scene)) {
    findings.count(decided);
    added.push(...decided.added);
    removed.push(...decided.removed);
    for (const [id, display] of [...decided.shown, ...displaysOfNew(decided)]) displays.set(id, display);
    if (findings.isRefused()) return { ...findings.all(), outcome: NOTHING };
    if (added.length + removed.length + displays.size > FEW_MAX) return undefined;
  }
  return { ...findings.all(), outcome: { kind: 'few', added, removed, displays } };
}

function displaysOfNew({ rows, added }: Decided): readonly (readonly [string, string])[] {
  const isNew = new Set(added);
  return rows.flatMap(({ member, display }) =>
    display !== undefined && isNew.has(member) ? [[member, display] as const] : [],
  );
}

async function setAside(
  collections: Collections,
  scene: MassScene,
): Promise<Findings & { readonly outcome: StagedSet | StagedFew }> {
  const { customer } = scene;
  const { memberships, eventMembers } = collections;
  // Nobody waits for it, and what fails is left to the next mass change.
  clearAbandoned(collections, customer).catch(() => undefined);
  const set = new mongo.ObjectId().toHexString();
  const findings = findingsOf();
  const [added, removed] = (['added', 'removed'] as const).map((list) =>
    memberPartsWriter(eventMembers, { customer, moved: set, list }, NAMED_MAX),
  ) as [ReturnType<typeof memberPartsWriter>, ReturnType<typeof memberPartsWriter>];
  try {
    for await (const decided of decide(collections, scene)) {
      findings.count(decided);
      if (findings.isRefused()) break;
      const documents = decided.rows.map((row) => rowDocument({ customer, set }, row));
      if (documents.length > 0) await memberships.insertMany(documents, { ordered: false });
      await added.add(decided.added);
      await removed.add(decided.removed);
    }
    await added.end();
    await removed.end();
  } catch (error) {
    await drop(collections, customer, set).catch(() => undefined);
    throw error;
  }
  if (findings.isRefused()) {
    await drop(collections, customer, set);
    return { ...findings.all(), outcome: NOTHING };
  }
  const moved = { id: set, added: added.count, removed: removed.count };
  return {
    ...findings.all(),
    outcome: { kind: 'set', set, moved, added: added.first, removed: removed.first },
  };
}

async function drop(collections: Collections, customer: string, set: string): Promise<void> {
  await clearSets(collections, customer, [set]);
  await dropParts(collections.eventMembers, { customer, moved: set });
}

async function clearAbandoned(collections: Collections, customer: string): Promise<void> {
  const now = Date.now();
  await clearSets(collections, customer, await abandonedSets(collections, customer, now));
  for (const moved of await abandonedParts(collections, customer, new Date(now - FRESH_MS)))
    await dropParts(collections.eventMembers, { customer, moved });
}

interface FindingsTally {
  count(decided: Decided): void;
  /** What follows need not be looked at: the change will be refused. */
  isRefused(): boolean;
  all(): Findings;
}

function findingsOf(): FindingsTally {
  let hasUnknown = false;
  const groups: Decided['groups'][number][] = [];
  const internal: Decided['internal'][number][] = [];
  return {
    count(decided) {
      hasUnknown ||= decided.hasUnknown;
      groups.push(...decided.groups);
      internal.push(...decided.internal);
    },
    isRefused: () => groups.length + internal.length > 0,
    all: () => ({ hasUnknown, groups, internal }),
  };
}
