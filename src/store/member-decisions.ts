// Decides of each id what a mass change makes of it: who stays, comes, leaves, and how they are shown. Writes nothing.

import type { AskedMember, MassChange } from '../directory/member-list';
import type { GroupRecord } from '../directory/group-record';
import type { MassWork } from '../directory/mass-work';
import { groupRecord, type Collections } from './documents';
import { named } from './driver-failure';
import { heldMembers } from './held-members';
import { findKnownUsers, type KnownUser } from './known-users';
import { sideBySide, type Pair } from './member-merge';
import type { MemberRow } from './member-rows';

/** What a batch of ids comes to, in order of id. */
export interface Decided {
  /** Everybody who is a member afterwards. */
  readonly rows: readonly MemberRow[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Of those who were members before and are shown otherwise now. */
  readonly shown: ReadonlyMap<string, string | undefined>;
  readonly hasUnknown: boolean;
  readonly groups: readonly GroupRecord[];
  readonly internal: readonly { readonly id: string; readonly external: boolean }[];
}

type Person = Pick<KnownUser, 'external' | 'displayName'>;

export interface MassScene {
  readonly customer: string;
  /** The set as it is; undefined of a group that is new. */
  readonly set: string | undefined;
  readonly isExternal: boolean;
  readonly change: MassChange;
  /** Told of everybody who is looked at. */
  readonly work: MassWork;
}

/** Some say enough where one is refused. */
const NAMED_MAX = 11;

export async function* decide(collections: Collections, scene: MassScene): AsyncGenerator<Decided> {
  const { customer, set, change } = scene;
  const held = set === undefined ? nothing() : heldMembers(collections.memberships, { customer, set });
  const asked: Iterable<readonly AskedMember[]> = 'list' in change ? change.list.batches() : [];
  for await (const pairs of sideBySide(asked, held)) {
    scene.work.seen(pairs.length);
    yield await decided(collections, scene, pairs);
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- as of a set without rows
async function* nothing(): AsyncGenerator<readonly MemberRow[]> {
  yield* [];
}

async function decided(collections: Collections, scene: MassScene, pairs: readonly Pair[]): Promise<Decided> {
  const { customer, change } = scene;
  const people = await livePeople(
    collections,
    customer,
    pairs.filter((pair) => isLookedUp(pair, change)).map(({ id }) => id),
  );
  const rows: MemberRow[] = [];
  const [added, removed, unknown]: [string[], string[], string[]] = [[], [], []];
  const internal: { readonly id: string; readonly external: boolean }[] = [];
  const shown = new Map<string, string | undefined>();
  for (const { id, asked, held } of pairs) {
    const person = people.get(id);
    if (held !== undefined) {
      if (leaves({ id, asked, held }, change, person)) {
        removed.push(id);
        continue;
      }
      const display = change.kind === 'remove' ? held.display : displayAfter(held.display, asked, person);
      if (display !== held.display) shown.set(id, display);
      rows.push({ ...held, display });
    } else if (change.kind === 'add' || change.kind === 'replace') {
      if (person === undefined) unknown.push(id);
      else {
        if (scene.isExternal && !person.external && internal.length < NAMED_MAX)
          internal.push({ id, external: false });
        added.push(id);
        rows.push({ member: id, nested: false, display: displayAfter(undefined, asked, person) });
      }
    }
  }
  const groups = await groupsAmong(collections, customer, unknown);
  return { rows, added, removed, shown, internal, groups, hasUnknown: groups.length < unknown.length };
}

/** Who stays as they are is not looked up. */
function isLookedUp({ asked, held }: Pair, { kind }: MassChange): boolean {
  if (held === undefined) return kind === 'add' || kind === 'replace';
  if (asked === undefined) return kind === 'replace' || kind === 'removeAll';
  return kind !== 'remove' && asked.display !== undefined;
}

/** Rows of deleted people stay hidden until the return, unless they are named or the group goes (imanage-model.md §3a). */
function leaves({ asked }: Pair, { kind }: MassChange, person: Person | undefined): boolean {
  if (kind === 'clear') return true;
  if (kind === 'remove') return asked !== undefined;
  return kind !== 'add' && asked === undefined && person !== undefined;
}

/** Kept only where it is not the person's own displayName. */
function displayAfter(
  held: string | undefined,
  asked: AskedMember | undefined,
  person: Person | undefined,
): string | undefined {
  if (asked?.display === undefined || person === undefined) return held;
  return asked.display === person.displayName ? undefined : asked.display;
}

async function livePeople(
  { users }: Collections,
  customer: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  const found = await named(findKnownUsers(users, { customer, ids }));
  return new Map(found.flatMap((user) => (user.live ? [[user.id, user] as const] : [])));
}

async function groupsAmong(
  { groups }: Collections,
  customer: string,
  ids: readonly string[],
): Promise<readonly GroupRecord[]> {
  if (ids.length === 0) return [];
  const found = groups.find({ _id: { $in: [...ids] }, customer, live: true }).limit(NAMED_MAX);
  return (await named(found.toArray())).map(groupRecord);
}
