// Brings a request on a resource type to what serves it, where SCIMMY's routers do not: people, groups and a customer's own types.

import type { ScimEngine } from '../scim/engine';
import type { Answer, ResourceHandlers, ScimRequest } from '../scim/request';
import type { TypeName } from '../scim/type-table';

interface Place {
  readonly type: TypeName;
  readonly id: string | undefined;
}

/** The method is one that the path takes; HEAD is a GET whose body nobody sends. */
export function answerOwn(
  engine: ScimEngine,
  { type, id, method }: Place & { readonly method: string },
  request: ScimRequest,
): Promise<Answer> {
  const handlers = engine.writable(type);
  if (handlers === undefined) throw new Error(`nothing serves ${type}`);
  if (id !== undefined) return answerOne(handlers, { id, method }, request);
  return method === 'POST' ? handlers.create(request) : engine.list([type], request);
}

function answerOne(
  handlers: ResourceHandlers,
  { id, method }: { readonly id: string; readonly method: string },
  request: ScimRequest,
): Promise<Answer> {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return handlers.get(request, id);
    case 'PUT':
      return handlers.replace(request, id);
    case 'PATCH':
      return handlers.patch(request, id);
    case 'DELETE':
      return handlers.remove(request, id);
    default:
      throw new Error(`${method} came past its 405`);
  }
}
