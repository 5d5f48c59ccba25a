// What a credential that reads only is refused: every write, before its body is read.

import type { RequestHandler } from 'express';
import { ScimFailure } from '../scim/failure';
import { localsOf } from './locals';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** RFC 6750 §3.1: 403 with `insufficient_scope`; a POST to /Bulk is refused as a whole. */
export const writesNeedScope: RequestHandler = (request, response, next) => {
  const isRead = READS.has(request.method) || (request.method === 'POST' && isSearch(request.path));
  if (isRead || localsOf(response).connection?.mayWrite === true) {
    next();
    return;
  }
  next(
    new ScimFailure(
      403,
      undefined,
      'this token reads only; a change needs one with the scope scim',
      {
        'WWW-Authenticate': 'Bearer realm="scim", error="insufficient_scope", scope="scim"',
      },
      'token-reads-only',
    ),
  );
};

/** RFC 7644 §3.4.3, however it is spelled. */
function isSearch(path: string): boolean {
  const last = path.replace(/\/$/, '').split('/').at(-1) ?? '';
  return /^(?:\.|%2e)search$/i.test(last) && decodeURIComponent(last) === '.search';
}
