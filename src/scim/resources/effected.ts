// Answers a write of an accepted request whose effect an earlier execution had, as that one would have answered. Must not know who executes.

import { EffectRefused } from '../../directory/ports';
import { entityTag } from '../etag';
import type { Answer, ResourceHandlers, ScimRequest } from '../request';
import type { ResourceType } from '../schema/schema-map';

/** The event that was committed with the write tells what it did; nothing is read out of the resource as it is now. */
export function withEffects(type: ResourceType, handlers: ResourceHandlers): ResourceHandlers {
  async function recovered(error: unknown, request: ScimRequest, id: string | undefined): Promise<Answer> {
    if (!(error instanceof EffectRefused) || request.effects === undefined) throw error;
    const { requestId } = request.actor;
    const effect = await request.effects.find({ requestId, resourceType: type.name, resourceId: id });
    const resourceId = id ?? effect?.resourceId;
    // A creation always leaves an event: without one it is not this process that executes the request any more.
    if (resourceId === undefined) throw error;
    const location = `${request.baseUrl}${type.endpoint}/${encodeURIComponent(resourceId)}`;
    const version: Record<string, string> = effect === undefined ? {} : { ETag: entityTag(effect.version) };
    const headers = { ...version, 'Content-Location': location };
    return id === undefined
      ? { status: 201, headers: { ...headers, Location: location }, body: undefined }
      : { status: 200, headers, body: undefined };
  }

  return {
    ...handlers,
    create: (request) =>
      handlers.create(request).catch((error: unknown) => recovered(error, request, undefined)),
    replace: (request, id) =>
      handlers.replace(request, id).catch((error: unknown) => recovered(error, request, id)),
    patch: (request, id) =>
      handlers.patch(request, id).catch((error: unknown) => recovered(error, request, id)),
    remove: (request, id) =>
      handlers.remove(request, id).catch(async (error: unknown) => {
        const { headers: _headers, ...answer } = await recovered(error, request, id);
        return { ...answer, headers: {}, status: 204 };
      }),
  };
}
