// The writes on resources of a customer's own types inside one transaction: the rules of their schema, one version with its event.

import { sameJson, type EventOperation } from '../../directory/event';
import type { JsonObject } from '../../directory/json';
import type { OwnResource } from '../../directory/own-resource';
import { assertMayWrite } from '../etag';
import { recordForm } from '../schema/own-form';
import { assertOwnRules } from '../schema/own-rules';
import { ownEventFacts, ownResourceBody } from './own-resource';
import { eventOf, notFound, type ResourceWrite } from './services';

/** @throws ScimFailure where the schema refuses it, DirectoryFailure `uniqueness` */
export async function createOwnResource(write: ResourceWrite, given: JsonObject): Promise<OwnResource> {
  const { services, request, transaction } = write;
  const { type } = services;
  assertOwnRules(type, { before: {}, after: given, operation: 'create' });
  const now = services.now();
  const resource: OwnResource = {
    id: services.newId(),
    customer: request.customer.id,
    type: type.name,
    version: 1,
    created: now,
    lastModified: now,
    attributes: given,
  };
  await transaction.insertOwnResource(resource, formOf(write, resource));
  await record(write, undefined, resource, 'create');
  return resource;
}

/**
 * @param rewrite the attributes after the change; equal ones change nothing
 * @throws DirectoryFailure `notFound`, `uniqueness`, ScimFailure where the schema refuses it
 */
export async function changeOwnResource(
  write: ResourceWrite,
  id: string,
  operation: EventOperation,
  rewrite: (before: JsonObject) => JsonObject,
): Promise<OwnResource> {
  const { services, transaction } = write;
  const before = await presentResource(write, id);
  const attributes = rewrite(before.attributes);
  assertOwnRules(services.type, { before: before.attributes, after: attributes, operation });
  if (sameJson(before.attributes, attributes)) return before;
  const version = before.version + 1;
  const after = { ...before, attributes, version, lastModified: services.now() };
  await transaction.replaceOwnResource(before, after, formOf(write, after));
  await record(write, before, after, operation);
  return after;
}

/** @throws DirectoryFailure `notFound` */
export async function deleteOwnResource(write: ResourceWrite, id: string): Promise<void> {
  const before = await presentResource(write, id);
  await write.transaction.deleteOwnResource(before);
  await record(write, before, { ...before, version: before.version + 1 }, 'delete');
}

async function presentResource(
  { services, transaction, request }: ResourceWrite,
  id: string,
): Promise<OwnResource> {
  const { name } = services.type;
  const resource = await transaction.ownResource(request.customer.id, name, id);
  if (resource === undefined) throw notFound(name, id);
  assertMayWrite(request, resource.version);
  return resource;
}

function formOf({ services, request }: ResourceWrite, resource: OwnResource): ReturnType<typeof recordForm> {
  const { type } = services;
  return recordForm(type, ownResourceBody(type, resource, request.baseUrl));
}

async function record(
  { services, request, transaction, notes }: ResourceWrite,
  before: OwnResource | undefined,
  after: OwnResource,
  operation: EventOperation,
): Promise<void> {
  const event = eventOf(services, request, {
    resourceType: services.type.name,
    resourceId: after.id,
    version: after.version,
    operation,
    ...ownEventFacts(services.type, before, after, operation),
    rules: [],
    tolerances: notes.list(),
  });
  await transaction.record(event);
}
