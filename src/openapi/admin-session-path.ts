// /admin/session as OpenAPI: sign-in with the admin token, who is signed in, sign-out. The way by an identity provider is for browsers alone.

import { TOKEN_SIGN_IN } from '../admin/contract/session';
import type { JsonObject } from '../directory/json';
import { adminRefusals, pick, plain } from './admin-messages';
import { schemaRef } from './reference';
import { json } from './service-paths';

export function adminSessionPath(): JsonObject {
  const tags = ['Admin: sign-in'];
  const session = (description: string): JsonObject => json(description, schemaRef('AdminSession'));
  return {
    get: {
      security: [{ adminSession: [] }, {}],
      operationId: 'session.show',
      tags,
      summary: 'Who is signed in at the console, and how one can',
      responses: {
        200: session('Who; `signedIn` is false where it is nobody.'),
        ...pick(adminRefusals(false), 503),
      },
    },
    post: {
      security: [],
      operationId: 'session.begin',
      tags,
      summary: 'Signs in with the admin token: answers who, and sets the cookie',
      requestBody: { required: true, content: { 'application/json': { schema: plain(TOKEN_SIGN_IN) } } },
      responses: {
        200: session('Signed in.'),
        ...pick(adminRefusals(true), 400, 401, 403, 413, 415, 429, 503),
      },
    },
    delete: {
      security: [{ adminSession: [], adminCsrf: [] }, {}],
      operationId: 'session.end',
      tags,
      summary: 'Signs out, for every gateway at once',
      responses: {
        204: { description: 'Nobody is signed in any more.' },
        ...pick(adminRefusals(false), 403, 503),
      },
    },
  };
}
