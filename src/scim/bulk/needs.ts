// What each operation of a bulk request refers to: which other operations it needs, and which bulkIds nobody gives (RFC 7644 §3.7.2). Executes nothing.

import { isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import type { FilterLimits } from '../filter/ast';
import type { Attribute } from '../schema/attribute';
import type { BulkOperation } from './operation';
import { replaceInPatch } from './patch-references';
import type { Need } from './plan';
import { BULK_ID, OMIT, replaceReferences, type Omitted, type Replace } from './references';

export interface References {
  /** Operations whose resources are referred to, each once. */
  readonly needs: readonly Need[];
  /** Referred to, but given by no POST of the request. */
  readonly unknown: readonly string[];
}

/** @param givers by bulkId: the position of the POST that creates the resource */
export function referencesOf(
  operation: BulkOperation,
  givers: ReadonlyMap<string, number>,
  limits: FilterLimits,
): References {
  const canWait = new Map<string, boolean>();
  const note = (bulkId: string, may: boolean): void => {
    canWait.set(bulkId, may && canWait.get(bulkId) !== false);
  };
  const target = bulkIdOf(operation.id);
  if (target !== undefined) note(target, false);
  const isNew = operation.method === 'POST';
  withReferences(operation, limits, (bulkId, holder) => {
    note(bulkId, isNew && isOptional(holder));
    return undefined;
  });
  const named = [...canWait].map(([bulkId, may]) => ({ bulkId, target: givers.get(bulkId), canWait: may }));
  return {
    needs: named.flatMap(({ target: giver, canWait: may }) =>
      giver === undefined ? [] : [{ target: giver, canWait: may }],
    ),
    unknown: named.flatMap(({ bulkId, target: giver }) => (giver === undefined ? [bulkId] : [])),
  };
}

/** The bulkId in a path such as `/Users/bulkId:x`. */
export function bulkIdOf(id: string | undefined): string | undefined {
  return id?.startsWith(BULK_ID) === true ? id.slice(BULK_ID.length) : undefined;
}

/** The data of an operation with its references replaced. */
export function withReferences(
  { method, type, data, mayRefer }: Pick<BulkOperation, 'method' | 'type' | 'data' | 'mayRefer'>,
  limits: FilterLimits,
  replace: Replace,
): JsonValue | undefined {
  if (data === undefined || !mayRefer) return data;
  if (method === 'PATCH') return replaceInPatch(data, { type, limits, replace });
  return isJsonObject(data) ? replaceReferences(type.attributes, data, replace) : data;
}

export interface Split {
  /** What is created first. */
  readonly data: JsonValue | undefined;
  /** The body of the PATCH that gives the rest. */
  readonly patch: JsonObject;
}

/** A POST without the references that close a circle, and these (RFC 7644 §3.7.1). */
export function withoutReferences(
  { type, data }: BulkOperation,
  isLeftOut: (bulkId: string) => boolean,
): Split {
  const left = new Map<string, { readonly holder: Attribute; readonly values: JsonValue[] }>();
  const omitted: Omitted = (holder, value) => {
    const known = left.get(holder.path) ?? { holder, values: [] };
    known.values.push(value);
    left.set(holder.path, known);
  };
  const replace: Replace = (bulkId) => (isLeftOut(bulkId) ? OMIT : undefined);
  const rest = isJsonObject(data) ? replaceReferences(type.attributes, data, replace, omitted) : data;
  const operations = [...left.values()].map(({ holder: { path, multiValued }, values }) => ({
    op: 'add',
    path,
    value: multiValued ? values : (values[0] ?? null),
  }));
  return {
    data: rest,
    patch: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations },
  };
}

/** Members are given with their group: groups that hold each other are a circle which no later change could close either. */
function isOptional({ required, relation }: Attribute): boolean {
  return !required && relation === undefined;
}
