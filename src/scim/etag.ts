// Versions as entity tags and the conditions that requests put on them (RFC 7644 §3.14, RFC 9110 §13.1).

import { badRequest, ScimFailure } from './failure';

const ENTITY_TAG = /^(?:W\/)?"[\u0021\u0023-\u007e\u0080-\u00ff]*"$/;

export function entityTag(version: number): string {
  return `W/"${version}"`;
}

/**
 * @throws ScimFailure 412 when the resource is at another version, 400 `invalidVers` when the header is no list of tags
 */
export function assertMatches(ifMatch: string | undefined, version: number): void {
  if (ifMatch === undefined || matches(ifMatch, version, 'If-Match')) return;
  throw new ScimFailure(
    412,
    undefined,
    `If-Match: the resource is at version ${entityTag(version)}; read it again and repeat the change`,
  );
}

/** Whether a GET may be answered 304 Not Modified. @throws ScimFailure 400 when the header is no list of tags */
export function isUnmodified(ifNoneMatch: string | undefined, version: number): boolean {
  return ifNoneMatch !== undefined && matches(ifNoneMatch, version, 'If-None-Match');
}

/** The comparison is weak: our tags are, since equal versions may be written with other white space. */
function matches(header: string, version: number, name: string): boolean {
  if (header.trim() === '*') return true;
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => ENTITY_TAG.test(tag))) {
    throw badRequest('invalidVers', `${name}: takes * or entity tags such as ${entityTag(version)}`);
  }
  return tags.some((tag) => tag.replace(/^W\//, '') === `"${version}"`);
}
