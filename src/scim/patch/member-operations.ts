// Turns an operation on the members of a group into ids to add and remove; members are rows, so nothing is applied here.

import { isJsonObject, type JsonValue } from '../../directory/json';
import { badRequest } from '../failure';
import type { FilterNode } from '../filter/ast';
import { resolveElementFilter } from '../filter/resolve';
import type { Attribute } from '../schema/attribute';
import { isUnassigned, saysSomething } from '../schema/normalise';
import type { NoteTolerance } from '../tolerance';
import type { GivenOperation } from './body';
import { namedValues } from './described-value';
import { givenMembers, memberIds, memberPart } from './given-members';
import { LargeMembers } from './large-members';
import type { GivenMembers, MemberOperation } from './operation';
import type { Target } from './target';

type MembersTarget = Extract<Target, { readonly kind: 'members' }>;
type Change = Pick<GivenOperation, 'verb' | 'value'>;

/**
 * Of a member its id is the client's to say, and in whole members `display`; `type` and `$ref` are left out.
 *
 * @throws ScimFailure 400 `invalidValue` for a member without id, `mutability` for a change of an id, `noTarget` for
 *   an add to members that no id names
 */
export function memberOperations(
  target: MembersTarget,
  change: Change,
  note: NoteTolerance,
): readonly MemberOperation[] {
  if (target.subAttribute !== undefined) {
    if (target.subAttribute.name === 'value') throw immutableId();
    note('read-only-echoed', target.subAttribute.path);
    return [];
  }
  const operations =
    target.filter === undefined
      ? onAll(target.attribute, change, note)
      : onSelected(target.attribute, target.filter, change, note);
  // A replace with nothing empties the group; to add or remove nothing is to do nothing.
  return operations.filter((operation) => !('ids' in operation) || isEffective(operation));
}

function isEffective({ kind, ids, list }: GivenMembers & { readonly kind: string }): boolean {
  return kind === 'replace' || ids.length > 0 || list !== undefined;
}

function onAll(members: Attribute, change: Change, note: NoteTolerance): readonly MemberOperation[] {
  const { verb, value } = change;
  if (verb !== 'remove') return [{ kind: verb, ...givenMembers(members, value, note) }];
  // Null is no value (RFC 7643 §2.5); an empty list is one, and it names nobody.
  if (value === undefined || value === null) return [{ kind: 'removeAll' }];
  note('value-list-removed', members.path);
  if (value instanceof LargeMembers) return [{ kind: 'remove', ids: [], list: value.heard(note) }];
  return [{ kind: 'remove', ids: memberIds(members, value, note) }];
}

function onSelected(
  members: Attribute,
  filter: FilterNode,
  change: Change,
  note: NoteTolerance,
): readonly MemberOperation[] {
  const condition = resolveElementFilter(members, filter);
  const selected = namedValues(filter);
  const removal: MemberOperation =
    selected === undefined
      ? { kind: 'removeWhere', condition }
      : { kind: 'remove', ids: [...new Set(selected)] };
  if (change.verb === 'remove') {
    if (saysSomething(change.value)) note('remove-value-ignored', members.path);
    return [removal];
  }
  // A remove is let through under every profile: nothing else names one member of a group of a million.
  note('element-path', members.path);
  const given = namesMembers(change.value) ? givenMembers(members, change.value, note) : undefined;
  if (change.verb === 'replace') {
    if (isUnassigned(change.value)) return [removal];
    if (given !== undefined) return [removal, { kind: 'add', ...given }];
  }
  if (selected === undefined) {
    throw badRequest('noTarget', 'members: only a path such as members[value eq "…"] names a member to add');
  }
  if (given?.ids.some((id) => !selected.includes(id)) === true) throw immutableId();
  return [{ kind: 'add', ...given, ids: [...new Set(selected)] }];
}

function namesMembers(value: JsonValue | undefined): boolean {
  return !isUnassigned(value) && !(isJsonObject(value) && memberPart(value, 'value') === undefined);
}

/** RFC 7643 §4.2: the sub-attribute `value` of a member is immutable. */
function immutableId(): Error {
  return badRequest(
    'mutability',
    'attribute "members.value" is immutable: remove the one member and add the other',
  );
}
