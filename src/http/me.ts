// /Me by its methods (RFC 7644 §3.11); who "me" is, the engine knows.

import type { ScimEngine } from '../scim/engine';
import type { Answer, ScimRequest } from '../scim/request';

/** @param method one that the path takes */
export function answerMe({ me }: ScimEngine, method: string, request: ScimRequest): Promise<Answer> {
  switch (method) {
    case 'PUT':
      return me.replace(request);
    case 'PATCH':
      return me.patch(request);
    case 'DELETE':
      return me.remove(request);
    default:
      return me.get(request);
  }
}
