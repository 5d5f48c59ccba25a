// Versions as entity tags and the conditions that requests put on them (RFC 7644 §3.14, RFC 9110 §13.1).

import { badRequest, ScimFailure } from './failure';

/** What a request asks of the version, as the headers `If-Match` and `If-None-Match` say it. */
interface Preconditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

const ENTITY_TAGS = /^(?:(?:W\/)?"[\u0021\u0023-\u007e\u0080-\u00ff]*"(?:\s*,\s*|$))+$/;

export function entityTag(version: number): string {
  return `W/"${version}"`;
}

/** @throws ScimFailure 412 when a condition forbids a write at this version, 400 when one is no list of entity tags */
export function assertMayWrite({ ifMatch, ifNoneMatch }: Preconditions, version: number): void {
  assertMatches(ifMatch, version);
  if (ifNoneMatch === undefined || !matches(ifNoneMatch, version, 'If-None-Match')) return;
  throw preconditionFailed('If-None-Match', version);
}

/** Whether a GET is answered 304 Not Modified. @throws ScimFailure as `assertMayWrite` does for `If-Match` */
export function isUnmodified({ ifMatch, ifNoneMatch }: Preconditions, version: number): boolean {
  assertMatches(ifMatch, version);
  return ifNoneMatch !== undefined && matches(ifNoneMatch, version, 'If-None-Match');
}

function assertMatches(ifMatch: string | undefined, version: number): void {
  if (ifMatch === undefined || matches(ifMatch, version, 'If-Match')) return;
  throw preconditionFailed('If-Match', version);
}

function preconditionFailed(header: string, version: number): ScimFailure {
  const detail = `${header}: the resource is at version ${entityTag(version)}; read it again and repeat the request`;
  return new ScimFailure(412, undefined, detail);
}

/** The comparison is weak: our tags are, since equal versions may be written with other white space. */
function matches(header: string, version: number, name: string): boolean {
  const value = header.trim();
  if (value === '*') return true;
  if (!ENTITY_TAGS.test(value)) {
    throw badRequest('invalidValue', `${name}: takes * or entity tags such as ${entityTag(version)}`);
  }
  return value.match(/"[^"]*"/g)?.includes(`"${version}"`) === true;
}
