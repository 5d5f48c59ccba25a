// What a PATCH makes of a writable user, and which libraries it names one by one; knows no rule of iManage.

import { comparisonKey } from '../../directory/comparison';
import { meets } from '../../directory/meets';
import { isJsonArray, isJsonObject, objectOf, type JsonObject, type JsonValue } from '../../directory/json';
import type { PatchOperation } from '../patch/operation';
import { searchForm } from '../schema/search-form';
import type { Rewritten } from './requested-user';
import { IMANAGE_USER } from './user-resource';

const LIBRARIES = `${IMANAGE_USER}:libraries`;

/** @param apply the resource after these operations */
export function patchedUser(
  before: JsonObject,
  operations: readonly PatchOperation[],
  apply: (operations: readonly PatchOperation[]) => JsonObject,
): Rewritten {
  return {
    before,
    after: apply(withoutVainRemoval(operations)),
    namedLibraries: namedLibraries(objectOf(before[IMANAGE_USER])['libraries'], operations),
    placing: operations.filter(isPlacing).map(placingOf),
  };
}

function isPlacing({ place }: PatchOperation): boolean {
  return place.attribute.path === 'roles' || place.holders.some(({ path }) => path === IMANAGE_USER);
}

/** The operation as JSON: what it is about by path, and everything it says. */
function placingOf({ place, ...operation }: PatchOperation): JsonObject {
  const changes =
    operation.kind === 'changeSelected'
      ? { changes: operation.changes.map(({ attribute, value = null }) => [attribute.path, value]) }
      : {};
  return JSON.parse(JSON.stringify({ path: place.attribute.path, ...operation, ...changes })) as JsonObject;
}

/** Taking `active` away says nothing of the sign-in, so it takes back nothing that the same request orders. */
function withoutVainRemoval(operations: readonly PatchOperation[]): readonly PatchOperation[] {
  const orders = operations.filter((one) => one.kind === 'assign' && one.place.attribute.path === 'active');
  const removals = orders.filter((one) => one.kind === 'assign' && one.value === undefined);
  return orders.length === removals.length ? operations : operations.filter((one) => !removals.includes(one));
}

/** The libraries, as keys, whose rows the operations name; undefined where one of them gives the list as a whole. */
function namedLibraries(
  held: JsonValue | undefined,
  operations: readonly PatchOperation[],
): ReadonlySet<string> | undefined {
  const onLibraries = operations.filter(({ place }) => place.attribute.path === LIBRARIES);
  if (onLibraries.some(({ kind }) => kind === 'assign')) return undefined;
  const rows = (isJsonArray(held) ? held : []).filter(isJsonObject);
  const named = onLibraries.flatMap((operation) => rowsNamedBy(operation, rows));
  return new Set(named.flatMap(({ value }) => (typeof value === 'string' ? [comparisonKey(value)] : [])));
}

function rowsNamedBy(operation: PatchOperation, rows: readonly JsonObject[]): readonly JsonObject[] {
  switch (operation.kind) {
    case 'assign':
      return [];
    case 'append':
    case 'removeValues':
      return operation.values.filter(isJsonObject);
    case 'changeSelected':
    case 'replaceSelected':
    case 'removeSelected': {
      const { where, described, place } = operation;
      const form = (row: JsonObject): ReturnType<typeof searchForm> =>
        searchForm(place.attribute.subAttributes, row);
      const selected = rows.filter((row) => where === undefined || meets(where, form(row), () => false));
      // A value path that selects nothing makes the row it describes.
      return selected.length === 0 && described !== undefined ? [described] : selected;
    }
  }
}
