// Refuses a PATCH that gives an immutable sub-attribute of a list's elements another value (RFC 7643 §2.2); of own schemas alone.

import { sameJson } from '../../directory/event';
import { meets } from '../../directory/meets';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest } from '../failure';
import { searchForm } from '../schema/search-form';
import { ownValue } from './holder';
import type { PatchOperation, Selection } from './operation';

/**
 * A list that is given anew has new elements; an operation that selects elements changes those that are there.
 *
 * @throws ScimFailure 400 `mutability` naming the attribute
 */
export function assertImmutableKept(resource: JsonObject, operations: readonly PatchOperation[]): void {
  for (const operation of operations) {
    if (operation.kind !== 'changeSelected') continue;
    const changes = operation.changes.filter(({ attribute }) => isOwnImmutable(attribute));
    if (changes.length === 0) continue;
    for (const element of selected(resource, operation)) {
      const broken = changes.find(({ attribute, value }) => {
        const held = ownValue(element, attribute.name);
        return held !== undefined && !sameJson(held, value);
      });
      if (broken === undefined) continue;
      const { path } = broken.attribute;
      throw badRequest('mutability', `attribute "${path}" is immutable: once it has a value it keeps it`);
    }
  }
}

function isOwnImmutable({ own, mutability }: Selection['place']['attribute']): boolean {
  return own && mutability === 'immutable';
}

function selected(resource: JsonObject, { place, where }: Selection): readonly JsonObject[] {
  const { holders, attribute } = place;
  let held: JsonValue | undefined = resource;
  for (const { name } of [...holders, attribute])
    held = isJsonObject(held) ? ownValue(held, name) : undefined;
  const elements = isJsonArray(held) ? held.filter(isJsonObject) : [];
  if (where === undefined) return elements;
  return elements.filter((element) =>
    meets(where, searchForm(attribute.subAttributes, element), () => false),
  );
}
