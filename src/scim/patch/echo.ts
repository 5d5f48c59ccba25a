// What a PATCH says of attributes that no client may write: an echo of what is there is passed over, everything else is refused.

import { sameJson } from '../../directory/event';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../directory/json';
import { badRequest } from '../failure';
import { isUnassigned } from '../schema/normalise';
import type { Attribute } from '../schema/attribute';
import type { Verb } from './body';
import { ownValue } from './holder';

/** An operation whose path names a read-only attribute. */
export interface Echo {
  readonly verb: Verb;
  /** From the root of the resource to the attribute. */
  readonly attributes: readonly Attribute[];
  /** The path selects a part of a list, by a filter or a sub-attribute: that is no echo of anything. */
  readonly isPart: boolean;
  readonly value: JsonValue | undefined;
}

/**
 * RFC 7644 §3.5.2: an operation must be compatible with the attribute's mutability. One that says what is there already
 * would change nothing; clients that read and write back send such.
 *
 * @param resource as a client reads it
 * @throws ScimFailure 400 `mutability` naming the attribute
 */
export function assertEchoes(echoes: readonly Echo[], resource: JsonObject): void {
  for (const echo of echoes) {
    if (echo.verb !== 'remove' && !echo.isPart && isEchoed(echo.value, heldAt(resource, echo))) continue;
    const path = echo.attributes.at(-1)?.path ?? '';
    throw badRequest(
      'mutability',
      `attribute "${path}" is read-only: it keeps the value it has; leave it out`,
    );
  }
}

function heldAt(resource: JsonObject, { attributes }: Echo): JsonValue | undefined {
  let held: JsonValue | undefined = resource;
  for (const { name } of attributes) held = isJsonObject(held) ? ownValue(held, name) : undefined;
  return held;
}

/** Whether what is given says nothing but what is there; of an object and of a list it may say a part. */
function isEchoed(given: JsonValue | undefined, held: JsonValue | undefined): boolean {
  if (given === undefined || isUnassigned(given)) return isUnassigned(held);
  if (isJsonArray(given)) {
    return isJsonArray(held) && given.every((value) => held.some((other) => isEchoed(value, other)));
  }
  if (!isJsonObject(given) || !isJsonObject(held)) return sameJson(given, held);
  const names = new Map(Object.keys(held).map((name) => [name.toLowerCase(), name]));
  return Object.entries(given).every(([name, value]) => {
    const known = names.get(name.toLowerCase());
    return isEchoed(value, known === undefined ? undefined : held[known]);
  });
}
