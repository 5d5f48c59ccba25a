// What an operation makes of the values of a multi-valued attribute (RFC 7644 §3.5.2); pure, knows no resource.

import { isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest } from '../failure';
import type { Attribute } from '../schema/attribute';
import type { NoteTolerance } from '../tolerance';
import { isEmpty, withValue } from './holder';
import type { PatchOperation, Selection, SubAttributeChange } from './operation';
import { isPrimary, withOnePrimary, withPrimaryOf } from './primary';
import { removedValues } from './removed-values';
import type { ValueMemory } from './value-memory';
import { comparisonsIn, type WorkLimit } from './work-limit';

type ListOperation = Exclude<PatchOperation, { readonly kind: 'assign' }>;

export interface ListContext {
  readonly memory: ValueMemory;
  readonly work: WorkLimit;
  readonly note: NoteTolerance;
}

/**
 * @throws ScimFailure 400 `noTarget` where nothing is selected and the filter describes nothing to create, 413 where
 *   the request means too much work
 */
export function changedValues(
  held: readonly JsonValue[],
  operation: ListOperation,
  context: ListContext,
): readonly JsonValue[] {
  const { attribute } = operation.place;
  context.work.spend(held.length * (1 + comparisonsIn('where' in operation ? operation.where : undefined)));
  switch (operation.kind) {
    case 'append':
      return appended(held, operation.values, context);
    case 'removeValues':
      return removedValues(attribute, held, operation.values, context.memory);
    case 'removeSelected':
      return withoutSelected(held, operation, context);
    case 'changeSelected':
      return reworked(held, operation, context, {
        rework: (value) => changed(value, operation.changes),
        creates: operation.changes.some((change) => change.value !== undefined),
      });
    case 'replaceSelected':
      return reworked(held, operation, context, {
        rework: (value) => replaced(value, operation.described, operation.value),
        creates: !isEmpty(operation.value),
      });
  }
}

/** RFC 7644 §3.5.2.1: a value that is there already is not added again. */
function appended(
  held: readonly JsonValue[],
  added: readonly JsonValue[],
  { memory, note }: ListContext,
): readonly JsonValue[] {
  const waiting = new Map<string, JsonValue>();
  for (const value of added) {
    const same = waiting.get(memory.keyOf(value));
    waiting.set(memory.keyOf(value), same === undefined ? value : withPrimaryOf(value, same));
  }
  const touched = new Set<JsonValue>();
  const kept = held.map((value) => {
    const again = waiting.get(memory.keyOf(value));
    if (again === undefined) return value;
    waiting.delete(memory.keyOf(value));
    const marked = withPrimaryOf(again, value);
    if (isPrimary(again)) touched.add(marked);
    return marked;
  });
  for (const value of waiting.values()) touched.add(value);
  return withOnePrimary([...kept, ...waiting.values()], touched, note);
}

function withoutSelected(
  held: readonly JsonValue[],
  { place, where }: Selection,
  { memory, note }: ListContext,
): readonly JsonValue[] {
  const kept = held.filter((value) => !memory.isSelected(place.attribute, where, value));
  const removed = held.length - kept.length;
  if (removed === 0) note('nothing-removed', place.attribute.path);
  if (removed > 1) note('many-selected', place.attribute.path);
  return kept;
}

interface Rework {
  readonly rework: (value: JsonObject) => JsonObject;
  /** Whether there is something to create a value with where none is selected. */
  readonly creates: boolean;
}

/**
 * RFC 7644 §3.5.2.3 answers `noTarget` where no value is selected. Entra takes that for a fault of the server and
 * expects the value that its filter describes, for add and for replace.
 */
function reworked(
  held: readonly JsonValue[],
  selection: Selection,
  { memory, note }: ListContext,
  { rework, creates }: Rework,
): readonly JsonValue[] {
  const { place, where, described, createsNone } = selection;
  const touched = new Set<JsonValue>();
  const touch = (value: JsonObject): JsonObject => {
    const after = rework(value);
    touched.add(after);
    return after;
  };
  const after = held.map((value) =>
    isJsonObject(value) && memory.isSelected(place.attribute, where, value) ? touch(value) : value,
  );
  if (touched.size === 0) {
    if (!creates) {
      if (where !== undefined) note('nothing-removed', place.attribute.path);
      return held;
    }
    if (described === undefined || createsNone) throw noTarget(place.attribute, described);
    note('element-created', place.attribute.path);
    after.push(touch(described));
  }
  if (where !== undefined && touched.size > 1) note('many-selected', place.attribute.path);
  const assigned = after.filter((value) => !(isJsonObject(value) && isEmpty(value)));
  return withOnePrimary(assigned, touched, note);
}

function changed(value: JsonObject, changes: readonly SubAttributeChange[]): JsonObject {
  return changes.reduce((held, change) => withValue(held, change.attribute, change.value), value);
}

/**
 * RFC 7644 §3.5.2.3: "all matching record values SHALL be replaced". What the path itself says of the value is kept, so
 * that the same path finds it again, and so is its place as the primary one, unless the new value says otherwise.
 */
function replaced(value: JsonObject, described: JsonObject | undefined, by: JsonObject): JsonObject {
  const kept = Object.entries(value).filter(
    ([name]) => name === 'primary' || (described !== undefined && Object.hasOwn(described, name)),
  );
  return { ...Object.fromEntries(kept), ...by };
}

/** What a replace does not create, an add does: the filter says what it would be. */
function noTarget(attribute: Attribute, described: JsonObject | undefined): Error {
  const instead =
    described === undefined
      ? 'only a filter of equalities, such as type eq "work", says which value to create'
      : 'to create the one that it describes, send the same path with "op": "add"';
  return badRequest('noTarget', `no value of "${attribute.path}" meets the filter of the path; ${instead}`);
}
