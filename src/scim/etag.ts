// Versions as entity tags and the conditions that requests put on them (RFC 7644 §3.14, RFC 9110 §13.1).

import { createHash } from 'node:crypto';
import type { JsonObject } from '../directory/json';
import { badRequest, ScimFailure } from './failure';

/** What tells two states of a resource apart: its counted version, or the digest of one that nothing counts. */
type Version = number | string;

/** What a request asks of the version, as the headers `If-Match` and `If-None-Match` say it. */
interface Preconditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

const ENTITY_TAGS = /^(?:(?:W\/)?"[\u0021\u0023-\u007e\u0080-\u00ff]*"(?:\s*,\s*|$))+$/;

export function entityTag(version: Version): string {
  return `W/"${version}"`;
}

/** The version of a resource that is kept without one. */
export function digestOf(resource: JsonObject): string {
  return createHash('sha256').update(JSON.stringify(resource)).digest('base64url').slice(0, DIGEST_LENGTH);
}

const DIGEST_LENGTH = 22;

/** @throws ScimFailure 412 when a condition forbids a write at this version, 400 when one is no list of entity tags */
export function assertMayWrite({ ifMatch, ifNoneMatch }: Preconditions, version: Version): void {
  assertMatches(ifMatch, version);
  if (ifNoneMatch === undefined || !matches(ifNoneMatch, version, 'If-None-Match')) return;
  throw preconditionFailed('If-None-Match', version);
}

/** Whether a GET is answered 304 Not Modified. @throws ScimFailure as `assertMayWrite` does for `If-Match` */
export function isUnmodified({ ifMatch, ifNoneMatch }: Preconditions, version: Version): boolean {
  assertMatches(ifMatch, version);
  return ifNoneMatch !== undefined && matches(ifNoneMatch, version, 'If-None-Match');
}

function assertMatches(ifMatch: string | undefined, version: Version): void {
  if (ifMatch === undefined || matches(ifMatch, version, 'If-Match')) return;
  throw preconditionFailed('If-Match', version);
}

function preconditionFailed(header: string, version: Version): ScimFailure {
  const detail = `${header}: the resource is at version ${entityTag(version)}; read it again and repeat the request`;
  return new ScimFailure(412, undefined, detail);
}

/**
 * The comparison is weak: our tags are, since equal versions may be written with other white space. RFC 9110 §13.1.1 would
 * compare strongly and so let no weak tag pass a write; RFC 7644 §3.14 has clients send just these. What is no list of tags
 * is refused: passed over, it would let a client that meant to protect somebody's change overwrite it (RFC 9110 §13.1.1
 * says nothing of it).
 */
function matches(header: string, version: Version, name: string): boolean {
  const value = header.trim();
  if (value === '*') return true;
  if (!ENTITY_TAGS.test(value)) {
    throw badRequest('invalidValue', `${name}: takes * or entity tags such as ${entityTag(version)}`);
  }
  return value.match(/"[^"]*"/g)?.includes(`"${version}"`) === true;
}
