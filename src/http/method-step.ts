// The step that holds a path against its methods before a body is read: 404, 405, the answer to OPTIONS, and /Me for nobody.

import type { RequestHandler } from 'express';
import type { ScimEngines } from '../scim/engines';
import { nobody } from '../scim/me';
import { writeAnswer } from './answer';
import { localsOf } from './locals';
import { allowedMethods, assertMethod, scimPath } from './scim-paths';

/** Behind authentication: what a path takes is told to those who may ask. @throws ScimFailure 404, 405, 501 */
export function takeMethod(engines: ScimEngines): RequestHandler {
  return async (request, response, next) => {
    const { connection } = localsOf(response);
    if (connection === undefined) throw new Error('a request without connection came past authentication');
    const { types } = engines.of(connection.customer);
    const path = scimPath(request.path, types);
    localsOf(response).place = path;
    // RFC 7644 §3.11: whatever the method, for there is no /Me to this credential.
    if (path.kind === 'me' && connection.user === null) throw nobody();
    assertMethod(path, types, request.method);
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    const headers = { Allow: allowedMethods(path, types).join(', ') };
    await writeAnswer(response, { status: 204, headers, body: undefined });
  };
}
