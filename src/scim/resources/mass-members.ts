// Writes on the members of a group that are too large for one transaction: first looked at, then made ready aside, then taken over.
//
// The write itself is one transaction all the same: group, members and event are kept together or not at all. It is run
// twice: the first time it ends where the members are about to change, so that whatever refuses the request does so before
// anything is made ready.

import { assertMayJoin } from '../../directory/group';
import type { GroupRecord } from '../../directory/group-record';
import { DirectoryFailure } from '../../directory/failure';
import {
  OutdatedStage,
  type MassChange,
  type MemberBase,
  type MemberList,
  type StagedMembers,
} from '../../directory/member-list';
import { assertMayNest } from '../../directory/nested-groups';
import type { MemberOperation } from '../patch/operation';
import type { MembershipChange } from './membership-change';
import type { ResourceWrite } from './services';

/** Members of a group that a transaction may read and take away. */
export const HELD_MAX = 10_000;
/** Another gateway may write to the group while a change is made ready. */
const TRIES_MAX = 3;

/**
 * How a write deals with the members: only up to where they change, by what was made ready, or as it was asked, however
 * much that is.
 */
export type MassStep =
  | { readonly kind: 'look' }
  | { readonly kind: 'whole' }
  | { readonly kind: 'take'; readonly change: MassChange; readonly staged: StagedMembers };

/** Thrown where the members of the group would change by a mass change. */
export class MassNeeded extends Error {
  override readonly name = 'MassNeeded';
  constructor(readonly change: MassChange) {
    super('the members change in mass');
  }
}

/** Thrown where the first look has come to the members. */
class Looked extends Error {
  override readonly name = 'Looked';
  constructor(
    readonly group: GroupRecord,
    readonly base: MemberBase | undefined,
    /** Groups are flattened here: then everybody whom they bring in has to be looked at, too. */
    readonly isFlattened: boolean,
  ) {
    super('looked at');
  }
}

/** Undefined where the operations are for one transaction. */
export function massChangeOf(operations: readonly MemberOperation[]): MassChange | undefined {
  const [only] = operations;
  if (operations.length !== 1 || only === undefined || only.kind === 'removeAll') return undefined;
  if (only.kind === 'removeWhere' || only.list === undefined) return undefined;
  return { kind: only.kind, list: only.list };
}

/** What a transaction would do with all members at once, and may not with so many. */
export function wholeChangeOf(operations: readonly MemberOperation[]): MassChange | undefined {
  const [only] = operations;
  if (operations.length !== 1 || only === undefined) return undefined;
  if (only.kind === 'removeAll') return { kind: 'removeAll' };
  if (only.kind !== 'replace' || only.list !== undefined) return undefined;
  return { kind: 'replace', list: listOf(only) };
}

/** Where a list cannot be taken as one: its members as values. */
export function withValues(operation: MemberOperation): MemberOperation {
  if (operation.kind === 'removeAll' || operation.kind === 'removeWhere') return operation;
  if (operation.list === undefined) return operation;
  const members = [...operation.list.batches()].flat();
  const displays = new Map(
    members.flatMap(({ id, display }) => (display === undefined ? [] : [[id, display]])),
  );
  // No id at all stands for those that nobody can have: it is skipped like them.
  const ids = [...members.map(({ id }) => id), ...(operation.list.hasOthers ? [' '] : [])];
  return { kind: operation.kind, ids, ...(displays.size === 0 ? {} : { displays }) };
}

function listOf({
  ids,
  displays,
}: {
  readonly ids: readonly string[];
  readonly displays?: ReadonlyMap<string, string>;
}): MemberList {
  const members = ids.toSorted().map((id) => ({ id, display: displays?.get(id) }));
  return { hasOthers: false, batches: () => [members] };
}

export interface MassWrite<T> {
  readonly store: ResourceWrite['services']['store'];
  readonly customer: string;
  /** Other writes to the group wait while this one is made ready. */
  readonly queue: string;
  readonly change: MassChange;
  /** Runs the write in a transaction. */
  readonly run: (step: MassStep) => Promise<T>;
}

/** @throws DirectoryFailure `busy` where other gateways wrote to the group again and again, or what refuses the write */
export function writeInMass<T>({ store, customer, queue, change, run }: MassWrite<T>): Promise<T> {
  return store.inQueue(queue, async () => {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const looked = await lookedAt(run);
      if (!(looked instanceof Looked)) return looked.result;
      if (looked.isFlattened) return run({ kind: 'whole' });
      const staged = await store.stageMembers(looked.group, looked.base, change);
      try {
        return await run({ kind: 'take', change, staged });
      } catch (error) {
        // Where the outcome is not known, the group may have taken it over.
        if (isCertain(error)) await store.dropStaged(customer, staged).catch(() => undefined);
        if (!(error instanceof OutdatedStage)) throw error;
      }
    }
    throw new DirectoryFailure('busy', 'the group was changed again and again meanwhile; try again');
  });
}

async function lookedAt<T>(run: MassWrite<T>['run']): Promise<Looked | { readonly result: T }> {
  try {
    return { result: await run({ kind: 'look' }) };
  } catch (error) {
    if (error instanceof Looked) return error;
    throw error;
  }
}

function isCertain(error: unknown): boolean {
  if (error instanceof OutdatedStage) return true;
  return error instanceof DirectoryFailure && error.code !== 'unavailable' && error.code !== 'busy';
}

/** @throws DirectoryFailure where a user or a group may not become a member, OutdatedStage, or that it was looked at */
export async function massStep(
  write: ResourceWrite,
  group: GroupRecord,
  step: Exclude<MassStep, { readonly kind: 'whole' }>,
): Promise<MembershipChange> {
  const { transaction, request, notes } = write;
  const isFlattened = mayBring(write, group);
  if (step.kind === 'look') throw new Looked(group, transaction.memberBase(group.id), isFlattened);
  if (isFlattened) throw new OutdatedStage('groups are flattened now');
  const { staged, change } = step;
  transaction.assertCurrent(group.id, staged.base);
  if (staged.hasUnknown) notes.note('unknown-member-skipped', 'members');
  assertMayNest(request.customer, group, staged.groups);
  assertMayJoin(group, staged.internal);
  if (change.kind === 'remove' && request.customer.rules.membershipsOnDisable !== 'keep')
    for (const members of change.list.batches())
      await transaction.forgetMemberships(
        group.customer,
        members.map(({ id }) => id),
        [group.id],
      );
  return taken(write, group, staged);
}

/** Whether the group has people whom nested groups bring in, or may come to have some. */
export function mayBring({ request }: ResourceWrite, { nestedGroups }: GroupRecord): boolean {
  return request.customer.rules.nestedGroups === 'flatten' || nestedGroups.length > 0;
}

async function taken(
  { transaction }: ResourceWrite,
  group: GroupRecord,
  { outcome }: StagedMembers,
): Promise<MembershipChange> {
  const { customer, id } = group;
  if (outcome.kind === 'set') {
    const { set, added, removed, moved } = outcome;
    transaction.adoptMembers(id, set);
    return { added, removed, moved };
  }
  const { displays } = outcome;
  const removed =
    outcome.removed.length === 0 ? [] : await transaction.removeMembers(customer, id, outcome.removed);
  const added =
    outcome.added.length === 0
      ? []
      : await transaction.addMembers(customer, id, outcome.added, { nested: false, displays });
  if (displays.size > 0) await transaction.showMembers(customer, id, displays);
  return { added, removed };
}
