// Brings pages of several resource types into one order (RFC 7644 §3.4.2.1, §3.4.2.3); reads nothing itself.

import type { JsonObject } from '../directory/json';
import { compareSortValues, type Position } from '../directory/sort';
import type { Found, ResourceHandlers, TextStream } from './request';
import type { ResourceType } from './schema/schema-map';

/** A resource type and what finds its resources. */
export interface Listed {
  readonly type: ResourceType;
  readonly find: ResourceHandlers['find'];
}

/** One resource of a merged list: the how-manieth of which page. */
export interface Entry {
  readonly page: number;
  readonly index: number;
  readonly position: Position;
}

/** By value; among those of one value, one page after the other and each in its own order. */
export function inMergedOrder(pages: readonly Found[], descending: boolean): readonly Entry[] {
  return pages
    .flatMap(({ positions }, page) => positions.map((position, index) => ({ page, index, position })))
    .toSorted((left, right) => compareSortValues(left.position.value, right.position.value, descending));
}

/** The resources of neighbouring entries, in their order; those of one page are asked for at once. */
export async function show(
  pages: readonly Found[],
  entries: readonly Entry[],
): Promise<readonly (JsonObject | TextStream)[]> {
  const shown = await Promise.all(pages.map((found, page) => showOf(found, page, entries)));
  return entries.flatMap(({ page, index }) => {
    const resource = shown[page]?.get(index);
    return resource === undefined ? [] : [resource];
  });
}

/** By their index in the page. */
async function showOf(
  found: Found,
  page: number,
  entries: readonly Entry[],
): Promise<ReadonlyMap<number, JsonObject | TextStream>> {
  const indexes = entries.filter((entry) => entry.page === page).map(({ index }) => index);
  const [first] = indexes;
  if (first === undefined) return new Map();
  // The order within a page is kept, so what is shown of it stands together.
  const resources = await found.show(first, first + indexes.length);
  return new Map(resources.map((resource, offset) => [first + offset, resource]));
}
